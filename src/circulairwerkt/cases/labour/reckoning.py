"""The work in a case, a hub and the programme: planned, really moved and still open, each tonne once.

Of a card counts what agreements took, each with its own quantity, and once the rest that none took. A step on
what an earlier step gave counts with hours that somebody told alone. See ``docs/methods/work.md``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple, Protocol

from django.db.models import Q, QuerySet
from django.utils import timezone

from circulairwerkt.cases import agreed, inside
from circulairwerkt.cases.agreed import AMOUNT, amount_of
from circulairwerkt.cases.amounts import Amount, Fit, room_in
from circulairwerkt.cases.bridge import converted, measured
from circulairwerkt.cases.labour import bridge
from circulairwerkt.cases.labour.bridge import Hours, WorkSum
from circulairwerkt.cases.models import (
    Agreement,
    AgreementState,
    Case,
    CaseStream,
    Exit,
    Transfer,
    WorkPackage,
)
from circulairwerkt.streams.models import Capability, MaterialCard

#: What moved is told of the last year.
MOVED_DAYS = 365


@dataclass(frozen=True)
class Work:
    """The work of one agreement, or of what is left of one card; ``told`` names what somebody filled in."""

    package: bridge.WorkPackage
    agreement: Agreement | None
    stream: CaseStream | None
    card: MaterialCard | None
    capability: Capability | None
    row: WorkPackage | None
    way: str

    @property
    def case_id(self) -> int:
        """The case that it is told in."""
        if self.agreement is not None:
            return self.agreement.case_id
        assert self.stream is not None  # noqa: S101 - a card is told through its line in a case
        return self.stream.case_id

    @property
    def told(self) -> frozenset[str]:
        """Names of the fields that somebody filled in."""
        return frozenset(self.row.told) if self.row else frozenset()

    @property
    def conditions(self) -> Mapping[str, str]:
        """A level for each condition, empty where nobody knows: told, else as the tasks suggest."""
        guessed = {one.value: level.value for one, level in self.package.conditions.items()}
        found = {one.value: guessed.get(one.value, "") for one in bridge.Condition}
        if self.row is not None and "conditions" in self.row.told:
            found.update(self.row.conditions)
        return found

    @property
    def competences(self) -> tuple[str, ...]:
        """Keys of what one must be able to do: told, else as the tasks suggest."""
        if self.row is not None and "competences" in self.row.told:
            return tuple(self.row.competences)
        return self.package.competences


@dataclass(frozen=True)
class Moved:
    """The hours in what really moved from ``first`` to ``last``; ``unknown`` transfers have none."""

    first: date
    last: date
    hours: Hours
    transfers: int
    unknown: int


@dataclass(frozen=True)
class MovedPart:
    """The hours in one transfer of a case; None where they are not known."""

    case_id: int
    hours: Hours | None


@dataclass(frozen=True)
class Reckoned:
    """The work of some cases: what is agreed, what is still open, what moved. They are never added up."""

    planned: Sequence[Work]
    possible: Sequence[Work]
    parts: Sequence[MovedPart]
    day: date

    def of(self, case_ids: Set[int]) -> "Reckoned":
        """Return what of it lies in some of the cases."""
        return Reckoned(
            [one for one in self.planned if one.case_id in case_ids],
            [one for one in self.possible if one.case_id in case_ids],
            [one for one in self.parts if one.case_id in case_ids],
            self.day,
        )

    @property
    def moved(self) -> Moved:
        """What moved in the last year, together."""
        known = [one.hours for one in self.parts if one.hours is not None]
        return Moved(
            first=self.day - timedelta(days=MOVED_DAYS - 1),
            last=self.day,
            hours=bridge.added(known),
            transfers=len(self.parts),
            unknown=len(self.parts) - len(known),
        )

    @property
    def planned_sum(self) -> WorkSum:
        """The sum of what is agreed."""
        return bridge.summed(one.package for one in self.planned)

    @property
    def possible_sum(self) -> WorkSum:
        """The sum of what may still be agreed; each card once, also where several cases speak of it."""
        once: dict[tuple[str, int], Work] = {}
        for one in self.possible:
            key = (
                ("card", one.card.pk) if one.card else ("agreement", one.agreement.pk if one.agreement else 0)
            )
            once.setdefault(key, one)
        return bridge.summed(one.package for one in once.values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.planned or self.possible or self.parts)


def of_cases(cases: QuerySet[Case], today: date | None = None) -> Reckoned:
    """Return the work of some ``cases`` in a fixed number of queries; cards out of scope stay out.

    Sums of thousands of cases are in ``sums``.
    """
    day = today or timezone.localdate()
    keys = cases.order_by().values("pk")
    agreements = (
        Agreement.objects.filter(case_id__in=keys)
        .filter(
            Q(state__in=[AgreementState.AGREED, AgreementState.ENDED])
            | Q(state=AgreementState.DRAFT, card__isnull=True)
        )
        .select_related("card", "capability", "giver", "processor", "work_package")
        .order_by("pk")
    )
    return _reckoned(list(agreements), _of_cards(cases, day), day)


def of_case(case: Case, today: date | None = None) -> Reckoned:
    """Return the work of one case, as ``of_cases``, from what its page has read already."""
    day = today or timezone.localdate()
    agreements = [
        row
        for row in sorted(agreed.agreements_of(case), key=attrgetter("pk"))
        if row.state in (AgreementState.AGREED, AgreementState.ENDED)
        or (row.state == AgreementState.DRAFT and row.card_id is None)
    ]
    about = inside.streams_of(case) if case.exit == Exit.NONE else []
    cards = {
        one.row.pk: one.row for one in about if isinstance(one.row, MaterialCard) and not one.row.is_gone
    }
    capabilities = {one.row.pk: one.row for one in about if isinstance(one.row, Capability)}
    left = _left([one.link for one in about], cards, capabilities, day)
    return _reckoned(agreements, left, day)


def _reckoned(agreements: Sequence[Agreement], left: Sequence[Work], day: date) -> Reckoned:
    planned = [row for row in agreements if _is_planned(row, day)]
    further = _further(row for row in agreements if row.state == AgreementState.AGREED)
    works = {row.pk: of_agreement(row, is_further=row.pk in further) for row in agreements}
    drafts = [row for row in agreements if row.state == AgreementState.DRAFT]
    return Reckoned(
        planned=[works[row.pk] for row in planned],
        possible=[*left, *(works[row.pk] for row in drafts)],
        parts=_moved(works, day),
        day=day,
    )


def _is_planned(agreement: Agreement, day: date) -> bool:
    runs_out = agreement.valid_to is not None and agreement.valid_to < day
    return agreement.state == AgreementState.AGREED and not runs_out


def _further(agreements: Iterable[Agreement]) -> set[int]:
    """Return the agreements of which the giver processes something in another agreement of the same case."""
    rows = list(agreements)
    processors: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.processor_id is not None:
            processors[row.case_id].add(row.processor_id)
    return {
        row.pk
        for row in rows
        if row.processor_id is not None
        and row.giver_id != row.processor_id
        and row.giver_id in processors[row.case_id]
    }


def of_agreement(agreement: Agreement, *, is_further: bool = False) -> Work:
    """Return the work of one agreement: hours as the hub or the processor tells, else as counts elsewhere."""
    return _of_agreement(agreement, getattr(agreement, "work_package", None), is_further=is_further)


def of_row(row: WorkPackage) -> Work:
    """Return the work that a row tells of, saved or not; of a card all of it, whoever takes a part."""
    if row.agreement is not None:
        return _of_agreement(row.agreement, row, is_further=False)
    stream = row.stream
    if stream is None or stream.card is None:
        raise ValueError("a work package is of an agreement or of a card")
    able = Capability.objects.filter(case_streams__case_id=stream.case_id)[:2]
    only = able[0] if len(able) == 1 else None
    return _of_card(stream.card, row, free=stream.card.quantity, stream=stream, capability=only)


def _of_agreement(agreement: Agreement, row: WorkPackage | None, *, is_further: bool) -> Work:
    card, capability = agreement.card, agreement.capability
    about = card or capability
    quantity = agreement.quantity
    return Work(
        package=bridge.package(
            bridge.step(
                key=f"agreement-{agreement.pk}",
                quantity=None if quantity is None else float(quantity),
                unit=agreement.unit,
                period=agreement.period,
                strategy=_strategy(card, capability),
                kind=about.kind if about else "material",
                material=about.material if about else "",
                tasks=_told_tasks(row, capability),
                said=_said(row, capability),
                is_further=is_further,
            )
        ),
        agreement=agreement,
        stream=None,
        card=card,
        capability=capability,
        row=row,
        way=_way(row, agreement.way, capability),
    )


def of_card(
    card: MaterialCard,
    *,
    free: float | None,
    stream: CaseStream | None,
    capability: Capability | None,
) -> Work:
    """Return the work of ``free`` of a card (per its period), as if ``capability`` would take it."""
    row = getattr(stream, "work_package", None) if stream is not None else None
    return _of_card(card, row, free=free, stream=stream, capability=capability)


def _of_card(
    card: MaterialCard,
    row: WorkPackage | None,
    *,
    free: float | None,
    stream: CaseStream | None,
    capability: Capability | None,
) -> Work:
    return Work(
        package=bridge.package(
            bridge.step(
                key=f"card-{card.pk}",
                quantity=free,
                unit=card.unit,
                period=card.period,
                strategy=_strategy(card, capability),
                kind=card.kind,
                material=card.material,
                tasks=_told_tasks(row, capability),
                said=_said(row, capability),
                is_further=False,
            )
        ),
        agreement=None,
        stream=stream,
        card=card,
        capability=capability,
        row=row,
        way=_way(row, "", capability),
    )


def _strategy(card: MaterialCard | None, capability: Capability | None) -> str:
    """What a processor says it makes of it goes before what could be made of it."""
    return (capability.strategy if capability else "") or (card.strategy if card else "")


def _told_tasks(row: WorkPackage | None, capability: Capability | None) -> Sequence[str]:
    if row is not None and "tasks" in row.told:
        return list(row.tasks)
    return list(capability.activities) if capability else []


def _said(row: WorkPackage | None, capability: Capability | None) -> bridge.HoursPerUnit | None:
    return hours_said(
        HoursTold(row.hours_low_h, row.hours_high_h, row.hours_unit) if row else None,
        HoursTold(capability.hours_per_unit_h, None, capability.unit) if capability else None,
    )


class HoursTold(NamedTuple):
    """Hours per unit as a row keeps them: known where both the least and the unit are filled in."""

    low: float | None
    high: float | None
    unit: str | None


def hours_said(*tellers: HoursTold | None) -> bridge.HoursPerUnit | None:
    """Return what the first of ``tellers`` says who says anything: the hub goes before the processor."""
    for one in tellers:
        if one is not None and one.low is not None and one.unit:
            return bridge.hours_per(one.low, one.high, one.unit)
    return None


def _way(row: WorkPackage | None, agreed: str, capability: Capability | None) -> str:
    if row is not None and "way" in row.told:
        return row.way
    ways = capability.ways if capability else []
    return agreed or (ways[0] if len(ways) == 1 else "")


def _of_cards(cases: QuerySet[Case], day: date) -> list[Work]:
    """Return the work of what is left of the cards of running cases, what named one first before the rest."""
    running = cases.filter(exit=Exit.NONE).order_by().values("pk")
    links = list(CaseStream.objects.filter(case_id__in=running).select_related("work_package").order_by("pk"))
    about = MaterialCard.objects.filter(is_gone=False)
    return _left(
        links,
        about.in_bulk({link.card_id for link in links if link.card_id}),
        Capability.objects.in_bulk({link.capability_id for link in links if link.capability_id}),
        day,
    )


def _left(
    links: Sequence[CaseStream],
    cards: Mapping[int, MaterialCard],
    capabilities: Mapping[int, Capability],
    day: date,
) -> list[Work]:
    able: dict[int, list[Capability]] = defaultdict(list)
    for link in links:
        if link.capability_id is not None and link.capability_id in capabilities:
            able[link.case_id].append(capabilities[link.capability_id])
    free = free_of(cards, day)
    found = []
    for link in links:
        card = cards.get(link.card_id or 0)
        if card is not None and free[card.pk] != 0:
            only = able[link.case_id][0] if len(able[link.case_id]) == 1 else None
            found.append(of_card(card, free=free[card.pk], stream=link, capability=only))
    return found


class Given(Protocol):
    """What of a card tells how much there is of it."""

    @property
    def quantity(self) -> float | None:
        """How much, in ``unit`` per ``period``."""

    @property
    def unit(self) -> str:
        """Unit key of the core."""

    @property
    def period(self) -> str:
        """How often."""


def free_of(cards: Mapping[int, Given], day: date) -> dict[int, float | None]:
    """Return what no agreement takes of each card, per its period; None where that cannot be worked out."""
    if not cards:
        return {}
    taken: dict[int, list[Amount]] = defaultdict(list)
    rows = taking(day).filter(card__pk__any_of=cards).only("card_id", *AMOUNT)
    for row in rows:
        taken[row.card_id or 0].append(amount_of(row))
    found: dict[int, float | None] = {}
    for pk, card in cards.items():
        room = room_in(Amount(card.quantity, card.unit, card.period, date.min), taken[pk])
        # Agreed in a measure that does not convert: what is left is not known.
        found[pk] = None if room.fit == Fit.UNKNOWN and taken[pk] else room.free
    return found


def taking(day: date) -> QuerySet[Agreement]:
    """Return the agreements that take a part of what there is on ``day``: agreed, or ended since."""
    holding = Q(state=AgreementState.AGREED) | Q(state=AgreementState.ENDED, ended_on__gte=day)
    return Agreement.objects.filter(holding)


def _moved(works: Mapping[int, Work], day: date) -> list[MovedPart]:
    """Return the hours in each transfer of the last year, by the hours per unit of its agreement."""
    if not works:
        return []
    first = day - timedelta(days=MOVED_DAYS - 1)
    rows = Transfer.objects.filter(
        agreement_id__in=list(works), corrected_by__isnull=True, moved_on__range=(first, day), quantity__gt=0
    ).values_list("agreement_id", "quantity", "unit")
    found = []
    for agreement_id, quantity, unit in rows:
        work = works[agreement_id]
        per, hours = work.package.per_unit, None
        if per is not None and measured(unit) == measured(per.unit):
            hours = per.hours.times(converted(float(quantity), unit, per.unit))
        found.append(MovedPart(work.case_id, hours))
    return found


def with_streams(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return those of ``cases`` that have a card or an agreement: of the others there is no work to tell."""
    return cases.filter(
        Q(pk__in=CaseStream.objects.filter(card__isnull=False).values("case_id"))
        | Q(pk__in=Agreement.objects.values("case_id"))
    )
