"""Hubs: where they work, on what, who may do what there."""

from django.apps import AppConfig


class HubsConfig(AppConfig):
    """Hubs: where they work, on what, who may do what there."""

    name = "circulairwerkt.hubs"
    label = "hubs"
