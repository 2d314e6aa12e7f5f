"""Questions to a hub and, later, the cases that grow from them."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Questions to a hub and, later, the cases that grow from them."""

    name = "circulairwerkt.cases"
    label = "cases"

    def ready(self) -> None:
        """Meet the panels that this room adds to pages."""
        from circulairwerkt.cases import panels  # noqa: F401
