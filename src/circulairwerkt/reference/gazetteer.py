"""All places by name and number, held in memory: municipalities, parts of towns, old names, places outside.

Built once per process from the data files (a few milliseconds) and never changed; a new edition of the files
comes with a new release, so nothing has to be forgotten while running.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from circulairwerkt.reference import files
from circulairwerkt.reference.models import Municipality

#: More than any name of a place; what is typed beyond it is not read.
MOST_LETTERS = 120
_SPELLINGS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_SHORT = {"st": ("sint",), "olv": ("onze", "lieve", "vrouw")}


class Sort(StrEnum):
    """What a known place is."""

    MUNICIPALITY = "municipality"
    PART = "part"
    FORMER = "former"


class Region(StrEnum):
    """Where a place outside Flanders lies."""

    BRUSSELS = "brussels"
    WALLONIA = "wallonia"
    NETHERLANDS = "netherlands"
    FRANCE = "france"
    GERMANY = "germany"
    LUXEMBOURG = "luxembourg"


@dataclass(frozen=True)
class KnownPlace:
    """A place in Flanders; ``merged_on`` is the day its own municipality went up in a larger one.

    ``postcodes``: its own; for a municipality those of the town of that name, not those of its parts.
    """

    name: str
    sort: Sort
    municipality: Municipality
    postcodes: tuple[str, ...]
    lat: float
    lon: float
    inhabitants: int
    has_own_point: bool = True
    merged_on: date | None = None


@dataclass(frozen=True)
class OutsidePlace:
    """A place outside Flanders, or a postcode there without a name known to us (``name`` is the number)."""

    name: str
    region: Region


Named = KnownPlace | OutsidePlace


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in one spelling: no case, accents, hyphens or apostrophes; ``St.`` is
    ``sint``.

    >>> words_of("St.-Niklaas"), words_of("'s-Gravenvoeren"), words_of("LIÈGE")
    (['sint', 'niklaas'], ['s', 'gravenvoeren'], ['liege'])
    """
    plain = unicodedata.normalize("NFKD", text[:MOST_LETTERS].casefold().translate(_SPELLINGS))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", kept)
    if len(words) < 2:
        return words
    return [whole for word in words for whole in _SHORT.get(word, (word,))]


def key_of(text: str) -> str:
    """Return the words of ``text`` in one piece, so that spaces and hyphens do not matter.

    >>> key_of("Sint-Gillis-Waas") == key_of("st gillis waas")
    True
    """
    return "".join(words_of(text))


@dataclass(frozen=True)
class Gazetteer:
    """Places by folded name, by postcode and by code.

    ``starts`` holds (beginning of a name or of a word in it, key), sorted, for suggestions.
    """

    by_key: dict[str, tuple[Named, ...]]
    by_postcode: dict[str, tuple[KnownPlace, ...]]
    by_code: dict[str, KnownPlace]
    outside_by_number: dict[str, OutsidePlace]
    outside_ranges: tuple[tuple[int, int, Region], ...]
    starts: tuple[tuple[str, str, bool], ...]
    keys: tuple[str, ...]

    def outside_with_postcode(self, number: str) -> OutsidePlace | None:
        """Return the place outside Flanders with that Belgian postcode, the number itself as its name when
        we know none, or None when it lies in Flanders.
        """
        if place := self.outside_by_number.get(number):
            return place
        return next(
            (
                OutsidePlace(number, r)
                for first, last, r in self.outside_ranges
                if first <= int(number) <= last
            ),
            None,
        )

    def starting_with(self, start: str) -> Iterator[tuple[str, bool]]:
        """Yield (key, True) of names that begin so and (key, False) of names that hold a word that does."""
        for i in range(bisect_left(self.starts, (start,)), len(self.starts)):
            beginning, key, is_whole = self.starts[i]
            if not beginning.startswith(start):
                return
            yield key, is_whole


def _order(place: Named) -> tuple[int, int, str]:
    """Municipalities first, then parts by inhabitants, then places outside."""
    if isinstance(place, OutsidePlace):
        return (3, 0, place.name)
    rank = {Sort.MUNICIPALITY: 0, Sort.FORMER: 1, Sort.PART: 2}[place.sort]
    if place.merged_on:
        rank = 1
    return (rank, -place.inhabitants, place.municipality.name)


def _places_in_flanders() -> tuple[list[tuple[str, KnownPlace]], dict[str, KnownPlace]]:
    """Return (name or alias, place) pairs, and places by present and former code."""
    municipalities: dict[str, Municipality] = {}
    named: list[tuple[str, KnownPlace]] = []
    by_code: dict[str, KnownPlace] = {}
    for row in files.read_rows("municipalities.csv"):
        m = municipalities[row["code"]] = files.municipality_from(row)
        place = KnownPlace(
            m.name,
            Sort.MUNICIPALITY,
            m,
            tuple(row["town_postcodes"].split()),
            float(row["lat"]),
            float(row["lon"]),
            m.inhabitants,
        )
        by_code[m.nis] = place
        named += [(name, place) for name in dict.fromkeys((m.name, m.name_fr, *m.aliases))]
    mergers = {(row["new_code"], row["old_name"]): row for row in files.read_rows("mergers.csv")}
    for row in files.read_rows("places.csv"):
        place = KnownPlace(
            row["name"],
            Sort.PART,
            municipalities[row["code"]],
            (row["postcode"],),
            float(row["lat"]),
            float(row["lon"]),
            int(row["inhabitants"]),
            has_own_point=row["point"] == "place",
        )
        if merger := mergers.pop((row["code"], row["name"]), None):
            place = replace(place, merged_on=date.fromisoformat(merger["new_from"]))
            by_code.setdefault(merger["old_code"], place)
        named += [(name, place) for name in (row["name"], *files.split(row["aliases"]))]
    for merger in mergers.values():
        whole = by_code[merger["new_code"]]
        former = replace(
            whole,
            name=merger["old_name"],
            sort=Sort.FORMER,
            merged_on=date.fromisoformat(merger["new_from"]),
            has_own_point=False,
        )
        by_code.setdefault(merger["old_code"], former)
        if former.name != whole.name:
            named.append((former.name, former))
    return named, by_code


def _places_outside() -> tuple[
    list[tuple[str, OutsidePlace]], dict[str, OutsidePlace], list[tuple[int, int, Region]]
]:
    """Return (name, place) pairs, places by postcode or code, and ranges of postcodes with their region."""
    named: list[tuple[str, OutsidePlace]] = []
    by_number: dict[str, OutsidePlace] = {}
    ranges: list[tuple[int, int, Region]] = []
    for row in files.read_rows("outside.csv"):
        region = Region(row["region"])
        if row["kind"] == "postcodes":
            first, _dash, last = row["postcodes"].partition("-")
            ranges.append((int(first), int(last), region))
            continue
        place = OutsidePlace(row["name"], region)
        named += [(name, place) for name in (row["name"], *files.split(row["other_names"]))]
        if row["code"]:
            by_number[row["code"]] = place
        for postcode in row["postcodes"].split():
            # A part of a city names its postcode better than the city that holds it.
            if not row["code"] or postcode not in by_number:
                by_number[postcode] = place
    return named, by_number, ranges


@cache
def gazetteer() -> Gazetteer:
    """Return the places that ship, read once."""
    in_flanders, by_code = _places_in_flanders()
    outside, outside_by_number, outside_ranges = _places_outside()
    by_postcode: dict[str, list[KnownPlace]] = {}
    for known in dict.fromkeys(place for _name, place in in_flanders):
        if known.sort is not Sort.FORMER:
            for postcode in known.postcodes:
                by_postcode.setdefault(postcode, []).append(known)
    by_key: dict[str, dict[Named, None]] = {}
    starts: set[tuple[str, str, bool]] = set()
    pairs: list[tuple[str, Named]] = [*in_flanders, *outside]
    for name, place in pairs:
        key = key_of(name)
        by_key.setdefault(key, {})[place] = None
        words = words_of(name)
        starts.add((key, key, True))
        starts.update(("".join(words[i:]), key, False) for i in range(1, len(words)))
    return Gazetteer(
        by_key={key: tuple(sorted(places, key=_order)) for key, places in by_key.items()},
        by_postcode={code: tuple(sorted(places, key=_order)) for code, places in by_postcode.items()},
        by_code=by_code,
        outside_by_number=outside_by_number,
        outside_ranges=tuple(outside_ranges),
        starts=tuple(sorted(starts)),
        keys=tuple(by_key),
    )
