"""Who comes: the private link is the right of who registered; those who work at the hubs receive, others do not."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.agenda import perms, services
from circulairwerkt.agenda.links import door_token, token_of_registration
from circulairwerkt.agenda.models import Event, OwnQuestion, Registration, Seat, Session
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.scope import everywhere
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.rooms.agenda import WORKERS, _session_of, event_of
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    *everybody("agenda/<slug:slug>/inschrijven/", "200", "422"),
    *everybody("agenda/<slug:slug>/ingeschreven/", "200", "405"),
    # the private link is the right: who holds it may, whoever it is
    *everybody("agenda/inschrijving/<str:token>/", "200", "405"),
    *everybody("agenda/inschrijving/<str:token>/agenda.ics", "200", "405"),
    *everybody("agenda/inschrijving/<str:token>/veranderen/", "405", "422"),
    *everybody("agenda/inschrijving/<str:token>/uitschrijven/", "405", "302"),
    *everybody("agenda/inschrijving/<str:token>/ja/", "405", "404"),
    *everybody("agenda/inschrijving/<str:token>/nee/", "405", "404"),
    *everybody("agenda/inschrijving/<str:token>/terug/", "405", "404"),
    #                                                                                nobody strang orgmem other  coach  member coord  funder admin
    # the code at the door: it says something to those alone who stand there for the hub
    line("agenda/deur/<str:token>/", "GET",                                          "in     404    404    404    404    200    200    404    200"),
    line("agenda/deur/<str:token>/", "POST",                                         "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/inschrijven/", "GET",                 "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/inschrijven/", "POST",                "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/vragen/nieuw/", "GET",                "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/vragen/nieuw/", "POST",               "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/vragen/<int:question_pk>/", "GET",    "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/vragen/<int:question_pk>/", "POST",   "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/vragen/<int:question_pk>/weg/", "GET",  "in 405 405 405 405 405 405 405 405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/vragen/<int:question_pk>/weg/", "POST", "in 404 404 404 404 404 302 404 302"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/inschrijvingen/", "GET",              "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/inschrijvingen/", "POST",             "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/inschrijvingen/lijst/<slug:ending>/", "GET",  "in 404 404 404 404 200 200 404 200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/inschrijvingen/lijst/<slug:ending>/", "POST", "in 405 405 405 405 405 405 405 405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/inschrijvingen/<int:registration_pk>/uit/", "GET",  "in 405 405 405 405 405 405 405 405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/inschrijvingen/<int:registration_pk>/uit/", "POST", "in 404 404 404 404 302 302 404 302"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/samengeteld/", "GET",                 "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/samengeteld/", "POST",                "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/kaartjes/", "GET",                    "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/kaartjes/", "POST",                   "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/", "GET",   "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/", "POST",  "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/vinkje/", "GET",  "in 405 405 405 405 405 405 405 405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/vinkje/", "POST", "in 404 404 404 404 404 404 404 404"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/erbij/", "GET",   "in 405 405 405 405 405 405 405 405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/erbij/", "POST",  "in 404 404 404 404 422 422 404 422"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/erbij/<int:registration_pk>/weg/", "GET",  "in 405 405 405 405 405 405 405 405"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/erbij/<int:registration_pk>/weg/", "POST", "in 404 404 404 404 302 302 404 302"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/lijst/<slug:ending>/", "GET",  "in 404 404 404 404 200 200 404 200"),
    line("werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/lijst/<slug:ending>/", "POST", "in 405 405 405 405 405 405 405 405"),
]
# fmt: on


def _event(world: World) -> Event:
    event = event_of(world)
    Event._base_manager.filter(pk=event.pk).update(registration="here")
    event.registration = "here"
    return event


def _registered(world: World, state: str = "confirmed") -> Registration:
    """Somebody who registered for the event of the tables."""
    event = _event(world)
    mine, is_new = Registration.objects.get_or_create(
        event=event, address_digest=f"d-{state}", defaults={"name": "An", "email": "an@example.org"}
    )
    if is_new:
        turn = Seat.objects.filter(session__event=event).count() + 1
        until = timezone.now() + timedelta(days=1) if state == "offered" else None
        Seat.objects.create(
            registration=mine, session=event.sessions.get(), state=state, turn=turn, offered_until=until
        )
    with everywhere("a registration for the tables"):
        return Registration.objects.select_related("event__hub").get(pk=mine.pk)


def _walked_in(world: World) -> Registration:
    """Somebody whom the door wrote down."""
    mine = _registered(world, "declined")
    Registration.objects.filter(pk=mine.pk).update(door_key="k", email="")
    mine.refresh_from_db()
    return mine


def _on_the_day(world: World) -> Session:
    """The session of the tables, moved to today."""
    session = _session_of(_event(world))
    session.starts_at, session.ends_at = timezone.now(), timezone.now() + timedelta(hours=2)
    return session


def _question(world: World) -> OwnQuestion:
    return OwnQuestion.objects.get_or_create(event=_event(world), words="Welke taal?")[0]


def _inside(world: World) -> Mapping[str, object]:
    return {"pk": _event(world).pk}


def _session(world: World) -> Mapping[str, object]:
    event = _event(world)
    return {"pk": event.pk, "session_pk": event.sessions.get().pk, "ending": "csv"}


_HERE = "werkplek/<slug:slug>/agenda/<int:pk>/"
_MINE = "agenda/inschrijving/<str:token>/"
ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "agenda/<slug:slug>/inschrijven/": lambda w: {"slug": _event(w).slug},
    "agenda/<slug:slug>/ingeschreven/": lambda w: {"slug": _event(w).slug},
    **{
        f"{_MINE}{way}": lambda w: {"token": token_of_registration(_registered(w))}
        for way in ("", "agenda.ics", "veranderen/", "uitschrijven/", "ja/", "nee/", "terug/")
    },
    "agenda/deur/<str:token>/": lambda w: {"token": door_token(_registered(w))},
    **{
        f"{_HERE}{way}": _inside
        for way in ("inschrijven/", "vragen/nieuw/", "inschrijvingen/", "samengeteld/", "kaartjes/")
    },
    **{
        f"{_HERE}vragen/<int:question_pk>/{way}": lambda w: {
            "pk": _event(w).pk,
            "question_pk": _question(w).pk,
        }
        for way in ("", "weg/")
    },
    f"{_HERE}inschrijvingen/lijst/<slug:ending>/": lambda w: {"pk": _event(w).pk, "ending": "csv"},
    f"{_HERE}inschrijvingen/<int:registration_pk>/uit/": lambda w: {
        "pk": _event(w).pk,
        "registration_pk": _registered(w).pk,
    },
    **{
        f"{_HERE}aanwezig/<int:session_pk>/{way}": _session
        for way in ("", "vinkje/", "erbij/", "lijst/<slug:ending>/")
    },
    f"{_HERE}aanwezig/<int:session_pk>/erbij/<int:registration_pk>/weg/": lambda w: {
        **_session(w),
        "registration_pk": _walked_in(w).pk,
    },
}


def _register(world: World, actor: Actor) -> Any:
    event = _event(world)
    return services.register(
        actor=actor,
        event=event,
        email="jan@example.org",
        values={"name": "Jan"},
        sessions=list(event.sessions.all()),
    )


def _answer(service: Callable[..., Any], state: str) -> Callable[[World, Actor], Any]:
    def call(world: World, actor: Actor) -> Any:
        mine = _registered(world, state)
        return service(actor=actor, registration=mine, session=_session_of(mine.event))

    return call


def _save_question(world: World, actor: Actor) -> Any:
    question = _question(world)
    values = {"words": "Anders?", "sort": "text", "choices": [], "is_required": False}
    return services.save_question(
        actor=actor, question=question, seen_version=question.version, values=values
    )


def _set_rules(world: World, actor: Actor) -> Any:
    event = _event(world)
    values = {
        "registration": "here",
        "registration_url": "",
        "closes_at": None,
        "most_together": 2,
        "chooses_sessions": False,
        "offer_hours": 24,
        "asks_diet": False,
        "asks_photos": False,
    }
    return services.set_rules(actor=actor, event=event, seen_version=event.version, values=values)


def _tick(world: World, actor: Actor) -> Any:
    seat = _registered(world).seats.get()
    seat.session = _session_of(_event(world))
    return services.tick(actor=actor, seat=seat, came=1, at=timezone.now())


def _with_the_other_hub(world: World) -> Event:
    event = _event(world)
    event.with_hubs.add(world.other_hub)
    return event


SERVICES: Mapping[str, Service] = {
    "agenda.register": Service(_register, EVERYBODY),
    "agenda.leave": Service(lambda w, a: services.leave(actor=a, registration=_registered(w)), EVERYBODY),
    "agenda.accept_seat": Service(_answer(services.accept, "offered"), EVERYBODY),
    "agenda.decline_seat": Service(_answer(services.decline, "offered"), EVERYBODY),
    "agenda.come_back": Service(_answer(services.come_back, "cancelled"), EVERYBODY),
    "agenda.change_registration": Service(
        lambda w, a: services.change_registration(
            actor=a, registration=_registered(w), values={"name": "An"}
        ),
        EVERYBODY,
    ),
    "agenda.take_out": Service(lambda w, a: services.take_out(actor=a, registration=_registered(w)), WORKERS),
    "agenda.set_rules": Service(_set_rules, COORDINATOR),
    "agenda.save_question": Service(_save_question, COORDINATOR),
    "agenda.remove_question": Service(
        lambda w, a: services.remove_question(
            actor=a, question=_question(w), seen_version=_question(w).version
        ),
        COORDINATOR,
    ),
    "agenda.tick": Service(_tick, WORKERS),
    "agenda.walk_in": Service(
        lambda w, a: services.walk_in(actor=a, session=_on_the_day(w), name="Jo", key="a" * 32), WORKERS
    ),
    "agenda.take_back_walk_in": Service(
        lambda w, a: services.take_back_walk_in(actor=a, registration=_walked_in(w)), WORKERS
    ),
    "agenda.move_line": Service(lambda w, a: services.move_lines(actor=a), NOBODY),
    "agenda.remind_session": Service(lambda w, a: services.remind_of_sessions(actor=a), NOBODY),
    "agenda.erase_wishes": Service(lambda w, a: services.erase_wishes(actor=a), NOBODY),
    "agenda.erase_people": Service(lambda w, a: services.erase_people(actor=a), NOBODY),
}
#: Called in a second way; see ``more_ways``.
MORE: Mapping[str, Service] = {
    "agenda.may_receive, with another hub": Service(
        lambda w, a: require(perms.may_receive(a, _with_the_other_hub(w))), {"other", *WORKERS}
    ),
}
