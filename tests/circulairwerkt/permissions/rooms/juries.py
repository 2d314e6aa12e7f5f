"""The jury and the vote of a call: the coordinator asks and closes, who holds a link judges or votes."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.calls import services
from circulairwerkt.calls.links import token_of_juror
from circulairwerkt.calls.models import Call, Juror
from circulairwerkt.calls.voting import token_of_voter
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.rooms.calls import decided, idea_of
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, Service
from tests.circulairwerkt.permissions.world import World

_HERE = "werkplek/<slug:slug>/oproepen/<int:pk>/"
# fmt: off
LINES: list[Line] = [
    *everybody("oproepen/<slug:slug>/stemmen/", "200", "422"),
    # the link is the right: who holds it may, whoever it is
    *everybody("mijn-stem/<str:token>/", "200", "422"),
    *everybody("jury/<str:token>/", "200", "405"),
    *everybody("jury/<str:token>/<int:pk>/", "200", "422"),
    *everybody("jury/<str:token>/<int:pk>/belang/", "405", "302"),
    #                                                          nobody strang orgmem other  coach  member coord  funder admin
    line(f"{_HERE}jury/", "GET",                               "in     404    404    404    404    404    200    404    200"),
    line(f"{_HERE}jury/", "POST",                              "in     404    404    404    404    404    422    404    422"),
    line(f"{_HERE}jury/sluiten/", "GET",                       "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}jury/sluiten/", "POST",                      "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}jury/<int:juror_pk>/weg/", "GET",            "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}jury/<int:juror_pk>/weg/", "POST",           "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}jury/<int:juror_pk>/nieuwe-link/", "GET",    "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}jury/<int:juror_pk>/nieuwe-link/", "POST",   "in     404    404    404    404    404    302    404    302"),
]
# fmt: on


def judged(world: World) -> Call:
    """A call whose jury judges, with a vote of the public at the same step, and an idea."""
    call = decided(world)
    call.steps.filter(number=1).update(
        has_jury=True, has_vote=True, ends_at=timezone.now() + timedelta(days=9)
    )
    idea_of(call)
    return call


def _juror(world: World) -> Juror:
    call = judged(world)
    found = call.jurors.first() or make.juror(call)
    found.call = call
    return found


def _by_link(world: World) -> Mapping[str, object]:
    return {"token": token_of_juror(_juror(world)), "pk": idea_of(judged(world)).pk}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "oproepen/<slug:slug>/stemmen/": lambda w: {"slug": judged(w).slug},
    "mijn-stem/<str:token>/": lambda w: {"token": token_of_voter(judged(w), "d" * 32)},
    "jury/<str:token>/": lambda w: {"token": token_of_juror(_juror(w))},
    "jury/<str:token>/<int:pk>/": _by_link,
    "jury/<str:token>/<int:pk>/belang/": _by_link,
    f"{_HERE}jury/": lambda w: {"pk": judged(w).pk},
    f"{_HERE}jury/sluiten/": lambda w: {"pk": judged(w).pk},
    f"{_HERE}jury/<int:juror_pk>/weg/": lambda w: {"pk": judged(w).pk, "juror_pk": _juror(w).pk},
    f"{_HERE}jury/<int:juror_pk>/nieuwe-link/": lambda w: {"pk": judged(w).pk, "juror_pk": _juror(w).pk},
}


def _add(world: World, actor: Actor) -> Any:
    values = {"name": "Jo", "email": "jo@example.org", "organisation": ""}
    return services.add_juror(actor=actor, call=judged(world), values=values)


def _judge(world: World, actor: Actor) -> Any:
    juror, entry = _juror(world), idea_of(judged(world))
    return services.judge(actor=actor, juror=juror, entry=entry, points=[3] * len(juror.call.criteria))


SERVICES: Mapping[str, Service] = {
    "calls.add_juror": Service(_add, COORDINATOR),
    "calls.remove_juror": Service(lambda w, a: services.remove_juror(actor=a, juror=_juror(w)), COORDINATOR),
    "calls.renew_juror_link": Service(
        lambda w, a: services.renew_juror_link(actor=a, juror=_juror(w)), COORDINATOR
    ),
    "calls.close_round": Service(lambda w, a: services.close_round(actor=a, call=judged(w)), COORDINATOR),
    # Who holds the private link judges or votes, whoever it is; its page checks the link.
    "calls.judge": Service(_judge, EVERYBODY),
    "calls.tell_interest": Service(
        lambda w, a: services.tell_interest(
            actor=a, juror=_juror(w), entry=idea_of(judged(w)), has_interest=True
        ),
        EVERYBODY,
    ),
    "calls.ask_vote": Service(
        lambda w, a: services.ask_vote(actor=a, call=judged(w), address="x@example.org", language="nl"),
        EVERYBODY,
    ),
    "calls.vote": Service(
        lambda w, a: services.cast_vote(actor=a, call=judged(w), digest="d" * 32, entry=idea_of(judged(w))),
        EVERYBODY,
    ),
}
