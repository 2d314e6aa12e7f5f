"""What a search for a place answers: shapes without behaviour, for ``queries``."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulairwerkt.reference.gazetteer import KnownPlace, OutsidePlace, Region, Sort
from circulairwerkt.reference.models import Municipality

REGION_LABELS: dict[Region, Promise] = {
    Region.BRUSSELS: _("Brussels Hoofdstedelijk Gewest"),
    Region.WALLONIA: _("Wallonië"),
    Region.NETHERLANDS: _("Nederland"),
    Region.FRANCE: _("Frankrijk"),
    Region.GERMANY: _("Duitsland"),
    Region.LUXEMBOURG: _("Luxemburg"),
}
#: How a place there is typed beside namesakes of ours, ``Haren (Brussel)``; we write the first word.
REGION_WORDS: dict[Region, tuple[str, ...]] = {
    Region.BRUSSELS: ("Brussel", "Bruxelles", "Brussels"),
    Region.WALLONIA: ("Wallonië", "Wallonie", "Wallonia"),
    Region.NETHERLANDS: ("Nederland", "Pays-Bas", "Netherlands"),
    Region.FRANCE: ("Frankrijk", "France"),
    Region.GERMANY: ("Duitsland", "Allemagne", "Germany"),
    Region.LUXEMBOURG: ("Luxemburg", "Luxembourg"),
}


class PlaceKind(StrEnum):
    """What came of a search for a place."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    EMPTY = "empty"


@dataclass(frozen=True)
class FoundPlace:
    """A place in Flanders: where it is, the municipality that holds it today, and how it was found.

    ``via``: ``exact`` (a municipality's name), ``part`` (of a town), ``postcode``, ``merged`` (the name of a
    municipality that merged on ``merged_on``), ``nis`` (a present or former code).
    ``value`` finds exactly this place again when typed. ``lat``, ``lon``: degrees, WGS84;
    where ``has_own_point`` is false they are the municipality's.
    """

    label: str
    value: str
    municipality: Municipality
    lat: float
    lon: float
    via: str
    has_own_point: bool = True
    old_name: str = ""
    merged_on: date | None = None

    @property
    def is_part(self) -> bool:
        """Whether the municipality has another name than the place."""
        return self.label != str(self.municipality)


@dataclass(frozen=True)
class PlaceAnswer:
    """The place that was typed, or an honest word about it.

    ``choices``: what it may have been (AMBIGUOUS: places of that name; UNKNOWN: names much like it, best
    first). ``also``: other places of the name that was found. ``outside``: the place outside Flanders
    (OUTSIDE), one of the same name (FOUND, AMBIGUOUS), or one of nearly that name (UNKNOWN).
    """

    kind: PlaceKind
    typed: str = ""
    place: FoundPlace | None = None
    choices: tuple[FoundPlace, ...] = ()
    also: tuple[FoundPlace, ...] = ()
    outside: OutsidePlace | None = None

    @property
    def outside_name(self) -> str:
        """The name of the place outside Flanders, or nothing."""
        return self.outside.name if self.outside else ""

    @property
    def outside_region(self) -> str:
        """Where that place lies, in the reader's language."""
        return str(REGION_LABELS[self.outside.region]) if self.outside else ""


@dataclass(frozen=True)
class Suggestion:
    """A place to choose while typing: ``value`` goes into the field, ``label`` and ``detail`` are shown."""

    value: str
    label: str
    detail: str
    is_outside: bool = False


def value_of(place: KnownPlace) -> str:
    """Return the text that finds exactly ``place`` again when typed."""
    if place.sort is Sort.MUNICIPALITY or place.name == place.municipality.name:
        return place.name
    return f"{place.name} ({place.municipality.name})"


def found(place: KnownPlace, via: str = "", postcode: str = "") -> FoundPlace:
    """Return ``place`` as an answer; ``via`` defaults to what its name says."""
    if not via:
        via = "merged" if place.merged_on else "exact" if place.sort is Sort.MUNICIPALITY else "part"
    is_town = postcode and place.sort is Sort.MUNICIPALITY
    return FoundPlace(
        label=place.name,
        value=f"{postcode} {place.name}" if is_town else value_of(place),
        municipality=place.municipality,
        lat=place.lat,
        lon=place.lon,
        via=via,
        has_own_point=place.has_own_point,
        old_name=place.name if place.merged_on else "",
        merged_on=place.merged_on,
    )
