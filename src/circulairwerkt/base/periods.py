"""Rows that hold for a while: from a day, to a day, both included, or ended at a moment."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import Versioned


def midnight(day: date) -> datetime:
    """Return the moment at which ``day`` begins, where people here live."""
    return timezone.make_aware(datetime.combine(day, time.min))


def in_force_on(day: date | OuterRef) -> Q:
    """Condition on ``valid_from`` and ``valid_to``, each of which may be unknown: in force on ``day``."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    )


def held_on(day: date) -> Q:
    """Condition for ``HeldRole``: the role is held on ``day``, until the end of that day."""
    after = midnight(day + timedelta(days=1))
    return (
        Q(valid_from__lte=day)
        & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        & (Q(ended_at__isnull=True) | Q(ended_at__gte=after))
    )


class HeldRole(Versioned):
    """A role that a person holds from a day on. It is never deleted: it ends.

    ``valid_to`` is the last day; ``ended_at`` is the moment at which somebody took it away, which counts at
    once.
    """

    valid_from = models.DateField(_("van"))
    valid_to = models.DateField(_("tot en met"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_dates",
            )
        ]

    def end(self, last_day: date | None = None) -> None:
        """End after ``last_day``; without one, or where that day has passed, at this moment."""
        today = timezone.localdate()
        if last_day is not None and last_day >= today:
            self.valid_to = max(last_day, self.valid_from)
            return
        self.valid_to = max(last_day or today, self.valid_from)
        self.ended_at = timezone.now()

    def holds_on(self, day: date) -> bool:
        """Whether the role is held on ``day``, first and last day included."""
        return (
            self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
            and (self.ended_at is None or timezone.localdate(self.ended_at) > day)
        )

    @property
    def holds_now(self) -> bool:
        """Whether the role is held at this moment."""
        return self.holds_on(timezone.localdate())
