"""Long work: whoever started it, and the coordinator of its hub, see how far it is and stop it. Letters that were
not delivered: the coordinator of the hub that wrote them."""

from collections.abc import Callable, Mapping

from django.utils import timezone

from circulairwerkt.base import downloads, services
from circulairwerkt.base.models import Import, Job, OutgoingMail
from circulairwerkt.base.outbox import digest_of, stop_address
from circulairwerkt.organisations.services.imported import import_organisations, undo_import
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, SIGNED_IN, Service
from tests.circulairwerkt.permissions.world import World

DIGEST = digest_of("weg@example.org")

EXPORT = "werkplek/<slug:slug>/inlezen/uit/<slug:kind>/<slug:ending>/"

# fmt: off
LINES: list[Line] = [
    #                                                       nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/taken/<int:pk>/", "GET",                 "in     404    404    404    404    404    200    404    200"),
    line("werkplek/taken/<int:pk>/", "POST",                "in     405    405    405    405    405    405    405    405"),
    line("werkplek/taken/<int:pk>/stoppen/", "GET",         "in     405    405    405    405    405    405    405    405"),
    line("werkplek/taken/<int:pk>/stoppen/", "POST",        "in     404    404    404    404    404    302    404    302"),
    line("werkplek/post/", "GET",                           "in     404    404    200    404    404    200    404    200"),
    line("werkplek/post/", "POST",                          "in     405    405    405    405    405    405    405    405"),
    line("werkplek/post/<int:pk>/opnieuw/", "GET",          "in     405    405    405    405    405    405    405    405"),
    line("werkplek/post/<int:pk>/opnieuw/", "POST",         "in     404    404    404    404    404    302    404    302"),
    line("werkplek/post/<int:pk>/weg/", "GET",              "in     405    405    405    405    405    405    405    405"),
    line("werkplek/post/<int:pk>/weg/", "POST",             "in     404    404    404    404    404    302    404    302"),
    line("werkplek/<slug:slug>/inlezen/", "GET",            "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/inlezen/", "POST",           "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/inlezen/<int:pk>/", "GET",   "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/inlezen/<int:pk>/", "POST",  "in     404    404    404    404    404    422    404    422"),
    *[
        each
        for way in ("keuzes", "start", "terug")
        for each in (
            line(f"werkplek/<slug:slug>/inlezen/<int:pk>/{way}/", "GET", "in 405 405 405 405 405 405 405 405"),
            line(f"werkplek/<slug:slug>/inlezen/<int:pk>/{way}/", "POST", "in 404 404 404 404 404 302 404 302"),
        )
    ],
    line("werkplek/<slug:slug>/inlezen/<int:pk>/fouten/", "GET", "in 404 404 404 404 404 200 404 200"),
    line("werkplek/<slug:slug>/inlezen/<int:pk>/fouten/", "POST", "in 405 405 405 405 405 405 405 405"),
    line(EXPORT, "GET",                                     "in     404    404    404    404    404    200    404    200"),
    line(EXPORT, "POST",                                    "in     405    405    405    405    405    405    405    405"),
    # Who holds the link of a letter is the one who got it, whoever he is.
    *everybody("mail/stop/<str:token>/"),
]
# fmt: on


def job_of(world: World) -> Job:
    """A job of the world's hub that waits in the queue."""
    made, _ = Job.objects.get_or_create(
        kind="test.table",
        hub=world.hub,
        defaults={"title": "Taak", "language": "nl", "heartbeat_at": timezone.now()},
    )
    return made


def letter_of(world: World) -> OutgoingMail:
    """A letter of the world's hub that was given up."""
    made, _ = OutgoingMail.objects.get_or_create(
        message_id="<table@example.org>",
        defaults={
            "kind": OutgoingMail.Kind.PERSONAL,
            "state": OutgoingMail.State.GIVEN_UP,
            "to": "weg@example.org",
            "hub": world.hub,
            "next_try_at": timezone.now(),
        },
    )
    return made


def import_of(world: World, state: str = Import.State.CHECKED) -> Import:
    """A file of the world's hub."""
    made, _ = Import.objects.update_or_create(
        key="table.csv",
        defaults={
            "hub": world.hub,
            "kind": "organisations",
            "file_name": "table.csv",
            "columns": ["naam"],
            "state": state,
        },
    )
    return made


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "werkplek/taken/<int:pk>/": lambda world: {"pk": job_of(world).pk},
    "werkplek/taken/<int:pk>/stoppen/": lambda world: {"pk": job_of(world).pk},
    "werkplek/post/<int:pk>/opnieuw/": lambda world: {"pk": letter_of(world).pk},
    "werkplek/post/<int:pk>/weg/": lambda world: {"pk": letter_of(world).pk},
    EXPORT: lambda world: {"kind": "organisations", "ending": "csv"},
    **{
        f"werkplek/<slug:slug>/inlezen/<int:pk>/{way}": lambda world: {"pk": import_of(world).pk}
        for way in ("", "keuzes/", "start/", "terug/", "fouten/")
    },
    "mail/stop/<str:token>/": lambda world: {"token": stop_address(DIGEST, "nl").split("/")[-2]},
}

SERVICES: Mapping[str, Service] = {
    "base.stop_job": Service(lambda w, a: services.stop_job(actor=a, job=job_of(w)), COORDINATOR),
    "base.try_mail_again": Service(
        lambda w, a: services.try_mail_again(actor=a, mail=letter_of(w)), COORDINATOR
    ),
    "base.let_mail_go": Service(lambda w, a: services.let_mail_go(actor=a, mail=letter_of(w)), COORDINATOR),
    "base.begin_import": Service(
        lambda w, a: services.begin_import(
            actor=a, hub_id=w.hub.pk, kind="organisations", file_name="x.csv", content=b"naam\nEen"
        ),
        COORDINATOR,
    ),
    "base.choose_columns": Service(
        lambda w, a: services.choose_columns(actor=a, batch=import_of(w), mapping={"name": "naam"}),
        COORDINATOR,
    ),
    "base.decide_twins": Service(
        lambda w, a: services.decide_twins(actor=a, batch=import_of(w), choices={}), COORDINATOR
    ),
    "base.run_import": Service(lambda w, a: services.run_import(actor=a, batch=import_of(w)), COORDINATOR),
    "base.undo_import": Service(
        lambda w, a: services.undo_import(actor=a, batch=import_of(w, Import.State.DONE)), COORDINATOR
    ),
    "base.forget_old_imports": Service(lambda w, a: services.forget_old_imports(actor=a), NOBODY),
    "organisations.import": Service(
        lambda w, a: import_organisations(actor=a, hub=w.hub, rows=[]), COORDINATOR
    ),
    "organisations.undo_import": Service(lambda w, a: undo_import(actor=a, hub=w.hub, made=[]), COORDINATOR),
    # Whether he may read the list, the page checks that gives it.
    "base.take_along": Service(
        lambda w, a: downloads.note_taken(actor=a, of=w.hub, hub_id=w.hub.pk, file="lijst.csv", rows=3),
        SIGNED_IN,
    ),
    # Who holds the link may; the page checks it.
    "base.stop_mail": Service(lambda w, a: services.stop_mail(actor=a, address_digest=DIGEST), EVERYBODY),
    "base.want_mail": Service(lambda w, a: services.want_mail(actor=a, address_digest=DIGEST), EVERYBODY),
}
