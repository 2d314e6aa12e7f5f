"""Proposals: possible links between cards, needs and capabilities, with reasons; a person decides."""

from django.apps import AppConfig

from circulairwerkt.base.trail_words import WORDS


class MatchingConfig(AppConfig):
    """Proposals: possible links between cards, needs and capabilities, with reasons; a person decides."""

    name = "circulairwerkt.matching"
    label = "matching"

    def ready(self) -> None:
        """Meet the panels that this room adds to pages, the words of its trail, and mail to proposals."""
        from circulairwerkt.cases.services import taken_by
        from circulairwerkt.matching import panels, services  # noqa: F401
        from circulairwerkt.matching.links import MAIL_SORT
        from circulairwerkt.matching.words import TRAIL

        WORDS.update(TRAIL)
        taken_by(MAIL_SORT, services.take)
