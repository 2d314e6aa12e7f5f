"""Info points: where one walks in, when, who sits there, and what visits led to."""

from django.apps import AppConfig


class InfoPointsConfig(AppConfig):
    """Info points: where one walks in, when, who sits there, and what visits led to."""

    name = "circulairwerkt.infopoints"
    label = "infopoints"

    def ready(self) -> None:
        """Meet the panels and the calendar of this room; tell the trail its words."""
        from circulairwerkt.base.trail_words import TABLE_WORDS
        from circulairwerkt.infopoints import calendars, panels  # noqa: F401
        from circulairwerkt.infopoints.trail import WORDS

        TABLE_WORDS.update(WORDS)
