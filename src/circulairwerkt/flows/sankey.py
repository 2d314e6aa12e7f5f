"""What was agreed to move and what moved, of a hub or of the region: added up, balanced, and laid out.

Amounts are added up per kind and per what is measured, never pallets with tonnes and never food with wood.
A hub's own people see the parties; everybody else sees kinds of organisations, and a band only where it
singles nobody out. Signs and steps: ``docs/methods/flows-of-a-region.md``.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt
from typing import NamedTuple, cast

from django.core.cache import caches
from django.utils import timezone

from circulairwerkt.base.kept import until_written
from circulairwerkt.base.scope import everywhere
from circulairwerkt.flows.bridge import BASE_UNITS, Balanced, Leg, Sankey, balanced, laid_out
from circulairwerkt.flows.density import hubs_by_person
from circulairwerkt.flows.groups import Part, may_be_told
from circulairwerkt.flows.moved import (
    Moved,
    last_day,
    moved_at,
    moved_everywhere,
)
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Kind, Organisation
from circulairwerkt.streams import words

#: No one organisation may be more than this share of a band that is told to outsiders.
LARGEST_SHARE = 0.7
#: How long the figures of the region are kept; its page says so.
KEPT_MINUTES = 10
#: How the ends of a line are spelt: an organisation, or a kind of them that gives or receives.
_ONE, _GIVING, _RECEIVING = "organisation-", "from-", "to-"


class Line(NamedTuple):
    """One line of the table: from whom to whom, planned and real, and the value that agrees with the others.

    ``sigma`` is the standard uncertainty of ``real``; ``measured`` what was noted where that was adjusted.
    """

    source: str
    target: str
    planned: float | None
    real: float | None
    measured: float | None
    sigma: float
    agreements: int

    @property
    def is_adjusted(self) -> bool:
        """Whether measurements disagreed."""
        return self.measured is not None


@dataclass(frozen=True)
class Choice:
    """A kind and a unit of which there are flows, with the number of agreements."""

    kind: str
    unit: str
    agreements: int

    @property
    def key(self) -> str:
        """What stands in the address."""
        return f"{self.kind}-{self.unit}"


@dataclass(frozen=True)
class Flows:
    """Everything that a page of flows shows, as it was ``at`` a moment; no words in any language."""

    year: int
    until: date
    at: datetime
    choices: tuple[Choice, ...]
    choice: Choice | None
    lines: tuple[Line, ...] = ()
    planned: Sankey | None = None
    real: Sankey | None = None
    hidden: bool = False
    unknown: int = 0
    is_example: bool = False


def flows_of_hub(hub: Hub, year: int, chosen: str = "") -> Flows:
    """Return the flows of the cases that a hub owns, from party to party; for its own people.

    Kept until somebody writes: to add up thousands takes a tenth of a second.
    """
    key = _known(chosen)
    return until_written(f"flows.{hub.pk}.{year}.{key}", lambda: _flows(moved_at(hub, year), year, key))


def flows_of_region(year: int, chosen: str = "") -> Flows:
    """Return the flows of all hubs between kinds of organisations, as everybody may see them."""
    with everywhere("flows of all hubs, added up so that nobody is singled out"):
        rows = moved_everywhere(year)
        insiders = hubs_by_person(timezone.localdate())
    # Nothing made up is added to what is real.
    return _flows([row for row in rows if not row.is_example] or rows, year, chosen, insiders)


def recent_flows_of_region(year: int, chosen: str = "") -> Flows:
    """Return the same as it was at most some minutes ago: it is the same for everybody who looks."""
    key = _known(chosen)
    place = f"flows.{year}.{key}.{timezone.localdate():%Y-%m-%d}"
    found = caches["memory"].get_or_set(place, lambda: flows_of_region(year, key), KEPT_MINUTES * 60)
    return cast(Flows, found)


def _known(chosen: str) -> str:
    """Return the key of a choice that there can be: an address may ask for anything, and each is kept."""
    kind, _dash, unit = chosen.partition("-")
    return chosen if kind in words.Kind.values and unit in BASE_UNITS else ""


def names_of(ends: Iterable[str]) -> dict[str, str]:
    """Return the words of each end, in the language of the reader."""
    wanted = set(ends)
    kinds = {f"{side}{one.value}": str(one.label) for side in (_GIVING, _RECEIVING) for one in Kind}
    names = {end: kinds[end] for end in wanted if end in kinds}
    numbers = [int(end.removeprefix(_ONE)) for end in wanted if end.startswith(_ONE)]
    found = Organisation.objects.only("name").in_bulk(numbers)
    return names | {f"{_ONE}{pk}": one.name for pk, one in found.items()}


def _flows(
    rows: Sequence[Moved], year: int, chosen: str, insiders: Collection[frozenset[int]] | None = None
) -> Flows:
    """Add up; ``insiders`` None: from party to party, else grouped for outsiders."""
    counts = Counter((row.kind, row.unit) for row in rows)
    ranked = sorted(counts, key=lambda each: (-counts[each], each))
    # How many agreements there are is itself a figure about few: outsiders do not get it.
    choices = tuple(Choice(kind, unit, counts[kind, unit]) for kind, unit in ranked)
    choice = next((one for one in choices if one.key == chosen), choices[0] if choices else None)
    if choice is None:
        return Flows(year, last_day(year), timezone.now(), (), None)
    mine = [row for row in rows if row.unit == choice.unit and row.kind == choice.kind]
    real = _balanced(mine)
    groups: dict[tuple[str, str], list[Moved]] = {}
    for row in mine:
        ends = (
            (f"{_ONE}{row.giver}", f"{_ONE}{row.receiver}")
            if insiders is None
            else (f"{_GIVING}{row.giver_kind}", f"{_RECEIVING}{row.receiver_kind}")
        )
        groups.setdefault(ends, []).append(row)
    lines, hidden = [], False
    for (source, target), members in groups.items():
        line = _line(source, target, members, real, insiders)
        hidden |= line is None or _is_partly_hidden(line, members)
        if line is not None:
            lines.append(line)
    # Rounded: the same on every database, which add up in an order of their own.
    lines.sort(key=lambda one: (-round(one.real or one.planned or 0.0, 9), one.source, one.target))
    return Flows(
        year=year,
        until=last_day(year),
        at=timezone.now(),
        choices=choices,
        choice=choice,
        lines=tuple(lines),
        planned=_drawn((one.source, one.target, one.planned) for one in lines),
        real=_drawn((one.source, one.target, one.real) for one in lines),
        hidden=hidden,
        unknown=sum(1 for row in mine if row.goes_on) if insiders is None else 0,
        is_example=any(row.is_example for row in mine),
    )


def _is_partly_hidden(line: Line, members: Sequence[Moved]) -> bool:
    return (line.planned is None and any(row.planned for row in members)) or (
        line.real is None and any(row.real for row in members)
    )


def _balanced(rows: Sequence[Moved]) -> dict[int, Balanced]:
    """Balance what moved between organisations, whoever looks: a group is added up afterwards."""
    found = balanced(
        Leg(str(row.agreement), str(row.giver), str(row.receiver), row.real, row.sigma) for row in rows
    )
    return {int(agreement): one for agreement, one in found.items()}


def _line(
    source: str,
    target: str,
    rows: Sequence[Moved],
    real: Mapping[int, Balanced],
    insiders: Collection[frozenset[int]] | None,
) -> Line | None:
    planned = [row for row in rows if row.planned]
    moved = [row for row in rows if row.real is not None]
    if insiders is not None:
        planned = planned if _may_be_told(planned, [row.planned or 0.0 for row in planned], insiders) else []
        values = [real[row.agreement].value for row in moved]
        moved = moved if _may_be_told(moved, values, insiders) else []
        if not planned and not moved:
            return None
    estimates = [real[row.agreement] for row in moved]
    is_adjusted = any(one.is_adjusted for one in estimates)
    return Line(
        source=source,
        target=target,
        planned=sum([row.planned or 0.0 for row in planned]) if planned else None,
        real=sum([one.value for one in estimates]) if moved else None,
        measured=sum([row.real or 0.0 for row in moved]) if is_adjusted else None,
        sigma=sqrt(sum([one.sigma**2 for one in estimates])),
        agreements=len({row.agreement for row in (*planned, *moved)}),
    )


def _may_be_told(
    rows: Sequence[Moved], values: Sequence[float], insiders: Collection[frozenset[int]]
) -> bool:
    """Whether a sum singles out neither a giver nor a receiver, and none of them is most of it."""
    for parties in ([row.giver for row in rows], [row.receiver for row in rows]):
        parts = [Part(row.hub, party, 1) for row, party in zip(rows, parties, strict=True)]
        if not may_be_told(parts, insiders):
            return False
        shares: dict[int, float] = {}
        for party, value in zip(parties, values, strict=True):
            shares[party] = shares.get(party, 0.0) + value
        if max(shares.values()) > LARGEST_SHARE * sum(values):
            return False
    return True


def _drawn(values: Iterable[tuple[str, str, float | None]]) -> Sankey | None:
    known = {(source, target): value for source, target, value in values if value}
    return laid_out(known) if known else None
