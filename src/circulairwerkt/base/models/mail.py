"""Mail on its way out, written in the transaction of what it tells, and what people chose about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One letter to one address; ``base.outbox`` writes, sends and erases, nothing else does.

    The text goes as soon as the letter is sent, the address 30 days after it ended. ``message_id`` is made at
    writing: whoever gets the same letter twice, because its sender was killed at the wrong moment, sees one.
    """

    class Kind(models.TextChoices):
        """Whether somebody waits for it."""

        PERSONAL = "personal", _("persoonlijk")
        BUNDLE = "bundle", _("gebundeld")
        REMINDER = "reminder", _("herinnering")

    class State(models.TextChoices):
        """Where a letter is."""

        QUEUED = "queued", _("wacht")
        SENDING = "sending", _("vertrekt")
        SENT = "sent", _("verstuurd")
        GIVEN_UP = "given_up", _("raakt niet weg")
        DROPPED = "dropped", _("niet verstuurd")

    personal_fields = frozenset({"to", "subject", "text"})

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    to = models.EmailField(_("aan"), blank=True)
    #: A keyed digest of the address, by which letters to one person are counted.
    address_digest = models.CharField(max_length=32, blank=True)
    subject = models.CharField(_("onderwerp"), max_length=250, blank=True)
    text = models.TextField(blank=True)
    reply_to = models.EmailField(blank=True)
    headers = models.JSONField(default=dict)
    message_id = models.CharField(max_length=200, unique=True)
    hub = models.ForeignKey("hubs.Hub", null=True, on_delete=models.PROTECT, related_name="+")
    #: What it tells of: a row as ``app.model:key``, for the page of that row; may be empty.
    about = models.CharField(max_length=80, blank=True, db_index=True)
    #: Since when the reader wants this very bundle; null for one that nobody asked for by itself.
    wished_at = models.DateTimeField(null=True)
    #: From when it tells nothing any more: a reminder is not sent after its day. Null: it keeps.
    useless_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    #: Why the last try failed, in words for a coordinator.
    problem = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="mail_due"),
            models.Index(fields=["address_digest", "state"], name="mail_address"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"


class MailChoice(models.Model):
    """What somebody wants of letters that nobody waits for, by a keyed digest of the address."""

    class Reason(models.TextChoices):
        """Why they stopped."""

        SIGNED_OFF = "signed_off", _("afgemeld")
        NOT_INTERESTED = "not_interested", _("niet geïnteresseerd")

    address_digest = models.CharField(max_length=32, primary_key=True)
    stopped_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)

    def __str__(self) -> str:
        return self.get_reason_display()
