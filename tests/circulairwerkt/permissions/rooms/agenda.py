"""Events: the coordinator of the hub makes them, those who work there see drafts, everybody reads the agenda."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.agenda import services
from circulairwerkt.agenda.feeds import token_of
from circulairwerkt.agenda.models import CalendarFeed, Event, Series, Session
from circulairwerkt.agenda.services.imported import import_events, undo_import
from circulairwerkt.agenda.times import rule_of
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Question
from circulairwerkt.hubs.models import Hub, Switch
from tests.circulairwerkt.permissions.lines import Line, everybody, line, signed_in
from tests.circulairwerkt.permissions.rooms.cases import case_of
from tests.circulairwerkt.permissions.service import COORDINATOR, NOBODY, SIGNED_IN, Service, ask
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    *everybody("agenda/", "200", "405"),
    *everybody("agenda/maand/", "200", "405"),
    *everybody("agenda/kader/", "200", "405"),
    *everybody("agenda/alles.ics", "200", "405"),
    *everybody("agenda/hubs/<slug:slug>.ics", "200", "405"),
    *everybody("agenda/sectoren/<slug:key>.ics", "200", "405"),
    *everybody("agenda/<slug:slug>/", "200", "405"),
    *everybody("agenda/<slug:slug>/agenda.ics", "200", "405"),
    # the secret address is the right: who holds it may, whoever it is
    *everybody("agenda/eigen/<str:token>.ics", "200", "405"),
    *signed_in("mijn/agenda/", "200", "405"),
    *signed_in("mijn/agenda/adres/", "405", "302"),
    #                                                                          nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/<slug:slug>/agenda/", "GET",                                "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/agenda/", "POST",                               "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/agenda/nieuw/", "GET",                          "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/agenda/nieuw/", "POST",                         "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/", "GET",                       "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/", "POST",                      "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/gegevens/", "GET",              "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/gegevens/", "POST",             "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/publiceren/", "GET",            "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/publiceren/", "POST",           "in     404    404    404    404    404    302    404    302"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/afgelasten/", "GET",            "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/afgelasten/", "POST",           "in     404    404    404    404    404    302    404    302"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/toch/", "GET",                  "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/toch/", "POST",                 "in     404    404    404    404    404    302    404    302"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/kopie/", "GET",                 "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/kopie/", "POST",                "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/weg/", "GET",                   "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/weg/", "POST",                  "in     404    404    404    404    404    302    404    302"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/reeks/", "GET",                 "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/reeks/", "POST",                "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/sessies/nieuw/", "GET",         "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/sessies/nieuw/", "POST",        "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/sessies/<int:session_pk>/", "GET",  "in 404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/sessies/<int:session_pk>/", "POST", "in 404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/sessies/<int:session_pk>/schrappen/", "GET",  "in 405 405 405 405 405 405 405 405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/sessies/<int:session_pk>/schrappen/", "POST", "in 404 404 404 404 404 302 404 302"),
    # where a question or case began: for who works on it
    line("vragen/<int:pk>/activiteit/", "GET",                                 "in     405    405    405    405    405    405    405    405"),
    line("vragen/<int:pk>/activiteit/", "POST",                                "in     404    404    404    404    302    302    404    302"),
    line("dossiers/<int:pk>/activiteit/", "GET",                               "in     405    405    405    405    405    405    405    405"),
    line("dossiers/<int:pk>/activiteit/", "POST",                              "in     404    404    404    404    302    302    404    302"),
]
# fmt: on
WORKERS = {"member", *COORDINATOR}


def _start() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=30)


def event_of(world: World, hub: Hub | None = None, *, slug: str = "", state: str = "published") -> Event:
    """An event of a hub with one session, in a month."""
    at = hub or world.hub
    with everywhere("an event for the tables"):
        event, is_new = Event.objects.get_or_create(
            slug=slug or f"kom-eens-kijken-{at.slug}-{state}",
            defaults={
                "hub": at,
                "title": {"nl": "Kom eens kijken"},
                "municipality": world.municipality,
                "lat": 51.05,
                "lon": 3.72,
                "state": state,
                "visibility": "hub" if state == "draft" else "public",
                "first_starts_at": _start(),
                "last_ends_at": _start() + timedelta(hours=2),
            },
        )
        if is_new:
            Session.objects.create(event=event, starts_at=_start(), ends_at=_start() + timedelta(hours=2))
    return event  # type: ignore[no-any-return]


def _draft(world: World) -> Event:
    return event_of(world, state="draft")


def _feed(world: World) -> CalendarFeed:
    return CalendarFeed.objects.get_or_create(
        user=world.users["stranger"], defaults={"made_at": timezone.now()}
    )[0]


def _inside(world: World) -> Mapping[str, object]:
    return {"pk": event_of(world).pk}


def _session(world: World) -> Mapping[str, object]:
    event = event_of(world)
    return {"pk": event.pk, "session_pk": event.sessions.get().pk}


_HERE = "werkplek/<slug:slug>/agenda/<int:pk>/"
ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "agenda/<slug:slug>/": lambda w: {"slug": event_of(w).slug},
    "agenda/<slug:slug>/agenda.ics": lambda w: {"slug": event_of(w).slug},
    "agenda/sectoren/<slug:key>.ics": lambda w: {"key": w.sector.key},
    "agenda/eigen/<str:token>.ics": lambda w: {"token": token_of(_feed(w))},
    **{
        f"{_HERE}{way}": _inside
        for way in (
            "",
            "gegevens/",
            "publiceren/",
            "afgelasten/",
            "toch/",
            "kopie/",
            "weg/",
            "reeks/",
            "sessies/nieuw/",
        )
    },
    f"{_HERE}sessies/<int:session_pk>/": _session,
    f"{_HERE}sessies/<int:session_pk>/schrappen/": _session,
    "vragen/<int:pk>/activiteit/": lambda w: {"pk": w.question.pk},
    "dossiers/<int:pk>/activiteit/": lambda w: {"pk": case_of(w).pk},
}


def _session_of(event: Event) -> Session:
    session = event.sessions.first()
    assert session is not None
    session.event = event
    return session


def _call_off_session(world: World, actor: Actor) -> None:
    session = _session_of(_draft(world))
    services.call_off_session(actor=actor, session=session, seen_version=session.version)


def _make_series(world: World, actor: Actor) -> Any:
    event = event_of(world)
    rule = rule_of("weekly", _start(), last_day=(_start() + timedelta(days=14)).date())
    return services.make_series(actor=actor, event=event, rule=rule)


def question_elsewhere(world: World) -> Question:
    """A question to the other hub."""
    with everywhere("a question to another hub"):
        return Question.objects.get_or_create(  # type: ignore[no-any-return]
            hub=world.other_hub,
            sentence="Elders gevraagd",
            defaults={"municipality": world.municipality, "place_text": "8500", "answer_by": "2030-01-01"},
        )[0]


SERVICES: Mapping[str, Service] = {
    "agenda.import_events": Service(lambda w, a: import_events(actor=a, hub=w.hub, rows=[]), COORDINATOR),
    "agenda.undo_import": Service(lambda w, a: undo_import(actor=a, hub=w.hub, made=[]), COORDINATOR),
    "agenda.make": Service(
        lambda w, a: services.make_event(actor=a, hub=w.hub, values={"title": {"nl": "Nieuw"}}), COORDINATOR
    ),
    "agenda.edit": Service(
        lambda w, a: services.edit_event(
            actor=a,
            event=event_of(w),
            seen_version=event_of(w).version,
            values={"place_name": "Zaal"},
            links={},
        ),
        COORDINATOR,
    ),
    "agenda.publish": Service(lambda w, a: services.publish(actor=a, event=_draft(w)), COORDINATOR),
    "agenda.call_off": Service(
        lambda w, a: services.call_off(actor=a, event=event_of(w), reason="ziek"), COORDINATOR
    ),
    "agenda.bring_back": Service(
        lambda w, a: services.bring_back(actor=a, event=event_of(w, state="cancelled")), COORDINATOR
    ),
    "agenda.copy": Service(
        lambda w, a: services.copy_event(actor=a, event=event_of(w), starts_at=_start()), COORDINATOR
    ),
    "agenda.remove": Service(lambda w, a: services.remove_event(actor=a, event=_draft(w)), COORDINATOR),
    "agenda.save_session": Service(
        lambda w, a: services.save_session(
            actor=a,
            session=_session_of(event_of(w)),
            seen_version=_session_of(event_of(w)).version,
            values={"room": "boven"},
        ),
        COORDINATOR,
    ),
    "agenda.call_off_session": Service(_call_off_session, COORDINATOR),
    "agenda.make_series": Service(_make_series, COORDINATOR),
    "agenda.renew_feed": Service(lambda w, a: services.renew_feed(actor=a), SIGNED_IN),
    "agenda.came_of": Service(
        lambda w, a: services.came_of(actor=a, event=event_of(w), result=w.question), WORKERS
    ),
    "agenda.let_go_of": Service(
        lambda w, a: services.let_go_of(actor=a, event=event_of(w), result=case_of(w)), WORKERS
    ),
}


def _switched_off(world: World, actor: Actor) -> None:
    """The agenda of a hub that uses none of its instruments, asked for by somebody who is signed in."""
    for key in ("events", "trainings", "hackathons"):
        Switch.objects.update_or_create(hub=world.hub, key=key, defaults={"is_on": False})
    ask(actor, f"/werkplek/{world.hub.slug}/agenda/")


def _series_again(world: World, actor: Actor) -> Any:
    """A series of what is in one already: nothing behind it says no, for nothing is made."""
    event = event_of(world)
    with everywhere("a test of who may make a series"):
        event.series = Series.objects.create(hub=world.hub, rule="FREQ=DAILY", starts_at=timezone.now())
    return services.make_series(actor=actor, event=event, rule="FREQ=DAILY;COUNT=2")


#: Called in a second way; see ``more_ways``.
MORE: Mapping[str, Service] = {
    "agenda.events, of a hub that does not use them": Service(_switched_off, NOBODY),
    "agenda.make_series, of what is in one": Service(_series_again, COORDINATOR),
    "agenda.came_of, at an event of another hub": Service(
        lambda w, a: services.came_of(actor=a, event=event_of(w, w.other_hub), result=w.question),
        {"administrator"},
    ),
    "agenda.came_of, a question to another hub": Service(
        lambda w, a: services.came_of(actor=a, event=event_of(w), result=question_elsewhere(w)),
        {"administrator"},
    ),
    "agenda.let_go_of, at an event of another hub": Service(
        lambda w, a: services.let_go_of(actor=a, event=event_of(w, w.other_hub), result=w.question),
        {"administrator"},
    ),
    "agenda.let_go_of, a question to another hub": Service(
        lambda w, a: services.let_go_of(actor=a, event=event_of(w), result=question_elsewhere(w)),
        {"administrator"},
    ),
}
