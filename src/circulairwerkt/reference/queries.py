"""Questions about places: which place did somebody type, and which begin like what is being typed."""

import re
from collections.abc import Iterator
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.reference.answers import (
    REGION_LABELS,
    REGION_WORDS,
    FoundPlace,
    PlaceAnswer,
    PlaceKind,
    Suggestion,
    found,
)
from circulairwerkt.reference.gazetteer import (
    MOST_LETTERS,
    Gazetteer,
    KnownPlace,
    Named,
    OutsidePlace,
    Region,
    Sort,
    gazetteer,
    key_of,
    words_of,
)
from circulairwerkt.reference.models import Municipality
from circulairwerkt.reference.resemblance import alike
from circulairwerkt.reference.suggestions import suggest_places

__all__ = [
    "REGION_LABELS",
    "FoundPlace",
    "PlaceAnswer",
    "PlaceKind",
    "Suggestion",
    "find_place",
    "municipalities_today",
    "place_named",
    "suggest_places",
]

#: Words beside a name that do not tell where it is.
_BESIDE = frozenset({"gemeente", "stad", "centrum", "belgie", "belgium", "belgique", "vlaanderen", "dorp"})
#: Larger than a place: nobody means a municipality of nearly that name.
_LARGER = frozenset(
    {"vlaanderen", "limburg", "westvlaanderen", "oostvlaanderen", "vlaamsbrabant", "brabant", "belgie"}
)
_MOST_CHOICES = 5
#: An address has a handful of words; in a longer text the name of a place says nothing about where it is.
_MOST_WORDS = 8


@cache
def municipalities_today() -> tuple[Municipality, ...]:
    """Return the municipalities of Flanders as they are today, by code; held in memory, no query."""
    known = gazetteer().by_code
    return tuple(known[code].municipality for code in sorted(known) if known[code].sort is Sort.MUNICIPALITY)


def find_place(text: str) -> PlaceAnswer:
    """Return what place ``text`` names: a municipality, a part of a town, a postcode, a code, an old name.

    Case, accents, hyphens and ``St.`` do not matter; a typing error is never taken for granted but answered
    with what was perhaps meant. Any text is safe: only its first letters are read.
    """
    typed = " ".join(text[:MOST_LETTERS].split())
    words = words_of(typed)
    if not words:
        return PlaceAnswer(PlaceKind.UNKNOWN if typed else PlaceKind.EMPTY, typed)
    known = gazetteer()
    return (
        _by_number(known, typed, words)
        or _by_name_within(known, typed, words)
        or _by_name(known, typed, words)
        or _unknown(known, typed, words)
    )


def place_named(text: str) -> FoundPlace:
    """Return the place that ``text`` names in a form; ValidationError with what was perhaps meant."""
    answer = find_place(text)
    if answer.kind is PlaceKind.FOUND and answer.place is not None:
        return answer.place
    if answer.choices:
        raise ValidationError(
            _("We vinden “%(typed)s” niet. Bedoel je %(choices)s?"),
            params={
                "typed": text[:40],
                "choices": ", ".join(choice.value for choice in answer.choices[:3]),
            },
        )
    raise ValidationError(
        _("We vinden “%(typed)s” niet in Vlaanderen. Verwacht: een gemeente of een postcode."),
        params={"typed": text[:40]},
    )


def _by_number(known: Gazetteer, typed: str, words: list[str]) -> PlaceAnswer | None:
    """Read a code of a municipality, or a postcode: alone, before a name, in an address."""
    if len(words) == 1 and re.fullmatch(r"[0-9]{5}", words[0]):
        return _by_code(known, typed, words[0])
    dutch = re.fullmatch(r"([0-9]{4}) ?([a-z]{2})", " ".join(words))
    if dutch and dutch[2] not in {key_of(place.name) for place in known.by_postcode.get(dutch[1], ())}:
        return PlaceAnswer(PlaceKind.OUTSIDE, typed, outside=OutsidePlace(typed, Region.NETHERLANDS))
    at = next((i for i in reversed(range(len(words))) if re.fullmatch(r"[0-9]{4}", words[i])), None)
    if at is None:
        return None
    number, after = words[at], [word for word in words[at + 1 :] if word not in _BESIDE]
    if places := known.by_postcode.get(number):
        return _at_postcode(known, typed, number, places, after)
    if outside := known.outside_with_postcode(number):
        return PlaceAnswer(PlaceKind.OUTSIDE, typed, outside=outside)
    return None


def _by_code(known: Gazetteer, typed: str, code: str) -> PlaceAnswer | None:
    if place := known.by_code.get(code):
        return PlaceAnswer(PlaceKind.FOUND, typed, place=found(place, "nis"))
    if outside := known.outside_by_number.get(code):
        return PlaceAnswer(PlaceKind.OUTSIDE, typed, outside=outside)
    return None


def _at_postcode(
    known: Gazetteer, typed: str, number: str, places: tuple[KnownPlace, ...], after: list[str]
) -> PlaceAnswer:
    """Answer a postcode with the place named after it, else its one place, else its municipality.

    A name that lies elsewhere makes a choice of the two.
    """
    here = [place for place in known.by_key.get("".join(after), ()) if isinstance(place, KnownPlace)]
    for place in here:
        if place in places:
            return PlaceAnswer(PlaceKind.FOUND, typed, place=found(place, "postcode", number))
    whole = _whole_postcode(number, places)
    if here and not {p.municipality.nis for p in here} & {p.municipality.nis for p in places}:
        return PlaceAnswer(PlaceKind.AMBIGUOUS, typed, choices=(*whole, found(here[0])))
    if len(whole) > 1:
        return PlaceAnswer(PlaceKind.AMBIGUOUS, typed, choices=whole)
    return PlaceAnswer(PlaceKind.FOUND, typed, place=whole[0])


def _whole_postcode(number: str, places: tuple[KnownPlace, ...]) -> tuple[FoundPlace, ...]:
    """Return the place of a postcode, by municipality; several parts together lie amid them."""
    by_municipality: dict[str, list[KnownPlace]] = {}
    for place in places:
        by_municipality.setdefault(place.municipality.nis, []).append(place)
    return tuple(_together(number, parts) for parts in by_municipality.values())


def _together(number: str, parts: list[KnownPlace]) -> FoundPlace:
    """Return the only part or the town among ``parts``, else their municipality at their middle."""
    town = next((place for place in parts if place.sort is Sort.MUNICIPALITY), None)
    if town or len(parts) == 1:
        return found(town or parts[0], "postcode", number)
    measured = [place for place in parts if place.has_own_point] or parts
    municipality = parts[0].municipality
    return FoundPlace(
        label=municipality.name,
        value=f"{number} {municipality.name}",
        municipality=municipality,
        lat=round(sum(place.lat for place in measured) / len(measured), 4),
        lon=round(sum(place.lon for place in measured) / len(measured), 4),
        via="postcode",
        has_own_point=measured[0].has_own_point,
    )


def _by_name_within(known: Gazetteer, typed: str, words: list[str]) -> PlaceAnswer | None:
    """Read ``Zellik (Asse)``, ``Zellik, Asse``, ``Zellik Asse`` and ``Haren (Brussel)``."""
    for i in range(1, min(len(words), _MOST_WORDS)):
        within = "".join(words[i:])
        for place in known.by_key.get("".join(words[:i]), ()):
            if isinstance(place, OutsidePlace):
                if within in {key_of(word) for word in REGION_WORDS[place.region]}:
                    return PlaceAnswer(PlaceKind.OUTSIDE, typed, outside=place)
            elif key_of(place.municipality.name) == within:
                return PlaceAnswer(PlaceKind.FOUND, typed, place=found(place))
    return None


def _pieces(words: list[str]) -> Iterator[str]:
    """Yield the whole, then the ends, then the beginnings of what was typed, the longest first."""
    yield "".join(words)
    kept = [word for word in words if word not in _BESIDE]
    if not kept or len(words) > _MOST_WORDS:
        return
    yield "".join(kept)
    yield from ("".join(kept[i:]) for i in range(1, len(kept)))
    yield from ("".join(kept[:i]) for i in range(len(kept) - 1, 0, -1))


def _by_name(known: Gazetteer, typed: str, words: list[str]) -> PlaceAnswer | None:
    """Read ``Asse``, ``gemeente Asse``, ``Grote Markt 1, Asse``, ``Brussel Zuid``."""
    whole = "".join(words)
    for key in _pieces(words):
        # Two letters of a longer text are a word, not the towns of As and Lo.
        if (len(key) > 2 or key == whole) and (named := known.by_key.get(key)):
            return _named(typed, key, named)
    return None


def _named(typed: str, key: str, named: tuple[Named, ...]) -> PlaceAnswer:
    """Answer with the places of one name: the municipality before its namesakes, equals as a choice."""
    here = [place for place in named if isinstance(place, KnownPlace)]
    outside = next((place for place in named if isinstance(place, OutsidePlace)), None)
    if not here:
        return PlaceAnswer(PlaceKind.OUTSIDE, typed, outside=outside)
    first, *others = here
    is_small = first.sort is Sort.PART and first.merged_on is None
    is_nickname = outside is not None and key_of(outside.name) == key != key_of(first.name)
    if (others and is_small) or is_nickname:
        return PlaceAnswer(
            PlaceKind.AMBIGUOUS, typed, choices=tuple(found(place) for place in here), outside=outside
        )
    return PlaceAnswer(
        PlaceKind.FOUND,
        typed,
        place=found(first),
        also=tuple(found(place) for place in others),
        outside=outside,
    )


def _unknown(known: Gazetteer, typed: str, words: list[str]) -> PlaceAnswer:
    """Say that it is unknown, with the names it resembles most."""
    key = "".join(words)
    if key in _LARGER or key.isdigit():
        return PlaceAnswer(PlaceKind.UNKNOWN, typed)
    near = alike(known, key)
    here = [place for place in near if isinstance(place, KnownPlace)]
    return PlaceAnswer(
        PlaceKind.UNKNOWN,
        typed,
        choices=tuple(found(place) for place in here[:_MOST_CHOICES]),
        outside=near[0] if near and isinstance(near[0], OutsidePlace) else None,
    )
