"""Trainings and attests: who holds the link sees the name; the coordinator gives and withdraws."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.trainings import keys, services
from circulairwerkt.trainings.links import token_of
from circulairwerkt.trainings.models import Attest, Training
from tests.circulairwerkt import factories
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service
from tests.circulairwerkt.permissions.world import World

_TRAINING = "werkplek/<slug:slug>/agenda/<int:pk>/opleiding/"
# fmt: off
LINES: list[Line] = [
    *everybody("attest/", "200", "405"),
    # the private link is the right: who holds it may, whoever it is
    *everybody("attest/<str:token>/", "200", "405"),
    *everybody("attest/<str:token>/attest.pdf", "200", "405"),
    *everybody("attest/<str:token>/badge.jwt", "200", "405"),
    *everybody("attest/<str:token>/naam-wissen/", "405", "302"),
    # what badges point to: other software reads it, whoever asks
    *everybody("badges/sleutels/", "200", "405"),
    *everybody("badges/sleutels/<str:thumbprint>/", "200", "405"),
    *everybody("badges/hubs/<slug:slug>/", "200", "405"),
    *everybody("badges/hubs/<slug:slug>/ingetrokken/", "200", "405"),
    *everybody("badges/opleidingen/<slug:slug>/", "200", "405"),
    #                                                                      nobody strang orgmem other  coach  member coord  funder admin
    line(_TRAINING, "GET",                                                 "in     404    404    404    404    404    200    404    200"),
    line(_TRAINING, "POST",                                                "in     405    405    405    405    405    405    405    405"),
    line(f"{_TRAINING}gegevens/", "GET",                                   "in     404    404    404    404    404    200    404    200"),
    line(f"{_TRAINING}gegevens/", "POST",                                  "in     404    404    404    404    404    422    404    422"),
    line(f"{_TRAINING}attesten/", "GET",                                   "in     405    405    405    405    405    405    405    405"),
    line(f"{_TRAINING}attesten/", "POST",                                  "in     404    404    404    404    404    302    404    302"),
    line(f"{_TRAINING}attesten/lijst/<slug:ending>/", "GET",               "in     404    404    404    404    404    200    404    200"),
    line(f"{_TRAINING}attesten/lijst/<slug:ending>/", "POST",              "in     405    405    405    405    405    405    405    405"),
    line(f"{_TRAINING}attesten/<int:attest_pk>/attest.pdf", "GET",         "in     404    404    404    404    404    200    404    200"),
    line(f"{_TRAINING}attesten/<int:attest_pk>/attest.pdf", "POST",        "in     405    405    405    405    405    405    405    405"),
    line(f"{_TRAINING}attesten/<int:attest_pk>/intrekken/", "GET",         "in     404    404    404    404    404    200    404    200"),
    line(f"{_TRAINING}attesten/<int:attest_pk>/intrekken/", "POST",        "in     404    404    404    404    404    422    404    422"),
    line(f"{_TRAINING}attesten/<int:attest_pk>/terug/", "GET",             "in     405    405    405    405    405    405    405    405"),
    line(f"{_TRAINING}attesten/<int:attest_pk>/terug/", "POST",            "in     404    404    404    404    404    302    404    302"),
]
# fmt: on


def training_of(world: World) -> Training:
    """A training of the hub that is over and gives attests."""
    with everywhere("the world of the permission tables"):
        found = Training.objects.filter(event__hub=world.hub).select_related("event").first()
    return found or factories.training(world.hub)


def attest_of(world: World) -> Attest:
    """An attest of that training."""
    with everywhere("the world of the permission tables"):
        found: Attest | None = Attest.objects.filter(hub=world.hub).select_related("event", "hub").first()
    return found or factories.attest(training_of(world).event)


def _by_link(world: World) -> Mapping[str, object]:
    return {"token": token_of(attest_of(world))}


def _by_key(_world: World) -> Mapping[str, object]:
    # A site without keys has the address too, for none of them.
    return {"thumbprint": next((key.thumbprint for key in keys.all_keys()), "geen-sleutel")}


def _issuing(world: World) -> Mapping[str, object]:
    return {"slug": attest_of(world).hub.slug}


def _of_event(**more: Callable[[World], object]) -> Callable[[World], Mapping[str, object]]:
    return lambda w: {"pk": training_of(w).event_id, **{name: fill(w) for name, fill in more.items()}}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "attest/<str:token>/": _by_link,
    "attest/<str:token>/attest.pdf": _by_link,
    "attest/<str:token>/badge.jwt": _by_link,
    "attest/<str:token>/naam-wissen/": _by_link,
    "badges/sleutels/<str:thumbprint>/": _by_key,
    "badges/hubs/<slug:slug>/": _issuing,
    "badges/hubs/<slug:slug>/ingetrokken/": _issuing,
    "badges/opleidingen/<slug:slug>/": lambda w: {"slug": training_of(w).event.slug},
    _TRAINING: _of_event(),
    f"{_TRAINING}gegevens/": _of_event(),
    f"{_TRAINING}attesten/": _of_event(),
    f"{_TRAINING}attesten/lijst/<slug:ending>/": _of_event(ending=lambda w: "csv"),
    f"{_TRAINING}attesten/<int:attest_pk>/attest.pdf": _of_event(attest_pk=lambda w: attest_of(w).pk),
    f"{_TRAINING}attesten/<int:attest_pk>/intrekken/": _of_event(attest_pk=lambda w: attest_of(w).pk),
    f"{_TRAINING}attesten/<int:attest_pk>/terug/": _of_event(attest_pk=lambda w: attest_of(w).pk),
}


def _save(world: World, actor: Actor) -> Any:
    row = training_of(world)
    values = {"outcomes": [], "gives_attest": True}
    return services.save_training(
        actor=actor, training=row, seen_version=row.version, values=values, asked=[]
    )


def _erase(world: World, actor: Actor) -> Any:
    long_ago = timezone.now() - timedelta(days=Attest.RETENTION_DAYS + 1)
    Attest._base_manager.filter(pk=attest_of(world).pk).update(given_at=long_ago)
    with everywhere("a test of what the clock alone may"):
        return services.erase_old_names(actor=actor)


SERVICES: Mapping[str, Service] = {
    "trainings.save": Service(_save, COORDINATOR),
    "trainings.give": Service(lambda w, a: services.give(actor=a, event=training_of(w).event), COORDINATOR),
    "trainings.withdraw": Service(
        lambda w, a: services.withdraw(actor=a, attest=attest_of(w), reason="vergissing"), COORDINATOR
    ),
    "trainings.restore": Service(lambda w, a: services.restore(actor=a, attest=attest_of(w)), COORDINATOR),
    # Who holds the private link acts for the holder, whoever he is; its page checks the link.
    "trainings.forget_own_name": Service(
        lambda w, a: services.forget_own_name(actor=a, attest=attest_of(w)), EVERYBODY
    ),
    "trainings.erase": Service(_erase, NOBODY),
}
