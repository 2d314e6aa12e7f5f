"""What remains when people are gone: counts by month, and what each round of retention did."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation


class MonthCount(models.Model):
    """How often something happened in one month at an enterprise or hub; no row of a person lies behind it.

    It is never shown as it stands: small counts point at people (``people.counting``).
    """

    class What(models.TextChoices):
        """What was counted."""

        FILE_ENDED = "file_ended", _("begeleiding gestopt")
        CALL_HANDLED = "call_handled", _("teruggebeld")
        CALL_NOT_REACHED = "call_not_reached", _("niet bereikt")
        CALL_WITHDRAWN = "call_withdrawn", _("vraag ingetrokken")
        CALL_EXPIRED = "call_expired", _("niet teruggebeld")

    what = models.CharField(_("wat"), max_length=20, choices=What.choices)
    month = models.DateField(_("maand"), help_text="its first day")
    hub = models.ForeignKey(Hub, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    count = models.PositiveIntegerField(_("aantal"), default=0)

    class Meta:
        ordering = ["month", "what", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["what", "month", "hub"], condition=Q(hub__isnull=False), name="month_count_of_hub"
            ),
            models.UniqueConstraint(
                fields=["what", "month", "organisation"],
                condition=Q(organisation__isnull=False),
                name="month_count_of_enterprise",
            ),
            models.CheckConstraint(
                condition=Q(hub__isnull=True) ^ Q(organisation__isnull=True), name="month_count_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.what} {self.count}"


class RetentionRun(models.Model):
    """One round of retention that did something: how many of each, and of whom nothing."""

    at = models.DateTimeField(default=timezone.now)
    noticed = models.PositiveIntegerField(_("bericht gestuurd"), default=0)
    pseudonymised = models.PositiveIntegerField(_("namen gewist"), default=0)
    archived = models.PositiveIntegerField(_("dossiers weg"), default=0)
    deleted = models.PositiveIntegerField(_("gewist op vraag"), default=0)
    calls_erased = models.PositiveIntegerField(_("nummers gewist"), default=0)
    looks_erased = models.PositiveIntegerField(_("oude inkijkregels gewist"), default=0)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
