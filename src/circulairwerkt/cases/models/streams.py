"""Which material, needs and capabilities a case is about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.cases.models.case import Case
from circulairwerkt.streams.models import Capability, MaterialCard, Need


class CaseStream(models.Model):
    """One card, one need or one capability that a case is about; exactly one of the three is filled in."""

    #: The row that it names, None where the reader may not see it: there once ``inside.streams_of`` asked.
    seen_row: MaterialCard | Need | Capability | None

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="streams")
    card = models.ForeignKey(
        MaterialCard, null=True, blank=True, on_delete=models.CASCADE, related_name="case_streams"
    )
    need = models.ForeignKey(
        Need,
        verbose_name=_("vraag naar materiaal"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="case_streams",
    )
    capability = models.ForeignKey(
        Capability,
        verbose_name=_("aanbod"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="case_streams",
    )
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(card__isnull=False, need__isnull=True, capability__isnull=True)
                    | Q(card__isnull=True, need__isnull=False, capability__isnull=True)
                    | Q(card__isnull=True, need__isnull=True, capability__isnull=False)
                ),
                name="case_stream_is_one",
            ),
            models.UniqueConstraint(fields=["case", "card"], name="case_card_once"),
            models.UniqueConstraint(fields=["case", "need"], name="case_need_once"),
            models.UniqueConstraint(fields=["case", "capability"], name="case_capability_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.card_id or self.need_id or self.capability_id}"
