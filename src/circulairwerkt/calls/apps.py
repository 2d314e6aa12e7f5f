"""Calls for ideas and hackathons: challenges, ideas, steps, and the cases that came of them."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Calls for ideas and hackathons: challenges, ideas, steps, and the cases that came of them."""

    name = "circulairwerkt.calls"
    label = "calls"

    def ready(self) -> None:
        """Meet the panels and news that this room adds; tell the trail its words."""
        from circulairwerkt.base.trail_words import TABLE_WORDS
        from circulairwerkt.calls import news, panels  # noqa: F401
        from circulairwerkt.calls.trail import WORDS

        TABLE_WORDS.update(WORDS)
