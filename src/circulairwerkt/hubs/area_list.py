"""Reading a pasted list of municipalities: names, old names, parts of towns, postcodes and NIS codes."""

import re
from dataclasses import dataclass

from circulairwerkt.reference.models import Municipality
from circulairwerkt.reference.queries import find_place

#: More lines than Flanders has municipalities and parts of towns are not a list of municipalities.
MOST_LINES = 1_500
_BETWEEN = re.compile(r"[\n\r,;\t|]+")
_BULLET = re.compile(r"^[\s\-*•·]+|[\s.]+$")


@dataclass(frozen=True)
class ReadLine:
    """One name as pasted and what it was taken for.

    ``municipality`` is None where it was not understood; ``suggestions`` then names what it may have been.
    ``is_other_name``: it was an old name, a part of a town, a postcode or a code.
    """

    typed: str
    municipality: Municipality | None
    is_other_name: bool = False
    suggestions: tuple[str, ...] = ()
    outside: str = ""


def read_list(text: str) -> list[ReadLine]:
    """Return the lines of ``text`` in order, without empty and repeated ones."""
    typed: dict[str, None] = {}
    for piece in _BETWEEN.split(text):
        name = _BULLET.sub("", piece)
        if name:
            typed.setdefault(name[:120])
    answers = [(name, find_place(name)) for name in list(typed)[:MOST_LINES]]
    known = Municipality.objects.in_bulk(
        [answer.place.municipality.nis for _, answer in answers if answer.place is not None]
    )
    lines = []
    for name, answer in answers:
        if answer.place is not None and answer.place.municipality.nis in known:
            municipality = known[answer.place.municipality.nis].current
            lines.append(
                ReadLine(
                    typed=name,
                    municipality=municipality,
                    is_other_name=name.casefold() != municipality.name.casefold(),
                )
            )
        else:
            lines.append(
                ReadLine(
                    typed=name,
                    municipality=None,
                    suggestions=tuple(choice.value for choice in answer.choices),
                    outside=answer.outside_name,
                )
            )
    return lines


def municipalities_in(lines: list[ReadLine]) -> list[Municipality]:
    """Return the municipalities that were understood, each once, by name."""
    found = {line.municipality.nis: line.municipality for line in lines if line.municipality is not None}
    return sorted(found.values(), key=lambda municipality: municipality.name)
