"""Writes that reach across rooms: the example region."""
