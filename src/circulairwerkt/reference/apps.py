"""Municipalities, parts of towns, sectors and goals: the code lists that every app reads."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Municipalities, parts of towns, sectors and goals: the code lists that every app reads."""

    name = "circulairwerkt.reference"
    label = "reference"
