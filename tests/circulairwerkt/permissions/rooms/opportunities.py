"""What is missing at a hub, for those who work there; a fair split, for the coordinator and the parties."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Agreement, Case
from circulairwerkt.flows import services
from circulairwerkt.flows.models import Opportunity, OpportunityRun
from tests.circulairwerkt import factories
from tests.circulairwerkt.permissions.lines import Line, line
from tests.circulairwerkt.permissions.service import COORDINATOR, NOBODY, Service
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    #                                                                      nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/<slug:slug>/kansen/", "GET",                            "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/kansen/", "POST",                           "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/kansen/zoek/", "GET",                       "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/kansen/zoek/", "POST",                      "in     404    404    404    404    302    302    404    302"),
    line("werkplek/<slug:slug>/kansen/zonder-plaats/", "GET",              "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/kansen/zonder-plaats/", "POST",             "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/kansen/berekening/", "GET",                 "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/kansen/berekening/", "POST",                "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/kansen/<int:pk>/", "GET",                   "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/kansen/<int:pk>/", "POST",                  "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/kansen/<int:pk>/dossier/", "GET",           "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/kansen/<int:pk>/dossier/", "POST",          "in     404    404    404    404    302    302    404    302"),
    # What each could earn alone: the coordinator writes it, the parties read it, nobody else, not even the programme.
    line("dossiers/<int:pk>/overeenkomsten/<int:agreement_pk>/verdeling/", "GET",  "in     404    200    404    404    404    200    404    404"),
    line("dossiers/<int:pk>/overeenkomsten/<int:agreement_pk>/verdeling/", "POST", "in     404    404    404    404    404    422    404    404"),
]
# fmt: on


def opportunity_of(world: World) -> Opportunity:
    """One opportunity of the hub, with a line for the map and the analysis of an empty region."""
    run = OpportunityRun._base_manager.filter(hub=world.hub).first()
    run = run or OpportunityRun._base_manager.create(
        hub=world.hub,
        input_digest="tabel",
        status="optimal",
        objective_share=1.0,
        bound_share=1.0,
        gap_share=0.0,
        rows={"cards": [1, 0], "needs": [0, 0], "capabilities": [0, 0], "left_out": {}},
        placed={"t": [10.0, 5.0]},
        terms={"core": "1", "day": "2026-01-01"},
    )
    ranges = {name: [0.0, 2.0] for name in ("extra", "delivered", "hours_h", "eur", "co2e_kg", "loops")}
    return Opportunity.objects.get_or_create(
        run=run,
        rank=1,
        defaults={
            "key": "tabel",
            "kind": "new",
            "accepts": ["cardboard"],
            "activities": ["sort"],
            "strategy": "R8",
            "unit": "t",
            "place": "Gent",
            "lat": 51.05,
            "lon": 3.72,
            "gain_share": 0.5,
            "loops": 1,
            "extra": 5.0,
            "delivered": 0.0,
            "hours_h": 10.0,
            "eur": 100.0,
            "co2e_kg": -50.0,
            "ranges": ranges,
        },
    )[0]


def _agreement(world: World) -> Agreement:
    with everywhere("the table of permissions"):
        case = Case.objects.filter(hub=world.hub, title="Verdelen").first()
        case = case or factories.case(world.hub, "Verdelen")
        found = Agreement.objects.filter(case=case).first()
        return found or factories.agreement(
            case, giver=world.organisation, processor=world.other_organisation
        )


def _split(world: World) -> Mapping[str, object]:
    agreement = _agreement(world)
    return {"pk": agreement.case_id, "agreement_pk": agreement.pk}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "werkplek/<slug:slug>/kansen/zonder-plaats/": lambda world: _with_run(world),
    "werkplek/<slug:slug>/kansen/berekening/": lambda world: _with_run(world),
    "werkplek/<slug:slug>/kansen/<int:pk>/": lambda world: {"pk": opportunity_of(world).pk},
    "werkplek/<slug:slug>/kansen/<int:pk>/dossier/": lambda world: {"pk": opportunity_of(world).pk},
    "dossiers/<int:pk>/overeenkomsten/<int:agreement_pk>/verdeling/": _split,
}


def _with_run(world: World) -> Mapping[str, object]:
    opportunity_of(world)
    return {}


def _keep(world: World, actor: Actor) -> Any:
    return services.keep_found(
        actor=actor,
        hub_id=world.hub.pk,
        job=None,
        digest="tabel",
        terms={},
        summary={
            "status": "optimal",
            "objective_share": 0.0,
            "bound_share": 0.0,
            "gap_share": 0.0,
            "considered": 0,
            "possible": 0,
            "solve_s": 0.0,
        },
        rows={},
        placed={},
        analysis={},
        found=[],
        activities={},
        unplaced=[],
    )


def _save_split(world: World, actor: Actor) -> Any:
    agreement = _agreement(world)
    everyone = frozenset({world.organisation.pk, world.other_organisation.pk})
    return services.save_split(
        actor=actor, agreement=agreement, seen_version=0, worths={everyone: Decimal(100)}
    )


HUB = {"member", *COORDINATOR}
SERVICES: Mapping[str, Service] = {
    "flows.look_for_opportunities": Service(
        lambda w, a: services.look_for_opportunities(actor=a, hub=w.hub), HUB
    ),
    "flows.keep_found": Service(_keep, NOBODY),
    "flows.open_case": Service(
        lambda w, a: services.open_case(actor=a, hub=w.hub, opportunity=opportunity_of(w)), HUB
    ),
    "flows.save_split": Service(_save_split, {"coordinator"}),
}
