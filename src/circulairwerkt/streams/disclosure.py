"""Which fields of a card, need or capability somebody gets: one place, for pages, prints, mails and exports.

Four viewers, each of whom gets what the one before gets and more: anyone; people of another hub; people of
the hub that owns the row; its parties (members of the organisation, the hub's coordinator who answers for
it, administrators). How far a row is open decides who gets it at all. Cost stays with the parties, and the
firm behind a card inside its hub, however open the card is. A processor that opens what it can do is named,
because it wants to be found; its capacity, hours and prices are not told to others: spare capacity and
prices between competitors are a risk in competition law.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.streams.bridge import coarse_cell_of
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need
from circulairwerkt.streams.perms import OPEN, SEE


class Viewer(IntEnum):
    """Who looks, from the farthest to the nearest."""

    ANYONE = 0
    OTHER_HUB = 1
    COLLEAGUE = 2
    PARTY = 3


#: The farthest viewer who gets a row at all, by how open it is.
FARTHEST: Mapping[str, Viewer] = MappingProxyType(
    {
        Visibility.PUBLIC: Viewer.ANYONE,
        Visibility.NETWORK: Viewer.OTHER_HUB,
        Visibility.HUB: Viewer.COLLEAGUE,
        Visibility.PARTIES: Viewer.COLLEAGUE,
    }
)

_ALL = dict.fromkeys(
    (
        "id",
        "hub",
        "province",
        "coarse_cell",
        "shown_text",
        "kind",
        "material",
        "min_quantity",
        "strategy",
        "available_from",
        "available_until",
        "confirmed_at",
        "is_gone",
        "gone_at",
        "is_example",
    ),
    Viewer.ANYONE,
)
_NEAR = {"municipality": Viewer.OTHER_HUB, "max_km": Viewer.OTHER_HUB}
_INSIDE = dict.fromkeys(
    (
        "site",
        "lat",
        "lon",
        "h3_cell",
        "sentence",
        "remarks",
        "contact_email",
        "source",
        "guessed",
        "answers",
        "search_text",
        "counted_as",
        "fades_at",
        "stale_at",
        "visibility",
        "version",
        "changed_at",
        "created_at",
        "created_by",
    ),
    Viewer.COLLEAGUE,
)
_THING = dict.fromkeys(
    (
        "quantity",
        "unit",
        "period",
        "product",
        "state",
        "low_code",
        "legal_status",
        "dangers",
        "packaging",
        "brand",
        "model",
        "condition",
        "temperature_c",
        "power_kw",
        "water_class",
        "area_m2",
        "use_by",
        "cold_chain",
        "food_use",
    ),
    Viewer.ANYONE,
)
_CARD = {
    **_ALL,
    **_NEAR,
    **_INSIDE,
    **_THING,
    "organisation": Viewer.COLLEAGUE,
    "price_eur_per_unit": Viewer.PARTY,
    "destination": Viewer.ANYONE,
    "destination_text": Viewer.COLLEAGUE,
    "destination_cost_eur": Viewer.PARTY,
}
_NEED = {
    **_ALL,
    **_NEAR,
    **_INSIDE,
    **_THING,
    "organisation": Viewer.COLLEAGUE,
    "price_eur_per_unit": Viewer.PARTY,
    "materials": Viewer.ANYONE,
}
_CAPABILITY = {
    **_ALL,
    **_INSIDE,
    "municipality": Viewer.ANYONE,
    "max_km": Viewer.ANYONE,
    "organisation": Viewer.ANYONE,
    "activities": Viewer.ANYONE,
    "accepts": Viewer.ANYONE,
    "accepts_index": Viewer.ANYONE,
    "produces": Viewer.ANYONE,
    "ways": Viewer.ANYONE,
    "certificates": Viewer.ANYONE,
    "permits": Viewer.ANYONE,
    **dict.fromkeys(
        (
            "quantity",
            "unit",
            "period",
            "yield_ratio",
            "unit_out",
            "hours_per_week_h",
            "seeks_hours_per_week_h",
            "hours_per_unit_h",
            "full_until",
            "storage",
        ),
        Viewer.COLLEAGUE,
    ),
    "cost_eur_per_unit": Viewer.PARTY,
}
#: The farthest viewer who gets each field, once he gets the row. Every column stands here; a test sees to it.
FIELDS: Mapping[type[Listing], Mapping[str, Viewer]] = MappingProxyType(
    {MaterialCard: _CARD, Need: _NEED, Capability: _CAPABILITY}
)
KNOWN = frozenset(name for fields in FIELDS.values() for name in fields)
MONEY = frozenset({"price_eur_per_unit", "destination_cost_eur", "cost_eur_per_unit"})


class _Fields(Mapping[str, Any]):
    """The fields of a row that a viewer gets, each read when somebody asks for it.

    A line of a list shows eight of fifty, and to read who made each row would ask the database for him.
    """

    __slots__ = ("_names", "_row")

    def __init__(self, row: Listing, names: frozenset[str]) -> None:
        self._row, self._names = row, names

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return _value(self._row, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Disclosed:
    """A row as one viewer gets it: ``values`` holds the fields he gets and nothing of the others."""

    viewer: Viewer
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return the value of a field, None where the viewer does not get it; KeyError for no field at all.

        A template asks for an item before an attribute: what is no field must not look like one.
        """
        if name not in KNOWN:
            raise KeyError(name)
        return self.values.get(name)

    def get(self, name: str) -> Any:
        """Return the value of a field, None where the viewer does not get it."""
        return self.values.get(name)

    @property
    def is_inside(self) -> bool:
        """Whether the viewer belongs to the hub or to the parties."""
        return self.viewer >= Viewer.COLLEAGUE

    @property
    def sees_money(self) -> bool:
        """Whether the viewer is a party."""
        return self.viewer >= Viewer.PARTY


def viewer_of(actor: Actor, row: Listing) -> Viewer:
    """Return how near ``actor`` stands to ``row``."""
    if actor.may(OPEN, hub_id=row.hub_id, organisation_id=row.organisation_id):
        return Viewer.PARTY
    if actor.may(SEE, hub_id=row.hub_id):
        return Viewer.COLLEAGUE
    return Viewer.OTHER_HUB if actor.may_anywhere(SEE) else Viewer.ANYONE


@cache
def fields_for(model: type[Listing], viewer: Viewer, visibility: str) -> frozenset[str]:
    """Return the names of the fields that ``viewer`` gets of a row this open; none where he gets no row."""
    if viewer < FARTHEST[visibility]:
        return frozenset()
    return frozenset(name for name, farthest in FIELDS[model].items() if viewer >= farthest)


def disclosed(row: Listing, actor: Actor) -> Disclosed | None:
    """Return ``row`` as ``actor`` gets it; None where for him it does not exist.

    Reads ``hub``, ``organisation``, ``site`` and ``municipality``: fetch them with the row.
    """
    return disclosed_to(row, viewer_of(actor, row))


def disclosed_to(row: Listing, viewer: Viewer, visibility: str = "") -> Disclosed | None:
    """Return ``row`` as ``viewer`` gets it, or would get it were it open to ``visibility``."""
    names = fields_for(type(row), viewer, visibility or row.visibility)
    if not names:
        return None
    return Disclosed(viewer=viewer, values=_Fields(row, names))


def _value(row: Listing, name: str) -> Any:
    if name in {"province", "coarse_cell"}:
        place = row.municipality
        if place is None:
            return ""
        return place.province if name == "province" else coarse_cell_of(place.lat, place.lon)
    return getattr(row, name)
