"""Reads of trainings and their attests."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from circulairwerkt.agenda.models import Event, Registration, Session
from circulairwerkt.agenda.queries import published
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
from circulairwerkt.trainings import keys
from circulairwerkt.trainings.entitled import Entitled, asked_sessions, entitled_to, hours_of
from circulairwerkt.trainings.entitled import training_of as training_of
from circulairwerkt.trainings.links import token_of as token_of
from circulairwerkt.trainings.models import NUMBER_LETTERS, Attest, Training


@dataclass(frozen=True)
class Given:
    """An attest with whether its holder still stands as present: ticks can be changed afterwards."""

    attest: Attest
    is_ticked: bool


@dataclass(frozen=True)
class Standing:
    """Where a training stands: what an attest asks, who has one, who has a right to one."""

    training: Training
    asked: list[Session]
    given: list[Given]
    waiting: list[Entitled]
    is_over: bool


def standing_of(event: Event) -> Standing:
    """Return where the attests of a training stand."""
    training = training_of(event)
    training.event = event
    asked = asked_sessions(training)
    entitled = entitled_to(training)
    rights = {(row.registration.pk, row.place) for row in entitled}
    attests = list(Attest.objects.filter(event=event).order_by("name", "pk"))
    known = {(row.registration_id, row.place) for row in attests}
    return Standing(
        training=training,
        asked=asked,
        given=[Given(row, (row.registration_id, row.place) in rights) for row in attests],
        waiting=[row for row in entitled if (row.registration.pk, row.place) not in known],
        is_over=bool(asked) and all(row.ends_at <= timezone.now() for row in asked),
    )


def told_of(event: Event) -> Training | None:
    """Return what the public page of an event tells of what one learns; None where there is nothing."""
    training = Training.objects.filter(event=event).prefetch_related("asked").first()
    if training is None or not (training.outcomes or training.gives_attest):
        return None
    return training


def hours_asked(training: Training) -> object:
    """Return the hours of the sessions that an attest asks for."""
    return hours_of(asked_sessions(training))


def of_registration(registration: Registration) -> list[Attest]:
    """Return the attests of who holds a registration's private link."""
    with everywhere("whoever holds the link of a registration sees the attests that came of it"):
        return list(Attest.objects.filter(registration=registration).order_by("place"))


def attest_numbered(text: str) -> Attest | None:
    """Return the attest with a number as somebody typed it, with or without dashes; None for a wrong one.

    Looks around the scope: whoever has the number may ask whether it is right.
    """
    number = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(number) != NUMBER_LETTERS:
        return None
    found: Attest | None = Attest._base_manager.filter(number=number).select_related("hub", "event").first()
    return found


def gives_badge(attest: Attest) -> bool:
    """Whether its holder gets a badge: the site has a key, the attest holds and still has its name."""
    return bool(keys.all_keys() and attest.is_valid and attest.name)


def issuing_hubs() -> QuerySet[Hub]:
    """Return the hubs that gave an attest, or have a training that gives them."""
    given = Attest._base_manager.filter(hub=OuterRef("pk"))
    promised = Training.objects.filter(event__hub=OuterRef("pk"), gives_attest=True)
    return Hub.objects.filter(Exists(given) | Exists(promised))


def badge_training(slug: str) -> Training | None:
    """Return the training at an address of the agenda, where everybody may see it and it gives attests."""
    given = Attest._base_manager.filter(event=OuterRef("event"))
    rows = Training.objects.filter(event__in=published()).filter(Q(gives_attest=True) | Exists(given))
    found: Training | None = rows.select_related("event__hub").filter(event__slug=slug).first()
    return found
