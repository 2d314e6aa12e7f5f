"""Proposals: possible links between cards, needs and capabilities, with reasons; a person decides."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.trail_words import WORDS


class MatchingConfig(AppConfig):
    """Proposals: possible links between cards, needs and capabilities, with reasons; a person decides."""

    name = "circulairwerkt.matching"
    label = "matching"

    def ready(self) -> None:
        """Meet the panels that this room adds to pages, and the words that its trail uses."""
        from circulairwerkt.matching import panels  # noqa: F401

        WORDS.update({"found": _("gevonden"), "lapsed": _("vervallen"), "answer": _("antwoord")})
