"""A coach's day asks the database equally often, whether one person or thirty are due."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from circulairwerkt.base.scope import everywhere
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people.models import (
    Caller,
    CallRequest,
    Enclave,
    FollowUp,
    Note,
    PersonFile,
    Transition,
)
from tests.circulairwerkt import factories
from tests.circulairwerkt.people.guiding import guiding_enterprise, member_of, signed_in

pytestmark = pytest.mark.django_db
#: Session, who acts, the enterprise, its switch, people, notes due, questions, names that go, calls, groups,
#: what waits, and the line for each reader in one go.
MOST = 23


def due(enterprise: Organisation, coach: Any, caller: Caller, place: Any) -> None:
    """One more of all that a day can hold, each of another person."""
    day = timezone.localdate()

    def person(**fields: Any) -> PersonFile:
        values = {"first_name": "Els", "email": "els@example.org", **fields}
        return PersonFile.objects.create(organisation=enterprise, coach=coach, **values)

    for kind in ("meeting", "step"):
        Note.objects.create(file=person(), kind=kind, text="iets", on=day, at=time(9))
    Note.objects.create(file=person(), kind="step", text="iets", on=day, disputed_at=timezone.now())
    way = Transition.objects.create(file=person())
    FollowUp.objects.create(transition=way, months=3, due_on=day, asked_at=timezone.now())
    person(ended_on=day - timedelta(days=360), noticed_on=day)
    Enclave.objects.create(
        organisation=enterprise, customer="Firma", starts_on=day, coach=member_of(enterprise)
    )
    number = CallRequest.objects.count()
    CallRequest.objects.create(
        hub=caller.hub,
        municipality=place,
        caller=caller,
        first_name="Els",
        phone="0470 00 00 00",
        phone_digest=str(number),
        nonce=str(number).rjust(24, "n"),
        call_by=day,
    )


def asked_by(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_day_of_thirty_people_asks_as_often_as_that_of_one() -> None:
    enterprise = guiding_enterprise()
    coach = member_of(enterprise)
    place = factories.municipality("Kortrijk")
    with everywhere("a test of calling back"):
        caller = Caller.objects.create(
            hub=factories.hub(seat=place),
            name="Toon",
            email="toon@example.org",
            user=coach,
            agreed_at=timezone.now(),
        )
        due(enterprise, coach, caller, place)
    client, base = signed_in(coach), f"/organisaties/{enterprise.slug}/beheer/mensen/"
    few = {path: asked_by(client, path) for path in (f"{base}vandaag/", base)}
    with everywhere("more of it"):
        for _each in range(29):
            due(enterprise, coach, caller, place)
    for path, count in few.items():
        assert asked_by(client, path) <= count <= MOST, path
    assert client.get(f"{base}vandaag/").content.decode().count("Gebeurd") == 30, "all stand there"
