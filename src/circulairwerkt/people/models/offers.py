"""Work that is offered: a job, an internship, a place to learn on the job, an activity."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.organisations.models import Organisation, Site
from circulairwerkt.people.words import Sort, Way
from circulairwerkt.reference.models import Municipality


class WorkOffer(HubOwned, Versioned):
    """Work at one organisation, in words that a job seeker understands. It holds nothing about a person.

    Place is copied from the site, else from the municipality, so that a search by place needs no join.
    ``esco_code`` is a group of ESCO (``people.esco``), ``competent_code`` has room for VDAB's Competent.
    An activity names the recognised route (``route``) along which somebody comes to it.
    """

    #: What is written by hand; all else follows from it.
    WRITTEN: ClassVar = (
        "site",
        "municipality",
        "sort",
        "title",
        "sentence",
        "tasks",
        "pictogram",
        "asks",
        "helps",
        "way",
        "hours_per_week_h",
        "places",
        "is_paid",
        "route",
        "esco_code",
        "competent_code",
        "available_from",
        "available_until",
    )

    visibility = models.CharField(
        _("zichtbaar voor"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="+"
    )
    site = models.ForeignKey(
        Site,
        verbose_name=_("vestiging"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("gemeente"), on_delete=models.PROTECT, related_name="+"
    )
    lat = models.FloatField(null=True, blank=True, editable=False, help_text="degrees, WGS84")
    lon = models.FloatField(null=True, blank=True, editable=False, help_text="degrees, WGS84")
    sort = models.CharField(_("wat je aanbiedt"), max_length=10, choices=Sort.choices, default=Sort.JOB)
    title = models.CharField(_("naam van het werk"), max_length=60)
    sentence = models.CharField(_("wat je doet, in één zin"), max_length=160)
    tasks = models.TextField(_("wat je op een dag doet"), max_length=600, blank=True)
    pictogram = models.CharField(_("tekening"), max_length=20, default="package-open")
    asks = models.JSONField(_("wat het werk vraagt"), default=list, blank=True, help_text="keys of Asks")
    helps = models.JSONField(_("wat helpt"), default=list, blank=True, help_text="keys of Helps")
    way = models.CharField(_("waar je werkt"), max_length=10, choices=Way.choices, default=Way.IN_HOUSE)
    hours_per_week_h = models.FloatField(_("uren per week"), null=True, blank=True, help_text="hours a week")
    places = models.PositiveSmallIntegerField(_("aantal plaatsen"), null=True, blank=True)
    is_paid = models.BooleanField(_("je krijgt loon"), default=True)
    route = models.CharField(_("hoe je er komt"), max_length=120, blank=True)
    esco_code = models.CharField(_("ESCO-groep"), max_length=8, blank=True)
    competent_code = models.CharField(_("Competent-code"), max_length=20, blank=True)
    available_from = models.DateField(_("vanaf"), null=True, blank=True)
    available_until = models.DateField(_("tot en met"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("laatst bevestigd"), default=timezone.now)
    asked_at = models.DateTimeField(_("gevraagd of het nog klopt"), null=True, blank=True, editable=False)
    is_gone = models.BooleanField(_("weg"), default=False)
    is_example = models.BooleanField(_("voorbeeld"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta(HubOwned.Meta):
        ordering = ["-confirmed_at", "-id"]
        verbose_name = _("werkaanbod")
        verbose_name_plural = _("werkaanbod")
        indexes = [
            models.Index(fields=["lat", "lon"], name="offer_point", condition=Q(is_gone=False)),
            models.Index(fields=["organisation", "-confirmed_at"], name="offer_of_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(available_from__isnull=True)
                | Q(available_until__isnull=True)
                | Q(available_until__gte=F("available_from")),
                name="offer_dates",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week_h__isnull=True)
                | Q(hours_per_week_h__gt=0, hours_per_week_h__lte=40),
                name="offer_hours",
            ),
            models.CheckConstraint(condition=~Q(sort=Sort.ACTIVITY) | ~Q(route=""), name="offer_route"),
        ]

    def __str__(self) -> str:
        return self.title
