"""A coach at a hub: what he helps with, where and when. No figure says how good somebody is."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.reference.models import Municipality

NONCE_LETTERS = 24


def fresh_nonce() -> str:
    """Return what makes a private link unguessable; a new one makes the old link void."""
    return get_random_string(NONCE_LETTERS)


class Coach(HubOwned, Versioned):
    """Somebody who coaches entrepreneurs for a hub, with the hours he keeps free.

    ``hours`` is OpenStreetMap's syntax, made of the seven fields of the form; public holidays are never free.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("persoon"), on_delete=models.CASCADE, related_name="coaches"
    )
    words = models.CharField(_("waarmee je helpt"), max_length=400, blank=True)
    themes = models.JSONField(_("thema's"), default=list, blank=True)
    languages = models.JSONField(_("talen"), default=list, blank=True)
    ways = models.JSONField(_("hoe je afspreekt"), default=list, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("gemeente"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lat = models.FloatField(_("breedtegraad"), null=True, blank=True, help_text="degrees, WGS84")
    lon = models.FloatField(_("lengtegraad"), null=True, blank=True, help_text="degrees, WGS84")
    where = models.CharField(_("waar of via welke link"), max_length=200, blank=True)
    slot_minutes = models.PositiveSmallIntegerField(
        _("duur van een afspraak (minuten)"), default=60, validators=[MaxValueValidator(240)]
    )
    hours = models.CharField(_("wanneer je vrij bent"), max_length=400, blank=True, help_text="OSM syntax")
    is_taking = models.BooleanField(_("neemt ondernemers aan"), default=True)
    is_example = models.BooleanField(_("voorbeeld"), default=False)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"words", "where", "lat", "lon", "hours"})

    class Meta(HubOwned.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["hub", "user"], name="coach_once")]
        verbose_name = _("coach")
        verbose_name_plural = _("coaches")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def audit_name(self) -> str:
        """Its number: the trail names no person."""
        return f"#{self.pk}"


class Away(models.Model):
    """Days on which a coach sees nobody, first and last included. Why is not asked."""

    coach = models.ForeignKey(Coach, on_delete=models.CASCADE, related_name="away", verbose_name=_("coach"))
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="away_days_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.first_day} - {self.last_day}"
