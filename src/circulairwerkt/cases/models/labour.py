"""What people told of the work in a case: it goes before what the platform guesses."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import Versioned
from circulairwerkt.cases.models.agreements import Agreement
from circulairwerkt.cases.models.case import Case
from circulairwerkt.cases.models.streams import CaseStream
from circulairwerkt.streams.words import Way


class SaidBy(models.TextChoices):
    """Who told how many hours it takes; never a name."""

    PROCESSOR = "processor", _("wie het werk doet")
    GIVER = "giver", _("wie het geeft")
    TRIED = "tried", _("we probeerden het uit en telden de uren")
    OTHER = "other", _("iemand anders die het werk kent")


class WorkPackage(Versioned):
    """What was told of the work of one agreement, or of one card of a case (``stream``); one of the two.

    ``told`` names the fields that somebody filled in; the rest is guessed anew each time it is shown
    (``cases.labour``). Hours are per ``hours_unit``, the unit that the stream is told in.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="work_packages")
    agreement = models.OneToOneField(
        Agreement, null=True, blank=True, on_delete=models.CASCADE, related_name="work_package"
    )
    stream = models.OneToOneField(
        CaseStream, null=True, blank=True, on_delete=models.CASCADE, related_name="work_package"
    )
    told = models.JSONField(_("wat iemand invulde"), default=list, blank=True)
    tasks = models.JSONField(_("taken"), default=list, blank=True, help_text="keys of ACTIVITIES")
    competences = models.JSONField(_("wat je moet kunnen"), default=list, blank=True)
    #: ``{"standing": "some"}``: a level for each condition.
    conditions = models.JSONField(_("hoe het werk is"), default=dict, blank=True)
    way = models.CharField(_("waar het werk gebeurt"), max_length=10, choices=Way.choices, blank=True)
    rhythm = models.CharField(_("wanneer het werk komt"), max_length=120, blank=True)
    hours_low_h = models.FloatField(
        _("uren, van"), null=True, blank=True, help_text="hours per `hours_unit`, the least"
    )
    hours_high_h = models.FloatField(
        _("uren, tot"), null=True, blank=True, help_text="hours per `hours_unit`, the most"
    )
    hours_unit = models.CharField(_("uren per"), max_length=20, blank=True, help_text="unit key of the core")
    hours_said_by = models.CharField(
        _("wie zegt hoeveel uren"), max_length=10, choices=SaidBy.choices, blank=True
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreement__isnull=True, stream__isnull=False)
                | Q(agreement__isnull=False, stream__isnull=True),
                name="work_package_of_one",
            ),
            models.CheckConstraint(
                condition=Q(hours_low_h__isnull=True, hours_high_h__isnull=True)
                | Q(hours_low_h__gte=0, hours_high_h__gte=F("hours_low_h")),
                name="work_package_hours",
            ),
        ]
        verbose_name = _("werk in een dossier")
        verbose_name_plural = _("werk in dossiers")

    def __str__(self) -> str:
        return self.audit_name

    @property
    def audit_name(self) -> str:
        """Its number."""
        return f"#{self.pk}"
