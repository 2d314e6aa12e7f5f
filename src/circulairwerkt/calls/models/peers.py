"""Feedback of each other: which idea another entrant reads, and what he wrote about it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from circulairwerkt.calls.models.call import Step
from circulairwerkt.calls.models.entry import Entry

#: What fits in each of the three answers.
FEEDBACK_LENGTH = 1000


class Reading(models.Model):
    """One idea that the entrant of another reads at a step, and what he wrote: words, never points.

    It tells of the idea, not of a person. Deleted with the names, ``Entry.RETENTION_DAYS`` after the call
    ended, and at once when the idea is taken back.
    """

    step = models.ForeignKey(Step, verbose_name=_("stap"), on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(
        Entry, verbose_name=_("inzending van wie leest"), on_delete=models.CASCADE, related_name="reads"
    )
    entry = models.ForeignKey(
        Entry, verbose_name=_("inzending"), on_delete=models.CASCADE, related_name="read_by"
    )
    has_interest = models.BooleanField(_("heeft een belang"), default=False)
    strong = models.CharField(_("wat sterk is"), max_length=FEEDBACK_LENGTH, blank=True)
    better = models.CharField(_("wat beter kan"), max_length=FEEDBACK_LENGTH, blank=True)
    question = models.CharField(_("een vraag"), max_length=FEEDBACK_LENGTH, blank=True)
    made_at = models.DateTimeField(_("gekregen op"), auto_now_add=True)
    given_at = models.DateTimeField(_("geschreven op"), null=True, blank=True)
    #: Since when the hub keeps it from who handed in the idea.
    hidden_at = models.DateTimeField(_("verborgen op"), null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"strong", "better", "question"})

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "reader", "entry"], name="reading_once"),
            models.CheckConstraint(condition=~Q(reader=F("entry")), name="nobody_reads_his_own"),
            models.CheckConstraint(
                condition=Q(has_interest=False) | Q(given_at__isnull=True),
                name="no_feedback_with_an_interest",
            ),
        ]
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_given(self) -> bool:
        """Whether something was written."""
        return self.given_at is not None

    @property
    def is_hidden(self) -> bool:
        """Whether the hub keeps it back."""
        return self.hidden_at is not None
