"""Coaches with their hours, the entrepreneurs they help, and what the two agree."""

from circulairwerkt.coaching.models.coach import Away, Coach
from circulairwerkt.coaching.models.coaching import Coaching, Note, Step
from circulairwerkt.coaching.models.meeting import Meeting

__all__ = ["Away", "Coach", "Coaching", "Meeting", "Note", "Step"]
