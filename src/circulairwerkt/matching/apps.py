"""Proposals: possible links between cards, needs and capabilities, with reasons; a person decides."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Proposals: possible links between cards, needs and capabilities, with reasons; a person decides."""

    name = "circulairwerkt.matching"
    label = "matching"
