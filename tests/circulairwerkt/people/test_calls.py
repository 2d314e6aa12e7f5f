"""Calling back, in random sequences with a moving clock: none lost, none doubled, numbers go in time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circulairwerkt.base import outbox
from circulairwerkt.base.models import AuditEntry, OutgoingMail
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Question
from circulairwerkt.hubs.models import Hub, Switch
from circulairwerkt.people import routing, services, times
from circulairwerkt.people.links import call_token, caller_token
from circulairwerkt.people.models import Caller, CallRequest, MonthCount
from circulairwerkt.reference.models import Municipality
from circulairwerkt.reference.queries import find_place
from tests.circulairwerkt import factories
from tests.circulairwerkt.at_once import ON_POSTGRESQL, at_once
from tests.circulairwerkt.people.marked import FIRST, PHONE, marks_in
from tests.circulairwerkt.permissions.world import taken_back

State = CallRequest.State
NUMBERS = ("0470 11 22 30", "+32 470 11 22 31", "0032470112232", "056 12 34 56")


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock of Django stand at ``moment``."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield


@pytest.fixture
def kortrijk(db: None) -> Municipality:
    place = find_place("8500").place
    assert place is not None
    values = {"name": place.municipality.name, "province": "West-Vlaanderen", "lat": 50.8, "lon": 3.26}
    return Municipality.objects.get_or_create(nis=place.municipality.nis, defaults=values)[0]


@pytest.fixture
def hub(kortrijk: Municipality) -> Hub:
    return factories.hub("Hub Kortrijk", slug="kortrijk", seat=kortrijk)


def caller_at(hub: Hub, place: Municipality, *, agreed: bool = True, **fields: Any) -> Caller:
    values = {"name": "Fatma", "email": "fatma@example.org", **fields}
    with everywhere("a caller for a test"):
        caller = Caller.objects.create(hub=hub, agreed_at=timezone.now() if agreed else None, **values)
        caller.municipalities.add(place)
    return caller


def ask(place: Municipality, phone: str = PHONE, nonce: str = "a" * 24, name: str = FIRST) -> CallRequest:
    return services.ask_call(
        actor=NOBODY, municipality=place, first_name=name, phone=phone, language="nl", nonce=nonce
    )


actions = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(0, 3)),
        st.tuples(st.sampled_from(("reached", "missed", "withdraw")), st.integers(0, 3)),
        st.tuples(st.sampled_from(("stop", "agree")), st.integers(0, 2)),
        st.tuples(st.just("days"), st.integers(1, 20)),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=actions)
def test_no_request_is_lost_none_doubled_each_number_goes(
    sequence: list[tuple[str, int]], hub: Hub, kortrijk: Municipality
) -> None:
    with taken_back(), everywhere("a random sequence"):
        callers = [caller_at(hub, kortrijk, name=f"Beller {number}") for number in range(3)]
        now, waiting, asked = timezone.now(), {}, 0
        for step, (what, which) in enumerate(sequence):
            if what == "days":
                now += timedelta(days=which)
            with at(now):
                if what == "ask":
                    asked += _asked(kortrijk, which, waiting, nonce=f"{step:024}")
                elif what == "days":
                    services.keep_calls(actor=SYSTEM)
                elif what in ("stop", "agree"):
                    _changed(callers[which], what)
                elif which in waiting:
                    _called(CallRequest.objects.get(pk=waiting[which]), what)
                _holds(waiting, asked, kept=what == "days")


def _asked(place: Municipality, which: int, waiting: dict[int, int], *, nonce: str) -> int:
    """Ask for a number; return how many requests that must have made."""
    try:
        found = ask(place, NUMBERS[which], nonce=nonce)
    except services.NobodyCalls:
        assert not routing.callers_for(place)
        return 0
    is_new = which not in waiting
    waiting.setdefault(which, found.pk)
    assert found.pk == waiting[which], "one number waits once"
    return int(is_new)


def _called(request: CallRequest, what: str) -> None:
    if what == "withdraw":
        services.withdraw_call(actor=NOBODY, request=request)
    elif request.caller is not None:
        services.note_call(actor=NOBODY, caller=request.caller, request=request, reached=what == "reached")


def _changed(caller: Caller, what: str) -> None:
    if what == "stop":
        services.stop_calling(actor=NOBODY, caller=caller)
    else:
        services.agree_to_call(actor=NOBODY, caller=caller, hours="", call_within_days=2)


def _holds(waiting: dict[int, int], asked: int, *, kept: bool) -> None:
    """The laws that hold after every step; ``waiting`` follows what became of each number."""
    rows = {row.pk: row for row in CallRequest.objects.select_related("caller")}
    for which, pk in list(waiting.items()):
        row = rows.get(pk)
        if row is None or not row.is_open:
            del waiting[which]
    open_rows = [row for row in rows.values() if row.is_open]
    assert {row.pk for row in open_rows} == set(waiting.values()), "lost or doubled"
    for row in rows.values():
        assert row.is_open == bool(row.phone) == bool(row.first_name) == bool(row.phone_digest)
        assert row.caller is None or not row.is_open or row.caller.calls, "waits for nobody"
        if kept and row.is_open:
            assert timezone.now() - row.asked_at < times.CALL_WAITS + timedelta(days=1), "kept too long"
            assert row.caller is not None or not routing.callers_for(row.municipality)
    counted = sum(MonthCount.objects.values_list("count", flat=True))
    assert counted + len(rows) == asked


@pytest.mark.parametrize("state", [State.DONE, State.WITHDRAWN, State.UNREACHED, State.EXPIRED])
def test_what_ended_stays_ended(state: str, hub: Hub, kortrijk: Municipality) -> None:
    caller = caller_at(hub, kortrijk)
    request = ask(kortrijk)
    CallRequest.objects.update(state=state, first_name="", phone="", phone_digest="", ended_at=timezone.now())
    for reached in (True, False):
        with pytest.raises(services.NotOpen):
            services.note_call(actor=NOBODY, caller=caller, request=request, reached=reached)
    services.withdraw_call(actor=NOBODY, request=request)
    assert CallRequest.objects.get().state == state


def test_nobody_is_shown_before_he_agreed_nor_after_he_stopped(hub: Hub, kortrijk: Municipality) -> None:
    def page() -> str:
        return Client().get("/werk/dichtbij/?plaats=8500").content.decode()

    assert 'name="nummer"' not in page()
    caller = caller_at(hub, kortrijk, agreed=False)
    assert "Fatma" not in page()
    services.agree_to_call(actor=NOBODY, caller=caller, hours="in de voormiddag", call_within_days=1)
    assert "Fatma belt je binnen 1 werkdag." in page()
    Switch.objects.create(hub=hub, key="work", is_on=False)
    assert "Fatma" not in page(), "a hub that does not use work shows none of it"
    Switch.objects.all().delete()
    services.stop_calling(actor=NOBODY, caller=caller)
    assert "Fatma" not in page()
    assert "0800 30 700" in page()


def test_a_person_calls_before_a_service_and_the_load_is_shared(hub: Hub, kortrijk: Municipality) -> None:
    caller_at(hub, kortrijk, name="OCMW", kind=Caller.Kind.OCMW)
    vdab = caller_at(hub, kortrijk, name="VDAB", kind=Caller.Kind.VDAB)
    first, second = caller_at(hub, kortrijk, name="Fatma"), caller_at(hub, kortrijk, name="Toon")
    assert [ask(kortrijk, phone, nonce=phone).caller for phone in NUMBERS[:2]] == [first, second]
    for caller in (first, second):
        services.stop_calling(actor=NOBODY, caller=caller)
    assert set(CallRequest.objects.values_list("caller", flat=True)) == {vdab.pk}


def test_what_is_late_is_told_to_the_coordinator_once_and_names_nobody(
    hub: Hub, kortrijk: Municipality
) -> None:
    coordinator = factories.member(hub)
    caller_at(hub, kortrijk)
    ask(kortrijk)
    outbox.deliver_due()
    mail.outbox.clear()
    for days in (1, 5, 6, 7):
        with everywhere("the clock"):
            services.keep_calls(actor=SYSTEM, today=timezone.localdate() + timedelta(days=days))
        outbox.deliver_due()
    assert [letter.to for letter in mail.outbox] == [[coordinator.email]]
    assert not marks_in(mail.outbox[0].body)
    client = Client()
    client.force_login(coordinator)
    page = client.get("/werkplek/kortrijk/bellers/").content.decode()
    assert not marks_in(page), "the coordinator reads how many, never who"


def _send(client: Client, **values: str) -> Any:
    page = client.get("/werk/bel-mij/?plaats=8500").content.decode()
    stamp = re.search(r'name="stempel" value="([^"]+)"', page)
    sent = {"voornaam": FIRST, "nummer": PHONE, "plaats": "8500", "stempel": stamp[1] if stamp else ""}
    return client.post("/werk/bel-mij/", {**sent, **values})


def test_who_asks_sees_who_calls_and_afterwards_that_the_number_is_gone(
    hub: Hub, kortrijk: Municipality
) -> None:
    caller = caller_at(hub, kortrijk)
    client = Client()
    followed = _send(client)["Location"]
    page = client.get(followed).content.decode()
    assert "Fatma belt je" in page
    assert "Niemand las je nummer al" in page
    assert not marks_in(page)
    theirs = f"/bellen/{caller_token(caller)}/"
    told = Client().get(theirs).content.decode()
    assert FIRST in told
    assert PHONE in told
    assert "Je nummer is gelezen op" in client.get(followed).content.decode()
    Client().post(theirs, {"keuze": "gebeld", "vraag": str(CallRequest.objects.get().pk)})
    assert "Je naam en je nummer zijn weg" in client.get(followed).content.decode()
    assert not marks_in(Client().get(theirs).content.decode())
    assert not marks_in(str(CallRequest.objects.values()))
    outbox.deliver_due()
    assert len(mail.outbox) == 1
    assert not marks_in(mail.outbox[0].body)
    assert OutgoingMail.objects.get().to == "", "whom a letter of this room went to is forgotten"


def test_the_same_press_twice_is_one_request(hub: Hub, kortrijk: Municipality) -> None:
    caller_at(hub, kortrijk)
    client = Client()
    page = client.get("/werk/bel-mij/?plaats=8500").content.decode()
    stamp = re.search(r'name="stempel" value="([^"]+)"', page)
    assert stamp is not None
    sent = {"voornaam": FIRST, "nummer": PHONE, "plaats": "8500", "stempel": stamp[1]}
    first, second = (client.post("/werk/bel-mij/", sent) for _press in range(2))
    assert first.status_code == second.status_code == 302
    assert CallRequest.objects.count() == 1
    # The same number on another form: it waits already, and no link to somebody else's request.
    answer = _send(client, nummer="+32 479 98 76 51")
    assert answer.status_code == 200
    assert "staat al op de lijst" in answer.content.decode()
    assert call_token(CallRequest.objects.get())[:20] not in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("voornaam", "heb hernia", "gezondheid"),
        ("voornaam", "Els 85.07.30-033 28", "rijksregisternummer"),
        ("nummer", "0470 12 34 56 burn-out", "gezondheid"),
        ("nummer", "850730 033 28", "rijksregisternummer"),
    ],
)
def test_secrets_are_refused_kindly_and_not_shown_again(
    field: str, text: str, word: str, hub: Hub, kortrijk: Municipality
) -> None:
    caller_at(hub, kortrijk)
    answer = _send(Client(), **{field: text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert word in page
    assert text not in page
    assert not CallRequest.objects.exists()


SENTENCE = "ik zoek werk, heb hernia, kan iemand bellen 0470 12 34 56"


def test_of_the_sentence_nothing_is_kept_but_the_number_in_the_form(
    hub: Hub, kortrijk: Municipality, caplog: Any
) -> None:
    caplog.set_level("DEBUG")
    caller_at(hub, kortrijk)
    client = Client()
    answer = client.post("/werk/zeg-het/", {"zin": SENTENCE, "plaats": "8500"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="0470 12 34 56"' in page
    assert "Je schreef iets over je gezondheid" in page
    assert "hernia" not in page
    assert not CallRequest.objects.exists()
    assert not [
        record.getMessage()
        for record in caplog.records
        if "hernia" in record.getMessage() and not record.name.startswith("django.db")
    ]
    assert "hernia" not in str([AuditEntry.objects.values(), dict(client.session), client.cookies])


def test_the_home_page_leads_there_without_the_sentence(hub: Hub, kortrijk: Municipality) -> None:
    client = Client()
    answer = client.get("/antwoord/", {"plaats": "8500", "zin": SENTENCE})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/werk/bel-mij/?plaats=8500")
    assert "hernia" not in answer["Location"]
    assert "gezondheid" in client.get(answer["Location"]).content.decode()


def test_a_question_to_the_hub_does_not_take_it_either(hub: Hub, kortrijk: Municipality) -> None:
    sent = {"plaats": "8500", "zin": SENTENCE, "contact": "0470 12 34 56"}
    assert Client().post("/antwoord/vraag/", sent).status_code == 422
    assert not Question._base_manager.exists()


def test_asking_again_and_again_is_stopped(hub: Hub, kortrijk: Municipality) -> None:
    cache.clear()
    caller_at(hub, kortrijk)
    client = Client()
    answers = [_send(client, nummer=f"0470 11 22 3{number}").status_code for number in range(7)]
    assert answers[:5] == [302] * 5
    assert answers[-1] == 429


@ON_POSTGRESQL
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_number_asked_at_the_same_moment_waits_once() -> None:
    place = factories.municipality("Kortrijk")
    caller_at(factories.hub(seat=place), place)
    got = at_once(lambda number: ask(place, nonce=f"{number:024}").pk)
    assert len(set(got)) == 1, got
    assert CallRequest.objects.count() == 1


@ON_POSTGRESQL
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_stops_while_others_ask_leaves_nobody_behind() -> None:
    place = factories.municipality("Kortrijk")
    hub = factories.hub(seat=place)
    stopping, other = caller_at(hub, place, name="A"), caller_at(hub, place, name="B")

    def work(number: int) -> Any:
        if number == 0:
            return services.stop_calling(actor=NOBODY, caller=stopping).pk
        return ask(place, f"0470 11 22 3{number}", nonce=f"{number:024}").pk

    got = at_once(work)
    assert not [each for each in got if isinstance(each, Exception)], got
    assert set(CallRequest.objects.values_list("caller", flat=True)) == {other.pk}
