"""Counts: the same definition for every hub, a shared case once in the programme, each by its version."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.cases.counts import RULES, Counted, counted, definitions_on, tally
from circulairwerkt.cases.loading import load_definitions
from circulairwerkt.cases.models import Case, Definition, Entry
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation, Recognition
from tests.circulairwerkt import factories

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MARCH = datetime(2026, 3, 5, 12, tzinfo=UTC)

things = st.builds(
    Counted,
    st.sampled_from(["case", "agreement"]),
    st.integers(1, 6),
    st.just(YEAR[0]),
    st.frozensets(st.integers(1, 4), min_size=1),
    st.just(""),
    st.just(False),
)


@given(st.lists(things))
def test_the_programme_counts_the_union(given_things: list[Counted]) -> None:
    found = tally(given_things)
    union = {(thing.sort, thing.pk) for thing in given_things}
    assert found.programme == len(union)
    assert found.programme <= sum(found.by_hub.values())
    assert all(number <= found.programme for number in found.by_hub.values())


@given(st.lists(things), st.lists(things))
def test_counting_more_never_counts_less(some: list[Counted], more: list[Counted]) -> None:
    less, both = tally(some), tally([*some, *more])
    assert less.programme <= both.programme <= less.programme + tally(more).programme
    assert all(number <= both.by_hub[hub] for hub, number in less.by_hub.items())


@pytest.fixture
def loaded(db: None) -> None:
    """The definitions that ship."""
    load_definitions()


def _reach(case: Case, at: datetime, stage: str = "test_trajectory") -> None:
    Entry.objects.create(case=case, kind=Entry.Kind.STAGE, before="exploration", after=stage, at=at)


def test_what_ships_has_a_rule_a_text_and_is_not_confirmed(loaded: None) -> None:
    rows = definitions_on(date(2026, 6, 1))
    assert [row.key for row in rows] == ["test_trajectory", "initiative", "new_service", "recognised"]
    assert {row.rule for row in rows} <= set(RULES)
    assert not any(row.is_verified for row in rows)
    assert str(load_definitions()) == "0 created, 0 updated, 4 unchanged, 0 removed, 0 kept"


def test_a_shared_case_counts_once_in_the_programme_and_once_for_each_hub(loaded: None) -> None:
    one, two = factories.hub(), factories.hub()
    shared, alone = factories.case(one), factories.case(one)
    shared.shares.create(hub=two, shared_at=MARCH)
    for case in (shared, alone):
        _reach(case, MARCH)
    found = tally(counted("test_trajectory", *YEAR))
    assert (found.programme, dict(found.by_hub)) == (2, {one.pk: 2, two.pk: 1})


def test_a_hub_counts_what_the_programme_counts_of_it(loaded: None) -> None:
    """Asked for one hub, fewer rows are read: the same things count."""
    one, two = factories.hub(), factories.hub()
    late = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    for number, at in enumerate((MARCH, late, late + timedelta(minutes=2))):
        case = factories.case(one if number else two)
        _reach(case, at)
        _reach(case, at + timedelta(days=1))
    opened = factories.case(two, stage="scaled_up")
    Case._base_manager.filter(pk=opened.pk).update(opened_at=MARCH, stage_since=late)
    stopped = factories.case(two)
    stopped.shares.create(hub=one, shared_at=MARCH, ended_at=MARCH + timedelta(days=9))
    _reach(stopped, MARCH)
    opened.shares.create(hub=one, shared_at=late)
    opened.shares.create(hub=factories.hub(), shared_at=late + timedelta(minutes=2))
    for key in ("test_trajectory", "initiative", "new_service", "recognised"):
        everywhere = counted(key, *YEAR)
        assert everywhere == sorted(everywhere, key=lambda thing: (thing.when, thing.pk))
        for hub in (one, two):
            assert counted(key, *YEAR, hub) == [thing for thing in everywhere if hub.pk in thing.hubs]
    reached = counted("test_trajectory", *YEAR)
    assert [thing.day for thing in reached] == [MARCH.date()] * 3 + [date(2026, 12, 31)]
    assert dict(tally(reached).by_hub) == {one.pk: 2, two.pk: 3}


def test_it_counts_on_the_first_day_it_came_there_and_once(loaded: None) -> None:
    case = factories.case(factories.hub())
    _reach(case, MARCH)
    _reach(case, MARCH + timedelta(days=300))
    assert [thing.day for thing in counted("test_trajectory", *YEAR)] == [MARCH.date()]
    assert counted("test_trajectory", date(2026, 3, 6), YEAR[1]) == []
    assert len(counted("test_trajectory", MARCH.date(), MARCH.date())) == 1


def test_examples_count_for_their_own_hub_alone(loaded: None) -> None:
    hub = factories.hub(is_example=True)
    _reach(factories.case(hub, is_example=True), MARCH)
    found = tally(counted("test_trajectory", *YEAR))
    assert (found.programme, dict(found.by_hub)) == (0, {hub.pk: 1})


def _service(hub: Hub, processor: Organisation, **fields: Any) -> None:
    factories.agreement(
        factories.case(hub), state="agreed", processor=processor, agreed_on=MARCH.date(), **fields
    )


def test_goal_four_counts_only_who_was_recognised_on_that_day(loaded: None) -> None:
    hub = factories.hub()
    before, during, after, never = (factories.organisation() for _ in range(4))
    for organisation, first, last in (
        (before, date(2020, 1, 1), date(2026, 3, 4)),
        (during, date(2026, 3, 5), date(2026, 3, 5)),
        (after, date(2026, 3, 6), None),
    ):
        Recognition.objects.create(
            organisation=organisation, sort=Recognition.Sort.SHELTERED_WORK, valid_from=first, valid_to=last
        )
    for organisation in (before, during, after, never):
        _service(hub, organisation, is_new_service=True, what=organisation.name)
    _service(hub, during, is_new_service=False)
    assert [thing.title for thing in counted("new_service", *YEAR)] == [during.name]


def test_recognised_partners_are_counted_on_the_last_day(loaded: None) -> None:
    one, two = factories.hub(), factories.hub()
    partner = factories.organisation()
    Recognition.objects.create(
        organisation=partner, sort=Recognition.Sort.LOCAL_SERVICES, valid_from=date(2026, 6, 1)
    )
    for hub in (one, two):
        factories.partnership(partner, hub)
    assert tally(counted("recognised", date(2026, 1, 1), date(2026, 5, 31))).programme == 0
    found = tally(counted("recognised", *YEAR))
    assert (found.programme, dict(found.by_hub)) == (1, {one.pk: 1, two.pk: 1})


def test_each_part_of_a_period_is_counted_by_its_own_version(loaded: None) -> None:
    Definition.objects.create(
        key="test_trajectory",
        version=2,
        valid_from=date(2026, 7, 1),
        rule="reached_realised",
        text={"nl": "x"},
    )
    early, late = (factories.case(factories.hub()) for _ in range(2))
    for case in (early, late):
        _reach(case, MARCH if case is early else MARCH + timedelta(days=200))
    realised = factories.case(factories.hub())
    _reach(realised, MARCH + timedelta(days=200), "realised")
    assert [thing.pk for thing in counted("test_trajectory", *YEAR)] == [early.pk, realised.pk]
    assert [row.version for row in definitions_on(date(2026, 6, 30)) if row.key == "test_trajectory"] == [1]
    assert [row.version for row in definitions_on(date(2026, 7, 1)) if row.key == "test_trajectory"] == [2]


def test_the_pages_show_numbers_with_their_lists(loaded: None, client: Client) -> None:
    hub = factories.hub(slug="gent")
    _reach(factories.case(hub, "Karton van de groothandel"), MARCH)
    assert "voor het eerst" in client.get("/definities/").content.decode()
    client.force_login(factories.member(hub))
    page = client.get("/werkplek/gent/tellingen/?van=2026-01-01&tot=2026-12-31").content.decode()
    assert "<strong>1</strong> Testtraject" in page
    assert "Karton van de groothandel" not in page
    listed = re.search(r'href="([^"]*lijst=test_trajectory[^"]*)#', page)
    assert listed is not None
    page = client.get(f"/werkplek/gent/tellingen/{html.unescape(listed[1])}").content.decode()
    assert "Karton van de groothandel" in page
    assert client.get("/werkplek/gent/tellingen/?lijst=nergens").status_code == 404
    assert client.get("/werkplek/gent/tellingen/?van=x&tot=2026-12-31").status_code == 422
    assert client.get("/werkplek/gent/tellingen/?van=2026-12-31&tot=2026-01-01").status_code == 422


def test_a_long_list_comes_in_pages_and_takes_no_more_queries(
    loaded: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    hub = factories.hub(slug="gent")
    worker = factories.organisation()
    Recognition.objects.create(
        organisation=worker, sort=Recognition.Sort.SHELTERED_WORK, valid_from=date(2020, 1, 1)
    )
    for _ in range(60):
        _service(hub, worker, is_new_service=True)
    client.force_login(factories.member(hub))
    with django_assert_max_num_queries(30):
        first = client.get("/werkplek/gent/tellingen/?van=2026-01-01&tot=2026-12-31&lijst=new_service")
    assert "<strong>60</strong>" in first.content.decode()
    assert "bladzijde 1 van 2" in first.content.decode()
