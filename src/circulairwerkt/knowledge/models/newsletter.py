"""The newsletter of a hub: who asked for it, and the issues that were sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.texts import Texts
from circulairwerkt.hubs.models import Hub


class Subscription(models.Model):
    """An address that asked for the newsletter of a hub; without ``confirmed_at`` nobody proved that it did.

    Signing off deletes the row, so that no address outlives the wish.
    """

    personal_fields = frozenset({"email"})

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="subscriptions")
    email = models.EmailField(_("e-mailadres"))
    #: A keyed digest of the address: one is on a list once, however its capitals are written.
    address_digest = models.CharField(max_length=32)
    language = models.CharField(_("taal"), max_length=2)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "address_digest"], name="subscription_once_a_hub")
        ]
        indexes = [models.Index(fields=["hub", "confirmed_at"], name="subscription_confirmed")]
        verbose_name = _("inschrijving op de nieuwsbrief")

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Issue(HubOwned, Versioned):
    """One newsletter: an introduction and the keys of what is told (``base.news``).

    What is told is read anew wherever an issue is shown: what was withdrawn since is gone from the archive.
    ``sent_until`` is the last subscription that a letter was written to: sending goes on from there.
    """

    class State(models.TextChoices):
        """How far an issue is."""

        DRAFT = "draft", _("ontwerp")
        SENDING = "sending", _("vertrekt")
        SENT = "sent", _("verstuurd")

    state = models.CharField(_("stand"), max_length=10, choices=State.choices, default=State.DRAFT)
    #: Counts up per hub from the first issue that was sent; none for a draft.
    number = models.PositiveIntegerField(_("nummer"), null=True)
    title = Texts(verbose_name=_("titel"))
    intro = Texts(verbose_name=_("inleiding"), help_text="Markdown")
    keys = models.JSONField(_("berichten"), default=list, blank=True)
    sent_at = models.DateTimeField(_("verstuurd op"), null=True)
    sent_until = models.BigIntegerField(default=0)
    letters = models.PositiveIntegerField(_("aantal mails"), default=0)
    is_example = models.BooleanField(_("voorbeeld"), default=False)

    class Meta(HubOwned.Meta):
        ordering = ["-sent_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["hub", "number"], name="issue_number_once_a_hub")]
        verbose_name = _("nieuwsbrief")
        verbose_name_plural = _("nieuwsbrieven")

    def __str__(self) -> str:
        return str(self.title.get("nl", self.pk))

    @property
    def is_draft(self) -> bool:
        """Whether nobody got it yet."""
        return self.state == self.State.DRAFT
