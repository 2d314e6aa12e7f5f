"""Who stands at the door without having registered: written down once, taken back, kept as evidence."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from circulairwerkt.agenda import services
from circulairwerkt.agenda.models import Event, Registration, Seat, Session
from circulairwerkt.agenda.times import ZONE
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import NOBODY, SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_scope() -> Iterator[None]:
    with everywhere("a test of the door"):
        yield


@pytest.fixture
def hub() -> Hub:
    return make.hub(slug="gent")


def evening(hub: Hub, *, seats: int | None = None, starts_at: datetime | None = None) -> Session:
    """An event at which one registers, that begins in an hour."""
    event = make.event(hub, registration="here", starts_at=starts_at or timezone.now() + timedelta(minutes=1))
    Session.objects.filter(event=event).update(capacity=seats)
    return Session.objects.select_related("event__hub").get(event=event)


def registered(session: Session, name: str) -> Registration:
    return services.register(
        actor=NOBODY,
        event=Event.objects.get(pk=session.event_id),
        email=f"{name.lower()}@example.org",
        values={"name": name},
        sessions=[session],
    )


def standing(session: Session) -> dict[str, tuple[str, int | None]]:
    """Where everybody stands, and how many came."""
    rows = Seat.objects.filter(session=session).values_list("registration__name", "state", "came")
    return {name: (state, came) for name, state, came in rows}


def test_a_full_room_sends_nobody_away_and_an_entry_told_twice_is_one(hub: Hub, client: Client) -> None:
    session = evening(hub, seats=1)
    registered(session, "An")
    client.force_login(make.member(hub, Role.MEMBER))
    here = f"/werkplek/gent/agenda/{session.event_id}/aanwezig/{session.pk}/"
    assert "Alle plaatsen zijn vergeven" in client.get(here).content.decode()
    sent = {"name": "Zoë", "organisation": "Kringwinkel", "key": uuid4().hex}
    by_script = {"accept": "application/json"}
    answers = [client.post(f"{here}erbij/", sent, headers=by_script).status_code for _time in range(2)]
    assert answers == [204, 204]
    assert client.post(f"{here}erbij/", sent)["Location"] == here
    assert standing(session) == {"An": ("confirmed", None), "Zoë": ("confirmed", 1)}
    assert OutgoingMail.objects.count() == 1
    refused = client.post(f"{here}erbij/", {**sent, "name": " ", "organisation": "De Balie"})
    assert refused.status_code == 422
    assert "De Balie" in refused.content.decode()
    assert client.post(f"{here}erbij/", {"name": "Bo", "key": "x"}, headers=by_script).status_code == 422
    rows = list(csv.DictReader(StringIO(client.get(f"{here}lijst/csv/").content.decode("utf-8-sig"))))
    assert [
        (row["Naam"], row["Ingeschreven"], row["Aanwezig"], row["Aan de deur bijgeschreven"]) for row in rows
    ] == [("An", "1", "", ""), ("Zoë", "0", "1", "ja")]


def test_the_door_sees_who_wants_no_picture(hub: Hub, client: Client) -> None:
    session = evening(hub)
    for name, may_be in (("An", False), ("Bo", True), ("Cas", None)):
        row = registered(session, name)
        Registration.objects.filter(pk=row.pk).update(may_be_pictured=may_be)
    client.force_login(make.member(hub, Role.MEMBER))
    page = client.get(f"/werkplek/gent/agenda/{session.event_id}/aanwezig/{session.pk}/").content.decode()
    lines = page.split('<li class="row-between"')[1:]
    assert ["camera-off" in line for line in lines] == [True, False, False]


def test_what_people_wrote_is_no_markup_at_the_door(hub: Hub, client: Client) -> None:
    session = evening(hub)
    for size in (1, 2):
        row = registered(session, f"An{size}")
        Registration.objects.filter(pk=row.pk).update(
            name='"><b>x</b>', organisation="<i>y</i>", others=["<u>z</u>"], size=size
        )
    Seat.objects.filter(registration__size=2).update(size=2)
    client.force_login(make.member(hub, Role.MEMBER))
    page = client.get(f"/werkplek/gent/agenda/{session.event_id}/aanwezig/{session.pk}/").content.decode()
    assert not any(each in page for each in ("<b>x", "<i>y", "<u>z"))
    # told at each: the name twice, or thrice where a number is asked
    assert page.count("&lt;b&gt;x") == 5


def test_who_is_in_the_list_by_that_name_is_ticked_there(hub: Hub) -> None:
    session = evening(hub, seats=1)
    an, _bo = registered(session, "An"), registered(session, "Bo")
    actor = actor_of(make.member(hub))

    def comes(name: str) -> Seat:
        return services.walk_in(actor=actor, session=session, name=name, key=uuid4().hex)

    assert comes("an").registration == an
    assert comes("Bo").registration.is_walk_in is False
    assert standing(session) == {"An": ("confirmed", 1), "Bo": ("confirmed", 1)}
    # a second of that name is somebody else
    assert comes("An").registration.is_walk_in
    assert Seat.objects.filter(session=session, came=1).count() == 3


def test_a_mistake_is_taken_back_and_who_registered_is_not(hub: Hub, client: Client) -> None:
    session = evening(hub, seats=2)
    an = registered(session, "An")
    actor = actor_of(make.member(hub))
    wrong = services.walk_in(actor=actor, session=session, name="Fuot", key=uuid4().hex).registration
    registered(session, "Bo")
    assert standing(session)["Bo"] == ("waiting", None)
    client.force_login(make.member(hub, Role.MEMBER))
    here = f"/werkplek/gent/agenda/{session.event_id}/aanwezig/{session.pk}/"
    assert client.post(f"{here}erbij/{an.pk}/weg/").status_code == 404
    with pytest.raises(ValidationError):
        services.take_back_walk_in(actor=actor, registration=an)
    assert client.post(f"{here}erbij/{wrong.pk}/weg/")["Location"] == here
    # the chair that came free is the next one's
    assert standing(session) == {"An": ("confirmed", None), "Bo": ("offered", None)}


def test_nobody_passes_the_line_before_the_day_itself(hub: Hub, client: Client) -> None:
    starts_at = datetime(2027, 5, 20, 19, tzinfo=ZONE)
    session = evening(hub, starts_at=starts_at)

    def comes(at: datetime) -> Seat:
        return services.walk_in(actor=SYSTEM, session=session, name="An", key=uuid4().hex, now=at)

    for shut in (starts_at - timedelta(hours=20), starts_at + timedelta(days=90)):
        with pytest.raises(ValidationError):
            comes(shut)
    assert comes(starts_at - timedelta(hours=18, minutes=59)).came == 1
    # a list on paper, copied a week later
    assert comes(starts_at + timedelta(days=7)).came == 1
    client.force_login(make.member(hub, Role.MEMBER))
    page = client.get(f"/werkplek/gent/agenda/{session.event_id}/aanwezig/{session.pk}/").content.decode()
    assert "data-walk-in" not in page
    services.call_off(actor=SYSTEM, event=session.event, reason="")
    session.event.refresh_from_db()
    with pytest.raises(ValidationError):
        comes(starts_at)


def test_names_from_the_door_are_erased_with_the_others(hub: Hub) -> None:
    session = evening(hub)
    services.walk_in(actor=SYSTEM, session=session, name="An", organisation="Kringwinkel", key=uuid4().hex)
    late = session.ends_at + timedelta(days=Registration.RETENTION_DAYS + 1)
    assert services.erase_people(actor=SYSTEM, now=late - timedelta(days=2)) == 0
    assert services.erase_people(actor=SYSTEM, now=late) == 1
    assert services.erase_people(actor=SYSTEM, now=late) == 0
    left = Registration.objects.get()
    assert (left.name, left.organisation, left.is_walk_in) == ("", "", True)
    assert Seat.objects.get().came == 1
