"""Referrals: the hub that holds something hands it on; the hub that is asked answers; both see it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Case, Question, Referral
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt.permissions.lines import Line, line
from tests.circulairwerkt.permissions.service import COORDINATOR, NOBODY, Service
from tests.circulairwerkt.permissions.world import START, World

_AT = "werkplek/<slug:slug>/doorverwijzingen/<int:pk>/"

# fmt: off
LINES: list[Line] = [
    #                                                                        nobody strang orgmem other  coach  member coord  funder admin
    line("vragen/<int:pk>/doorverwijzen/", "GET",                            "in     404    404    404    404    200    200    404    200"),
    line("vragen/<int:pk>/doorverwijzen/", "POST",                           "in     404    404    404    404    422    422    404    422"),
    line("dossiers/<int:pk>/doorverwijzen/", "GET",     "in     404    404    404    404    200    200    404    200"),
    line("dossiers/<int:pk>/doorverwijzen/", "POST",    "in     404    404    404    404    422    422    404    422"),
    line("werkplek/<slug:slug>/doorverwijzingen/", "GET",                    "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/doorverwijzingen/", "POST",                   "in     405    405    405    405    405    405    405    405"),
    # The referral came from the other hub: its coordinator sees it too, this hub answers.
    line(_AT, "GET",                                                         "in     404    404    200    404    200    200    404    200"),
    line(_AT, "POST",                                                        "in     405    405    405    405    405    405    405    405"),
    line(_AT + "opnemen/", "GET",                                            "in     405    405    405    405    405    405    405    405"),
    line(_AT + "opnemen/", "POST",                                           "in     404    404    404    404    302    302    404    302"),
    line(_AT + "terugsturen/", "GET",                                        "in     405    405    405    405    405    405    405    405"),
    line(_AT + "terugsturen/", "POST",                                       "in     404    404    404    404    422    422    404    422"),
    line(_AT + "terugnemen/", "GET",                                         "in     405    405    405    405    405    405    405    405"),
    line(_AT + "terugnemen/", "POST",                                        "in     404    404    302    404    404    404    404    302"),
]
# fmt: on


def _incoming(world: World) -> Referral:
    """Return what the other hub asks of this one, made at the first call."""
    with everywhere("the world of the permission tables"):
        question = Question.objects.filter(hub=world.other_hub, sentence="hout over").first()
        if question is None:
            question = Question.objects.create(
                hub=world.other_hub,
                municipality=world.municipality,
                place_text="Gent",
                sentence="hout over",
                contact="v@example.org",
                answer_by=START,
            )
        made: Referral = Referral.objects.get_or_create(
            question=question,
            defaults={
                "from_hub": world.other_hub,
                "to_hub": world.hub,
                "reason": "dichterbij",
                "due_on": timezone.localdate() + timedelta(days=3),
            },
        )[0]
    return made


def _case(world: World) -> Case:
    with everywhere("the world of the permission tables"):
        made: Case = Case.objects.get_or_create(
            hub=world.hub, number=901, year=2026, defaults={"title": "hout"}
        )[0]
    return made


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "vragen/<int:pk>/doorverwijzen/": lambda world: {"pk": world.question.pk},
    "dossiers/<int:pk>/doorverwijzen/": lambda world: {"pk": _case(world).pk},
    **{
        _AT + step: lambda world: {"pk": _incoming(world).pk}
        for step in ("", "opnemen/", "terugsturen/", "terugnemen/")
    },
}


def _refer(world: World, actor: Actor) -> Any:
    Hub.objects.filter(pk=world.other_hub.pk).update(claimed_on=START)
    return cases.refer(
        actor=actor,
        question=world.question,
        to_hub=Hub.objects.get(pk=world.other_hub.pk),
        reason="dichterbij",
        due_on=timezone.localdate(),
    )


SERVICES: Mapping[str, Service] = {
    "cases.refer": Service(_refer, {"member", *COORDINATOR}),
    "cases.accept_referral": Service(
        lambda w, a: cases.accept(actor=a, referral=_incoming(w)), {"member", *COORDINATOR}
    ),
    "cases.return_referral": Service(
        lambda w, a: cases.send_back(actor=a, referral=_incoming(w), answer="niet voor ons"),
        {"member", *COORDINATOR},
    ),
    "cases.take_back_referral": Service(
        lambda w, a: cases.take_back(actor=a, referral=_incoming(w)), {"other", "administrator"}
    ),
    "cases.lapse_referral": Service(lambda w, a: cases.lapse_overdue(actor=a), NOBODY),
}
