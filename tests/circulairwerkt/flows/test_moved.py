"""What was planned and moved: the database adds up as one would one by one, of every sort of agreement."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import sqrt
from typing import Any

import pytest
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.cases.agreed import amount_of
from circulairwerkt.cases.amounts import months_between, planned_in
from circulairwerkt.cases.models import Agreement, AgreementState, CaseFile, Transfer
from circulairwerkt.flows.moved import last_day, moved_at, moved_everywhere
from circulairwerkt.hubs.models import Switch
from circulairwerkt.organisations.models import Kind
from symbiosis.quantities import convert
from tests.circulairwerkt import factories as make

YEAR = 2025
#: Units with what they are added up in.
BASE = {"kg": "t", "t": "t", "piece": "piece", "pallet": "pallet"}


def _at_random(hub: Any, chance: random.Random) -> None:
    """Agreements of every sort, with transfers of which some are corrected, some of these once more."""
    parties = [make.organisation() for _ in range(5)]
    cards = [None, *(make.card(hub, kind=kind, organisation=parties[0]) for kind in ("food", "product"))]
    able = [None, make.capability(hub, kind="energy", organisation=parties[1])]
    case, example = make.case(hub), make.case(hub, is_example=True)
    for _ in range(30):
        giver, processor, taker = (chance.choice(parties) for _ in range(3))
        since = date(YEAR - 1, 1, 1) + timedelta(days=chance.randrange(900))
        state = chance.choice(list(AgreementState))
        is_known = chance.random() < 0.8
        agreement = make.agreement(
            chance.choice([case, case, example]),
            state=state,
            giver=giver,
            processor=chance.choice([processor, None]),
            taker=taker,
            card=chance.choice(cards),
            capability=chance.choice(able),
            quantity=Decimal(chance.randrange(1, 99_999)) / 1000 if is_known else None,
            unit=chance.choice(list(BASE)) if is_known else "",
            period=chance.choice(["once", "day", "week", "month", "year"]),
            valid_from=since,
            valid_to=chance.choice([None, since + timedelta(days=chance.randrange(500))]),
            agreed_on=since,
            ended_on=since + timedelta(days=chance.randrange(-9, 400)) if state == "ended" else None,
        )
        proof = CaseFile.objects.create(
            case=agreement.case, name="a.png", file="x", content_type="image/png", size_bytes=1, digest="0"
        )
        before = None
        for _ in range(chance.randrange(6)):
            before = Transfer.objects.create(
                agreement=agreement,
                moved_on=since + timedelta(days=chance.randrange(400)),
                quantity=Decimal(chance.randrange(1, 99_999)) / 1000,
                unit=chance.choice(list(BASE)),
                evidence=chance.choice([proof, None]),
                corrects=chance.choice([before, None]),
            )


def _one_by_one(hub: Any, year: int) -> Iterator[tuple[Any, ...]]:
    """What ``moved_at`` tells, row by row and month by month."""
    first, last = date(year, 1, 1), last_day(year)
    off = set(Switch.objects.filter(is_on=False).values_list("hub_id", "key"))
    for one in Agreement.objects.filter(case__hub=hub).exclude(state=AgreementState.DRAFT).order_by("pk"):
        receiver = one.processor or one.taker
        listing = one.card or one.capability
        kind = listing.kind if listing else "material"
        if receiver == one.giver or (hub.pk, kind) in off:
            continue
        planned: dict[str, float] = {}
        amount = amount_of(one)
        end = min(amount.last or last, last)
        if one.quantity is not None and end >= max(first, amount.first):
            months = months_between(max(first, amount.first), end)
            total = sum(planned_in(replace(amount, last=end), month) or 0 for month in months)
            planned[BASE[one.unit]] = convert(float(total), one.unit, BASE[one.unit])
        real: dict[str, float] = {}
        variance: dict[str, float] = {}
        for row in one.transfers.all():
            if first <= row.moved_on <= last and not Transfer.objects.filter(corrects=row).exists():
                unit = BASE[row.unit]
                value = convert(float(row.quantity), row.unit, unit)
                real[unit] = real.get(unit, 0.0) + value
                share = 0.02 if row.evidence else 0.1
                variance[unit] = variance.get(unit, 0.0) + (share * value) ** 2
        for unit in sorted({*planned, *real}):
            if planned.get(unit) or unit in real:
                yield (
                    (one.pk, hub.pk, kind, unit, one.giver_id, receiver and receiver.pk),
                    (bool(one.processor and one.taker), one.case.is_example),
                    (planned.get(unit) or 0.0, real.get(unit, -1.0), sqrt(variance.get(unit, 0.0))),
                )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.django_db
def test_the_database_adds_up_as_one_would_one_by_one(seed: int) -> None:
    hub = make.hub()
    _at_random(hub, random.Random(seed))
    Switch.objects.create(hub=hub, key="product", is_on=False)
    with scope.everywhere("a test looks"):
        for year in (YEAR - 1, YEAR, timezone.localdate().year):
            found = moved_at(hub, year)
            expected = list(_one_by_one(hub, year))
            assert [(one[:6], (one.goes_on, one.is_example)) for one in found] == [
                each[:2] for each in expected
            ]
            for one, (*_whose, numbers) in zip(found, expected, strict=True):
                real = -1.0 if one.real is None else one.real
                assert (one.planned or 0.0, real, one.sigma) == pytest.approx(numbers, rel=1e-12)
            everywhere = moved_everywhere(year)
            assert [one._replace(giver_kind="", receiver_kind="") for one in everywhere] == found
            assert all(one.giver_kind == Kind.ENTERPRISE for one in everywhere)
