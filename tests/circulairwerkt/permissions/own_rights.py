"""Pages that ask a right of their own: whoever may read and no more is told that they do not exist.

The same roles read and write today: who may not write is stopped by the check on reading, and the services
stop him once more. Here one role loses one right and keeps the others. The page then says 404 to it, before
it shows a form or what is wrong with one, while those who kept the right get on.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.http import Http404
from django.test import Client

from circulairwerkt.accounts.models import User
from circulairwerkt.base.models import Import
from circulairwerkt.base.permissions import REGISTRY, Actor, Permission, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.perms import ANSWER
from circulairwerkt.cases.perms import WORK as WORK_ON_CASES
from circulairwerkt.matching.perms import DECIDE
from circulairwerkt.streams.models import MaterialCard
from circulairwerkt.streams.perms import KEEP
from tests.circulairwerkt.permissions.rooms.base import EXPORT, import_of
from tests.circulairwerkt.permissions.rooms.questions import _part
from tests.circulairwerkt.permissions.rooms.streams import ROW, _card
from tests.circulairwerkt.permissions.routes import PLACEHOLDER, arguments
from tests.circulairwerkt.permissions.service import ADMINISTRATOR, COORDINATOR, Service
from tests.circulairwerkt.permissions.world import World


@contextmanager
def _without(role: Role, codename: str) -> Iterator[None]:
    """Take ``codename`` from ``role`` for a while."""
    held = REGISTRY[codename]
    REGISTRY[codename] = Permission(codename, held.meaning, held.roles - {role})
    try:
        yield
    finally:
        REGISTRY[codename] = held


def _page(
    codename: str,
    method: str,
    route: str,
    *,
    sent: Mapping[str, str] | None = None,
    given: Mapping[str, object] | None = None,
    ready: Callable[[World], Any] | None = None,
    loses: Role = Role.MEMBER,
    allowed: set[str] = COORDINATOR,
) -> Service:
    """Ask for a page as somebody, where ``loses`` lost ``codename``; ``ready`` lays the rows ready."""

    def call(world: World, actor: Actor) -> None:
        with everywhere("rows for a test of the right of a page"):
            values = {**arguments(route, world), **(given or {})}
            if ready is not None:
                ready(world)
        path = "/" + PLACEHOLDER.sub(lambda found: str(values[found[1]]), route)
        client = Client()
        if actor.user_id is not None:
            client.force_login(User.objects.get(pk=actor.user_id))
        with _without(loses, codename):
            answer = client.post(path, sent or {}) if method == "POST" else client.get(path)
        is_sent_away = answer.status_code == 302 and answer["Location"].startswith("/aanmelden/")
        if answer.status_code == 404 or is_sent_away:
            raise Http404
        assert answer.status_code in (200, 302, 422), answer.status_code

    return Service(call, allowed)


def _file_of_cases(world: World) -> None:
    Import.objects.filter(pk=import_of(world).pk).update(kind="cases")


def _card_open_to_all(world: World) -> None:
    MaterialCard._base_manager.filter(pk=_card(world).pk).update(
        visibility=Visibility.PUBLIC, quantity=2, guessed={"quantity": 0.5}
    )


def _make_of_part(world: World, actor: Actor) -> Any:
    with _without(Role.MEMBER, ANSWER):
        return cases.make_of_part(actor=actor, question=world.question, place=_part(world).place)


_CASES = "werkplek/<slug:slug>/dossiers/"
_CASE = "dossiers/<int:pk>/"
_AGREEMENT = "dossiers/<int:pk>/overeenkomsten/<int:agreement_pk>/"
_KEEPERS = {"organisation_member", *COORDINATOR}

#: A page, and for whom it is there once members lost the right.
OWN_RIGHTS: Mapping[str, Service] = {
    "page of a new case": _page(WORK_ON_CASES, "GET", f"{_CASES}nieuw/"),
    "page of a call": _page(WORK_ON_CASES, "GET", f"{_CASES}gesprek/"),
    "page to change a case": _page(WORK_ON_CASES, "GET", f"{_CASE}gegevens/"),
    "page of a new subsidy": _page(WORK_ON_CASES, "GET", f"{_CASE}subsidies/nieuw/"),
    "page of a new agreement": _page(WORK_ON_CASES, "GET", "dossiers/<int:pk>/overeenkomsten/nieuw/"),
    "end of an agreement, sent empty": _page(WORK_ON_CASES, "POST", f"{_AGREEMENT}stoppen/"),
    "what moved, sent empty": _page(WORK_ON_CASES, "POST", f"{_AGREEMENT}leveringen/"),
    "page to correct what moved": _page(WORK_ON_CASES, "GET", f"{_AGREEMENT}leveringen/<int:transfer_pk>/"),
    "questions of the law, sent empty": _page(WORK_ON_CASES, "POST", f"{_AGREEMENT}wet/"),
    "questions of a hub": _page(ANSWER, "GET", "werkplek/<slug:slug>/vragen/"),
    "question taken up by who may not answer": _page(ANSWER, "POST", "vragen/<int:pk>/opnemen/"),
    # Who may make cards still does not read what was asked.
    "cases.make_of_part, by who may not answer": Service(_make_of_part, COORDINATOR),
    "message about a proposal, sent empty": _page(
        DECIDE, "POST", "werkplek/<slug:slug>/voorstellen/<int:pk>/bericht/"
    ),
    # A coordinator reads files in; what their rows become asks its own right as well.
    "file of cases that was read in": _page(
        WORK_ON_CASES,
        "GET",
        "werkplek/<slug:slug>/inlezen/<int:pk>/",
        ready=_file_of_cases,
        loses=Role.COORDINATOR,
        allowed=ADMINISTRATOR,
    ),
    "cases of a hub as a file": _page(
        WORK_ON_CASES,
        "GET",
        EXPORT,
        given={"kind": "cases"},
        loses=Role.COORDINATOR,
        allowed=ADMINISTRATOR,
    ),
    "history of a card that all may see": _page(
        KEEP, "GET", f"{ROW}geschiedenis/", ready=_card_open_to_all, allowed=_KEEPERS
    ),
    "guess of a card that all may see, sent wrong": _page(
        KEEP,
        "POST",
        f"{ROW}vermoedens/",
        sent={"quantity": "veel"},
        ready=_card_open_to_all,
        allowed=_KEEPERS,
    ),
}
