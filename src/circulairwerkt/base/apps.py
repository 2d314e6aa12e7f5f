"""The app that every other leans on."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Scope, permissions, audit trail, visibility, versions; no business noun."""

    name = "circulairwerkt.base"
    label = "base"
