"""The sums of the work in thousands of cases: what the database adds up is what each case tells by itself."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.cases import services
from circulairwerkt.cases.labour import bridge, reckoning, sums
from circulairwerkt.cases.models import (
    Agreement,
    AgreementState,
    Case,
    CaseShare,
    CaseStream,
    Exit,
    Transfer,
    WorkPackage,
)
from circulairwerkt.hubs.models import Hub, HubMembership
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.streams.models import Capability, MaterialCard
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 20)
UNITS = ("t", "kg", "pallet", "")
PERIODS = ("week", "month", "year", "once", "")


def _measure(chance: random.Random, quantity: Any) -> dict[str, Any]:
    unit = chance.choice(UNITS)
    return {"unit": unit, "period": chance.choice(PERIODS), "quantity": quantity if unit else None}


def _told(chance: random.Random, **of: Any) -> None:
    hours = {"hours_low_h": 2.0, "hours_high_h": chance.choice([2.0, 5.0]), "hours_unit": "t"}
    WorkPackage.objects.create(told=["hours"], **(hours if chance.random() < 0.7 else {}), **of)


def _agreement(
    chance: random.Random,
    case: Case,
    card: MaterialCard | None,
    able: Capability | None,
    people: list[Organisation],
) -> None:
    state = chance.choice([*[AgreementState.AGREED] * 4, AgreementState.DRAFT, AgreementState.ENDED])
    since = TODAY - timedelta(days=chance.randrange(400))
    alike = {"unit": card.unit, "period": card.period} if card and card.unit else {}
    measure = _measure(chance, Decimal(chance.choice(["0.7", "1", "2.5", "40"])))
    if alike and chance.random() < 0.7:
        measure = {**alike, "quantity": Decimal(chance.choice(["0.1", "0.7", "3"]))}
    giver, processor = chance.choice(people), chance.choice(people)
    row = factories.agreement(
        case,
        card=card,
        capability=able,
        giver=giver,
        processor=processor,
        valid_from=since,
        valid_to=chance.choice([None, None, since + timedelta(days=chance.randrange(500))]),
        state=state,
        agreed_on=since,
        ended_on=since + timedelta(days=chance.randrange(500)) if state == AgreementState.ENDED else None,
        **{**measure, "period": measure["period"] or "once"},
    )
    if chance.random() < 0.3:
        _told(chance, case=case, agreement=row)
    for _number in range(chance.randrange(4)):
        moved = Transfer.objects.create(
            agreement=row,
            moved_on=TODAY - timedelta(days=chance.randrange(-20, 500)),
            quantity=Decimal(chance.choice(["0.2", "6"])),
            unit=chance.choice(["t", "kg", "pallet"]),
        )
        if chance.random() < 0.3:
            amount = Decimal(chance.choice(["0", "1.1"]))
            Transfer.objects.create(
                agreement=row, moved_on=moved.moved_on, quantity=amount, unit="t", corrects=moved
            )


def _filled(seed: int) -> list[Hub]:
    """Two hubs with cases, cards in several of them, and everything that tells or takes of them."""
    chance = random.Random(seed)
    hubs = [factories.hub(), factories.hub()]
    people = [factories.organisation() for _number in range(3)]
    cards = [
        factories.card(
            chance.choice(hubs),
            is_gone=chance.random() < 0.1,
            visibility=chance.choice([Visibility.HUB, Visibility.NETWORK]),
            strategy=chance.choice(["R8", "R3", "R7", ""]),
            kind=chance.choice(["material", "material", "energy"]),
            min_quantity=1.0,
            **_measure(chance, chance.choice([None, 0.0, 2.0, 7.5, 120.0])),
        )
        for _number in range(8)
    ]
    able = [
        factories.capability(
            chance.choice(hubs),
            organisation=chance.choice(people),
            strategy=chance.choice(["", "R4"]),
            hours_per_unit_h=chance.choice([None, 3.0]),
            unit=chance.choice(["t", "pallet"]),
        )
        for _number in range(3)
    ]
    for _number in range(7):
        case = factories.case(
            chance.choice(hubs), exit=chance.choice([Exit.NONE, Exit.NONE, Exit.NONE, Exit.STOPPED])
        )
        if chance.random() < 0.3:
            CaseShare.objects.create(case=case, hub=next(hub for hub in hubs if hub != case.hub))
        for card in chance.sample(cards, chance.randrange(3)):
            line = CaseStream.objects.create(case=case, card=card)
            if chance.random() < 0.3:
                _told(chance, case=case, stream=line)
        for one in chance.sample(able, chance.randrange(3)):
            CaseStream.objects.create(case=case, capability=one)
        for _agreed in range(chance.randrange(4)):
            _agreement(chance, case, chance.choice([None, *cards]), chance.choice([None, *able]), people)
    return hubs


def _close(one: bridge.WorkSum, other: bridge.WorkSum) -> None:
    for name in ("packages", "unknown", "open_ranges"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("weekly", "once", "weekly_told", "once_told"):
        for bound in ("low", "value", "high"):
            here, there = (getattr(getattr(each, name), bound) for each in (one, other))
            assert here == pytest.approx(there, rel=1e-9, abs=1e-9), (name, bound)


@pytest.mark.parametrize("seed", range(25))
def test_what_the_database_adds_up_is_what_each_case_tells(seed: int) -> None:
    hubs = _filled(seed)
    with everywhere("a test of sums"):
        every = [Case.objects.all(), *(Case.objects.filter(hub=hub) for hub in hubs)]
        for cases in every:
            added, each = sums.of_cases(cases, TODAY), reckoning.of_cases(cases, TODAY)
            _close(added.planned_sum, each.planned_sum)
            _close(added.possible_sum, each.possible_sum)
            assert (added.moved.transfers, added.moved.unknown) == (each.moved.transfers, each.moved.unknown)
            assert added.moved.hours.high == pytest.approx(each.moved.hours.high)
            assert (added.moved.first, added.moved.last) == (each.moved.first, each.moved.last)
            assert added.is_empty is each.is_empty


def test_the_random_cases_have_of_everything() -> None:
    for seed in range(25):
        _filled(seed)
    with everywhere("a test of sums"):
        added = sums.of_cases(Case.objects.all(), TODAY)
        assert Agreement.objects.filter(sums._is_further()).exists()
    for total in (added.planned_sum, added.possible_sum):
        assert 0 < total.unknown < total.packages
        assert 0 < total.weekly_told.low < total.weekly.low
        assert 0 < total.once_told.low < total.once.low
        assert total.open_ranges
    assert 0 < added.moved.unknown < added.moved.transfers


def test_as_many_queries_for_many_cases_as_for_few(django_assert_num_queries: Any) -> None:
    for seeds in (range(3), range(3, 9)):
        for seed in seeds:
            _filled(seed)
        # The last is asked for agreements that do not simply add up.
        with everywhere("a test of sums"), django_assert_num_queries(7):
            sums.of_cases(Case.objects.all(), TODAY)


def test_sums_of_a_hub_are_kept_until_somebody_writes(client: Client) -> None:
    hub = factories.hub(slug="gent")
    case = factories.case(hub)
    card = factories.card(hub, material="wood_a", quantity=10, unit="t", period="month", strategy="R8")
    line = CaseStream.objects.create(case=case, card=card)
    client.force_login(factories.member(hub))

    def told() -> str:
        return str(client.get("/werkplek/gent/werk/").context["sums"].possible.sentence)

    before = told()
    assert "15 tot 47" in before
    MaterialCard._base_manager.update(quantity=20)
    assert told() == before, "nothing is in the trail, so nothing was written"
    services.save_work_package(
        actor=SYSTEM,
        of=line,
        seen_version=0,
        values={
            "told": ["hours"],
            "hours_low_h": 26.0,
            "hours_high_h": 39.0,
            "hours_unit": "t",
            "hours_said_by": "processor",
        },
    )
    assert "110 tot 180" in told()


def test_what_is_kept_is_kept_for_each_scope_and_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = factories.hub(slug="gent"), factories.hub(slug="brugge")
    case = factories.case(one)
    CaseShare.objects.create(case=case, hub=other)
    closed = factories.card(
        one, visibility=Visibility.HUB, quantity=10, unit="t", period="month", strategy="R8"
    )
    CaseStream.objects.create(case=case, card=closed)
    found = []
    for hub in (one, other):
        client.force_login(factories.member(hub))
        found.append(client.get(f"/werkplek/{hub.slug}/werk/").context["sums"].is_empty)
    both = factories.member(one)
    HubMembership.objects.create(user=both, hub=other, role=Role.COORDINATOR, valid_from=TODAY)
    client.force_login(both)
    found.append(client.get("/werkplek/brugge/werk/").context["sums"].is_empty)
    assert found == [False, True, False], "who may see a card of another hub sees its work, nobody else"
    tomorrow = timezone.localdate() + timedelta(days=400)
    monkeypatch.setattr(timezone, "localdate", lambda *_given: tomorrow)
    moved = client.get("/werkplek/brugge/werk/").context["sums"].moved
    assert moved.last == tomorrow
