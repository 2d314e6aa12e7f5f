"""The flows of a region: the map of materials, what moves where, and which loops could still close."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """The flows of a region: the map of materials, what moves where, and which loops could still close."""

    name = "circulairwerkt.flows"
    label = "flows"

    def ready(self) -> None:
        """Meet the panels that this room adds to pages, and the words that its trail uses."""
        from circulairwerkt.base.trail_words import WORDS
        from circulairwerkt.flows import letters, panels  # noqa: F401
        from circulairwerkt.flows.words import TRAIL

        WORDS.update(TRAIL)
