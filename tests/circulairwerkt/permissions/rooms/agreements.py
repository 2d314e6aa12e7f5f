"""Agreements and transfers: who works on the case writes them, its own hub concludes them."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Agreement, Case, Transfer
from tests.circulairwerkt.permissions.lines import Line, line
from tests.circulairwerkt.permissions.service import COORDINATOR, Service
from tests.circulairwerkt.permissions.world import START, World

_ALL = "dossiers/<int:pk>/overeenkomsten/"
_ONE = _ALL + "<int:agreement_pk>/"
_MOVED = _ONE + "leveringen/<int:transfer_pk>/"

# fmt: off
LINES: list[Line] = [
    #                                                                   nobody strang orgmem other  coach  member coord  funder admin
    line(_ALL + "nieuw/", "GET",                                        "in     404    404    404    404    200    200    404    200"),
    line(_ALL + "nieuw/", "POST",                                       "in     404    404    404    404    422    422    404    422"),
    line(_ONE, "GET",                                                   "in     404    404    404    404    200    200    404    200"),
    line(_ONE, "POST",                                                  "in     405    405    405    405    405    405    405    405"),
    line(_ONE + "wijzigen/", "GET",                                     "in     404    404    404    404    200    200    404    200"),
    line(_ONE + "wijzigen/", "POST",                                    "in     404    404    404    404    422    422    404    422"),
    line(_ONE + "afspreken/", "GET",                                    "in     405    405    405    405    405    405    405    405"),
    line(_ONE + "afspreken/", "POST",                                   "in     404    404    404    404    302    302    404    302"),
    line(_ONE + "stoppen/", "GET",                                      "in     405    405    405    405    405    405    405    405"),
    line(_ONE + "stoppen/", "POST",                                     "in     404    404    404    404    422    422    404    422"),
    line(_ONE + "leveringen/", "GET",                                   "in     405    405    405    405    405    405    405    405"),
    line(_ONE + "leveringen/", "POST",                                  "in     404    404    404    404    422    422    404    422"),
    line(_MOVED, "GET",                                                 "in     404    404    404    404    200    200    404    200"),
    line(_MOVED, "POST",                                                "in     404    404    404    404    422    422    404    422"),
    line(_ONE + "wet/", "GET",                                          "in     404    404    404    404    200    200    404    200"),
    line(_ONE + "wet/", "POST",                                         "in     404    404    404    404    302    302    404    302"),
    line("dossiers/<int:pk>/waardestromen.jsonld", "GET",               "in     404    404    404    404    200    200    404    200"),
    line("dossiers/<int:pk>/waardestromen.jsonld", "POST",              "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/waardestromen.jsonld", "GET",            "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/waardestromen.jsonld", "POST",           "in     405    405    405    405    405    405    405    405"),
]
# fmt: on


def _case(world: World) -> Case:
    with everywhere("the world of the permission tables"):
        made: Case = Case.objects.get_or_create(
            hub=world.hub, number=902, year=2026, defaults={"title": "textiel"}
        )[0]
    return made


def _draft(world: World) -> Agreement:
    return Agreement.objects.get_or_create(
        case=_case(world),
        what="een voorstel",
        defaults={
            "giver": world.organisation,
            "processor": world.other_organisation,
            "valid_from": START,
        },
    )[0]


def _agreed(world: World) -> Agreement:
    return Agreement.objects.get_or_create(
        case=_case(world),
        what="afgesproken",
        defaults={
            "giver": world.organisation,
            "processor": world.other_organisation,
            "valid_from": START,
            "state": "agreed",
            "agreed_on": START,
        },
    )[0]


def _transfer(world: World) -> Transfer:
    agreement = _agreed(world)
    found = Transfer.objects.filter(agreement=agreement, corrects=None).first()
    return found or Transfer.objects.create(
        agreement=agreement, moved_on=date(2024, 2, 2), quantity=Decimal(1), unit="t"
    )


def _one(world: World) -> Mapping[str, object]:
    return {"pk": _case(world).pk, "agreement_pk": _draft(world).pk}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    _ALL + "nieuw/": lambda world: {"pk": _case(world).pk},
    **{_ONE + step: _one for step in ("", "wijzigen/", "afspreken/", "stoppen/", "leveringen/", "wet/")},
    _MOVED: lambda world: {
        "pk": _case(world).pk,
        "agreement_pk": _agreed(world).pk,
        "transfer_pk": _transfer(world).pk,
    },
    "dossiers/<int:pk>/waardestromen.jsonld": lambda world: {"pk": _case(world).pk},
}
WORKERS = {"member", *COORDINATOR}


def _save(world: World, actor: Actor) -> Any:
    values = {
        "what": "nieuw",
        "giver": world.organisation,
        "taker": world.other_organisation,
        "valid_from": START,
    }
    return cases.save_agreement(actor=actor, case=_case(world), agreement=None, values=values, shares={})


_MOVE: dict[str, Any] = {"moved_on": date(2024, 2, 2), "quantity": Decimal(1), "unit": "t"}

SERVICES: Mapping[str, Service] = {
    "cases.save_agreement": Service(_save, WORKERS),
    "cases.agree": Service(lambda w, a: cases.agree(actor=a, agreement=_draft(w), seen_version=1), WORKERS),
    "cases.end_agreement": Service(
        lambda w, a: cases.end_agreement(actor=a, agreement=_agreed(w), seen_version=1, reason="klaar"),
        WORKERS,
    ),
    "cases.answer_legal": Service(
        lambda w, a: cases.answer_legal(actor=a, agreement=_draft(w), answers={"asbestos": ("no", "")}),
        WORKERS,
    ),
    "cases.note_transfer": Service(
        lambda w, a: cases.note_transfer(actor=a, agreement=_agreed(w), **_MOVE), WORKERS
    ),
    "cases.correct_transfer": Service(
        lambda w, a: cases.correct_transfer(actor=a, transfer=_transfer(w), **_MOVE), WORKERS
    ),
}
