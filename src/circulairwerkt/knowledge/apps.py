"""Case stories and what was learnt."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Case stories and what was learnt."""

    name = "circulairwerkt.knowledge"
    label = "knowledge"
