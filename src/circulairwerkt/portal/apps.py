"""Pages that need several capabilities: home, answer, search, workspace."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages that need several capabilities: home, answer, search, workspace."""

    name = "circulairwerkt.portal"
    label = "portal"
