"""The file of one person who is guided by a social enterprise, and who looked at it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import Versioned
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people.models.guarded import Guarded
from circulairwerkt.people.seals import SealedField

_NONCE_LETTERS = 24


def fresh_nonce() -> str:
    """Return what makes a link unguessable."""
    return get_random_string(_NONCE_LETTERS)


class GrowthSwitch(Versioned):
    """Whether an enterprise keeps files of growth here. Without a row it does not: off until switched on."""

    organisation = models.OneToOneField(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="+"
    )
    is_on = models.BooleanField(_("aan"), default=False)
    since = models.DateField(_("sinds"), default=timezone.localdate)

    def __str__(self) -> str:
        return f"{self.organisation}: {'on' if self.is_on else 'off'}"


class PersonFile(Guarded, Versioned):
    """One person at one enterprise. Names and ways to reach him are sealed.

    An objection (``objected_at``) closes the file to everybody but the person until he takes it back. What
    he asked to have deleted goes on ``delete_on``. After the time of retention the names go
    (``pseudonymised_on``), and later the row, of which a count by month remains (``MonthCount``).
    """

    #: What a coach, or the person himself, writes about who he is.
    WRITTEN: ClassVar = ("first_name", "last_name", "phone", "email", "language")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="+"
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("begeleider"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    first_name = SealedField(_("voornaam"), blank=True)
    last_name = SealedField(_("achternaam"), blank=True)
    phone = SealedField(_("telefoonnummer"), blank=True)
    email = SealedField(_("e-mailadres"), blank=True)
    language = models.CharField(_("taal"), max_length=2, default="nl")
    started_on = models.DateField(_("begonnen op"), default=timezone.localdate)
    ended_on = models.DateField(_("gestopt op"), null=True, blank=True)
    touched_on = models.DateField(_("laatst gebruikt op"), default=timezone.localdate)
    objected_at = models.DateTimeField(_("bezwaar op"), null=True, blank=True)
    delete_on = models.DateField(_("te wissen op"), null=True, blank=True)
    noticed_on = models.DateField(_("bericht over wissen op"), null=True, blank=True)
    pseudonymised_on = models.DateField(_("namen gewist op"), null=True, blank=True)
    nonce = models.CharField(max_length=_NONCE_LETTERS, default=fresh_nonce, editable=False)
    #: Digest of the code that the person has on paper; empty until one was given.
    code_digest = models.CharField(_("code op papier"), max_length=40, blank=True, editable=False)
    is_example = models.BooleanField(_("voorbeeld"), default=False)

    class Meta:
        ordering = ["-touched_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_digest"], condition=~Q(code_digest=""), name="person_code_once"
            ),
            models.CheckConstraint(
                condition=Q(pseudonymised_on__isnull=True)
                | Q(first_name="", last_name="", phone="", email=""),
                name="person_without_names",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "coach"], name="person_of_coach")]

    @property
    def name(self) -> str:
        """First and last name, as far as they are known."""
        return f"{self.first_name} {self.last_name}".strip()


class Purpose(models.TextChoices):
    """What somebody reads a file for; the person sees it."""

    GUIDING = "guiding", _("begeleiden")
    REPLACING = "replacing", _("vervangen van de begeleider die er niet is")
    HANDING_OVER = "handing_over", _("het dossier doorgeven")
    FOLLOWING_UP = "following_up", _("vragen hoe het gaat na de stap")
    TAKING_ALONG = "taking_along", _("meenemen van of naar een ander programma")
    OWN = "own", _("de persoon zelf")


class Part(models.TextChoices):
    """How much of a file was read."""

    LIST = "list", _("je naam in een lijst")
    FILE = "file", _("je dossier")


class Look(Guarded):
    """One reading of a person's file: who, when, what for. The person reads these lines."""

    file = models.ForeignKey(PersonFile, on_delete=models.CASCADE, related_name="looks")
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    purpose = models.CharField(_("doel"), max_length=15, choices=Purpose.choices)
    part = models.CharField(_("wat"), max_length=4, choices=Part.choices, default=Part.FILE)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["file", "-at"], name="look_of_file")]
