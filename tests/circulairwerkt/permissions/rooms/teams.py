"""Teams of a hackathon: the coordinator makes them, who works at the hub sees them, anybody takes part."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import services
from circulairwerkt.calls.links import token_of_participant
from circulairwerkt.calls.models import Call, Challenge, Participant
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.rooms.calls import call_of
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, Service
from tests.circulairwerkt.permissions.world import World

_HERE = "werkplek/<slug:slug>/oproepen/<int:pk>/teams/"
# fmt: off
LINES: list[Line] = [
    *everybody("oproepen/<slug:slug>/deelnemen/", "200", "422"),
    # the private link is the right: who holds it may, whoever it is
    *everybody("mijn-team/<str:token>/", "200", "405"),
    *everybody("mijn-team/<str:token>/uitschrijven/", "405", "302"),
    #                                                 nobody strang orgmem other  coach  member coord  funder admin
    line(_HERE, "GET",                                "in     404    404    404    404    200    200    404    200"),
    line(_HERE, "POST",                               "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}maken/", "GET",                     "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}maken/", "POST",                    "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}terug/", "GET",                     "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}terug/", "POST",                    "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}mailen/", "GET",                    "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}mailen/", "POST",                   "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}<int:participant_pk>/", "GET",      "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}<int:participant_pk>/", "POST",     "in     404    404    404    404    404    302    404    302"),
]
# fmt: on


def hackathon_of(world: World) -> Call:
    """A hackathon that takes ideas, with a challenge, its team, and somebody without."""
    with everywhere("a hackathon for the tables"):
        found = Call.objects.filter(slug="hackathon").select_related("hub", "event").first()
        if found is None:
            call_of(world)
            found = make.call(world.hub, slug="hackathon", kind="hackathon")
            wood = Challenge.objects.create(call=found, title="Hout", skills=["sales"])
            make.participant(found, challenge=wood, told_at=timezone.now())
            make.participant(found)
    return found  # type: ignore[no-any-return]


def _person(world: World) -> Participant:
    call = hackathon_of(world)
    found = call.participants.order_by("pk").first() or make.participant(call)
    found.call = call
    return found


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "oproepen/<slug:slug>/deelnemen/": lambda w: {"slug": hackathon_of(w).slug},
    "mijn-team/<str:token>/": lambda w: {"token": token_of_participant(_person(w))},
    "mijn-team/<str:token>/uitschrijven/": lambda w: {"token": token_of_participant(_person(w))},
    _HERE: lambda w: {"pk": hackathon_of(w).pk},
    f"{_HERE}maken/": lambda w: {"pk": hackathon_of(w).pk},
    f"{_HERE}terug/": lambda w: {"pk": hackathon_of(w).pk},
    f"{_HERE}mailen/": lambda w: {"pk": hackathon_of(w).pk},
    f"{_HERE}<int:participant_pk>/": lambda w: {
        "pk": hackathon_of(w).pk,
        "participant_pk": _person(w).pk,
    },
}


def _build(world: World, actor: Actor) -> Any:
    call = hackathon_of(world)
    _person(world)
    return services.build_teams(actor=actor, call=call, seen_turn=call.teams_turn)


def _place(world: World, actor: Actor) -> Any:
    call = hackathon_of(world)
    return services.place(actor=actor, participant=_person(world), challenge=None, seen_turn=call.teams_turn)


def _undo(world: World, actor: Actor) -> Any:
    call = hackathon_of(world)
    with everywhere("teams that changed once"):
        kept = {"built_at": None, "gap": None, "places": []}
        Call.objects.filter(pk=call.pk).update(teams_before=kept)
    return services.undo_teams(actor=actor, call=call, seen_turn=call.teams_turn)


SERVICES: Mapping[str, Service] = {
    "calls.take_part": Service(
        lambda w, a: services.take_part(actor=a, call=hackathon_of(w), values=make.participant_values()),
        EVERYBODY,
    ),
    "calls.leave": Service(lambda w, a: services.leave(actor=a, participant=_person(w)), EVERYBODY),
    "calls.build_teams": Service(_build, COORDINATOR),
    "calls.place": Service(_place, COORDINATOR),
    "calls.undo_teams": Service(_undo, COORDINATOR),
    "calls.tell_teams": Service(lambda w, a: services.tell_teams(actor=a, call=hackathon_of(w)), COORDINATOR),
}


def _build_without_challenges(world: World, actor: Actor) -> Any:
    """Nothing to divide people over: what puts teams in their place is not come to."""
    call = call_of(world)
    call.challenges.all().delete()
    return services.build_teams(actor=actor, call=call, seen_turn=call.teams_turn)


#: Called in a second way; see ``more_ways``.
MORE: Mapping[str, Service] = {
    "calls.build_teams, without challenges": Service(_build_without_challenges, COORDINATOR)
}
