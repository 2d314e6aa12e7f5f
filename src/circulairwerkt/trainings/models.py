"""What an event of kind *training* teaches and asks, and the attests of who followed it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models import Event, Registration, Session
from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.texts import Texts, shown

NONCE_LETTERS = 24
#: Letters and figures that nobody mistakes for another when he types them from paper.
_CLEAR = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
#: Twelve of 31 signs: nobody guesses one.
NUMBER_LETTERS = 12


def fresh_nonce() -> str:
    """Return what makes a private link unguessable."""
    return get_random_string(NONCE_LETTERS)


def fresh_number() -> str:
    """Return the number of an attest, as it stands on paper without its dashes."""
    return get_random_string(NUMBER_LETTERS, _CLEAR)


class Training(Versioned):
    """What one learns at an event, and which of its sessions an attest asks for.

    ``outcomes`` is a list of ``{"text": ..., "esco": ...}``: own words, and the address of the skill in ESCO
    where the hub looked it up. Without rows in ``asked`` an attest asks for all sessions that take place.
    """

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, related_name="training", verbose_name=_("activiteit")
    )
    outcomes = models.JSONField(_("wat je leert"), default=list, blank=True)
    asked = models.ManyToManyField(
        Session, verbose_name=_("sessies die meetellen"), blank=True, related_name="+"
    )
    gives_attest = models.BooleanField(_("geeft een attest"), default=False)

    class Meta:
        verbose_name = _("opleiding")
        verbose_name_plural = _("opleidingen")

    def __str__(self) -> str:
        return str(self.event)


class Attest(HubOwned):
    """That somebody was present at a training, as it was when it was given: later changes do not touch it.

    Whoever types the ``number`` learns which training, when, by which hub, and whether it still holds; the
    name is shown by the private link alone. The name is erased ``RETENTION_DAYS`` after it was given, or at
    once when its holder asks; what is left still answers whether the number is right.
    """

    RETENTION_DAYS = 1826

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="attests", verbose_name=_("activiteit")
    )
    registration = models.ForeignKey(
        Registration,
        verbose_name=_("inschrijving"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="attests",
    )
    #: Which person of the registration: 0 registered, the others came along.
    place = models.PositiveSmallIntegerField(_("wie van de groep"), default=0)
    number = models.CharField(_("nummer"), max_length=NUMBER_LETTERS, unique=True, default=fresh_number)
    nonce = models.CharField(max_length=NONCE_LETTERS, default=fresh_nonce, editable=False)
    name = models.CharField(_("naam"), max_length=120, blank=True)
    title = Texts(verbose_name=_("opleiding"))
    outcomes = models.JSONField(_("wat je leerde"), default=list, blank=True)
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))
    hours = models.DecimalField(_("uren"), max_digits=6, decimal_places=2, help_text="hours")
    language = models.CharField(_("taal"), max_length=2, default="nl")
    given_at = models.DateTimeField(_("gegeven op"))
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    withdraw_reason = models.CharField(_("waarom ingetrokken"), max_length=200, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"name", "withdraw_reason"})

    class Meta(HubOwned.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "place"],
                condition=Q(registration__isnull=False),
                name="attest_once",
            )
        ]
        verbose_name = _("attest")
        verbose_name_plural = _("attesten")

    def __str__(self) -> str:
        return self.spelt

    @property
    def audit_name(self) -> str:
        """Its key: the trail names no person, and tells nobody a number to type."""
        return f"#{self.pk}"

    @property
    def spelt(self) -> str:
        """The number in groups of four, as people read it out."""
        return "-".join(self.number[start : start + 4] for start in range(0, NUMBER_LETTERS, 4))

    @property
    def is_valid(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None

    @property
    def shown_title(self) -> str:
        """The title of the training in the reader's language, or in Dutch."""
        return str(shown(self.title))
