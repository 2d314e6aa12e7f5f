"""Calling back: who agreed to call, for which places, and who waits for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.people.models.files import _NONCE_LETTERS, fresh_nonce
from circulairwerkt.people.models.guarded import EveryField, Guarded
from circulairwerkt.people.seals import SealedField
from circulairwerkt.reference.models import Municipality


class Caller(HubOwned, Versioned):
    """Somebody whom a hub asked to call job seekers back: a person of the hub or a partner, VDAB, an OCMW.

    Nobody is shown to job seekers before he agreed himself (``agreed_at``), and not after he stopped. With an
    account (``user``) the link in his mails works for him alone; VDAB and OCMW have the link.
    """

    personal_fields = EveryField()

    class Kind(models.TextChoices):
        """For whom somebody calls."""

        PERSON = "person", _("iemand van de hub of een partner")
        VDAB = "vdab", _("VDAB")
        OCMW = "ocmw", _("OCMW")

    kind = models.CharField(_("voor wie je belt"), max_length=6, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("naam zoals werkzoekenden ze lezen"), max_length=80)
    email = SealedField(_("e-mailadres"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    municipalities = models.ManyToManyField(Municipality, verbose_name=_("gemeenten"), related_name="+")
    call_within_days = models.PositiveSmallIntegerField(_("belt binnen (werkdagen)"), default=2)
    hours = models.CharField(_("wanneer je belt"), max_length=80, blank=True)
    asked_at = models.DateTimeField(_("gevraagd op"), default=timezone.now)
    agreed_at = models.DateTimeField(_("zei ja op"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("gestopt op"), null=True, blank=True)
    nonce = models.CharField(max_length=_NONCE_LETTERS, default=fresh_nonce, editable=False)
    is_example = models.BooleanField(_("voorbeeld"), default=False)

    class Meta(HubOwned.Meta):
        ordering = ["kind", "name", "id"]
        verbose_name = _("beller")
        verbose_name_plural = _("bellers")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """Its number: it may be a person."""
        return f"#{self.pk}"

    @property
    def calls(self) -> bool:
        """Whether he agreed and did not stop."""
        return self.agreed_at is not None and self.stopped_at is None


class CallRequest(Guarded, Versioned):
    """A first name and a number, until somebody called. Then both are gone and only what happened remains.

    ``waiting`` has a caller, or none where the last one stopped; ``tried``: rung, nobody answered. From
    ``done``, ``withdrawn``, ``unreached`` and ``expired`` there is no way back, and no name and no number.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("wacht")
        TRIED = "tried", _("gebeld, niemand nam op")
        DONE = "done", _("gebeld")
        UNREACHED = "unreached", _("niet bereikt")
        WITHDRAWN = "withdrawn", _("ingetrokken")
        EXPIRED = "expired", _("te lang gewacht")

    OPEN = (State.WAITING, State.TRIED)

    hub = models.ForeignKey("hubs.Hub", on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("gemeente"), on_delete=models.PROTECT, related_name="+"
    )
    caller = models.ForeignKey(
        Caller,
        verbose_name=_("wie belt"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="requests",
    )
    first_name = SealedField(_("voornaam"), blank=True)
    phone = SealedField(_("telefoonnummer"), blank=True)
    #: Digest of the number while it waits, so that one number never waits twice.
    phone_digest = models.CharField(_("afdruk van het nummer"), max_length=40, blank=True, editable=False)
    #: Of the form that was sent: the same press twice is one request.
    nonce = models.CharField(max_length=_NONCE_LETTERS, unique=True, editable=False)
    language = models.CharField(_("taal"), max_length=2, default="nl")
    state = models.CharField(_("toestand"), max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    asked_at = models.DateTimeField(_("gevraagd op"), default=timezone.now)
    #: When the caller first read name and number; the asker sees it.
    seen_at = models.DateTimeField(_("gelezen op"), null=True, blank=True)
    call_by = models.DateField(_("te bellen tegen"))
    told_late_at = models.DateTimeField(_("gemeld dat het te laat is"), null=True, blank=True)
    ended_at = models.DateTimeField(_("afgehandeld op"), null=True, blank=True)
    is_example = models.BooleanField(_("voorbeeld"), default=False)

    class Meta:
        ordering = ["call_by", "id"]
        verbose_name = _("terugbelvraag")
        constraints = [
            models.UniqueConstraint(
                fields=["phone_digest"], condition=~Q(phone_digest=""), name="one_call_a_number"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "tried"])
                | Q(first_name="", phone="", phone_digest="", ended_at__isnull=False),
                name="call_without_number",
            ),
        ]
        indexes = [models.Index(fields=["caller", "state"], name="call_of_caller")]

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits."""
        return self.state in self.OPEN
