"""The work in cases: who works on a case reads and corrects it; sums of every hub are for who answers for all."""

from collections.abc import Callable, Mapping
from typing import Any

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Agreement, Case, CaseStream
from circulairwerkt.streams.models import MaterialCard
from tests.circulairwerkt.permissions.lines import Line, line
from tests.circulairwerkt.permissions.service import COORDINATOR, Service
from tests.circulairwerkt.permissions.world import START, World

_CASE = "dossiers/<int:pk>/werk/"
_AGREEMENT = _CASE + "overeenkomsten/<int:agreement_pk>/"
_CARD = _CASE + "materiaal/<int:link_pk>/"

# fmt: off
LINES: list[Line] = [
    #                                                                   nobody strang orgmem other  coach  member coord  funder admin
    line(_CASE, "GET",                                                  "in     404    404    404    404    200    200    404    200"),
    line(_CASE, "POST",                                                 "in     405    405    405    405    405    405    405    405"),
    line(_AGREEMENT, "GET",                                             "in     404    404    404    404    200    200    404    200"),
    line(_AGREEMENT, "POST",                                            "in     404    404    404    404    422    422    404    422"),
    line(_CARD, "GET",                                                  "in     404    404    404    404    200    200    404    200"),
    line(_CARD, "POST",                                                 "in     404    404    404    404    422    422    404    422"),
    line("werkplek/<slug:slug>/werk/", "GET",                           "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/werk/", "POST",                          "in     405    405    405    405    405    405    405    405"),
    line("programma/werk/", "GET",                                      "in     404    404    404    404    404    404    200    200"),
    line("programma/werk/", "POST",                                     "in     405    405    405    405    405    405    405    405"),
]
# fmt: on


def _case(world: World) -> Case:
    with everywhere("the world of the permission tables"):
        made, is_new = Case.objects.get_or_create(
            hub=world.hub, number=907, year=2026, defaults={"title": "hout"}
        )
        if is_new:
            card = MaterialCard.objects.create(
                hub=world.hub, sentence="snijresten", quantity=3, unit="t", period="week", strategy="R8"
            )
            CaseStream.objects.create(case=made, card=card)
            Agreement.objects.create(
                case=made,
                what="hout versnipperen",
                giver=world.organisation,
                processor=world.other_organisation,
                valid_from=START,
                card=card,
            )
        return made  # type: ignore[no-any-return]


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    _CASE: lambda world: {"pk": _case(world).pk},
    _AGREEMENT: lambda world: {"pk": _case(world).pk, "agreement_pk": _case(world).agreements.get().pk},
    _CARD: lambda world: {"pk": _case(world).pk, "link_pk": _case(world).streams.get().pk},
}


def _save(world: World, actor: Actor) -> Any:
    of = _case(world).streams.select_related("case").get()
    return cases.save_work_package(actor=actor, of=of, seen_version=0, values={"rhythm": "elke dag"})


SERVICES: Mapping[str, Service] = {
    "cases.save_work_package": Service(_save, {"member", *COORDINATOR}),
}
