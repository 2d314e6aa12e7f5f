"""What a hub takes up: a case with its stage, its exits, its goals, and the hubs that share it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import scope
from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.visibility import visible_in
from circulairwerkt.cases.models.question import Question
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.models import Goal

_KEY_LETTERS = 16


def fresh_mail_key() -> str:
    """Return what makes the mail address of a case unguessable; lower case, as mail addresses travel."""
    return get_random_string(_KEY_LETTERS, "abcdefghijkmnpqrstuvwxyz23456789")


class Stage(models.TextChoices):
    """Where a case stands on its way, in order."""

    QUESTION = "question", _("vraag")
    QUALIFIED = "qualified", _("bekeken")
    CASE = "case", _("opgenomen")
    EXPLORATION = "exploration", _("verkenning")
    TEST_TRAJECTORY = "test_trajectory", _("testtraject")
    REALISED = "realised", _("gerealiseerd")
    SCALED_UP = "scaled_up", _("opgeschaald")


#: Stages in which the hub still has work to do; only these can stand still.
UNDER_WAY = (Stage.QUESTION, Stage.QUALIFIED, Stage.CASE, Stage.EXPLORATION, Stage.TEST_TRAJECTORY)


class Exit(models.TextChoices):
    """How a case left its way; the stage it left from stays."""

    NONE = "", _("loopt")
    ON_HOLD = "on_hold", _("in de wacht")
    STOPPED = "stopped", _("gestopt")
    REFERRED = "referred", _("doorverwezen")


class CaseManager(models.Manager[Any]):
    """Cases of the hubs in scope and those shared with them; raises ``NoScope`` outside any scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return only what the scope in force allows."""
        here = scope.current()
        condition = visible_in(here)
        if here.hubs and not here.everywhere:
            shared = CaseShare.objects.filter(hub_id__in=here.hubs, ended_at__isnull=True)
            condition |= Q(pk__in=shared.values("case_id"))
        return super().get_queryset().filter(condition)


class Case(HubOwned, Versioned):
    """One question or idea that a hub follows up, from the first talk to what comes of it.

    ``number`` counts per owning hub and year. ``moved_at`` is the last thing that happened: an entry in the
    thread or a change of stage; a case under way stands still when that is long ago.
    """

    number = models.PositiveIntegerField(_("nummer"))
    year = models.PositiveSmallIntegerField(_("jaar"))
    title = models.CharField(_("titel"), max_length=160)
    summary = models.CharField(_("waarover het gaat"), max_length=2000, blank=True)
    stage = models.CharField(_("stap"), max_length=20, choices=Stage.choices, default=Stage.CASE)
    stage_since = models.DateTimeField(default=timezone.now)
    exit = models.CharField(max_length=10, choices=Exit.choices, default=Exit.NONE, blank=True)
    exit_since = models.DateTimeField(null=True, blank=True)
    exit_reason = models.CharField(_("reden"), max_length=500, blank=True)
    moved_at = models.DateTimeField(default=timezone.now)
    question = models.OneToOneField(
        Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="case"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("wie volgt op"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    goals = models.ManyToManyField(Goal, verbose_name=_("doelen"), blank=True, related_name="cases")
    outcome = models.CharField(_("resultaat"), max_length=1000, blank=True)
    mail_key = models.CharField(max_length=_KEY_LETTERS, unique=True, default=fresh_mail_key, editable=False)
    is_example = models.BooleanField(_("voorbeeld"), default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = CaseManager()

    class Meta(HubOwned.Meta):
        ordering = ["-moved_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["hub", "year", "number"], name="case_number_once"),
        ]
        indexes = [
            models.Index(fields=["hub", "exit", "stage", "moved_at"], name="case_board"),
            models.Index(fields=["hub", "-moved_at"], name="case_list"),
            models.Index(fields=["owner", "exit"], name="case_owner"),
        ]
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")

    #: What people wrote may name somebody; the trail keeps that it changed, not the words.
    personal_fields: ClassVar[frozenset[str]] = frozenset({"title", "summary", "exit_reason", "outcome"})

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """Its number as people say it, such as ``2026-014``."""
        return f"{self.year}-{self.number:03d}"

    @property
    def audit_name(self) -> str:
        """Its number: a title may name somebody."""
        return self.reference

    @property
    def is_under_way(self) -> bool:
        """Whether the hub still has work to do."""
        return self.exit == Exit.NONE and self.stage in UNDER_WAY


class CaseShare(models.Model):
    """Another hub that works along; the owning hub stays the owner, and the programme counts it once."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="shares")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="case_shares")
    shared_at = models.DateTimeField(default=timezone.now)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "hub"], condition=Q(ended_at__isnull=True), name="case_share_open_once"
            )
        ]
        indexes = [models.Index(fields=["hub", "ended_at"], name="case_share_hub")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.hub_id}"


class CaseNumbering(models.Model):
    """The last number that a hub gave in a year; its row is the lock while a number is given."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "year"], name="case_numbering_once")]

    def __str__(self) -> str:
        return f"{self.hub_id} {self.year}: {self.last}"


class HubRhythm(Versioned):
    """How a hub works its cases: after how many days without news a case stands still."""

    DEFAULT_STILL_DAYS = 21

    hub = models.OneToOneField(Hub, on_delete=models.CASCADE, related_name="rhythm")
    still_after_days = models.PositiveSmallIntegerField(
        _("stilstaand na (dagen zonder nieuws)"), default=DEFAULT_STILL_DAYS
    )

    def __str__(self) -> str:
        return f"{self.hub_id}: {self.still_after_days}"
