"""The app that every other leans on."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Scope, permissions, audit trail, visibility, versions; no business noun."""

    name = "circulairwerkt.base"
    label = "base"

    def ready(self) -> None:
        """Meet what each room lets people find."""
        from circulairwerkt.base.columns import hash_columns_quickly
        from circulairwerkt.base.findables import discover

        hash_columns_quickly()
        discover()
