"""Somebody is away: who reads instead, and which days nobody can promise an answer for."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs import services
from circulairwerkt.hubs.absences import Cover, present, readers_on, unattended_days
from circulairwerkt.hubs.models import Absence, Hub
from tests.circulairwerkt import factories

DAY = date(2026, 7, 1)


def _cover(user: int, replacement: int | None) -> Cover:
    return Cover(user, replacement, DAY, DAY)


@pytest.mark.parametrize(
    ("covers", "there"),
    [
        ([], {1, 2}),
        ([_cover(1, 3)], {3, 2}),
        ([_cover(1, 2)], {2}),
        ([_cover(1, None)], {2}),
        ([_cover(1, None), _cover(2, None)], set()),
        ([_cover(1, 2), _cover(2, 3)], {3}),
        ([_cover(1, 2), _cover(2, 1)], set()),
        ([_cover(1, 9)], {2}),
    ],
)
def test_a_replacement_reads_and_is_replaced_in_turn(covers: list[Cover], there: set[int]) -> None:
    assert present([1, 2], covers, frozenset({1, 2, 3})) == there


people = st.integers(1, 6)


@given(
    st.sets(people),
    st.dictionaries(people, st.none() | people),
    st.frozensets(people),
)
def test_who_is_there_is_never_away_and_always_able(
    coordinators: set[int], away: dict[int, int | None], able: frozenset[int]
) -> None:
    there = present(coordinators, [_cover(user, instead) for user, instead in away.items()], able)
    assert there.isdisjoint(away)
    assert there <= able
    assert (coordinators & able) - set(away) <= there, "who is there himself is there"


@pytest.fixture
def hub(db: None) -> Hub:
    return factories.hub("Hub Gent", slug="gent")


def _note(hub: Hub, user: Any, first: date, last: date, replacement: Any = None) -> Absence:
    with everywhere("a test"):
        return services.note_absence(
            actor=SYSTEM, hub=hub, user=user, first_day=first, last_day=last, replacement=replacement
        )


def test_readers_are_who_is_there_else_every_coordinator(hub: Hub) -> None:
    an, bert = factories.member(hub), factories.member(hub, Role.MEMBER)
    today = timezone.localdate()
    assert readers_on(hub, today) == [an]
    _note(hub, an, today, today, bert)
    assert readers_on(hub, today) == [bert]
    assert readers_on(hub, today + timedelta(days=1)) == [an]
    with everywhere("a test"):
        services.withdraw_absence(actor=SYSTEM, absence=Absence.objects.get())
    assert readers_on(hub, today) == [an]
    _note(hub, an, today, today)
    assert readers_on(hub, today) == [an], "a letter is never sent to nobody"


def test_days_without_anybody_are_known(hub: Hub) -> None:
    an, bert = factories.member(hub), factories.member(hub, Role.MEMBER)
    first = timezone.localdate() + timedelta(days=3)
    _note(hub, an, first, first + timedelta(days=2))
    week = (first - timedelta(days=3), first + timedelta(days=6))
    assert unattended_days(hub, *week) == {first + timedelta(days=n) for n in range(3)}
    _note(hub, bert, first, first)
    other = factories.member(hub)
    assert unattended_days(hub, *week) == frozenset()
    _note(hub, other, first, first, bert)
    assert unattended_days(hub, *week) == {first}, "a replacement who is away helps nobody"


def test_a_hub_without_coordinators_is_not_unattended_by_absence(hub: Hub) -> None:
    assert unattended_days(hub, DAY, DAY + timedelta(days=30)) == frozenset()


def test_what_cannot_be_noted(hub: Hub) -> None:
    an, stranger = factories.member(hub), factories.person()
    coach = factories.member(hub, Role.COACH)
    today = timezone.localdate()
    day = timedelta(days=1)
    for user, first, last, instead in [
        (an, today, today - day, None),
        (an, today - 9 * day, today - day, None),
        (an, today, today + 366 * day, None),
        (stranger, today, today, None),
        (an, today, today, stranger),
        (an, today, today, an),
        (an, today, today, coach),
    ]:
        with pytest.raises(ValidationError):
            _note(hub, user, first, last, instead)
    _note(hub, an, today, today + 3 * day)
    with pytest.raises(ValidationError):
        _note(hub, an, today + 3 * day, today + 5 * day)
    _note(hub, an, today + 4 * day, today + 5 * day)


def test_a_coordinator_notes_and_takes_back_on_the_page(hub: Hub, client: Client) -> None:
    an = factories.member(hub, email="an@example.org")
    bert = factories.member(hub, Role.MEMBER, email="bert@example.org")
    client.force_login(an)
    today = timezone.localdate().isoformat()
    wrong = client.post("/werkplek/gent/afwezig/", {"user": an.pk, "first_day": "morgen", "last_day": today})
    assert wrong.status_code == 422
    sent = client.post(
        "/werkplek/gent/afwezig/",
        {"user": an.pk, "first_day": today, "last_day": today, "replacement": bert.pk},
    )
    assert sent.status_code == 302
    page = client.get("/werkplek/gent/afwezig/").content.decode()
    assert "bert@example.org leest in de plaats" in page
    with everywhere("a test"):
        absence = Absence.objects.get()
    assert client.post(f"/werkplek/gent/afwezig/{absence.pk}/terugnemen/").status_code == 302
    assert "leest in de plaats</p>" not in client.get("/werkplek/gent/afwezig/").content.decode()
    assert "afwezigheid genoteerd" in client.get("/werkplek/gent/geschiedenis/").content.decode()


def test_of_an_absence_of_another_hub_nothing_is_seen(hub: Hub, client: Client) -> None:
    other = factories.hub("Hub Aalst", slug="aalst")
    theirs = _note(other, factories.member(other), timezone.localdate(), timezone.localdate())
    client.force_login(factories.member(hub))
    assert client.post(f"/werkplek/gent/afwezig/{theirs.pk}/terugnemen/").status_code == 404


def test_who_leaves_takes_the_absences_along(hub: Hub) -> None:
    an, bert = factories.member(hub), factories.member(hub)
    today = timezone.localdate()
    _note(hub, an, today, today, bert)
    _note(hub, bert, today + timedelta(days=3), today + timedelta(days=3), an)
    services.forget_person_at_hubs(bert.pk)
    with everywhere("a test"):
        assert list(Absence.objects.values_list("user", "replacement")) == [(an.pk, None)]


def test_of_two_who_note_the_same_days_one_is_refused(hub: Hub) -> None:
    an = factories.member(hub)
    today = timezone.localdate()
    _note(hub, an, today, today)
    with pytest.raises(ValidationError, match="al een afwezigheid"):
        _note(hub, an, today, today)
