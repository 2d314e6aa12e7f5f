"""Feedback of each other in a call: entrants by their own link, the coordinator asks and hides."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import services
from circulairwerkt.calls.links import token_of
from circulairwerkt.calls.models import Call, Entry, Reading, Step
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.rooms.calls import call_of
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service
from tests.circulairwerkt.permissions.world import World

_HERE = "werkplek/<slug:slug>/oproepen/<int:pk>/feedback/"
# fmt: off
LINES: list[Line] = [
    # the private link is the right: who holds it may, whoever it is
    *everybody("mijn-idee/<str:token>/delen/", "405", "302"),
    *everybody("mijn-idee/<str:token>/lezen/<int:pk>/", "200", "422"),
    *everybody("mijn-idee/<str:token>/lezen/<int:pk>/belang/", "405", "302"),
    #                                                          nobody strang orgmem other  coach  member coord  funder admin
    line(_HERE, "GET",                                         "in     404    404    404    404    200    200    404    200"),
    line(_HERE, "POST",                                        "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}vragen/", "GET",                             "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}vragen/", "POST",                            "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}<int:reading_pk>/verbergen/", "GET",         "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}<int:reading_pk>/verbergen/", "POST",        "in     404    404    404    404    404    302    404    302"),
]
# fmt: on


def reviewed(world: World) -> Call:
    """A call at its second step, at which entrants read each other."""
    call = call_of(world, position=2, closes_at=timezone.now() - timedelta(days=1))
    Step.objects.filter(call=call, number=2).update(
        kind="peer_review", has_peers=True, ends_at=timezone.now() + timedelta(days=9)
    )
    return call


def _reading(world: World) -> Reading:
    """What one entrant wrote about the idea of another."""
    call = reviewed(world)
    found = Reading.objects.filter(step__call=call).select_related("step", "reader", "entry").first()
    if found is None:
        ideas = [make.idea(call, position=2, peer_word="yes", organisation=name) for name in ("Een", "Twee")]
        found = Reading.objects.create(
            step=call.steps.get(number=2),
            reader=ideas[0],
            entry=ideas[1],
            given_at=timezone.now(),
            strong="Knap.",
        )
    found.step.call = found.reader.call = found.entry.call = call
    return found


def _by_link(world: World) -> Mapping[str, object]:
    reading = _reading(world)
    return {"token": token_of(reading.reader), "pk": reading.pk}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "mijn-idee/<str:token>/delen/": lambda w: {"token": token_of(_reading(w).reader)},
    "mijn-idee/<str:token>/lezen/<int:pk>/": _by_link,
    "mijn-idee/<str:token>/lezen/<int:pk>/belang/": _by_link,
    _HERE: lambda w: {"pk": _reading(w).step.call_id},
    f"{_HERE}vragen/": lambda w: {"pk": reviewed(w).pk},
    f"{_HERE}<int:reading_pk>/verbergen/": lambda w: {
        "pk": reviewed(w).pk,
        "reading_pk": _reading(w).pk,
    },
}


def _entry(world: World) -> Entry:
    return _reading(world).reader


def _by_the_clock(world: World, actor: Actor, ends_in: timedelta) -> Any:
    _reading(world)
    with everywhere("a test of what the clock alone may"):
        Step.objects.filter(call=reviewed(world), number=2).update(
            ends_at=timezone.now() + ends_in, peers_told_at=None, peers_reminded_of=None
        )
        return services.remind(actor=actor)


_WORDS = {"strong": "Knap.", "better": "Zeg met wie.", "question": ""}
SERVICES: Mapping[str, Service] = {
    "calls.ask_peers": Service(lambda w, a: services.ask_peers(actor=a, call=reviewed(w)), COORDINATOR),
    "calls.hide_feedback": Service(
        lambda w, a: services.hide_feedback(actor=a, reading=_reading(w), is_hidden=True), COORDINATOR
    ),
    # Who holds the private link acts for the idea, whoever it is; its page checks the link.
    "calls.answer_peers": Service(
        lambda w, a: services.answer_peers(actor=a, entry=_entry(w), is_agreed=True), EVERYBODY
    ),
    "calls.give_feedback": Service(
        lambda w, a: services.give_feedback(actor=a, reading=_reading(w), values=_WORDS), EVERYBODY
    ),
    "calls.tell_peer_interest": Service(
        lambda w, a: services.tell_peer_interest(actor=a, reading=_reading(w), has_interest=True), EVERYBODY
    ),
    "calls.remind_peers": Service(lambda w, a: _by_the_clock(w, a, timedelta(hours=20)), NOBODY),
    "calls.tell_feedback": Service(lambda w, a: _by_the_clock(w, a, timedelta(hours=-1)), NOBODY),
}
