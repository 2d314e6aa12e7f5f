"""The app that every other leans on."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models import Field


class BaseConfig(AppConfig):
    """Scope, permissions, audit trail, visibility, versions; no business noun."""

    name = "circulairwerkt.base"
    label = "base"

    def import_models(self) -> None:
        """Load the models of this room; it is the first, so what it changes in Django holds for all."""
        from circulairwerkt.base.labels import show_labels_quickly

        show_labels_quickly()
        super().import_models()

    def ready(self) -> None:
        """Meet what each room lets people find; let ``migrate`` look whether it can begin."""
        from circulairwerkt.base.checks import nothing_is_half_replaced
        from circulairwerkt.base.columns import handle_columns_quickly
        from circulairwerkt.base.findables import discover
        from circulairwerkt.base.lookups import AnyOf

        register(nothing_is_half_replaced, Tags.database)
        Field.register_lookup(AnyOf)
        handle_columns_quickly()
        discover()
