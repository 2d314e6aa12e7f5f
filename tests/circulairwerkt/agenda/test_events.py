"""What happens to events: drafts, publishing, moving, calling off, copies, series, what came of them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from circulairwerkt.agenda import services
from circulairwerkt.agenda.models import Event, Session, State
from circulairwerkt.agenda.times import ZONE, rule_of
from circulairwerkt.base.models import AuditEntry, EditConflict, OutgoingMail
from circulairwerkt.base.permissions import SYSTEM, Actor, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Lesson
from circulairwerkt.cases.yields import yield_of
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.models import Goal
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
WHEN = datetime(2027, 3, 20, 19, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _in_scope() -> object:
    with everywhere("a test of events"):
        yield


@pytest.fixture
def hub() -> Hub:
    return make.hub(slug="gent", seat=make.municipality("Gent", nis="44021", lat=51.05, lon=3.72))


@pytest.fixture
def coordinator(hub: Hub) -> Actor:
    return actor_of(make.member(hub))


def draft(hub: Hub, actor: Actor, **values: object) -> Event:
    filled = {"title": {"nl": "Kom eens kijken"}, "municipality": hub.seat, **values}
    return services.make_event(actor=actor, hub=hub, values=filled, times=[(WHEN, WHEN + timedelta(hours=3))])


def test_a_draft_is_for_its_hub_until_it_stands_in_the_agenda(hub: Hub, coordinator: Actor) -> None:
    event = draft(hub, coordinator)
    assert event.slug == "kom-eens-kijken-2027-03-20"
    page = f"/agenda/{event.slug}/"
    people = {role: make.member(hub, role) for role in (Role.MEMBER, Role.COACH, Role.COORDINATOR)}
    elsewhere = make.member(make.hub())

    def sees(person: object) -> int:
        client = Client()
        if person is not None:
            client.force_login(person)  # type: ignore[arg-type]
        return client.get(page).status_code

    assert [sees(people[role]) for role in people] == [200, 404, 200]
    assert [sees(None), sees(elsewhere)] == [404, 404]
    services.publish(actor=coordinator, event=event)
    assert [sees(None), sees(elsewhere), sees(people[Role.COACH])] == [200, 200, 200]


@pytest.mark.parametrize(
    ("values", "has_time"),
    [({"title": {}}, True), ({"municipality": None}, True), ({}, False)],
)
def test_what_lacks_something_is_not_published(
    hub: Hub, coordinator: Actor, values: dict[str, object], has_time: bool
) -> None:
    event = draft(hub, coordinator, **values)
    if not has_time:
        session = event.sessions.get()
        services.call_off_session(actor=coordinator, session=session, seen_version=1)
        event.refresh_from_db()
        assert event.first_starts_at is None
    with pytest.raises(ValidationError):
        services.publish(actor=coordinator, event=event)
    event.refresh_from_db()
    assert (event.state, event.visibility) == (State.DRAFT, "hub")


def test_online_needs_no_place(hub: Hub, coordinator: Actor) -> None:
    event = draft(hub, coordinator, municipality=None, mode="online")
    assert services.publish(actor=coordinator, event=event).state == State.PUBLISHED
    assert event.address == ""


def test_moving_back_is_not_moved(hub: Hub, coordinator: Actor) -> None:
    event = services.publish(actor=coordinator, event=draft(hub, coordinator))
    session = event.sessions.get()

    def move_to(start: datetime) -> Session:
        row = Session.objects.select_related("event").get(pk=session.pk)
        values = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
        return services.save_session(actor=coordinator, session=row, seen_version=row.version, values=values)

    assert move_to(WHEN + timedelta(days=1)).moved_from == WHEN
    assert move_to(WHEN + timedelta(days=2)).moved_from == WHEN
    event.refresh_from_db()
    assert event.first_starts_at == WHEN + timedelta(days=2)
    assert "Verplaatst" in Client().get(f"/agenda/{event.slug}/").content.decode()
    assert move_to(WHEN).moved_from is None
    with pytest.raises(EditConflict):
        services.save_session(actor=coordinator, session=session, seen_version=1, values={"room": "boven"})


def test_one_session_goes_and_the_last_one_takes_the_event(hub: Hub, coordinator: Actor) -> None:
    event = draft(hub, coordinator)
    later = WHEN + timedelta(weeks=1)
    second = services.save_session(
        actor=coordinator,
        session=Session(event=event),
        seen_version=0,
        values={"starts_at": later, "ends_at": later + timedelta(hours=3)},
    )
    services.publish(actor=coordinator, event=event)
    first = event.sessions.order_by("starts_at").first()
    assert first is not None
    services.call_off_session(actor=coordinator, session=first, seen_version=first.version)
    event.refresh_from_db()
    assert (event.first_starts_at, event.state) == (later, State.PUBLISHED)
    with pytest.raises(ValidationError):
        services.call_off_session(actor=coordinator, session=second, seen_version=second.version)
    services.call_off(actor=coordinator, event=event, reason=" Ziek ")
    assert not event.sessions.filter(cancelled_at__isnull=True).exists()
    assert event.cancel_reason == "Ziek"
    with pytest.raises(ValidationError):
        services.call_off(actor=coordinator, event=event, reason="nog eens")
    with pytest.raises(ValidationError):
        services.remove_event(actor=coordinator, event=event)


def test_a_series_is_events_of_their_own_that_stay_in_step(hub: Hub, coordinator: Actor) -> None:
    goal = Goal.objects.create(key="network", label={"nl": "netwerk"})
    event = draft(hub, coordinator)
    event.goals.add(goal)
    services.publish(actor=coordinator, event=event)
    rule = rule_of("weekly", WHEN, last_day=date(2027, 4, 10))
    series = services.make_series(actor=coordinator, event=event, rule=rule, exceptions=[date(2027, 4, 3)])
    rows = list(Event.objects.filter(series=series).order_by("first_starts_at"))
    assert [f"{timezone.localtime(row.first_starts_at):%d/%m %H.%M}" for row in rows] == [
        "20/03 19.00",
        "27/03 19.00",
        "10/04 19.00",
    ]
    assert len({row.slug for row in rows}) == len({row.sessions.get().uid for row in rows}) == 3
    assert all(row.state == State.PUBLISHED and list(row.goals.all()) == [goal] for row in rows)
    services.call_off(actor=coordinator, event=rows[1], reason="")
    assert [row.state for row in Event.objects.filter(series=series).order_by("first_starts_at")] == [
        State.PUBLISHED,
        State.CANCELLED,
        State.PUBLISHED,
    ]
    with pytest.raises(ValidationError):
        services.make_series(actor=coordinator, event=rows[2], rule=rule)


def test_what_came_of_it_is_followed_both_ways(hub: Hub, coordinator: Actor, client: Client) -> None:
    event = make.event(hub, starts_at=timezone.now() - timedelta(days=5))
    question = make.question(hub, sentence="Wie neemt ons karton?")
    client.force_login(make.member(hub, Role.MEMBER))
    page = f"/vragen/{question.pk}/"
    assert "Begon dit op een activiteit?" in client.get(page).content.decode()
    client.post(f"{page}activiteit/", {"activiteit": event.pk})
    assert f"/werkplek/gent/agenda/{event.pk}/" in client.get(page).content.decode()
    case = cases.take_up(actor=coordinator, question=question)
    Lesson.objects.create(case=case, text="Bel eerst.")
    found = yield_of(coordinator, event)
    assert (list(found.questions), list(found.cases), [row.text for row in found.lessons]) == (
        [question],
        [case],
        ["Bel eerst."],
    )
    inside = client.get(f"/werkplek/gent/agenda/{event.pk}/").content.decode()
    assert "Wie neemt ons karton?" in inside
    assert "Bel eerst." in inside
    # a case begun by a question of an evening says so too
    assert event.shown_title in client.get(f"/dossiers/{case.pk}/").content.decode()
    # nobody of another hub, and no visitor, reads what came of it
    assert yield_of(actor_of(make.member(make.hub())), event).is_empty
    client.post(f"{page}activiteit/", {"activiteit": event.pk, "los": "1"})
    assert yield_of(coordinator, event).is_empty
    assert AuditEntry.objects.filter(action__in=["agenda.came_of", "agenda.let_go_of"]).count() == 2


@pytest.mark.parametrize(("typed", "price"), [("0", Decimal(0)), ("", None), ("12,50", Decimal("12.50"))])
def test_a_price_of_nothing_is_another_answer_than_none(
    hub: Hub, client: Client, typed: str, price: Decimal | None
) -> None:
    """Beside words about the price only a 0 says that it is free."""
    client.force_login(make.member(hub))
    event = make.event(hub)
    form = client.get(f"/werkplek/gent/agenda/{event.pk}/gegevens/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    sent |= {"price_eur": typed, "price_text": "Lunch inbegrepen"}
    assert client.post(f"/werkplek/gent/agenda/{event.pk}/gegevens/", sent).status_code == 302
    event.refresh_from_db()
    assert event.price_eur == price
    assert event.is_free is (price == 0)


def test_the_forms_make_change_and_keep_what_was_typed(hub: Hub, client: Client) -> None:
    client.force_login(make.member(hub))
    sent = {
        "version": "0",
        "kind": "visit",
        "mode": "on_site",
        "title_nl": "Op bezoek",
        "plaats": "Gent",
        "day": "2027-03-28",
        "from_time": "02:30",
        "until_time": "05:00",
    }
    refused = client.post("/werkplek/gent/agenda/nieuw/", sent)
    assert refused.status_code == 422
    assert "Dit uur bestaat die nacht niet" in refused.content.decode()
    assert "Op bezoek" in refused.content.decode()
    backwards = client.post(
        "/werkplek/gent/agenda/nieuw/", {**sent, "from_time": "14u30", "until_time": "13.00"}
    )
    assert "Het einde ligt voor het begin" in backwards.content.decode()
    made = client.post("/werkplek/gent/agenda/nieuw/", {**sent, "from_time": "14u30", "until_time": "17.00"})
    event = Event.objects.get(kind="visit")
    assert made["Location"] == f"/werkplek/gent/agenda/{event.pk}/"
    assert timezone.localtime(event.first_starts_at).isoformat() == "2027-03-28T14:30:00+02:00"
    assert event.municipality == hub.seat
    assert event.price_eur is None
    nowhere = {**sent, "version": "1", "plaats": ""}
    assert client.post(f"/werkplek/gent/agenda/{event.pk}/gegevens/", nowhere).status_code == 422
    series = {"rhythm": "weekly", "last_day": "2027-04-12", "exceptions": "4/4/2027"}
    shown = client.post(f"/werkplek/gent/agenda/{event.pk}/reeks/", series).content.decode()
    assert "zo 11 april 2027, 14.30 u" in shown
    assert "zo 4 april 2027" not in shown
    assert Event.objects.count() == 1
    client.post(f"/werkplek/gent/agenda/{event.pk}/reeks/", {**series, "maak": "1"})
    assert Event.objects.count() == 2
    bad = client.post(f"/werkplek/gent/agenda/{event.pk}/kopie/", {"day": "morgen", "from_time": "25"})
    assert bad.status_code == 422


def test_what_is_over_is_put_right_without_a_word(hub: Hub, client: Client) -> None:
    """It did not take place: it counts no more, can be taken back, and nobody is told to stay at home."""
    event = make.event(hub, registration="here")
    sessions = list(event.sessions.all())
    services.register(
        actor=SYSTEM, event=event, email="an@example.org", values={"name": "An"}, sessions=sessions
    )
    begun = timezone.now() - timedelta(days=3)
    session = sessions[0]
    Session.objects.update(starts_at=begun, ends_at=begun + timedelta(hours=2))
    Event.objects.update(first_starts_at=begun, last_ends_at=begun + timedelta(hours=2))
    OutgoingMail.objects.all().delete()
    client.force_login(make.member(hub))
    here = f"/werkplek/gent/agenda/{event.pk}/"
    assert "Niemand krijgt een mail" in client.get(f"{here}afgelasten/").content.decode()
    assert client.post(f"{here}afgelasten/", {"reason": "Niemand kwam"}).status_code == 302
    assert Event.objects.get().is_cancelled
    assert f"{here}toch/" in client.get(here).content.decode()
    client.post(f"{here}toch/")
    assert not Event.objects.get().is_cancelled
    session.refresh_from_db()
    assert session.cancelled_at is None
    values = {"starts_at": begun, "ends_at": begun + timedelta(hours=3)}
    services.save_session(actor=SYSTEM, session=session, seen_version=session.version, values=values)
    assert not OutgoingMail.objects.exists()
