"""Proposals: possible links between cards, needs and capabilities, with reasons; a person decides."""

from django.apps import AppConfig

from circulairwerkt.base.trail_words import WORDS


class MatchingConfig(AppConfig):
    """Proposals: possible links between cards, needs and capabilities, with reasons; a person decides."""

    name = "circulairwerkt.matching"
    label = "matching"

    def ready(self) -> None:
        """Meet the panels that this room adds to pages, and the words that its trail uses."""
        from circulairwerkt.matching import panels  # noqa: F401
        from circulairwerkt.matching.words import TRAIL

        WORDS.update(TRAIL)
