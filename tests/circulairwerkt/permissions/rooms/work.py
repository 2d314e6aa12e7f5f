"""Work and calling back: everybody reads, an organisation offers, who agreed to call reads whom to call."""

from collections.abc import Callable, Mapping
from typing import Any

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
from circulairwerkt.people import services
from circulairwerkt.people.links import call_token, caller_token
from circulairwerkt.people.models import Caller, CallRequest, WorkOffer
from tests.circulairwerkt.people.marked import her_call
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service, ask
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    *everybody("werk/", "200", "405"),
    *everybody("werk/dichtbij/", "200", "405"),
    *everybody("werk/activiteiten/", "200", "405"),
    *everybody("werk/wie-helpt/", "200", "405"),
    *everybody("werk/zeg-het/", "405", "422"),
    *everybody("werk/bel-mij/", "200", "422"),
    *everybody("werk/aanbod/<int:pk>/", "200", "405"),
    # Who holds the link asked to be called.
    *everybody("werk/bel-mij/<str:token>/", "200", "405"),
    *everybody("werk/bel-mij/<str:token>/weg/", "405", "302"),
    #                                                               nobody strang orgmem other  coach  member coord  funder admin
    line("werk/aanbod/<int:pk>/wijzig/", "GET",                     "in     404    200    404    404    404    200    404    200"),
    line("werk/aanbod/<int:pk>/wijzig/", "POST",                    "in     404    422    404    404    404    422    404    422"),
    line("werk/aanbod/<int:pk>/keuze/", "GET",                      "in     405    405    405    405    405    405    405    405"),
    # What is chosen is not said; who may at all is tried in the table of services.
    line("werk/aanbod/<int:pk>/keuze/", "POST",                     "in     404    404    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/werk/", "GET",            "in     404    200    404    404    404    200    404    200"),
    line("organisaties/<slug:slug>/beheer/werk/", "POST",           "in     405    405    405    405    405    405    405    405"),
    line("organisaties/<slug:slug>/beheer/werk/nieuw/", "GET",      "in     404    200    404    404    404    200    404    200"),
    line("organisaties/<slug:slug>/beheer/werk/nieuw/", "POST",     "in     404    422    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/bellers/", "GET",                    "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/bellers/", "POST",                   "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/bellers/<int:pk>/stop/", "GET",      "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/bellers/<int:pk>/stop/", "POST",     "in     404    404    404    404    404    302    404    302"),
    # The caller has an account: his link works for him alone.
    line("bellen/<str:token>/", "GET",                              "in     404    404    404    200    404    404    404    404"),
    line("bellen/<str:token>/", "POST",                             "in     404    404    404    404    404    404    404    404"),
]
# fmt: on
VALUES: Mapping[str, Any] = {
    "sort": "job",
    "title": "Kleding sorteren",
    "sentence": "Je legt kleding op stapels.",
}


def _call(world: World) -> CallRequest:
    return her_call(world.hub, world.users["coach"], world.municipality)


def _caller(world: World) -> Caller:
    with everywhere("a caller for the tables"):
        found: Caller = Caller.objects.select_related("hub").get(pk=_call(world).caller_id)
    return found


def _offer(world: World) -> WorkOffer:
    found: WorkOffer = WorkOffer._base_manager.get_or_create(
        hub=world.hub, organisation=world.organisation, municipality=world.municipality, **VALUES
    )[0]
    return found


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "werk/aanbod/<int:pk>/": lambda world: {"pk": _offer(world).pk},
    "werk/aanbod/<int:pk>/wijzig/": lambda world: {"pk": _offer(world).pk},
    "werk/aanbod/<int:pk>/keuze/": lambda world: {"pk": _offer(world).pk},
    "werk/bel-mij/<str:token>/": lambda world: {"token": call_token(_call(world))},
    "werk/bel-mij/<str:token>/weg/": lambda world: {"token": call_token(_call(world))},
    "werkplek/<slug:slug>/bellers/<int:pk>/stop/": lambda world: {"pk": _caller(world).pk},
    "bellen/<str:token>/": lambda world: {"token": caller_token(_caller(world))},
}
CALLER = {"coach"}
KEEPERS = {"organisation_member", *COORDINATOR}


def _ask_call(world: World, actor: Actor) -> Any:
    return services.ask_call(
        actor=actor,
        municipality=world.municipality,
        first_name="Els",
        phone="0470 11 22 33",
        language="nl",
        nonce="m" * 24,
    )


def _offer_at(hub: Hub, world: World, actor: Actor) -> Any:
    values = {**VALUES, "municipality": world.municipality}
    return services.offer(actor=actor, organisation=world.organisation, hub=hub, values=values)


SERVICES: Mapping[str, Service] = {
    "people.offer": Service(lambda w, a: _offer_at(w.hub, w, a), KEEPERS),
    "people.change_offer": Service(
        lambda w, a: services.change_offer(
            actor=a,
            offer=_offer(w),
            seen_version=_offer(w).version,
            values={name: getattr(_offer(w), name) for name in WorkOffer.WRITTEN},
        ),
        KEEPERS,
    ),
    "people.confirm_offer": Service(lambda w, a: services.confirm_offer(actor=a, offer=_offer(w)), KEEPERS),
    "people.close_offer": Service(lambda w, a: services.close_offer(actor=a, offer=_offer(w)), KEEPERS),
    "people.ask_about_offers": Service(
        lambda w, a: services.ask_about_offers(actor=a, organisation=w.organisation), NOBODY
    ),
    "people.ask_call": Service(_ask_call, EVERYBODY),
    "people.read_calls": Service(lambda w, a: services.read_calls(actor=a, caller=_caller(w)), CALLER),
    "people.note_call": Service(
        lambda w, a: services.note_call(actor=a, caller=_caller(w), request=_call(w), reached=True), CALLER
    ),
    # Who holds the link asked for it.
    "people.withdraw_call": Service(
        lambda w, a: services.withdraw_call(actor=a, request=_call(w)), EVERYBODY
    ),
    "people.ask_caller": Service(
        lambda w, a: services.ask_caller(
            actor=a,
            hub=w.hub,
            kind="vdab",
            name="VDAB",
            email="vdab@example.org",
            municipalities=[w.municipality],
        ),
        COORDINATOR,
    ),
    "people.agree_to_call": Service(
        lambda w, a: services.agree_to_call(actor=a, caller=_caller(w), hours="", call_within_days=2), CALLER
    ),
    "people.stop_calling": Service(
        lambda w, a: services.stop_calling(actor=a, caller=_caller(w)), CALLER | COORDINATOR
    ),
    "people.keep_calls": Service(lambda w, a: services.keep_calls(actor=a), NOBODY),
}


def _call_without_account(world: World, actor: Actor) -> None:
    """Of a caller without an account the private link is the right, whoever holds it."""
    caller = _caller(world)
    Caller._base_manager.filter(pk=caller.pk).update(user=None)
    ask(actor, f"/bellen/{caller_token(_caller(world))}/")


#: Called in a second way; see ``more_ways``.
MORE: Mapping[str, Service] = {
    "people.offer, at a hub where the organisation is no partner": Service(
        lambda w, a: _offer_at(w.other_hub, w, a), NOBODY
    ),
    "people.calling, without an account": Service(_call_without_account, EVERYBODY),
}
