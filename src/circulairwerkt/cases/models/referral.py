"""Handing a question or a case on: to another hub or to somebody beside the hubs, with a reason and a day."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import scope
from circulairwerkt.cases.models.case import Case
from circulairwerkt.cases.models.question import Question
from circulairwerkt.hubs.models import Hub

REASON_LENGTH = 500


class ReferralState(models.TextChoices):
    """Where a referral stands. Only an open one changes, and only once."""

    OPEN = "open", _("wacht op antwoord")
    ACCEPTED = "accepted", _("opgenomen")
    RETURNED = "returned", _("teruggestuurd")
    LAPSED = "lapsed", _("verlopen zonder antwoord")
    TAKEN_BACK = "taken_back", _("teruggenomen")


class ReferralManager(models.Manager[Any]):
    """Referrals from or to the hubs in scope; raises ``NoScope`` outside any scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return only what the scope in force allows; to everybody else a referral does not exist."""
        here = scope.current()
        rows = super().get_queryset()
        if here.everywhere:
            return rows
        return rows.filter(Q(from_hub_id__in=here.hubs) | Q(to_hub_id__in=here.hubs))


class Referral(models.Model):
    """A hub asks another hub to take up a question or case, or brings somebody to a body beside the hubs.

    The row belongs to two hubs and both see it. Until it is accepted the question or case stays with the
    hub that refers: it is at one hub at a time. ``to_body`` is a key of ``data/bodies.csv``; the platform
    sends nothing to such a body.
    """

    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.CASCADE, related_name="referrals"
    )
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="referrals")
    #: Empty while the programme inbox holds the question.
    from_hub = models.ForeignKey(Hub, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_hub = models.ForeignKey(
        Hub,
        verbose_name=_("naar welke hub"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    to_body = models.SlugField(_("naar wie"), blank=True, max_length=40)
    reason = models.CharField(_("waarom"), max_length=REASON_LENGTH)
    due_on = models.DateField(_("antwoord tegen"))
    state = models.CharField(
        _("stand"), max_length=10, choices=ReferralState.choices, default=ReferralState.OPEN
    )
    answer = models.CharField(_("antwoord"), max_length=REASON_LENGTH, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = ReferralManager()
    #: For migrations and Django's own machinery; an architecture test allows it nowhere else.
    unscoped: ClassVar[models.Manager[Any]] = models.Manager()

    #: What people wrote may name somebody; the trail keeps that it happened.
    personal_fields: ClassVar[frozenset[str]] = frozenset({"reason", "answer"})

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, case__isnull=True)
                | Q(question__isnull=True, case__isnull=False),
                name="referral_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(to_hub__isnull=False, to_body="") | (Q(to_hub__isnull=True) & ~Q(to_body="")),
                name="referral_to_one_place",
            ),
            models.CheckConstraint(
                condition=Q(state=ReferralState.OPEN, closed_at__isnull=True)
                | (~Q(state=ReferralState.OPEN) & Q(closed_at__isnull=False)),
                name="referral_closed_when",
            ),
            models.UniqueConstraint(
                fields=["question"], condition=Q(state=ReferralState.OPEN), name="referral_question_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=ReferralState.OPEN), name="referral_case_once"
            ),
        ]
        indexes = [
            models.Index(fields=["to_hub", "state", "due_on"], name="referral_to"),
            models.Index(fields=["from_hub", "state", "due_on"], name="referral_from"),
        ]
        verbose_name = _("doorverwijzing")
        verbose_name_plural = _("doorverwijzingen")

    def __str__(self) -> str:
        return f"#{self.pk}: {self.get_state_display()}"

    @property
    def audit_name(self) -> str:
        """Its number: a reason may name somebody."""
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state == ReferralState.OPEN
