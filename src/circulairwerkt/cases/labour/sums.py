"""The sums of the work in thousands of cases, without a row for each: the database adds up what is alike.

Hours are linear in how much there is (``docs/methods/work.md``), so steps that differ in nothing else are one
step of all their quantities. What they add up to is what ``reckoning`` gives case by case.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.utils import timezone

from circulairwerkt.cases.amounts import Fit, Room
from circulairwerkt.cases.bridge import converted, measured
from circulairwerkt.cases.labour import bridge
from circulairwerkt.cases.labour.bridge import WorkSum
from circulairwerkt.cases.labour.reckoning import (
    MOVED_DAYS,
    HoursTold,
    Moved,
    free_of,
    hours_said,
    taking,
)
from circulairwerkt.cases.models import (
    Agreement,
    AgreementState,
    Case,
    CaseStream,
    Exit,
    Transfer,
    TransferRows,
)
from circulairwerkt.streams.models import Capability, MaterialCard
from circulairwerkt.streams.words import Period


class CardOfSum(NamedTuple):
    """What of a card its hours depend on: a hub has thousands, and whole rows take most of a page."""

    pk: int
    quantity: float | None
    unit: str
    period: str
    strategy: str
    kind: str


@dataclass(frozen=True)
class Sums:
    """The work of some cases, added up: what is agreed, what may still be, what moved in the last year."""

    planned_sum: WorkSum
    possible_sum: WorkSum
    moved: Moved

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.planned_sum.packages or self.possible_sum.packages or self.moved.transfers)


class Alike(NamedTuple):
    """All that the hours of a step depend on, but for how much it is."""

    unit: str
    period: str
    strategy: str
    kind: str
    #: As the hub tells, and as the processor offers.
    told: HoursTold
    offered: HoursTold
    is_further: bool = False

    def package(self, quantity: float | None) -> bridge.WorkPackage:
        """Return the work of ``quantity`` of it."""
        return bridge.package(
            bridge.step(
                key="",
                quantity=quantity,
                unit=self.unit,
                period=self.period,
                strategy=self.strategy,
                kind=self.kind,
                # What material it is and which tasks it asks tell of the work, not of the hours.
                material="",
                tasks=(),
                said=hours_said(self.told, self.offered),
                is_further=self.is_further,
            )
        )


#: A package of all quantities that are alike, and of how many.
Group = tuple[bridge.WorkPackage, int]

_OF_AGREEMENT = (
    "unit",
    "period",
    "card__strategy",
    "card__kind",
    "capability__strategy",
    "capability__kind",
    "work_package__hours_low_h",
    "work_package__hours_high_h",
    "work_package__hours_unit",
    "capability__hours_per_unit_h",
    "capability__unit",
)


def of_cases(cases: QuerySet[Case], today: date | None = None) -> Sums:
    """Return the sums of ``cases`` in a fixed number of queries; cards out of scope stay out."""
    day = today or timezone.localdate()
    keys = cases.order_by().values("pk")
    agreements = Agreement.objects.filter(case_id__in=keys).order_by()
    holds = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    planned = _agreed(agreements.filter(holds, state=AgreementState.AGREED))
    drafts = _agreed(agreements.filter(state=AgreementState.DRAFT, card__isnull=True))
    return Sums(
        bridge.summed_alike(planned),
        bridge.summed_alike([*_left(cases, day), *drafts]),
        _moved(Transfer.objects.filter(agreement__case_id__in=keys).order_by(), day),
    )


def _is_further(agreement: str = "") -> Combinable:
    """Whether an agreement is a further step: its giver processes something in another one of the case."""
    agreed = Agreement.objects.filter(state=AgreementState.AGREED)
    case, giver, processor = (f"{agreement}{column}" for column in ("case", "giver", "processor"))
    is_step = Q(**{f"{agreement}state": AgreementState.AGREED, f"{processor}__isnull": False})
    earlier = Exists(agreed.filter(case=OuterRef(case), processor=OuterRef(giver)))
    return is_step & ~Q(**{giver: F(processor)}) & earlier


def _agreed(agreements: QuerySet[Agreement]) -> Iterator[Group]:
    rows = (
        agreements.annotate(is_further=_is_further())
        .values_list(*_OF_AGREEMENT, "is_further")
        .annotate(Sum("quantity"), Count("pk"))
    )
    for *columns, quantity, count in rows:
        yield _step_of(columns).package(None if quantity is None else float(quantity)), count


def _step_of(columns: Iterable[Any]) -> Alike:
    unit, period, of_card, card_kind, made, kind, low, high, per, hours, per_offered, is_further = columns
    return Alike(
        unit=unit,
        period=period,
        strategy=made or of_card or "",
        kind=card_kind or kind or "material",
        told=HoursTold(low, high, per),
        offered=HoursTold(hours, None, per_offered),
        is_further=bool(is_further),
    )


def _moved(transfers: TransferRows, day: date) -> Moved:
    """Return the hours in what moved in the last year, by the hours per unit of each agreement."""
    first = day - timedelta(days=MOVED_DAYS - 1)
    rows = (
        transfers.uncorrected()
        .filter(moved_on__range=(first, day), quantity__gt=0)
        .exclude(agreement__state=AgreementState.DRAFT, agreement__card__isnull=False)
        .annotate(is_further=_is_further("agreement__"))
        .values_list(*(f"agreement__{column}" for column in _OF_AGREEMENT), "is_further", "unit")
        .annotate(Sum("quantity"), Count("pk"))
    )
    hours, count, unknown = [], 0, 0
    for *columns, unit, quantity, times in rows:
        per = _step_of(columns).package(None).per_unit
        count += times
        if per is not None and measured(unit) == measured(per.unit):
            hours.append(per.hours.times(converted(float(quantity), unit, per.unit)))
        else:
            unknown += times
    return Moved(first, day, bridge.added(hours), count, unknown)


def _left(cases: QuerySet[Case], day: date) -> Iterator[Group]:
    """Return the work of what is left of the cards of running cases, of each as who named it first tells."""
    running = cases.filter(exit=Exit.NONE).order_by().values("pk")
    lines = CaseStream.objects.filter(case_id__in=running, card__isnull=False).order_by()
    firsts = lines.values("card_id").annotate(first=Min("pk")).values("first")
    told = [f"case_streams__work_package__hours_{column}" for column in ("low_h", "high_h", "unit")]
    rows = list(
        MaterialCard.objects.filter(is_gone=False, case_streams__pk__in=firsts)
        .order_by()
        .values_list(*CardOfSum._fields, "case_streams__case_id", *told)
    )
    able = _able(running)
    cards = (CardOfSum(*row[: len(CardOfSum._fields)]) for row in rows)
    free = _free({card.pk: card for card in cards}, day)
    quantities: dict[tuple[Alike, bool], list[float]] = defaultdict(list)
    for pk, _quantity, unit, period, strategy, kind, case_id, *hours in rows:
        left = free[pk]
        if left == 0:
            continue
        made, offered = able.get(case_id, _NOBODY)
        alike = Alike(unit, period, made or strategy, kind, HoursTold(*hours), offered)
        quantities[alike, left is not None].append(left or 0.0)
    for (alike, is_known), each in quantities.items():
        yield alike.package(sum(each) if is_known else None), len(each)


#: What somebody makes of it, and the hours that it asks.
_NOBODY = ("", HoursTold(None, None, None))


def _able(running: QuerySet[Case, Any]) -> dict[int, tuple[str, HoursTold]]:
    """Return what the one processor says that a case names, by case; who says nothing is left out."""
    rows = (
        Capability.objects.filter(case_streams__case_id__in=running)
        .order_by()
        .values_list("case_streams__case_id")
        .annotate(
            count=Count("case_streams"), made=Max("strategy"), hours=Max("hours_per_unit_h"), per=Max("unit")
        )
        .filter(~Q(made="") | Q(hours__isnull=False), count=1)
    )
    return {case_id: (made, HoursTold(hours, None, per)) for case_id, _count, made, hours, per in rows}


def _free(cards: Mapping[int, CardOfSum], day: date) -> dict[int, float | None]:
    """Return what no agreement takes of each card, as ``reckoning.free_of``: most by their sums alone.

    Agreements in the measure of the card, that all hold on some one day, take the sum of what each takes.
    """
    if not cards:
        return {}
    rows = (
        taking(day)
        .filter(card__pk__any_of=cards)
        .order_by()
        .values_list("card_id")
        .annotate(
            Sum("quantity"),
            *(edge(column) for column in ("unit", "period") for edge in (Min, Max)),
            Max("valid_from"),
            Min("valid_to"),
            Min("ended_on"),
        )
    )
    found = {card.pk: card.quantity if card.unit else None for card in cards.values()}
    apart = {}
    for pk, taken, unit, other_unit, period, other_period, begin, *ends in rows:
        card, limit = cards[pk], found[pk]
        if limit is None:
            continue
        is_alike = unit == other_unit == card.unit and period == other_period == card.period
        is_at_once = period in ("", Period.ONCE) or all(end is None or begin <= end for end in ends)
        if is_alike and is_at_once:
            found[pk] = Room(Fit.FITS, limit, float(taken), card.unit, card.period).free
        else:
            apart[pk] = card
    return found | free_of(apart, day)
