"""Questions to a hub and, later, the cases that grow from them."""

from django.apps import AppConfig

from circulairwerkt.base.trail_words import WORDS


class CasesConfig(AppConfig):
    """Questions to a hub and, later, the cases that grow from them."""

    name = "circulairwerkt.cases"
    label = "cases"

    def ready(self) -> None:
        """Meet the panels that this room adds to pages, and the words that its trail uses."""
        from circulairwerkt.cases import panels  # noqa: F401
        from circulairwerkt.cases.words import TRAIL

        WORDS.update(TRAIL)
