"""Places to choose from while somebody types."""

from collections.abc import Callable

from django.utils.translation import gettext

from circulairwerkt.reference.answers import REGION_LABELS, REGION_WORDS, Suggestion, value_of
from circulairwerkt.reference.gazetteer import (
    MOST_LETTERS,
    Gazetteer,
    KnownPlace,
    Named,
    OutsidePlace,
    Sort,
    gazetteer,
    key_of,
    words_of,
)
from circulairwerkt.reference.resemblance import alike_so_far

#: With this many names that begin so, nobody needs those that nearly do.
_ENOUGH = 3
_MOST_RESEMBLING = 3
_MOST_OUTSIDE = 2


def suggest_places(text: str, limit: int = 8) -> list[Suggestion]:
    """Return up to ``limit`` places for what was typed so far, from two letters or two digits on.

    Names that begin so come first (the exact one, then larger places before smaller ones), then names that
    hold such a word, then names a typing error away; places outside Flanders last, so that they are named
    honestly and never hide one of ours. A part of a town shows its municipality.
    """
    words = words_of(" ".join(text[:MOST_LETTERS].split()))
    key = "".join(words)
    if len(key) < 2:
        return []
    known = gazetteer()
    if key.isdigit():
        return _with_number(known, key, limit)
    if words[0].isdigit() and len(words[0]) == 4 and (places := known.by_postcode.get(words[0])):
        rest = "".join(words[1:])
        named = [place for place in places if key_of(place.name).startswith(rest)]
        if named:
            return [_suggestion(known, place, words[0]) for place in named[:limit]]
    return [_suggestion(known, place) for place in _named(known, key, limit)]


def _named(known: Gazetteer, key: str, limit: int) -> list[Named]:
    """Return the places for a name so far, best first."""
    ranks: dict[Named, tuple[int, int, str]] = {}
    for name, is_whole in known.starting_with(key):
        for place in known.by_key[name]:
            if isinstance(place, OutsidePlace) and (len(key) < 3 or not is_whole):
                continue
            rank = _rank(place, 0 if name == key else 1 if is_whole else 2)
            ranks[place] = min(ranks.get(place, rank), rank)
    best = sorted(ranks, key=_by(ranks))
    if len(best) < _ENOUGH:
        others = [place for place in alike_so_far(known, key) if place not in ranks]
        best += others[:_MOST_RESEMBLING]
    outside = [place for place in best if isinstance(place, OutsidePlace)][:_MOST_OUTSIDE]
    here = [place for place in best if isinstance(place, KnownPlace)]
    shown: list[Named] = [*here[: max(limit - len(outside), 0)], *outside]
    return shown[:limit]


def _by(ranks: dict[Named, tuple[int, int, str]]) -> Callable[[Named], tuple[int, int, str]]:
    return lambda place: ranks[place]


def _rank(place: Named, closeness: int) -> tuple[int, int, str]:
    if isinstance(place, OutsidePlace):
        return (closeness, 0, place.name)
    return (closeness, -place.inhabitants, f"{place.name} {place.municipality.name}")


def _with_number(known: Gazetteer, digits: str, limit: int) -> list[Suggestion]:
    """Return postcodes that begin so, the places of a whole postcode, or the holder of a code."""
    if len(digits) == 4:
        if places := known.by_postcode.get(digits):
            return [_suggestion(known, place, digits) for place in places[:limit]]
        outside = known.outside_with_postcode(digits)
        return [_suggestion(known, outside)] if outside else []
    if len(digits) > 4:
        place = known.by_code.get(digits) or known.outside_by_number.get(digits)
        return [_suggestion(known, place)] if place else []
    codes = sorted(code for code in known.by_postcode if code.startswith(digits))
    return [_postcode(code, known.by_postcode[code]) for code in codes[:limit]]


def _postcode(code: str, places: tuple[KnownPlace, ...]) -> Suggestion:
    """Return a postcode with the places it stands for."""
    if len(places) == 1:
        return Suggestion(code, f"{code} {places[0].name}", _detail(places[0]))
    municipality = places[0].municipality.name
    parts = ", ".join(place.name for place in places if place.name != municipality)
    return Suggestion(code, f"{code} {municipality}", parts)


def _detail(place: KnownPlace) -> str:
    if place.sort is Sort.MUNICIPALITY:
        return str(place.municipality.province)
    return gettext("deel van %(municipality)s") % {"municipality": place.municipality.name}


def _outside(known: Gazetteer, place: OutsidePlace) -> Suggestion:
    """Return a place outside Flanders; beside one of ours of that name its region goes with the value."""
    is_shared = any(isinstance(other, KnownPlace) for other in known.by_key.get(key_of(place.name), ()))
    value = f"{place.name} ({REGION_WORDS[place.region][0]})" if is_shared else place.name
    return Suggestion(value, place.name, str(REGION_LABELS[place.region]), is_outside=True)


def _suggestion(known: Gazetteer, place: Named, postcode: str = "") -> Suggestion:
    if isinstance(place, OutsidePlace):
        return _outside(known, place)
    value = f"{postcode} {place.name}" if postcode and place.sort is Sort.MUNICIPALITY else value_of(place)
    shown = postcode or next(iter(place.postcodes or place.municipality.postcodes), "")
    detail = _detail(place)
    return Suggestion(value, place.name, f"{shown}, {detail}" if shown else detail)
