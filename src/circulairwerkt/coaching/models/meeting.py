"""A meeting of an entrepreneur with a coach, in a moment that the coach keeps free."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models.slots import TAKING, BookedSlot
from circulairwerkt.coaching.models.coach import Coach
from circulairwerkt.coaching.models.coaching import Coaching
from circulairwerkt.coaching.words import Way


class Meeting(BookedSlot):
    """An appointment; ``base.booking`` alone inserts it and moves it on."""

    coaching = models.ForeignKey(
        Coaching, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("begeleiding")
    )
    keeper = models.ForeignKey(
        Coach, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("coach")
    )
    way = models.CharField(_("hoe je afspreekt"), max_length=6, choices=Way.choices, blank=True)
    where = models.CharField(_("waar of via welke link"), max_length=200, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"where"})

    class Meta(BookedSlot.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["keeper", "starts_at"], name="meeting_of_coach"),
            models.Index(fields=["state", "starts_at"], name="meeting_to_remind"),
        ]
        constraints = [
            *BookedSlot.Meta.constraints,
            # The lock keeps two apart; this is the last word of the database.
            models.UniqueConstraint(
                fields=["keeper", "starts_at"], condition=Q(state__in=TAKING), name="meeting_once"
            ),
        ]

    @property
    def audit_name(self) -> str:
        """Its number: when somebody meets a coach is nobody else's business."""
        return f"#{self.pk}"
