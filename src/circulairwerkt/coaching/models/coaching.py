"""One entrepreneur who is helped: what he wants, how far he is, goals and actions, notes, how it ended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.coaching.models.coach import NONCE_LETTERS, Coach, fresh_nonce
from circulairwerkt.coaching.words import Closing, Language, Maturity, Theme, labels
from circulairwerkt.reference.models import Municipality


class Coaching(HubOwned, Versioned):
    """The way of one entrepreneur with one coach, from what he asks to what came of it.

    The entrepreneur follows it by a private link, without an account. Who he is and what was said is erased
    ``RETENTION_DAYS`` after the last thing that happened (``moved_at``), at once when he withdraws; how far
    the enterprise was, the themes and how it ended stay for counting.
    """

    RETENTION_DAYS = 730

    maturity = models.CharField(_("hoe ver het bedrijf staat"), max_length=12, choices=Maturity.choices)
    wish = models.CharField(_("wat de ondernemer wil"), max_length=1000, blank=True)
    themes = models.JSONField(_("thema's"), default=list, blank=True)
    spoken = models.CharField(_("taal van het gesprek"), max_length=2, choices=Language.choices, default="nl")
    language = models.CharField(_("taal van de mails"), max_length=2, default="nl")
    organisation_name = models.CharField(_("bedrijf"), max_length=160, blank=True)
    contact = models.CharField(_("e-mail of telefoon"), max_length=254, blank=True)
    contact_name = models.CharField(_("naam"), max_length=120, blank=True)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("gemeente"), on_delete=models.PROTECT, related_name="+"
    )
    lat = models.FloatField(_("breedtegraad"), null=True, blank=True, help_text="degrees, WGS84")
    lon = models.FloatField(_("lengtegraad"), null=True, blank=True, help_text="degrees, WGS84")
    nonce = models.CharField(max_length=NONCE_LETTERS, default=fresh_nonce, editable=False)
    coach = models.ForeignKey(
        Coach,
        verbose_name=_("coach"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="coachings",
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("genoteerd door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("gevraagd op"), default=timezone.now)
    moved_at = models.DateTimeField(_("laatste nieuws"), default=timezone.now)
    closed_at = models.DateTimeField(_("afgesloten op"), null=True, blank=True)
    closing = models.CharField(_("waarom afgesloten"), max_length=12, choices=Closing.choices, blank=True)
    came_of = models.CharField(_("wat ervan kwam"), max_length=1000, blank=True)
    is_example = models.BooleanField(_("voorbeeld"), default=False)

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"wish", "organisation_name", "contact", "contact_name", "lat", "lon", "came_of"}
    )

    class Meta(HubOwned.Meta):
        ordering = ["-moved_at", "-id"]
        indexes = [
            models.Index(fields=["hub", "closed_at", "-moved_at"], name="coaching_list"),
            models.Index(fields=["coach", "closed_at"], name="coaching_of_coach"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closing="")
                | (Q(closed_at__isnull=False) & ~Q(closing="")),
                name="coaching_closed_for_a_reason",
            )
        ]
        verbose_name = _("begeleiding")
        verbose_name_plural = _("begeleidingen")

    def __str__(self) -> str:
        return (
            self.organisation_name
            or self.contact_name
            or _("ondernemer uit %(place)s") % {"place": self.municipality}
        )

    @property
    def audit_name(self) -> str:
        """Its number: the trail names no person."""
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it is under way, or waits for its coach."""
        return self.closed_at is None

    @property
    def has_mail(self) -> bool:
        """Whether the entrepreneur can be reached by mail."""
        return "@" in self.contact

    @property
    def theme_words(self) -> list[str]:
        """What it is about, in words."""
        return labels(Theme, self.themes)


class Step(models.Model):
    """What the two want to reach (a goal), or what one of them will do for it (an action)."""

    class Kind(models.TextChoices):
        """A goal, or an action on the way to one."""

        GOAL = "goal", _("doel")
        ACTION = "action", _("actie")

    class Whose(models.TextChoices):
        """Who does it."""

        ENTREPRENEUR = "entrepreneur", _("de ondernemer")
        COACH = "coach", _("de coach")

    coaching = models.ForeignKey(
        Coaching, on_delete=models.CASCADE, related_name="steps", verbose_name=_("begeleiding")
    )
    kind = models.CharField(_("soort"), max_length=6, choices=Kind.choices)
    text = models.CharField(_("doel of actie"), max_length=300)
    whose = models.CharField(
        _("wie doet het"), max_length=12, choices=Whose.choices, default=Whose.ENTREPRENEUR
    )
    due_on = models.DateField(_("tegen"), null=True, blank=True)
    done_at = models.DateTimeField(_("klaar op"), null=True, blank=True)
    made_at = models.DateTimeField(_("gemaakt op"), default=timezone.now)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})

    class Meta:
        ordering = ["kind", "due_on", "id"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def audit_name(self) -> str:
        """Its number: what people wrote is erased in time, the trail is not."""
        return f"#{self.pk}"


class Note(models.Model):
    """What was said or noticed: shared with the entrepreneur, or private to who wrote it.

    A note without ``author`` was written by the entrepreneur, through the private link; a private note whose
    author is gone goes with him.
    """

    coaching = models.ForeignKey(
        Coaching, on_delete=models.CASCADE, related_name="notes", verbose_name=_("begeleiding")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("schrijver"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_from_hub = models.BooleanField(_("van de hub"), default=False)
    is_shared = models.BooleanField(_("gedeeld met de ondernemer"), default=True)
    text = models.CharField(_("tekst"), max_length=4000)
    written_at = models.DateTimeField(_("geschreven op"), default=timezone.now)

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"#{self.pk}"
