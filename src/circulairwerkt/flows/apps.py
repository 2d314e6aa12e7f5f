"""The flows of a region: the map of materials, what moves where, and which loops could still close."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """The flows of a region: the map of materials, what moves where, and which loops could still close."""

    name = "circulairwerkt.flows"
    label = "flows"
