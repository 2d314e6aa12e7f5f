"""A moment that somebody keeps free for others: held, booked, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SlotState(models.TextChoices):
    """Where a moment stands. An *open* moment is nobody's and has no row (``OPEN``)."""

    HELD = "held", _("even vastgehouden")
    BOOKED = "booked", _("afgesproken")
    CANCELLED = "cancelled", _("afgezegd")
    DONE = "done", _("doorgegaan")
    NO_SHOW = "no_show", _("niet gekomen")


#: A moment without a row.
OPEN = ""
#: From which state one comes to which; whatever is not named here does not happen.
STEPS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        OPEN: frozenset({SlotState.HELD, SlotState.BOOKED}),
        SlotState.HELD: frozenset({SlotState.BOOKED, OPEN}),
        SlotState.BOOKED: frozenset({SlotState.CANCELLED, SlotState.DONE, SlotState.NO_SHOW}),
        # Somebody pressed the wrong button.
        SlotState.DONE: frozenset({SlotState.NO_SHOW}),
        SlotState.NO_SHOW: frozenset({SlotState.DONE}),
        SlotState.CANCELLED: frozenset(),
    }
)
#: In these states nobody else has the moment.
TAKING = (SlotState.HELD, SlotState.BOOKED, SlotState.DONE, SlotState.NO_SHOW)


def fresh_uid() -> str:
    """Return what calendars know a moment by, for as long as it lives (RFC 7986: a random UUID)."""
    return str(uuid4())


class BookedSlot(models.Model):
    """A moment with a keeper, who keeps it free for somebody; a table of them has a pointer ``keeper``.

    Only ``base.booking`` inserts rows and moves them on. ``sequence`` counts what calendars were told anew.
    """

    #: For annotations: the key of the row whose moments these are.
    keeper_id: int

    starts_at = models.DateTimeField(_("begint"))
    ends_at = models.DateTimeField(_("eindigt"))
    state = models.CharField(_("toestand"), max_length=10, choices=SlotState.choices)
    state_since = models.DateTimeField(_("toestand sinds"), default=timezone.now)
    held_until = models.DateTimeField(_("vastgehouden tot"), null=True, blank=True)
    uid = models.CharField(_("kenmerk in agenda's"), max_length=36, default=fresh_uid, unique=True)
    sequence = models.PositiveSmallIntegerField(_("aantal wijzigingen"), default=0)
    reminded_at = models.DateTimeField(_("herinnerd op"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="%(class)s_in_order"),
            models.CheckConstraint(
                condition=Q(state=SlotState.HELD, held_until__isnull=False)
                | (~Q(state=SlotState.HELD) & Q(held_until__isnull=True)),
                name="%(class)s_held_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M} {self.state}"

    @property
    def is_booked(self) -> bool:
        """Whether it is agreed, and nobody said yet how it went."""
        return self.state == SlotState.BOOKED

    def is_held_too_long(self, now: datetime | None = None) -> bool:
        """Whether it waited for a yes until its time ran out."""
        return self.held_until is not None and self.held_until <= (now or timezone.now())
