"""The first page of the day: what needs me, in order, with as many queries for a large hub as a small one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.base.permissions import NOBODY, Role
from circulairwerkt.cases import services
from circulairwerkt.cases.links import token_of
from circulairwerkt.cases.models import Case, Entry, Exit, Stage
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Hub:
    return make.hub(slug="zuid")


def _busy(hub: Hub, owner_id: int, times: int) -> None:
    for _ in range(times):
        make.question(hub)
        case = make.case(hub, moved_at=timezone.now() - timedelta(days=60), owner_id=owner_id)
        make.task(case, due_on=timezone.localdate(), for_user_id=owner_id)
        make.entry(case, kind=Entry.Kind.MAIL_IN, is_waiting=True, sender_email="x@example.org")
        make.entry(case, kind=Entry.Kind.MESSAGE, contact=make.contact(case), text="Dinsdag past")


def test_what_needs_me_stands_there_and_a_large_hub_asks_no_more(hub: Hub) -> None:
    user, client = make.member(hub), Client()
    client.force_login(user)
    _busy(hub, user.pk, 1)
    page = client.get("/werkplek/zuid/").content.decode()
    for heading in ("Mail van iemand die we niet kennen", "Taken tot en met vandaag", "Staat stil"):
        assert heading in page
    with CaptureQueriesContext(connection) as few:
        client.get("/werkplek/zuid/")
    times = []
    for more in (25, 25):
        _busy(hub, user.pk, more)
        with CaptureQueriesContext(connection) as many:
            client.get("/werkplek/zuid/")
        times.append(len(many))
    # What does not fit is counted, once for each of the four lists.
    assert times == [len(few) + 4] * 2
    assert len(few) <= 27


def test_what_does_not_fit_on_the_page_has_a_number_and_a_list(hub: Hub) -> None:
    user, client = make.member(hub), Client()
    client.force_login(user)
    _busy(hub, user.pk, 9)
    page = client.get("/werkplek/zuid/").content.decode()
    for name, row in (("taken", "Gedaan: "), ("mails", "x@example.org"), ("nieuws", "Dinsdag past")):
        address = f"/werkplek/zuid/vandaag/{name}/"
        assert f'href="{address}">Toon alle 9' in page
        assert client.get(address).content.decode().count(row) == 9


def test_a_task_of_somebody_else_is_not_mine(hub: Hub) -> None:
    user, other = make.member(hub), make.member(hub)
    make.task(make.case(hub), "Niet voor mij", due_on=timezone.localdate(), for_user=other)
    make.task(make.case(hub), "Later pas", due_on=timezone.localdate() + timedelta(days=3), for_user=user)
    client = Client()
    client.force_login(user)
    page = client.get("/werkplek/zuid/").content.decode()
    assert "Niet voor mij" not in page
    assert "Later pas" not in page


def test_a_coach_finds_no_cases(hub: Hub) -> None:
    make.case(hub, "Vertrouwelijk", moved_at=timezone.now() - timedelta(days=60))
    client = Client()
    client.force_login(make.member(hub, Role.COACH))
    assert "Vertrouwelijk" not in client.get("/werkplek/zuid/").content.decode()


def test_the_asker_follows_in_plain_words_and_sees_nothing_else(hub: Hub) -> None:
    question = make.question(hub)
    with scope.everywhere("a test"):
        case = services.take_up(actor=actor_of(make.member(hub)), question=question)
        Case.objects.filter(pk=case.pk).update(stage=Stage.TEST_TRAJECTORY, title="Intern: lastige klant")
    address = f"/mijn-vraag/{token_of(question)}/"
    page = Client().get(address).content.decode()
    assert "Er loopt een test." in page
    assert "lastige klant" not in page
    Case._base_manager.filter(pk=case.pk).update(exit=Exit.STOPPED, exit_since=timezone.now())
    assert "De hub stopte hiermee" in Client().get(address).content.decode()


def test_who_withdraws_the_question_leaves_the_case_too(hub: Hub) -> None:
    question = make.question(hub, sentence="Zaak Geheimenaar heeft karton", contact_name="Geheimenaar")
    with scope.everywhere("a test"):
        case = services.take_up(actor=actor_of(make.member(hub)), question=question)
        services.party_writes(actor=NOBODY, contact=case.contacts.get(), text="Geheimenaar hier")
        services.withdraw(actor=NOBODY, question=question)
        case.refresh_from_db()
    assert not case.contacts.exists()
    assert "Geheimenaar" not in case.title
    assert {entry.text for entry in case.entries.all()} == {""}
