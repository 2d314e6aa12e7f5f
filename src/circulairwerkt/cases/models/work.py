"""What is still to do in a case, what was learnt, and the subsidy files that hang on it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import Versioned
from circulairwerkt.cases.models.case import Case


class Task(models.Model):
    """Something to do by somebody of the hub, with or without a day."""

    class Sort(models.TextChoices):
        """Why it is there."""

        PLAIN = "plain", _("taak")
        LESSON = "lesson", _("les opschrijven")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(_("wat"), max_length=300)
    sort = models.CharField(max_length=10, choices=Sort.choices, default=Sort.PLAIN)
    due_on = models.DateField(_("tegen"), null=True, blank=True)
    for_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("voor wie"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["for_user", "due_on"], condition=Q(done_at__isnull=True), name="task_open"),
            models.Index(fields=["due_on"], condition=Q(done_at__isnull=True), name="task_due"),
            models.Index(fields=["case", "done_at"], name="task_case"),
        ]
        verbose_name = _("taak")
        verbose_name_plural = _("taken")

    def __str__(self) -> str:
        return self.text

    @property
    def audit_name(self) -> str:
        """Its number: what is to do may name somebody."""
        return f"#{self.pk}"

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.done_at is None and self.due_on is not None and self.due_on < timezone.localdate()


class Lesson(Versioned):
    """What one would tell a colleague who starts the same thing tomorrow; a failure with a lesson counts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lessons")
    text = models.CharField(_("les"), max_length=600)
    stage = models.CharField(max_length=20, blank=True)
    learnt_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})

    class Meta:
        ordering = ["learnt_at", "id"]
        verbose_name = _("les")
        verbose_name_plural = _("lessen")

    def __str__(self) -> str:
        return self.text

    @property
    def audit_name(self) -> str:
        """Its number: a lesson may name somebody."""
        return f"#{self.pk}"


class SubsidyFile(Versioned):
    """A request for a subsidy that belongs to a case; the funder's own application leads."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("in voorbereiding")
        SUBMITTED = "submitted", _("ingediend")
        APPROVED = "approved", _("goedgekeurd")
        REFUSED = "refused", _("geweigerd")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="subsidy_files")
    name = models.CharField(_("oproep of subsidie"), max_length=160)
    state = models.CharField(_("stand"), max_length=10, choices=State.choices, default=State.DRAFT)
    drafted_on = models.DateField(_("begonnen op"), default=timezone.localdate)
    submitted_on = models.DateField(_("ingediend op"), null=True, blank=True)
    decided_on = models.DateField(_("beslist op"), null=True, blank=True)
    asked_eur = models.DecimalField(
        _("gevraagd (euro)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    granted_eur = models.DecimalField(
        _("gekregen (euro)"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["drafted_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_on__isnull=False), name="subsidy_submitted_dated"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"]) | Q(decided_on__isnull=False),
                name="subsidy_decided_dated",
            ),
        ]
        verbose_name = _("subsidiedossier")
        verbose_name_plural = _("subsidiedossiers")

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"
