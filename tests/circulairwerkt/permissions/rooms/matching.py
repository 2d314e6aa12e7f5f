"""Proposals: those who answer for a hub see and decide; the party that was asked answers through its link."""

from collections.abc import Callable, Mapping
from typing import Any

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.cases.received import ReceivedMail
from circulairwerkt.matching import services
from circulairwerkt.matching.models import Inquiry, Message, Proposal, Run
from circulairwerkt.matching.pools import follower
from circulairwerkt.streams.models import MaterialCard, Need
from tests.circulairwerkt.permissions.lines import Line, line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    #                                                                      nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/<slug:slug>/voorstellen/", "GET",                       "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/voorstellen/", "POST",                      "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/voorstellen/waarom-niet/", "GET",           "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/voorstellen/waarom-niet/", "POST",          "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/voorstellen/nog-te-vinden/", "GET",         "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/voorstellen/nog-te-vinden/", "POST",        "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/voorstellen/zoek/", "GET",                  "in     405    405    405    405    405    405    405    405"),
    # Which row is not said; who may at all is tried in the table of services.
    line("werkplek/<slug:slug>/voorstellen/zoek/", "POST",                 "in     404    404    404    404    404    404    404    404"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/", "GET",              "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/", "POST",             "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/gevolg/", "GET",       "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/gevolg/", "POST",      "in     404    404    404    404    422    422    404    422"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/terug/", "GET",        "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/terug/", "POST",       "in     404    404    404    404    302    302    404    302"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/vraag/", "GET",        "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/vraag/", "POST",       "in     404    404    404    404    422    422    404    422"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/dossier/", "GET",      "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/dossier/", "POST",     "in     404    404    404    404    302    302    404    302"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/bericht/", "GET",      "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/bericht/", "POST",     "in     404    404    404    404    422    422    404    422"),
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/bericht/<int:message_pk>/", "GET",  "in 405 405 405 405 405 405 405 405"),
    # What is to be done is not said; who may at all is tried in the table of services.
    line("werkplek/<slug:slug>/voorstellen/<int:pk>/bericht/<int:message_pk>/", "POST", "in 404 404 404 404 404 404 404 404"),
    # Who holds the link answers for the party; opening it writes nothing.
    line("voorstel/<str:token>/", "GET",                                   "200    200    200    200    200    200    200    200    200"),
    line("voorstel/<str:token>/", "POST",                                  "422    422    422    422    422    422    422    422    422"),
    line("voorstel/<str:token>/schrijf/", "GET",                           "405    405    405    405    405    405    405    405    405"),
    line("voorstel/<str:token>/schrijf/", "POST",                          "422    422    422    422    422    422    422    422    422"),
    line("voorstel/<str:token>/geen-mail/", "GET",                         "405    405    405    405    405    405    405    405    405"),
    line("voorstel/<str:token>/geen-mail/", "POST",                        "302    302    302    302    302    302    302    302    302"),
]
# fmt: on


def _row(model: Any, world: World) -> Any:
    values = {"sentence": "karton", "material": "cardboard", "visibility": Visibility.PARTIES}
    return model._base_manager.get_or_create(hub=world.hub, organisation=world.organisation, **values)[0]


def _proposal(world: World) -> Proposal:
    run = Run.objects.get_or_create(state=Run.State.DONE)[0]
    found: Proposal = Proposal._base_manager.get_or_create(
        hub=world.hub,
        card=_row(MaterialCard, world),
        need=_row(Need, world),
        defaults={"run": run, "score_share": 0.5, "pair_digest": "tabel"},
    )[0]
    return found


def _inquiry(world: World) -> Inquiry:
    return Inquiry.objects.get_or_create(
        proposal=_proposal(world), side=Inquiry.Side.TAKER, email="partij@example.org"
    )[0]


def _message(world: World, *, is_waiting: bool = False) -> Message:
    inquiry = _inquiry(world)
    return Message.objects.get_or_create(
        proposal=inquiry.proposal, writer=inquiry, text="dag", is_waiting=is_waiting
    )[0]


def _mail() -> ReceivedMail:
    return ReceivedMail("<tabel@x>", "Partij", "partij@example.org", (), "Re", "Dag", None)


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "werkplek/<slug:slug>/voorstellen/<int:pk>/": lambda world: {"pk": _proposal(world).pk},
    "werkplek/<slug:slug>/voorstellen/<int:pk>/gevolg/": lambda world: {"pk": _proposal(world).pk},
    "werkplek/<slug:slug>/voorstellen/<int:pk>/terug/": lambda world: {"pk": _proposal(world).pk},
    "werkplek/<slug:slug>/voorstellen/<int:pk>/vraag/": lambda world: {"pk": _proposal(world).pk},
    "werkplek/<slug:slug>/voorstellen/<int:pk>/dossier/": lambda world: {"pk": _proposal(world).pk},
    "werkplek/<slug:slug>/voorstellen/<int:pk>/bericht/": lambda world: {"pk": _proposal(world).pk},
    "werkplek/<slug:slug>/voorstellen/<int:pk>/bericht/<int:message_pk>/": lambda world: {
        "pk": _proposal(world).pk,
        "message_pk": _message(world).pk,
    },
    "voorstel/<str:token>/schrijf/": lambda world: {"token": services.token_of(_inquiry(world))},
    "voorstel/<str:token>/geen-mail/": lambda world: {"token": services.token_of(_inquiry(world))},
    "voorstel/<str:token>/": lambda world: {"token": services.token_of(_inquiry(world))},
}


def _undo(world: World, actor: Actor) -> Any:
    proposal = _proposal(world)
    with everywhere("a test of who may take back"):
        services.decide(actor=world.actor("coordinator"), proposal=proposal, state="called")
    return services.undo(actor=actor, proposal=Proposal._base_manager.get(pk=proposal.pk))


def _look(world: World, actor: Actor) -> Any:
    follower.forget()
    try:
        return services.look_now(actor=actor, hub=world.hub, row=_row(MaterialCard, world))
    finally:
        follower.forget()


def _run(world: World, actor: Actor) -> Any:
    follower.forget()
    try:
        return services.run_for(actor=actor, keys=[])
    finally:
        follower.forget()


HUB = {"member", *COORDINATOR}
SERVICES: Mapping[str, Service] = {
    "matching.run": Service(_run, NOBODY),
    "matching.look_now": Service(_look, HUB),
    "matching.decide": Service(
        lambda w, a: services.decide(actor=a, proposal=_proposal(w), state="called"), HUB
    ),
    "matching.undo": Service(_undo, HUB),
    "matching.ask_party": Service(
        lambda w, a: services.ask_party(
            actor=a, proposal=_proposal(w), side=Inquiry.Side.TAKER, email="partij@example.org"
        ),
        HUB,
    ),
    "matching.open_case": Service(
        lambda w, a: services.open_case(actor=a, proposal=_proposal(w), hub=w.hub), HUB
    ),
    "matching.write_to": Service(
        lambda w, a: services.write_to(actor=a, proposal=_proposal(w), inquiries=[_inquiry(w)], text="dag"),
        HUB,
    ),
    "matching.share_message": Service(lambda w, a: services.share(actor=a, message=_message(w)), HUB),
    "matching.let_in": Service(
        lambda w, a: services.let_in(actor=a, message=_message(w, is_waiting=True)), HUB
    ),
    "matching.turn_away": Service(
        lambda w, a: services.turn_away(actor=a, message=_message(w, is_waiting=True)), HUB
    ),
    "matching.receive_mail": Service(
        lambda w, a: services.receive_mail(actor=a, inquiry=_inquiry(w), mail=_mail()), NOBODY
    ),
    "matching.party_writes": Service(
        lambda w, a: services.party_writes(actor=a, inquiry=_inquiry(w), text="dag"), EVERYBODY
    ),
    "matching.stop_mail": Service(lambda w, a: services.stop_mail(actor=a, inquiry=_inquiry(w)), EVERYBODY),
    # Who holds the link in the mail answers for the party, whoever he is.
    "matching.answer_inquiry": Service(
        lambda w, a: services.answer(actor=a, inquiry=_inquiry(w), answer="no"), EVERYBODY
    ),
    "matching.erase_old_inquiries": Service(lambda w, a: services.erase_old_addresses(actor=a), NOBODY),
}
