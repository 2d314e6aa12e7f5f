"""Info points: everybody sees them and books; the link is a visitor's right; the hub's people sit there."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.infopoints import services
from circulairwerkt.infopoints.links import token_of
from circulairwerkt.infopoints.models import Appointment, ClosedDays, InfoPoint, Visit
from circulairwerkt.infopoints.opening import free_moments
from circulairwerkt.infopoints.queries import SWITCH
from tests.circulairwerkt import factories
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service, ask
from tests.circulairwerkt.permissions.world import START, World

_DESK = "werkplek/<slug:slug>/infopunten/<int:pk>/"
# fmt: off
LINES: list[Line] = [
    *everybody("infopunten/", "200", "405"),
    *everybody("infopunten/<slug:slug>/", "200", "405"),
    # without a moment there is nothing to book
    *everybody("infopunten/<slug:slug>/afspraak/", "404", "404"),
    # the private link is the right: who holds it may, whoever it is
    *everybody("mijn-afspraak/<str:token>/", "200", "405"),
    *everybody("mijn-afspraak/<str:token>/afzeggen/", "405", "302"),
    *everybody("mijn-afspraak/<str:token>/agenda.ics", "200", "405"),
    #                                                                          nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/<slug:slug>/infopunten/", "GET",                            "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/infopunten/", "POST",                           "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/infopunten/nieuw/", "GET",                      "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/infopunten/nieuw/", "POST",                     "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/infopunten/bezoeken/<slug:ending>/", "GET",     "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/infopunten/bezoeken/<slug:ending>/", "POST",    "in     405    405    405    405    405    405    405    405"),
    line(_DESK, "GET",                                                         "in     404    404    404    404    200    200    404    200"),
    line(_DESK, "POST",                                                        "in     405    405    405    405    405    405    405    405"),
    line(f"{_DESK}gegevens/", "GET",                                           "in     404    404    404    404    404    200    404    200"),
    line(f"{_DESK}gegevens/", "POST",                                          "in     404    404    404    404    404    422    404    422"),
    line(f"{_DESK}gesloten/", "GET",                                           "in     405    405    405    405    405    405    405    405"),
    line(f"{_DESK}gesloten/", "POST",                                          "in     404    404    404    404    404    422    404    422"),
    line(f"{_DESK}gesloten/<int:closed_pk>/weg/", "GET",                       "in     405    405    405    405    405    405    405    405"),
    line(f"{_DESK}gesloten/<int:closed_pk>/weg/", "POST",                      "in     404    404    404    404    404    302    404    302"),
    line(f"{_DESK}bezoeken/", "GET",                                           "in     405    405    405    405    405    405    405    405"),
    line(f"{_DESK}bezoeken/", "POST",                                          "in     404    404    404    404    422    422    404    422"),
    line(f"{_DESK}bezoeken/<int:visit_pk>/weg/", "GET",                        "in     405    405    405    405    405    405    405    405"),
    line(f"{_DESK}bezoeken/<int:visit_pk>/weg/", "POST",                       "in     404    404    404    404    302    302    404    302"),
    line(f"{_DESK}bezoeken/<int:visit_pk>/vraag/", "GET",                      "in     404    404    404    404    200    200    404    200"),
    line(f"{_DESK}bezoeken/<int:visit_pk>/vraag/", "POST",                     "in     404    404    404    404    422    422    404    422"),
    line(f"{_DESK}afspraken/<int:appointment_pk>/", "GET",                     "in     405    405    405    405    405    405    405    405"),
    line(f"{_DESK}afspraken/<int:appointment_pk>/", "POST",                    "in     404    404    404    404    302    302    404    302"),
]
# fmt: on
#: Who sits at the desk.
DESK = {"member", *COORDINATOR}


def point_of(world: World) -> InfoPoint:
    """An info point of the hub, open every day; the hub can be asked."""
    type(world.hub).objects.filter(pk=world.hub.pk).update(claimed_on=START)
    world.hub.claimed_on = START
    with everywhere("the world of the permission tables"):
        found: InfoPoint | None = InfoPoint.objects.filter(hub=world.hub).first()
    return found or factories.info_point(world.hub)


def _closed(world: World) -> ClosedDays:
    day = timezone.localdate() + timedelta(days=40)
    return ClosedDays.objects.get_or_create(point=point_of(world), first_day=day, last_day=day)[0]


def _visit(world: World) -> Visit:
    with everywhere("the world of the permission tables"):
        point = point_of(world)
        found: Visit = Visit.objects.get_or_create(hub=world.hub, point=point, words="iets over een stoel")[0]
    return found


def _appointment(world: World) -> Appointment:
    start = timezone.now() + timedelta(days=3)
    return Appointment.objects.get_or_create(
        keeper=point_of(world),
        contact="bezoeker@example.org",
        defaults={
            "state": SlotState.BOOKED,
            "starts_at": start,
            "ends_at": start + timedelta(minutes=30),
        },
    )[0]


def _at_point(**more: Callable[[World], object]) -> Callable[[World], Mapping[str, object]]:
    return lambda w: {"pk": point_of(w).pk, **{name: fill(w) for name, fill in more.items()}}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "infopunten/<slug:slug>/": lambda w: {"slug": point_of(w).slug},
    "infopunten/<slug:slug>/afspraak/": lambda w: {"slug": point_of(w).slug},
    "mijn-afspraak/<str:token>/": lambda w: {"token": token_of(_appointment(w))},
    "mijn-afspraak/<str:token>/afzeggen/": lambda w: {"token": token_of(_appointment(w))},
    "mijn-afspraak/<str:token>/agenda.ics": lambda w: {"token": token_of(_appointment(w))},
    "werkplek/<slug:slug>/infopunten/bezoeken/<slug:ending>/": lambda w: {"ending": "csv"},
    _DESK: _at_point(),
    f"{_DESK}gegevens/": _at_point(),
    f"{_DESK}gesloten/": _at_point(),
    f"{_DESK}gesloten/<int:closed_pk>/weg/": _at_point(closed_pk=lambda w: _closed(w).pk),
    f"{_DESK}bezoeken/": _at_point(),
    f"{_DESK}bezoeken/<int:visit_pk>/weg/": _at_point(visit_pk=lambda w: _visit(w).pk),
    f"{_DESK}bezoeken/<int:visit_pk>/vraag/": _at_point(visit_pk=lambda w: _visit(w).pk),
    f"{_DESK}afspraken/<int:appointment_pk>/": _at_point(appointment_pk=lambda w: _appointment(w).pk),
}


def _save(world: World, actor: Actor) -> Any:
    point = point_of(world)
    values = {"name": "Nieuwe naam", "is_shown": True}
    return services.save_point(actor=actor, point=point, seen_version=point.version, values=values, hosts=[])


def _note_closed(world: World, actor: Actor) -> Any:
    day = timezone.localdate() + timedelta(days=60)
    return services.note_closed(actor=actor, point=point_of(world), first_day=day, last_day=day)


def _ask_for(world: World, actor: Actor) -> Any:
    visit = _visit(world)
    visit.hub = world.hub
    values = {"sentence": "een stoel over", "contact": "bezoeker@example.org"}
    return services.ask_for(
        actor=actor, visit=visit, municipality=world.municipality, place_text="Aalst", values=values
    )


def _book(world: World, actor: Actor) -> Any:
    point = point_of(world)
    start = free_moments(point)[-1].start
    return services.book(
        actor=actor, point=point, start=start, values={"name": "Jo", "contact": "jo@example.org"}
    )


def _clock(call: Callable[[Actor], Any]) -> Callable[[World, Actor], Any]:
    """The clock's; it reaches all hubs."""

    def run(world: World, actor: Actor) -> Any:
        soon, long_ago = timezone.now() + timedelta(hours=2), timezone.now() - timedelta(days=999)
        Appointment.objects.filter(pk=_appointment(world).pk).update(
            starts_at=soon, ends_at=soon + timedelta(hours=1), state_since=long_ago
        )
        Visit._base_manager.filter(pk=_visit(world).pk).update(at=long_ago)
        with everywhere("a test of what the clock alone may"):
            return call(actor)

    return run


SERVICES: Mapping[str, Service] = {
    "infopoints.save": Service(_save, COORDINATOR),
    "infopoints.note_closed": Service(_note_closed, COORDINATOR),
    "infopoints.take_back_closed": Service(
        lambda w, a: services.take_back_closed(actor=a, closed=_closed(w)), COORDINATOR
    ),
    "infopoints.log_visit": Service(
        lambda w, a: services.log_visit(actor=a, point=point_of(w), words="een stoel"), DESK
    ),
    "infopoints.take_back_visit": Service(
        lambda w, a: services.take_back_visit(actor=a, visit=_visit(w)), DESK
    ),
    "infopoints.ask_for": Service(_ask_for, DESK),
    "infopoints.mark_appointment": Service(
        lambda w, a: services.mark(actor=a, appointment=_appointment(w), to=SlotState.CANCELLED), DESK
    ),
    "infopoints.book": Service(_book, EVERYBODY),
    # Who holds the private link acts for the visitor, whoever he is; its page checks the link.
    "infopoints.cancel_own": Service(
        lambda w, a: services.cancel_own(actor=a, appointment=_appointment(w)), EVERYBODY
    ),
    "infopoints.remind": Service(_clock(lambda a: services.remind_of_appointments(actor=a)), NOBODY),
    "infopoints.erase": Service(_clock(lambda a: services.erase_old(actor=a)), NOBODY),
}


def _switched_off(world: World, actor: Actor) -> None:
    world.hub.switches.update_or_create(key=SWITCH, defaults={"is_on": False})
    ask(actor, f"/werkplek/{world.hub.slug}/infopunten/")


#: Called in a second way; see ``more_ways``.
MORE: Mapping[str, Service] = {"infopoints.points, of a hub that has none": Service(_switched_off, NOBODY)}
