"""Names that differ from what was typed by a typing error or two."""

from math import log10

from rapidfuzz import process
from rapidfuzz.distance import OSA

from circulairwerkt.reference.gazetteer import Gazetteer, KnownPlace, Named

#: How much of a name must be there (optimal string alignment: 1 is the same, 0 is nothing alike).
_LEAST_LIKENESS = 0.6
#: How much a tenfold of inhabitants lifts a name: less than one letter does.
_LIFT_OF_SIZE = 0.012
#: Names begin so often with this word that it says nothing.
_COMMON_START = "sint"


def _size(place: Named) -> float:
    return log10((place.inhabitants if isinstance(place, KnownPlace) else 0) + 1)


def _errors_allowed(key: str) -> int:
    """One error in a short name, two from five letters on, three from ten; a leading ``sint`` not counted."""
    letters = len(key.removeprefix(_COMMON_START))
    return 1 if letters <= 4 else 2 if letters <= 9 else 3


def alike(known: Gazetteer, key: str) -> list[Named]:
    """Return the places whose name is a few errors from ``key``, the likeliest first."""
    near = process.extract(
        key, known.keys, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_LIKENESS, limit=40
    )
    scored: dict[Named, float] = {}
    for name, likeness, _index in near:
        if OSA.distance(name, key) > _errors_allowed(key):
            continue
        for place in known.by_key[name]:
            score = likeness + _LIFT_OF_SIZE * _size(place)
            scored[place] = max(scored.get(place, 0.0), score)
    return sorted(scored, key=lambda place: (-scored[place], place.name))


def alike_so_far(known: Gazetteer, key: str) -> list[Named]:
    """Return the places of which the beginning is an error away from ``key``, the likeliest first.

    Two errors are forgiven from eight letters on, none under four; a leading ``sint`` is not counted.
    """
    letters = len(key.removeprefix(_COMMON_START))
    if letters < 4:
        return []
    most = 1 if letters < 8 else 2
    beginnings = [name[: len(key) + 1] for name in known.keys]
    near = process.extract(key, beginnings, scorer=OSA.distance, score_cutoff=most + 1, limit=60)
    scored: dict[Named, float] = {}
    for beginning, _distance, index in near:
        name = known.keys[index]
        errors = min(OSA.distance(key, beginning), OSA.distance(key, name[: len(key)]))
        if errors > most:
            continue
        for place in known.by_key[name]:
            score = errors - 10 * _LIFT_OF_SIZE * _size(place)
            scored[place] = min(scored.get(place, score), score)
    return sorted(scored, key=lambda place: (scored[place], place.name))
