"""Who takes part in a case: organisations with a role, and the few persons one calls or writes to."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.cases.models.case import Case
from circulairwerkt.cases.models.question import fresh_nonce
from circulairwerkt.organisations.models import Organisation

_NONCE_LETTERS = 24


class Party(models.Model):
    """An organisation's part in a case."""

    class Role(models.TextChoices):
        """What it does in the case."""

        GIVER = "giver", _("geeft")
        PROCESSOR = "processor", _("verwerkt")
        TAKER = "taker", _("neemt af")
        KNOWLEDGE = "knowledge", _("brengt kennis")
        OTHER = "other", _("andere")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="case_parts"
    )
    role = models.CharField(_("rol"), max_length=10, choices=Role.choices, default=Role.OTHER)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "organisation", "role"], name="case_party_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


class Contact(models.Model):
    """A person to call or write to about one case: name, telephone, mail, and nothing else.

    They serve to follow up this case (``purpose``) and are erased ``RETENTION_DAYS`` after the last thing
    that happened in it (``docs/running/privacy.md``). ``nonce`` makes the private link of this person.
    """

    RETENTION_DAYS = 730

    class Source(models.TextChoices):
        """How we came to know the person."""

        QUESTION = "question", _("stelde de vraag")
        PHONE = "phone", _("uit een belnotitie")
        MAIL = "mail", _("schreef een mail")
        TYPED = "typed", _("ingevuld")

    class Purpose(models.TextChoices):
        """What the data may be used for."""

        FOLLOW_UP = "follow_up", _("dit dossier opvolgen")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    party = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    name = models.CharField(_("naam"), max_length=120, blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    language = models.CharField(max_length=2, default="nl")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.TYPED)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.FOLLOW_UP)
    added_at = models.DateTimeField(default=timezone.now)
    #: Nobody writes to somebody who said no.
    wants_no_mail = models.BooleanField(default=False)
    nonce = models.CharField(max_length=_NONCE_LETTERS, default=fresh_nonce, editable=False)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"name", "phone", "email"})

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "email"], name="case_contact_mail")]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or f"#{self.pk}"

    @property
    def takes_mail(self) -> bool:
        """Whether somebody may write to this person by mail."""
        return bool(self.email) and not self.wants_no_mail

    @property
    def audit_name(self) -> str:
        """Its number, without the name of the person."""
        return f"#{self.pk}"
