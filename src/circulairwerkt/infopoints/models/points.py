"""A place where one can walk in with a question, and the days on which it is closed."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.texts import Texts, shown
from circulairwerkt.reference.models import Municipality


class InfoPoint(HubOwned, Versioned):
    """A desk of a hub with opening hours; everybody sees it once the hub shows it.

    ``hours`` is OpenStreetMap's syntax, read in Belgian time with Belgian holidays. ``hosts`` are the people
    of the hub who sit there: they hear of appointments. ``who`` is what visitors read of them.
    """

    slug = models.SlugField(_("adres op de site"), max_length=140, unique=True)
    name = models.CharField(_("naam"), max_length=120)
    words = Texts(verbose_name=_("wat je er kan vragen"))
    place_name = models.CharField(_("gebouw of balie"), max_length=120, blank=True)
    street = models.CharField(_("straat en nummer"), max_length=120, blank=True)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("gemeente"), on_delete=models.PROTECT, related_name="+"
    )
    lat = models.FloatField(null=True, blank=True, help_text="degrees, WGS84")
    lon = models.FloatField(null=True, blank=True, help_text="degrees, WGS84")
    hours = models.CharField(_("openingsuren"), max_length=400, blank=True, help_text="OSM syntax")
    who = models.CharField(_("wie er zit"), max_length=200, blank=True)
    hosts = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("medewerkers"), blank=True, related_name="info_points"
    )
    takes_appointments = models.BooleanField(_("neemt afspraken aan"), default=False)
    slot_minutes = models.PositiveSmallIntegerField(
        _("duur van een afspraak (minuten)"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
    )
    #: How many visitors can have an appointment at one moment.
    desks = models.PositiveSmallIntegerField(
        _("hoeveel afspraken tegelijk"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    is_shown = models.BooleanField(_("staat op de site"), default=True)
    is_example = models.BooleanField(_("voorbeeld"), default=False)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"who"})

    class Meta(HubOwned.Meta):
        ordering = ["name", "pk"]
        verbose_name = _("infopunt")
        verbose_name_plural = _("infopunten")

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The place in one line, as a calendar and a route planner read it."""
        return ", ".join(filter(None, (self.place_name, self.street, self.municipality.name)))

    @property
    def shown_words(self) -> str:
        """What one can ask there, in the reader's language, or in Dutch."""
        return str(shown(self.words))


class ClosedDays(models.Model):
    """Days on which an info point is closed beside its hours and holidays, first and last included."""

    point = models.ForeignKey(
        InfoPoint, on_delete=models.CASCADE, related_name="closed_days", verbose_name=_("infopunt")
    )
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))
    reason = models.CharField(_("waarom"), max_length=80, blank=True)

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="closed_days_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.first_day} - {self.last_day}"
