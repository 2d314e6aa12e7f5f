"""The newsletter: anybody asks for it and ends it by its link; the coordinator of the hub makes and sends it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from circulairwerkt.base import outbox
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.knowledge import links, services
from circulairwerkt.knowledge.models import Issue, Subscription
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service
from tests.circulairwerkt.permissions.world import World

_HUB = "werkplek/<slug:slug>/nieuwsbrief/"
_ONE = _HUB + "<int:pk>/"

# fmt: off
LINES: list[Line] = [
    *everybody("hubs/<slug:slug>/nieuwsbrief/", "200", "422"),
    *everybody("hubs/<slug:slug>/nieuwsbrief/<int:number>/", "200", "405"),
    *everybody("nieuwsbrief/bevestigen/<str:token>/", "200", "200"),
    *everybody("nieuwsbrief/stop/<str:token>/", "200", "200"),
    #                                     nobody strang orgmem other  coach  member coord  funder admin
    line(_HUB, "GET",                    "in     404    404    404    404    404    200    404    200"),
    line(_HUB, "POST",                   "in     405    405    405    405    405    405    405    405"),
    line(_HUB + "nieuw/", "GET",         "in     404    404    404    404    404    200    404    200"),
    line(_HUB + "nieuw/", "POST",        "in     404    404    404    404    404    422    404    422"),
    line(_ONE, "GET",                    "in     404    404    404    404    404    200    404    200"),
    line(_ONE, "POST",                   "in     404    404    404    404    404    422    404    422"),
    line(_ONE + "versturen/", "GET",     "in     405    405    405    405    405    405    405    405"),
    line(_ONE + "versturen/", "POST",    "in     404    404    404    404    404    302    404    302"),
    line(_ONE + "weg/", "GET",           "in     405    405    405    405    405    405    405    405"),
    line(_ONE + "weg/", "POST",          "in     404    404    404    404    404    302    404    302"),
]
# fmt: on
_VALUES: Mapping[str, Any] = {"title": {"nl": "Nieuws"}, "intro": {"nl": "Dag."}, "keys": []}


def _draft(world: World) -> Issue:
    with everywhere("a draft of the hub"):
        found: Issue = Issue.objects.get_or_create(hub=world.hub, state="draft", defaults=_VALUES)[0]
        return found


def issue_sent(world: World, state: str = "sent") -> Issue:
    with everywhere("an issue that went out"):
        found: Issue = Issue.objects.get_or_create(
            hub=world.hub,
            number=7,
            defaults={**_VALUES, "state": state, "visibility": "public", "sent_at": timezone.now()},
        )[0]
        return found


def asked_for(world: World) -> Subscription:
    address = "lezer@example.org"
    return Subscription.objects.get_or_create(
        hub=world.hub,
        address_digest=outbox.digest_of(address),
        defaults={"email": address, "language": "nl", "asked_at": timezone.now()},
    )[0]


def _draft_keys(world: World) -> Mapping[str, object]:
    return {"pk": _draft(world).pk}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "hubs/<slug:slug>/nieuwsbrief/<int:number>/": lambda w: {"number": issue_sent(w).number},
    "nieuwsbrief/bevestigen/<str:token>/": lambda w: {"token": links.confirm_token(asked_for(w))},
    "nieuwsbrief/stop/<str:token>/": lambda w: {"token": links.sign_off_token(asked_for(w))},
    _ONE: _draft_keys,
    _ONE + "versturen/": _draft_keys,
    _ONE + "weg/": _draft_keys,
}


def _save(world: World, actor: Actor) -> Any:
    return services.save_issue(actor=actor, issue=Issue(hub=world.hub), seen_version=0, values=_VALUES)


def _subscribe(world: World, actor: Actor) -> Any:
    return services.subscribe(actor=actor, hub=world.hub, email="nieuw@example.org")


SERVICES: Mapping[str, Service] = {
    "knowledge.subscribe": Service(_subscribe, EVERYBODY),
    # The link is the right, whoever holds it.
    "knowledge.confirm_subscription": Service(
        lambda w, a: services.confirm_subscription(actor=a, subscription=asked_for(w)), EVERYBODY
    ),
    "knowledge.sign_off": Service(
        lambda w, a: services.sign_off(actor=a, subscription=asked_for(w)), EVERYBODY
    ),
    "knowledge.save_issue": Service(_save, COORDINATOR),
    "knowledge.remove_issue": Service(
        lambda w, a: services.remove_issue(actor=a, issue=_draft(w)), COORDINATOR
    ),
    "knowledge.send_issue": Service(
        lambda w, a: services.send_issue(actor=a, issue=_draft(w), seen_version=1), COORDINATOR
    ),
    # The worker's and the clock's.
    "knowledge.send_part": Service(
        lambda w, a: services.send_part(actor=a, issue=issue_sent(w, "sending")), NOBODY
    ),
    "knowledge.forget_subscriptions": Service(lambda _w, a: services.forget_subscriptions(actor=a), NOBODY),
}
