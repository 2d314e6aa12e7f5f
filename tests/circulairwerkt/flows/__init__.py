"""Tests of the room of flows."""
