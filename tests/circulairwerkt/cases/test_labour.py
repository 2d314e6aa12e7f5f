"""The work in cases: each tonne once, planned, open and moved apart, told before guessed, on the pages."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base.models import AuditEntry, EditConflict
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import services
from circulairwerkt.cases.labour import bridge, reckoning, telling
from circulairwerkt.cases.models import (
    Agreement,
    Case,
    CaseShare,
    CaseStream,
    Exit,
    SaidBy,
    Transfer,
    WorkPackage,
)
from circulairwerkt.streams.words import ACTIVITIES
from tests.circulairwerkt import factories

START = date(2026, 1, 1)
HOURS = {"hours_low_h": 26.0, "hours_high_h": 39.0, "hours_unit": "t", "hours_said_by": "processor"}


@pytest.fixture
def case(client: Client, db: None) -> Case:
    """A case with a card of wood, whose coordinator is signed in."""
    hub = factories.hub(slug="gent")
    made = factories.case(hub)
    card = factories.card(
        hub, "snijresten van hout", material="wood_a", quantity=10, unit="t", period="month", strategy="R8"
    )
    CaseStream.objects.create(case=made, card=card)
    client.force_login(factories.member(hub))
    return made


def _reckoned(*cases: Case) -> reckoning.Reckoned:
    with everywhere("a test of the work in cases"):
        return reckoning.of_cases(Case.objects.filter(pk__in=[one.pk for one in cases]))


def test_the_page_of_a_case_reckons_as_the_lists_do(case: Case) -> None:
    link = case.streams.get()
    WorkPackage.objects.create(case=case, stream=link, told=["tasks"], tasks=["sort"])
    CaseStream.objects.create(case=case, capability=factories.capability(case.hub))
    agreed = _agree(case, 4)
    Transfer.objects.create(agreement=agreed, moved_on=timezone.localdate(), quantity=1, unit="t")
    _agree(case, 1, state="draft", card=None)
    CaseStream.objects.create(case=case, card=factories.card(case.hub, is_gone=True))
    for way_out in (Exit.NONE, Exit.STOPPED):
        case.exit = way_out
        case.save()
        with everywhere("a test of the work in cases"):
            own = reckoning.of_case(Case.objects.get(pk=case.pk))
        listed = _reckoned(case)
        assert len(own.planned) == 1
        assert len(own.possible) == (2 if way_out == Exit.NONE else 1)
        assert telling.shown_reckoning(own) == telling.shown_reckoning(listed)


def _agree(case: Case, quantity: float, **fields: Any) -> Agreement:
    card = case.streams.get(card__isnull=False).card
    values = {"card": card, "quantity": Decimal(str(quantity)), "unit": "t", "period": "month"}
    return factories.agreement(case, **{"state": "agreed", "agreed_on": START, **values, **fields})


def _low_high(total: bridge.WorkSum) -> tuple[float, float]:
    return round(total.weekly.low, 2), round(total.weekly.high, 2)


WHOLE = (15.96, 46.26)
"""120 t of wood a year, recycled: the worked numbers of docs/methods/work.md."""


def test_a_card_alone_is_open_work_of_the_worked_example(case: Case) -> None:
    found = _reckoned(case)
    assert found.planned == []
    assert _low_high(found.possible_sum) == WHOLE
    assert telling.sentence(found.possible_sum) == "naar schatting 15 tot 47 uur werk per week"


def test_a_stream_over_several_processors_counts_each_tonne_once(case: Case) -> None:
    _agree(case, 4)
    _agree(case, 3.5)
    found = _reckoned(case)
    parts = [found.planned_sum.weekly, found.possible_sum.weekly]
    assert (round(sum(p.low for p in parts), 2), round(sum(p.high for p in parts), 2)) == WHOLE
    assert found.planned_sum.weekly.high == pytest.approx(46.262137 * 0.75)


def test_what_is_taken_whole_leaves_nothing_open_and_a_draft_takes_nothing(case: Case) -> None:
    _agree(case, 10, state="draft", agreed_on=None)
    assert _low_high(_reckoned(case).possible_sum) == WHOLE
    _agree(case, 10)
    found = _reckoned(case)
    assert found.possible == []
    assert _low_high(found.planned_sum) == WHOLE


def test_a_card_in_two_cases_is_open_once(case: Case) -> None:
    other = factories.case(case.hub, "Nog een dossier")
    CaseStream.objects.create(case=other, card=case.streams.get().card)
    both = _reckoned(case, other)
    assert len(both.possible) == 2
    assert _low_high(both.possible_sum) == WHOLE
    assert _low_high(both.of({other.pk}).possible_sum) == WHOLE


def test_a_further_step_counts_with_hours_that_are_told_alone(case: Case) -> None:
    giver, sorter, sewer = (factories.organisation(name) for name in ("Geeft", "Sorteert", "Naait"))
    _agree(case, 10, giver=giver, processor=sorter)
    second = _agree(case, 2, giver=sorter, processor=sewer, card=None)
    before = _reckoned(case)
    assert _low_high(before.planned_sum) == WHOLE
    assert before.planned_sum.unknown == 1
    assert [work.package.missing for work in before.planned] == [None, bridge.Missing.FURTHER]
    services.save_work_package(actor=SYSTEM, of=second, seen_version=0, values={"told": ["hours"], **HOURS})
    after = _reckoned(case)
    assert after.planned_sum.unknown == 0
    assert after.planned_sum.weekly.low > before.planned_sum.weekly.low


def test_what_moved_stands_apart_and_corrections_do_not_count(case: Case) -> None:
    agreement = _agree(case, 10)
    today = timezone.localdate()
    wrong = Transfer.objects.create(agreement=agreement, moved_on=today, quantity=Decimal(50), unit="t")
    right = {"agreement": agreement, "moved_on": today, "corrects": wrong}
    Transfer.objects.create(quantity=Decimal(5000), unit="kg", **right)
    Transfer.objects.create(agreement=agreement, moved_on=today, quantity=Decimal(3), unit="pallet")
    old = today - timedelta(days=400)
    Transfer.objects.create(agreement=agreement, moved_on=old, quantity=Decimal(9), unit="t")
    found = _reckoned(case)
    assert (found.moved.transfers, found.moved.unknown) == (2, 1)
    assert found.moved.hours.high == pytest.approx(5 * 20.102)
    assert _low_high(found.planned_sum) == WHOLE, "what moved is no part of what was planned"


def test_what_a_processor_says_goes_before_counts_elsewhere_and_the_hub_before_both(case: Case) -> None:
    able = factories.capability(
        case.hub, quantity=50, unit="t", period="month", hours_per_unit_h=30, activities=["shred"]
    )
    CaseStream.objects.create(case=case, capability=able)
    work = _reckoned(case).possible[0]
    assert work.package.hours is not None
    assert work.package.tasks == ("shred",)
    assert work.package.per_unit is not None
    assert work.package.per_unit.hours.value == 30
    shown = telling.shown(work)
    assert shown.ground == "Zo staat het in het aanbod van wie het werk doet."
    assert not shown.is_range_known
    assert shown.tasks.source == "uit het aanbod"
    link = case.streams.get(card__isnull=False)
    services.save_work_package(
        actor=SYSTEM, of=link, seen_version=0, values={"told": ["hours", "tasks"], "tasks": ["sort"], **HOURS}
    )
    shown = telling.shown(_reckoned(case).possible[0])
    assert (shown.hours, shown.tasks.words) == ("59 tot 90 uur per week", "sorteren")
    assert (shown.tasks.source, shown.competences.source) == ("nagevraagd", "een gok, vraag het na")
    assert "wie het werk doet" in shown.ground


def test_a_case_that_stopped_has_nothing_open_and_a_gone_card_neither(case: Case) -> None:
    Case._base_manager.update(exit=Exit.STOPPED)
    assert _reckoned(case).is_empty


def test_the_programme_counts_what_two_hubs_share_once(case: Case, client: Client) -> None:
    other = factories.hub(slug="brugge")
    CaseShare.objects.create(case=case, hub=other)
    client.force_login(factories.administrator())
    page = client.get("/programma/werk/")
    told = [sums.possible.sentence for _hub, sums in page.context["hubs"]]
    assert told == [page.context["together"].possible.sentence] * 2
    assert "15 tot 47" in told[0]


def test_the_pages_ask_as_much_for_many_cases_as_for_one(
    case: Case, client: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    _agree(case, 0.5)
    with django_assert_max_num_queries(22) as few:
        client.get("/werkplek/gent/werk/")
    card = case.streams.get().card
    for number in range(6):
        made = factories.case(case.hub, f"Dossier {number}")
        CaseStream.objects.create(case=made, card=card)
        _agree(made, 0.5)
    caches["memory"].clear()
    with django_assert_num_queries(len(few)):
        page = client.get("/werkplek/gent/werk/")
    assert len(page.context["rows"]) == 7


def _form(client: Client, path: str) -> dict[str, Any]:
    form = client.get(path).context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {name: "" if value is None or value is False else value for name, value in values.items()}


def test_a_coordinator_sets_right_what_is_guessed(case: Case, client: Client) -> None:
    link = case.streams.get()
    path = f"/dossiers/{case.pk}/werk/materiaal/{link.pk}/"
    form = _form(client, path)
    assert (form["tasks"], form["hours_unit"], form["noise"]) == (["sort", "shred"], "t", "much")
    assert client.post(path, form).status_code == 302
    assert WorkPackage.objects.get().told == [], "what was left as guessed stays a guess"

    refused = client.post(path, {**_form(client, path), "hours_low_h": "39", "hours_high_h": "26"})
    assert refused.status_code == 422
    assert 'value="39"' in refused.content.decode()
    assert set(refused.context["form"].errors) == {"hours_high_h", "hours_said_by"}

    sent = {**_form(client, path), "hours_low_h": "26", "hours_high_h": "39", "hours_said_by": "processor"}
    assert client.post(path, {**sent, "lifting": "no", "rhythm": "elke dinsdag"}).status_code == 302
    row = WorkPackage.objects.get()
    assert row.told == ["conditions", "rhythm", "hours"]
    page = client.get(f"/dossiers/{case.pk}/werk/").content.decode()
    reckoning_words = "2,301 ton per week × 26,00 tot 39,00 uur per ton"
    for words in ("59 tot 90 uur per week", reckoning_words, "Tillen: nee"):
        assert words in page, words
    assert "een gok, vraag het na" in page
    assert "59 tot 90" in client.get(f"/dossiers/{case.pk}/").content.decode()
    trail = AuditEntry.objects.filter(action="cases.save_work_package").first()
    assert trail is not None
    assert "hours_low_h" in trail.changes

    confirmed = {**_form(client, path), "is_confirmed": "on"}
    assert client.post(path, confirmed).status_code == 302
    row.refresh_from_db()
    assert set(row.told) >= {"tasks", "competences", "conditions"}
    assert "nagevraagd" in client.get(f"/dossiers/{case.pk}/werk/").content.decode()


def test_of_two_who_write_the_first_time_the_second_sees_both(case: Case, client: Client) -> None:
    agreement = _agree(case, 4)
    path = f"/dossiers/{case.pk}/werk/overeenkomsten/{agreement.pk}/"
    form = _form(client, path)
    assert client.post(path, {**form, "rhythm": "elke dag"}).status_code == 302
    assert client.post(path, {**form, "rhythm": "elke nacht"}).status_code == 409
    assert WorkPackage.objects.get().rhythm == "elke dag"
    with pytest.raises(EditConflict):
        services.save_work_package(actor=SYSTEM, of=agreement, seen_version=0, values={"rhythm": "nooit"})


@pytest.mark.parametrize(
    "values",
    [
        {"tasks": ["juggle"]},
        {"conditions": {"standing": "always"}},
        {"competences": ["flying"]},
        {"told": ["everything"]},
        {**HOURS, "hours_said_by": ""},
        {**HOURS, "hours_high_h": 3.0},
        {**HOURS, "hours_unit": "kWh"},
        {**HOURS, "hours_low_h": None},
        {**HOURS, "hours_said_by": "Jan"},
    ],
)
def test_what_is_on_no_list_is_refused(case: Case, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        services.save_work_package(actor=SYSTEM, of=case.streams.get(), seen_version=0, values=values)
    assert not WorkPackage.objects.exists()


def test_the_words_of_tasks_are_those_of_what_processors_offer() -> None:
    assert set(ACTIVITIES) == set(bridge.task_keys())
    assert set(SaidBy.values) == {"processor", "giver", "tried", "other"}


@given(st.floats(0.01, 1e5), st.floats(0, 1e5))
def test_what_is_shown_is_never_narrower_than_the_range(low: float, more: float) -> None:
    shown_low = telling._rounded(low, up=False)
    shown_high = telling._rounded(low + more, up=True)
    assert shown_low <= low * (1 + 1e-6)
    assert shown_high >= (low + more) * (1 - 1e-6)
    assert shown_low <= shown_high * (1 + 1e-6)
