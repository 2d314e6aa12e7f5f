"""What was agreed to move and what moved, of a hub or of the region: added up, balanced, and laid out.

Amounts are added up per kind and per what is measured, never pallets with tonnes and never food with wood.
A hub's own people see the parties; everybody else sees kinds of organisations, and a band only where it
singles nobody out. Signs and steps: ``docs/methods/flows-of-a-region.md``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import sqrt

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Agreement, AgreementState, Case, Transfer
from circulairwerkt.cases.queries import amount_of, months_between, planned_in
from circulairwerkt.flows.bridge import Balanced, Leg, Sankey, balanced, base_unit, in_base_unit, laid_out
from circulairwerkt.flows.density import hubs_by_person
from circulairwerkt.flows.groups import Part, may_be_told
from circulairwerkt.hubs.models import Hub, Switch
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.streams.words import Kind

#: Standard uncertainty of what moved, as a share: with proof such as a weighbridge ticket, and without.
#: Both are a choice of ours, not measured; the page says so.
SIGMA_WITH_PROOF, SIGMA_WITHOUT = 0.02, 0.10
#: No one organisation may be more than this share of a band that is told to outsiders.
LARGEST_SHARE = 0.7


@dataclass(frozen=True)
class Moved:
    """One agreement in one unit over one year: who to whom, planned and real, in the base unit.

    None: not known, or nothing was agreed in this unit. ``onward``: to whom it was to go on from there; how
    much of it does, nobody tells.
    """

    agreement: int
    hub: int
    kind: str
    unit: str
    giver: Organisation
    receiver: Organisation
    onward: Organisation | None
    planned: float | None
    real: float | None
    sigma: float
    is_example: bool


@dataclass(frozen=True)
class Line:
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
    """Everything that a page of flows shows. ``names`` has the words of each end, by key."""

    year: int
    until: date
    choices: tuple[Choice, ...]
    choice: Choice | None
    lines: tuple[Line, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    planned: Sankey | None = None
    real: Sankey | None = None
    hidden: bool = False
    unknown: int = 0
    is_example: bool = False


def flows_of_hub(hub: Hub, year: int, chosen: str = "") -> Flows:
    """Return the flows of the cases that a hub owns, with the names of the parties; for its own people."""
    return _flows(_moved(_agreements().filter(case__in=Case.objects.filter(hub=hub)), year), year, chosen)


def flows_of_region(year: int, chosen: str = "") -> Flows:
    """Return the flows of all hubs between kinds of organisations, as everybody may see them."""
    with everywhere("flows of all hubs, added up so that nobody is singled out"):
        rows = _moved(_agreements(), year)
        insiders = hubs_by_person(timezone.localdate())
    # Nothing made up is added to what is real.
    real_ones = [row for row in rows if not row.is_example]
    return _flows(real_ones or rows, year, chosen, insiders)


def _agreements() -> QuerySet[Agreement]:
    counting = Transfer.objects.filter(corrected_by__isnull=True)
    return (
        Agreement.objects.exclude(state=AgreementState.DRAFT)
        .select_related("case", "giver", "processor", "taker", "card", "capability")
        .prefetch_related(Prefetch("transfers", counting, to_attr="counting"))
        .order_by("pk")
    )


def _moved(agreements: Iterable[Agreement], year: int) -> list[Moved]:
    """Return what was planned and what moved in ``year``, up to today in the year that runs."""
    first, last = date(year, 1, 1), last_day(year)
    off = set(Switch.objects.filter(is_on=False, key__in=Kind.values).values_list("hub_id", "key"))
    found = []
    for agreement in agreements:
        receiver = agreement.processor or agreement.taker
        listing = agreement.card or agreement.capability
        kind = listing.kind if listing is not None else "material"
        if receiver is None or receiver == agreement.giver or (agreement.case.hub_id, kind) in off:
            continue
        planned = _planned(agreement, first, last)
        real, variance = _real(agreement, first, last)
        for unit in sorted({*planned, *real}):
            if not (planned.get(unit) or unit in real):
                continue
            found.append(
                Moved(
                    agreement=agreement.pk,
                    hub=agreement.case.hub_id,
                    kind=kind,
                    unit=unit,
                    giver=agreement.giver,
                    receiver=receiver,
                    onward=agreement.taker if agreement.processor else None,
                    planned=planned.get(unit),
                    real=real.get(unit),
                    sigma=sqrt(variance.get(unit, 0.0)),
                    is_example=agreement.case.is_example,
                )
            )
    return found


def last_day(year: int) -> date:
    """Return the last day that counts: of a year that runs it is today."""
    return min(date(year, 12, 31), timezone.localdate())


def _planned(agreement: Agreement, first: date, last: date) -> dict[str, float]:
    amount = amount_of(agreement)
    end = min(amount.last or last, last)
    if agreement.quantity is None or not agreement.unit or end < max(first, amount.first):
        return {}
    until = replace(amount, last=end)
    parts = [planned_in(until, month) for month in months_between(max(first, amount.first), end)]
    total = float(sum(part for part in parts if part is not None))
    return {base_unit(agreement.unit): in_base_unit(total, agreement.unit)}


def _real(agreement: Agreement, first: date, last: date) -> tuple[dict[str, float], dict[str, float]]:
    """Return what moved and its variance, by base unit; each transfer errs on its own."""
    moved: dict[str, float] = {}
    variance: dict[str, float] = {}
    for row in agreement.counting:  # type: ignore[attr-defined] # prefetched under this name
        if first <= row.moved_on <= last:
            unit, value = base_unit(row.unit), in_base_unit(float(row.quantity), row.unit)
            share = SIGMA_WITH_PROOF if row.evidence_id else SIGMA_WITHOUT
            moved[unit] = moved.get(unit, 0.0) + value
            variance[unit] = variance.get(unit, 0.0) + (share * value) ** 2
    return moved, variance


def _flows(
    rows: Sequence[Moved], year: int, chosen: str, insiders: Iterable[frozenset[int]] | None = None
) -> Flows:
    """Add up; ``insiders`` None: with the names of the parties, else grouped for outsiders."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        counts[row.kind, row.unit] = counts.get((row.kind, row.unit), 0) + 1
    ranked = sorted(counts, key=lambda each: (-counts[each], each))
    # How many agreements there are is itself a figure about few: outsiders do not get it.
    choices = tuple(Choice(kind, unit, counts[kind, unit]) for kind, unit in ranked)
    choice = next((one for one in choices if one.key == chosen), choices[0] if choices else None)
    until = last_day(year)
    if choice is None:
        return Flows(year, until, (), None)
    mine = [row for row in rows if (row.kind, row.unit) == (choice.kind, choice.unit)]
    real = _balanced(mine)
    names, groups = _grouped(mine, by_name=insiders is None)
    lines, hidden = [], False
    for (source, target), members in groups.items():
        line = _line(source, target, members, real, insiders)
        hidden |= line is None or _is_partly_hidden(line, members)
        if line is not None:
            lines.append(line)
    lines.sort(key=lambda one: (-(one.real or one.planned or 0.0), one.source, one.target))
    shown = {end for line in lines for end in (line.source, line.target)}
    return Flows(
        year=year,
        until=until,
        choices=choices,
        choice=choice,
        lines=tuple(lines),
        names={key: name for key, name in names.items() if key in shown},
        planned=_drawn((one.source, one.target, one.planned) for one in lines),
        real=_drawn((one.source, one.target, one.real) for one in lines),
        hidden=hidden,
        unknown=sum(1 for row in mine if row.onward is not None) if insiders is None else 0,
        is_example=any(row.is_example for row in mine),
    )


def _is_partly_hidden(line: Line, members: Sequence[Moved]) -> bool:
    return (line.planned is None and any(row.planned for row in members)) or (
        line.real is None and any(row.real for row in members)
    )


def _balanced(rows: Sequence[Moved]) -> Mapping[str, Balanced]:
    """Balance what moved between organisations, whoever looks: a group is added up afterwards."""
    return balanced(
        [
            Leg(str(row.agreement), str(row.giver.pk), str(row.receiver.pk), row.real, row.sigma)
            for row in rows
            if row.real is not None
        ]
    )


def _grouped(
    rows: Sequence[Moved], *, by_name: bool
) -> tuple[dict[str, str], dict[tuple[str, str], list[Moved]]]:
    """Return the words of each end, and the rows between every two ends."""
    names: dict[str, str] = {}
    groups: dict[tuple[str, str], list[Moved]] = {}
    for row in rows:
        ends = []
        for side, one in (("from", row.giver), ("to", row.receiver)):
            key = f"organisation-{one.pk}" if by_name else f"{side}-{one.kind}"
            names[key] = one.name if by_name else str(one.get_kind_display())
            ends.append(key)
        groups.setdefault((ends[0], ends[1]), []).append(row)
    return names, groups


def _line(
    source: str,
    target: str,
    rows: Sequence[Moved],
    real: Mapping[str, Balanced],
    insiders: Iterable[frozenset[int]] | None,
) -> Line | None:
    planned = [(row, row.planned) for row in rows if row.planned]
    moved = [(row, real[str(row.agreement)].value) for row in rows if str(row.agreement) in real]
    if insiders is not None:
        looking = list(insiders)
        planned = planned if _may_be_told(planned, looking) else []
        moved = moved if _may_be_told(moved, looking) else []
        if not planned and not moved:
            return None
    estimates = [real[str(row.agreement)] for row, _value in moved]
    noted = sum(row.real or 0.0 for row, _value in moved)
    return Line(
        source=source,
        target=target,
        planned=sum(value for _row, value in planned) if planned else None,
        real=sum(value for _row, value in moved) if moved else None,
        measured=noted if any(one.is_adjusted for one in estimates) else None,
        sigma=sqrt(sum(one.sigma**2 for one in estimates)),
        agreements=len({row.agreement for row, _value in (*planned, *moved)}),
    )


def _may_be_told(rows: Sequence[tuple[Moved, float]], insiders: Sequence[frozenset[int]]) -> bool:
    """Whether a sum singles out neither a giver nor a receiver, and none of them is most of it."""
    total = sum(value for _row, value in rows)
    for side in ("giver", "receiver"):
        parts = [Part(row.hub, getattr(row, side).pk, 1) for row, _value in rows]
        if not may_be_told(parts, insiders):
            return False
        shares: dict[int, float] = {}
        for row, value in rows:
            key = getattr(row, side).pk
            shares[key] = shares.get(key, 0.0) + value
        if max(shares.values()) > LARGEST_SHARE * total:
            return False
    return True


def _drawn(values: Iterable[tuple[str, str, float | None]]) -> Sankey | None:
    known = {(source, target): value for source, target, value in values if value}
    return laid_out(known) if known else None
