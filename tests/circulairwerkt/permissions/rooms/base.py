"""Long work: whoever started it, and the coordinator of its hub, see how far it is and stop it. Letters that were
not delivered: the coordinator of the hub that wrote them."""

from collections.abc import Callable, Mapping

from django.utils import timezone

from circulairwerkt.base import services
from circulairwerkt.base.models import Job, OutgoingMail
from circulairwerkt.base.outbox import digest_of, stop_address
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, Service
from tests.circulairwerkt.permissions.world import World

DIGEST = digest_of("weg@example.org")

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


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "werkplek/taken/<int:pk>/": lambda world: {"pk": job_of(world).pk},
    "werkplek/taken/<int:pk>/stoppen/": lambda world: {"pk": job_of(world).pk},
    "werkplek/post/<int:pk>/opnieuw/": lambda world: {"pk": letter_of(world).pk},
    "werkplek/post/<int:pk>/weg/": lambda world: {"pk": letter_of(world).pk},
    "mail/stop/<str:token>/": lambda world: {"token": stop_address(DIGEST, "nl").split("/")[-2]},
}

SERVICES: Mapping[str, Service] = {
    "base.stop_job": Service(lambda w, a: services.stop_job(actor=a, job=job_of(w)), COORDINATOR),
    "base.try_mail_again": Service(
        lambda w, a: services.try_mail_again(actor=a, mail=letter_of(w)), COORDINATOR
    ),
    "base.let_mail_go": Service(lambda w, a: services.let_mail_go(actor=a, mail=letter_of(w)), COORDINATOR),
    # Who holds the link may; the page checks it.
    "base.stop_mail": Service(lambda w, a: services.stop_mail(actor=a, address_digest=DIGEST), EVERYBODY),
    "base.want_mail": Service(lambda w, a: services.want_mail(actor=a, address_digest=DIGEST), EVERYBODY),
}
