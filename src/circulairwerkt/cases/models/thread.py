"""What was said and done in a case, in the order in which it happened, and the files that came along."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from circulairwerkt.cases.models.case import Case, Stage
from circulairwerkt.cases.models.parties import Contact


class Entry(models.Model):
    """One thing in the thread of a case.

    ``audience`` says who reads it: the hubs of the case alone, or the ``recipients`` too; a party always
    reads what it wrote itself (``contact``). A mail of somebody unknown waits (``is_waiting``) until somebody
    of the hub lets it in; nobody but the hub sees it till then.
    """

    class Kind(models.TextChoices):
        """What it is."""

        NOTE = "note", _("notitie")
        PHONE = "phone", _("telefoon")
        MAIL_IN = "mail_in", _("mail gekregen")
        MAIL_OUT = "mail_out", _("mail verstuurd")
        MESSAGE = "message", _("bericht")
        STAGE = "stage", _("stap")
        FILE = "file", _("bestand")
        HANDOVER = "handover", _("overgedragen")
        SHARING = "sharing", _("gedeeld")

    class Audience(models.TextChoices):
        """Who reads it."""

        INSIDE = "inside", _("alleen de hub")
        PARTIES = "parties", _("ook de geadresseerden")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NOTE)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.INSIDE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries"
    )
    #: Parties who may read it, for the audience of parties: nobody reads what another was told.
    recipients = models.ManyToManyField(
        Contact, verbose_name=_("geadresseerden"), blank=True, related_name="received"
    )
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True, max_length=20_000)
    #: Of a change of stage: from and to.
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(default=timezone.now)
    sender_name = models.CharField(max_length=160, blank=True)
    sender_email = models.EmailField(blank=True)
    message_id = models.CharField(max_length=250, blank=True)
    is_waiting = models.BooleanField(default=False)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"subject", "text", "sender_name", "sender_email"})

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "message_id"], condition=~Q(message_id=""), name="case_mail_once"
            )
        ]
        indexes = [
            models.Index(fields=["case", "at"], name="case_thread"),
            models.Index(fields=["at"], condition=Q(is_waiting=True), name="case_waiting_mail"),
            models.Index(fields=["kind", "at"], name="entry_kind"),
            # When a case came to a stage: what counts is asked of all cases.
            models.Index(fields=["after", "case", "at"], condition=Q(kind="stage"), name="entry_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"

    @property
    def after_label(self) -> str:
        """The stage that a change of stage went to, in words."""
        return str(dict(Stage.choices).get(self.after, self.after))


def file_path(file: "CaseFile", _name: str) -> str:
    """Return where a file lies: under its case, with a name that says nothing and cannot be guessed."""
    return f"cases/{file.case_id}/{get_random_string(32)}"


class CaseFile(models.Model):
    """A file of a case. It is never opened by the platform: it is kept, and given back as it came."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("naam"), max_length=160)
    file = models.FileField(upload_to=file_path, max_length=200)
    content_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    personal_fields: ClassVar[frozenset[str]] = frozenset({"name"})

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """Its number: a name of a file may name somebody."""
        return f"#{self.pk}"
