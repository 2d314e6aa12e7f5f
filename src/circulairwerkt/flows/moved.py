"""What was planned and what moved in a year, one row for each agreement and what it is measured in.

The database adds up the deliveries, and of an agreement only the columns are read that count: there are
thousands, and as objects with all they point to they take seconds.
"""

from collections.abc import Iterator
from datetime import date
from math import sqrt
from typing import Any, NamedTuple

from django.db.models import F, FloatField, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.cases.models import Agreement, AgreementState, Case, Transfer, TransferRows
from circulairwerkt.cases.queries import last_day_of, periods_in
from circulairwerkt.flows.bridge import base_unit, in_base_unit
from circulairwerkt.hubs.models import Hub, Switch
from circulairwerkt.streams.models import Capability, MaterialCard
from circulairwerkt.streams.words import Kind, Period

#: Standard uncertainty of what moved, as a share: with proof such as a weighbridge ticket, and without.
#: Both are a choice of ours, not measured; the page says so.
SIGMA_WITH_PROOF, SIGMA_WITHOUT = 0.02, 0.10


class Moved(NamedTuple):
    """One agreement in one unit over one year: who to whom, planned and real, in the base unit.

    None: not known, or nothing was agreed in this unit. ``goes_on``: it was to go on from there to somebody;
    how much of it does, nobody tells. The kinds of organisations are told where the region asks for them.
    """

    agreement: int
    hub: int
    kind: str
    unit: str
    giver: int
    receiver: int
    giver_kind: str
    receiver_kind: str
    goes_on: bool
    planned: float | None
    real: float | None
    sigma: float
    is_example: bool


def moved_at(hub: Hub, year: int) -> list[Moved]:
    """Return what is about the cases that ``hub`` owns, as far as they are in sight."""
    return list(_moved(Agreement.objects.filter(_in_sight_at(hub)), year, (Value(""), Value(""))))


def moved_everywhere(year: int) -> list[Moved]:
    """Return what is about all cases of all hubs, with the kinds of organisations."""
    kinds = F("giver__kind"), Coalesce("processor__kind", "taker__kind")
    return list(_moved(Agreement.objects.all(), year, kinds))


def _in_sight_at(hub: Hub) -> Q:
    """Return the condition on agreements of the cases of a hub.

    A scope that holds the hub holds all of them; told again, it would read as many cases more.
    """
    here = scope.current()
    is_held = here.everywhere or hub.pk in here.hubs
    return Q(case__hub=hub) if is_held else Q(case__in=Case.objects.filter(hub=hub))


def last_day(year: int) -> date:
    """Return the last day that counts: of a year that runs it is today."""
    return min(date(year, 12, 31), timezone.localdate())


def _moved(agreements: QuerySet[Agreement], year: int, kinds: tuple[Any, Any]) -> Iterator[Moved]:
    """Yield what was planned and what moved in ``year``, up to today in the year that runs."""
    first, last = date(year, 1, 1), last_day(year)
    off = set(Switch.objects.filter(is_on=False, key__in=Kind.values).values_list("hub_id", "key"))
    sums = _sums(Transfer.objects.filter(agreement__in=agreements, moved_on__range=(first, last)))
    for row in _rows(agreements, kinds):
        pk, hub, giver, processor, taker, kind, *told, giver_kind, receiver_kind, is_example = row
        receiver = processor or taker
        if receiver == giver or (hub, kind) in off:
            continue
        unit, planned = _planned(first, last, *told)
        moved = sums.get(pk, {})
        for each in sorted({unit, *moved}) if planned else sorted(moved):
            real = moved.get(each)
            yield Moved(
                agreement=pk,
                hub=hub,
                kind=kind,
                unit=each,
                giver=giver,
                receiver=receiver,
                giver_kind=giver_kind,
                receiver_kind=receiver_kind,
                goes_on=processor is not None and taker is not None,
                planned=planned if each == unit else None,
                real=real[0] if real else None,
                sigma=sqrt(real[1]) if real else 0.0,
                is_example=is_example,
            )


def _rows(agreements: QuerySet[Agreement], kinds: tuple[Any, Any]) -> QuerySet[Agreement, tuple[Any, ...]]:
    return (
        agreements.exclude(state=AgreementState.DRAFT)
        .order_by("pk")
        .values_list(
            "pk",
            "case__hub_id",
            "giver_id",
            "processor_id",
            "taker_id",
            # Looked up one by one: PostgreSQL joins by reading more of the cards than it needs.
            Coalesce(
                MaterialCard._base_manager.filter(pk=OuterRef("card")).values("kind")[:1],
                Capability._base_manager.filter(pk=OuterRef("capability")).values("kind")[:1],
                Value(Kind.MATERIAL.value),
            ),
            # As a number at once: a decimal of each row costs more than reading it.
            Cast("quantity", FloatField()),
            "unit",
            "period",
            "valid_from",
            "valid_to",
            "ended_on",
            *kinds,
            "case__is_example",
        )
    )


def _planned(
    first: date,
    last: date,
    quantity: float | None,
    unit: str,
    period: str,
    since: date,
    valid_to: date | None,
    ended_on: date | None,
) -> tuple[str, float | None]:
    """Return the base unit and what was planned of it; None where nothing was."""
    begin, end = max(first, since), min(last_day_of(valid_to, ended_on) or last, last)
    if quantity is None or not unit or end < begin:
        return "", None
    if period == Period.ONCE:
        times = 1.0 if begin == since else 0.0
    else:
        times = periods_in(period, begin, end)
    return base_unit(unit), in_base_unit(quantity * times, unit) or None


def _sums(transfers: TransferRows) -> dict[int, dict[str, tuple[float, float]]]:
    """Return what moved and its variance, by agreement and base unit; each transfer errs on its own."""
    rows = (
        transfers.uncorrected()
        .order_by()
        .annotate(number=Cast("quantity", FloatField()), is_proven=Q(evidence__isnull=False))
        .values_list("agreement_id", "unit", "is_proven")
        .annotate(moved=Sum("number"), squares=Sum(F("number") * F("number")))
    )
    found: dict[int, dict[str, tuple[float, float]]] = {}
    for agreement, unit, is_proven, moved, squares in rows:
        share = in_base_unit(SIGMA_WITH_PROOF if is_proven else SIGMA_WITHOUT, unit)
        units, base = found.setdefault(agreement, {}), base_unit(unit)
        value, variance = units.get(base, (0.0, 0.0))
        units[base] = value + in_base_unit(moved, unit), variance + share * share * squares
    return found
