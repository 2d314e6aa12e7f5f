"""Somebody who walked in, in a few words."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned
from circulairwerkt.infopoints.models.appointments import Appointment
from circulairwerkt.infopoints.models.points import InfoPoint


class Visit(HubOwned):
    """A visit: when, and what it was about; the words are erased after ``RETENTION_DAYS``, the count stays.

    A question that comes of it is a ``base.Link``. A visit by appointment points at it, so that one press
    logs it and it is counted once.
    """

    RETENTION_DAYS = 365
    MOST_LETTERS = 300

    point = models.ForeignKey(
        InfoPoint, on_delete=models.PROTECT, related_name="visits", verbose_name=_("infopunt")
    )
    at = models.DateTimeField(_("wanneer"), default=timezone.now)
    words = models.CharField(_("waarover het ging"), max_length=MOST_LETTERS, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("genoteerd door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    appointment = models.OneToOneField(
        Appointment,
        verbose_name=_("afspraak"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="visit",
    )
    is_example = models.BooleanField(_("voorbeeld"), default=False)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"words"})

    class Meta(HubOwned.Meta):
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["point", "-at"], name="visit_at_point")]
        verbose_name = _("bezoek")
        verbose_name_plural = _("bezoeken")

    def __str__(self) -> str:
        return f"#{self.pk}"
