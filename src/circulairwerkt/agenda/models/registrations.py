"""Who comes: registrations without an account, their seats at each session, and what the organiser asks."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models.events import Event, Mode, Session
from circulairwerkt.agenda.models.feeds import fresh_nonce
from circulairwerkt.agenda.waiting import INSIDE, SeatState
from circulairwerkt.base.models import Versioned


class OwnQuestion(Versioned):
    """Something that the organiser asks of who registers."""

    class Sort(models.TextChoices):
        """How it is answered."""

        TEXT = "text", _("een korte tekst")
        YES_NO = "yes_no", _("ja of nee")
        CHOICE = "choice", _("één keuze uit een lijst")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="own_questions")
    words = models.CharField(_("vraag"), max_length=200)
    sort = models.CharField(_("soort antwoord"), max_length=10, choices=Sort.choices, default=Sort.TEXT)
    choices = models.JSONField(_("keuzes"), default=list, blank=True)
    is_required = models.BooleanField(_("moet ingevuld worden"), default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("eigen vraag")
        verbose_name_plural = _("eigen vragen")

    def __str__(self) -> str:
        return self.words


class Way(models.TextChoices):
    """How somebody takes part in an event that leaves the choice."""

    ON_SITE = "on_site", _("ter plaatse")
    ONLINE = "online", _("online")


class Registration(models.Model):
    """Somebody who registered for an event, alone or with a group, with one mail address, without an account;
    or who came in unregistered, of whom a name is enough.

    Diet and photos are erased ``DIET_DAYS`` after the event, names, address and answers ``RETENTION_DAYS``
    after it: until then they are the evidence of who came (``docs/running/privacy.md``).
    """

    DIET_DAYS = 7
    RETENTION_DAYS = 730

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    name = models.CharField(_("naam"), max_length=120, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    #: A keyed digest of the address, by which one person registers once; empty once the address is erased.
    address_digest = models.CharField(max_length=32, blank=True, editable=False)
    organisation = models.CharField(_("organisatie"), max_length=140, blank=True)
    size = models.PositiveSmallIntegerField(_("met hoeveel"), default=1)
    others = models.JSONField(_("namen van wie meekomt"), default=list, blank=True)
    #: Asked where an event is both on the spot and online. A seat is a seat, whichever way (decision 0146).
    way = models.CharField(_("hoe men meedoet"), max_length=10, choices=Way.choices, blank=True)
    answers = models.JSONField(_("antwoorden"), default=dict, blank=True)
    diet = models.CharField(_("eetwensen"), max_length=200, blank=True)
    may_be_pictured = models.BooleanField(_("mag op de foto"), null=True, blank=True)
    language = models.CharField(_("taal"), max_length=2, default="nl")
    nonce = models.CharField(max_length=24, default=fresh_nonce, editable=False)
    #: Of who came in without registering: how the phone at the door calls it, so that one told twice is one.
    door_key = models.CharField(max_length=32, blank=True, editable=False)
    made_at = models.DateTimeField(_("ingeschreven op"), auto_now_add=True)
    told_at = models.DateTimeField(_("laatst gemaild op"), null=True, blank=True, editable=False)

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"name", "email", "organisation", "others", "answers", "diet", "may_be_pictured"}
    )

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "address_digest"],
                condition=~Q(address_digest=""),
                name="registration_once",
            ),
            models.UniqueConstraint(
                fields=["event", "door_key"], condition=~Q(door_key=""), name="registration_at_door_once"
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="registration_of_somebody"),
        ]
        indexes = [
            models.Index(fields=["address_digest"], name="registration_address"),
            # The list of the organiser: by name, from the index alone, without reading all for one page.
            models.Index(fields=["event", "name", "id"], name="registration_by_name"),
        ]
        verbose_name = _("inschrijving")
        verbose_name_plural = _("inschrijvingen")

    def __str__(self) -> str:
        return self.audit_name

    @property
    def audit_name(self) -> str:
        """Its number: who registered is erased in time, the trail is not."""
        return f"#{self.pk}"

    @property
    def shown_name(self) -> str:
        """The name, or that it was erased."""
        return self.name or gettext("gewist")

    @property
    def shown_way(self) -> str | Promise:
        """How he takes part, in words, where the event leaves the choice and he made it; else empty."""
        return Way(self.way).label if self.way and self.event.mode == Mode.HYBRID else ""

    @property
    def comes_online(self) -> bool:
        """Whether nobody expects him in the room."""
        return self.event.mode == Mode.ONLINE or (self.event.mode == Mode.HYBRID and self.way == Way.ONLINE)

    @property
    def address(self) -> str:
        """The place, for who comes there; empty for who takes part online."""
        return "" if self.comes_online else self.event.address

    @property
    def online_url(self) -> str:
        """The link to take part, for who does so online or made no choice yet; empty for who comes."""
        return "" if self.event.mode == Mode.HYBRID and self.way == Way.ON_SITE else self.event.online_url

    @property
    def is_walk_in(self) -> bool:
        """Whether he was not expected: somebody at the door wrote him down."""
        return bool(self.door_key)


class Seat(models.Model):
    """Where one registration stands for one session, and how many of them came.

    ``turn`` is the place in line, given once (``agenda.waiting``). ``came_at`` is when it was ticked where
    the people are, which may be before the server heard of it. ``sequence`` counts what the calendar of who
    has the seat heard anew: it is odd once he left (RFC 5545, 3.8.7.4).
    """

    #: What ``stand`` changes.
    STANDING = ("state", "offered_until", "sequence", "moved_at")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="seats")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="seats")
    state = models.CharField(_("stand"), max_length=10, choices=SeatState.choices)
    size = models.PositiveSmallIntegerField(_("aantal plaatsen"), default=1)
    turn = models.PositiveIntegerField(_("beurt"), default=0)
    offered_until = models.DateTimeField(_("aangeboden tot"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("herinnerd op"), null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    moved_at = models.DateTimeField(_("gekomen of weggegaan op"), null=True, blank=True, editable=False)
    came = models.PositiveSmallIntegerField(_("hoeveel er kwamen"), null=True, blank=True)
    came_at = models.DateTimeField(_("aangevinkt op"), null=True, blank=True)
    came_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("aangevinkt door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["turn", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "session"], name="seat_once"),
            models.UniqueConstraint(fields=["session", "turn"], name="seat_turn_once"),
            models.CheckConstraint(
                condition=Q(came__isnull=True) | Q(came__lte=F("size")), name="no_more_came_than_seats"
            ),
            models.CheckConstraint(
                condition=Q(state=SeatState.OFFERED, offered_until__isnull=False)
                | (~Q(state=SeatState.OFFERED) & Q(offered_until__isnull=True)),
                name="offer_has_an_end",
            ),
        ]
        indexes = [
            # With whose seat it is: who is inside is told from the index alone.
            models.Index(fields=["session", "state", "turn", "registration"], name="seat_line"),
            models.Index(fields=["offered_until"], condition=Q(state=SeatState.OFFERED), name="seat_offers"),
        ]
        verbose_name = _("plaats")
        verbose_name_plural = _("plaatsen")

    def __str__(self) -> str:
        return f"#{self.pk}"

    def stand(self, state: str, *, until: datetime | None = None) -> None:
        """Come to ``state``, offered ``until`` then; who saves writes ``STANDING``."""
        was_in, is_in = self.state == SeatState.CONFIRMED, state == SeatState.CONFIRMED
        if was_in != is_in:
            # The first time that somebody comes in, no calendar holds it yet.
            self.sequence += is_in == bool(self.sequence % 2)
            self.moved_at = timezone.now()
        self.state, self.offered_until = state, until

    @property
    def is_inside(self) -> bool:
        """Whether somebody counts on it."""
        return self.state in INSIDE

    @property
    def numbers(self) -> range:
        """How many of a group may have come."""
        return range(self.size + 1)

    @property
    def ticked(self) -> int:
        """How many came; of who was not ticked yet, all are proposed."""
        return self.size if self.came is None else self.came
