"""What a hub can use or not: the kinds of resource and the instruments, by key."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, Promise] = MappingProxyType(
    {
        "material": _("materialen"),
        "product": _("producten"),
        "energy": _("energie"),
        "water": _("water"),
        "space": _("ruimte"),
        "food": _("voeding"),
    }
)
INSTRUMENTS: Mapping[str, Promise] = MappingProxyType(
    {
        "material_cards": _("materiaalkaarten en de materialenkaart"),
        "stories": _("verhalen"),
        "guides": _("gidsen, antwoorden en uitleg"),
        "newsletter": _("nieuwsbrief"),
        "events": _("netwerkmomenten"),
        "info_points": _("infopunten"),
        "trainings": _("opleidingen"),
        "hackathons": _("hackathons"),
        "calls": _("oproepen"),
        "coaching": _("begeleiding van ondernemers"),
        "work": _("werk voor werkzoekenden"),
    }
)
#: All keys that a ``Switch`` may have.
LABELS: Mapping[str, Promise] = MappingProxyType({**KINDS, **INSTRUMENTS})
