"""An appointment at an info point, made without an account."""

from typing import ClassVar

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models.slots import BookedSlot
from circulairwerkt.infopoints.models.points import InfoPoint

NONCE_LETTERS = 24


def fresh_nonce() -> str:
    """Return what makes a private link unguessable."""
    return get_random_string(NONCE_LETTERS)


class Appointment(BookedSlot):
    """Somebody comes at a moment that the info point keeps free; ``base.booking`` alone inserts it.

    Who it is and what it is about is erased ``RETENTION_DAYS`` after the moment; that somebody came stays.
    """

    RETENTION_DAYS = 30

    keeper = models.ForeignKey(
        InfoPoint, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("infopunt")
    )
    name = models.CharField(_("naam"), max_length=120, blank=True)
    contact = models.CharField(_("e-mail of telefoon"), max_length=254, blank=True)
    about = models.CharField(_("waarover"), max_length=300, blank=True)
    language = models.CharField(_("taal van de mails"), max_length=2, default="nl")
    nonce = models.CharField(max_length=NONCE_LETTERS, default=fresh_nonce, editable=False)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"name", "contact", "about"})

    class Meta(BookedSlot.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["keeper", "starts_at"], name="appointment_at_point"),
            models.Index(fields=["state", "starts_at"], name="appointment_to_remind"),
        ]
        verbose_name = _("afspraak")
        verbose_name_plural = _("afspraken")

    @property
    def audit_name(self) -> str:
        """Its number: when somebody comes is nobody else's business."""
        return f"#{self.pk}"

    @property
    def has_mail(self) -> bool:
        """Whether the visitor can be reached by mail."""
        return "@" in self.contact
