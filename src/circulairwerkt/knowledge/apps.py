"""Case stories and what was learnt."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Case stories and what was learnt."""

    name = "circulairwerkt.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        """Meet the panel that this room adds to the page of a case; tell the trail its words."""
        from circulairwerkt.base.trail_words import WORDS
        from circulairwerkt.knowledge import panels  # noqa: F401
        from circulairwerkt.knowledge.words import TRAIL

        WORDS.update(TRAIL)
