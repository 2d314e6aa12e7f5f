"""Case stories, what was learnt, and texts to learn from."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Case stories, what was learnt, and texts to learn from."""

    name = "circulairwerkt.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        """Meet the panel for the page of a case and what is news; tell the trail its words."""
        from circulairwerkt.base.trail_words import WORDS
        from circulairwerkt.knowledge import news, panels  # noqa: F401
        from circulairwerkt.knowledge.words import TRAIL

        WORDS.update(TRAIL)
