"""A call for ideas: what is asked, its steps and its challenges. A hackathon is a call tied to an event."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models import Event
from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.texts import Texts, shown


class Kind(models.TextChoices):
    """What sort of call it is."""

    CALL = "call", _("oproep")
    HACKATHON = "hackathon", _("hackathon")


class State(models.TextChoices):
    """Where a call stands as a whole; which step it is at is ``position``."""

    DRAFT = "draft", _("in voorbereiding")
    RUNNING = "running", _("loopt")
    FINISHED = "finished", _("uitslag bekend")
    STOPPED = "stopped", _("gestopt")


class StepKind(models.TextChoices):
    """What happens at a step after the ideas were handed in."""

    PITCH = "pitch", _("pitch")
    WORK = "work", _("samen werken")
    GUIDANCE = "guidance", _("begeleiding")
    PEER_REVIEW = "peer_review", _("feedback van elkaar")
    FINAL_PITCH = "final_pitch", _("eindpitch")


def usual_criteria() -> list[str]:
    """Return what a jury looks at unless the hub says otherwise, in Dutch as all that a hub writes."""
    return ["Spaart dit afval of energie?", "Krijgen mensen er werk door?", "Kan je het morgen uitproberen?"]


#: The switch of a hub (``hubs.switches``) that each kind hangs on.
SWITCHES: dict[str, str] = {Kind.CALL: "calls", Kind.HACKATHON: "hackathons"}


class Call(HubOwned, Versioned):
    """Something for which ideas are asked, until ``closes_at``, and the steps that follow.

    ``position`` is 0 while ideas are handed in, then the number of the step at which the ideas that are still
    in stand; it only rises. A draft is seen by its hub, all others by everybody.
    """

    slug = models.SlugField(_("adres op de site"), max_length=140, unique=True)
    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices, default=Kind.CALL)
    title = Texts(verbose_name=_("titel"))
    summary = Texts(verbose_name=_("in het kort"))
    description = Texts(verbose_name=_("tekst"), help_text="Markdown")
    state = models.CharField(_("stand"), max_length=10, choices=State.choices, default=State.DRAFT)
    position = models.PositiveSmallIntegerField(_("stap"), default=0, editable=False)
    closes_at = models.DateTimeField(_("inzenden tot"), null=True, blank=True)
    event = models.ForeignKey(
        Event,
        verbose_name=_("activiteit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="calls",
    )
    #: What a jury gives points for, in words; fixed once somebody gave any.
    criteria = models.JSONField(_("criteria"), default=usual_criteria, blank=True)
    teams_built_at = models.DateTimeField(_("teams gemaakt op"), null=True, blank=True, editable=False)
    #: How much better another division could be at most, relative; 0 is proven best, none once somebody was
    #: placed by hand.
    teams_gap = models.FloatField(
        _("hoe zeker de teams de beste zijn"), null=True, blank=True, editable=False, help_text="share"
    )
    #: Counts the changes of the teams, so that nobody changes what he did not see.
    teams_turn = models.PositiveIntegerField(_("verandering van de teams"), default=0, editable=False)
    #: The division before the last change, to go back to: see ``services.teams``.
    teams_before = models.JSONField(_("teams van voordien"), default=dict, blank=True, editable=False)
    #: The deadline of which was reminded: a later one is told again.
    reminded_of = models.DateTimeField(_("herinnerd aan"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("open sinds"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("afgelopen op"), null=True, blank=True, editable=False)
    stop_reason = models.CharField(_("waarom het stopt"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gemaakt door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_example = models.BooleanField(_("voorbeeld"), default=False)

    class Meta(HubOwned.Meta):
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "closes_at"], name="call_open"),
            models.Index(fields=["hub", "state"], name="call_of_hub"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(closes_at__isnull=False), name="call_closes_once_open"
            )
        ]
        verbose_name = _("oproep")
        verbose_name_plural = _("oproepen")

    def __str__(self) -> str:
        return str(self.title.get("nl") or self.slug)

    @property
    def shown_title(self) -> str:
        """The title in the reader's language, or in Dutch."""
        return str(shown(self.title)) or self.slug

    @property
    def is_draft(self) -> bool:
        """Whether only its hub knows of it."""
        return self.state == State.DRAFT

    @property
    def is_running(self) -> bool:
        """Whether it goes on: ideas come in, or those that are in go through the steps."""
        return self.state == State.RUNNING

    @property
    def is_finished(self) -> bool:
        """Whether everybody knows how it ended."""
        return self.state == State.FINISHED

    @property
    def is_stopped(self) -> bool:
        """Whether it ended before its time."""
        return self.state == State.STOPPED

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens in it."""
        return self.is_finished or self.is_stopped

    def takes_ideas(self, moment: datetime) -> bool:
        """Whether something can be handed in or changed at ``moment``: from the deadline on it is frozen."""
        return (
            self.is_running and self.position == 0 and self.closes_at is not None and moment < self.closes_at
        )

    @property
    def is_open(self) -> bool:
        """Whether something can be handed in now."""
        return self.takes_ideas(timezone.now())


class Step(Versioned):
    """What comes after handing in, in order: when, where, and what those who reach it are told."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("volgorde"), editable=False)
    kind = models.CharField(_("soort stap"), max_length=12, choices=StepKind.choices)
    starts_at = models.DateTimeField(_("begint op"), null=True, blank=True)
    ends_at = models.DateTimeField(_("eindigt op"), null=True, blank=True)
    place = models.CharField(_("waar"), max_length=200, blank=True)
    letter = models.TextField(_("mail aan wie zo ver komt"), max_length=2000, blank=True)

    has_jury = models.BooleanField(_("jury beoordeelt"), default=False)
    #: When the round of the jury was closed; what it gave is fixed from then on.
    judged_at = models.DateTimeField(_("beoordeling gesloten op"), null=True, blank=True, editable=False)
    has_vote = models.BooleanField(_("publiek stemt"), default=False)
    #: Entrants read ideas of each other and write what they think, until ``ends_at``: see ``peering``.
    has_peers = models.BooleanField(_("inzenders lezen elkaars idee"), default=False)
    #: The end of which they were reminded; when they were told that what others wrote is there.
    peers_reminded_of = models.DateTimeField(
        _("inzenders herinnerd aan"), null=True, blank=True, editable=False
    )
    peers_told_at = models.DateTimeField(_("feedback gemeld op"), null=True, blank=True, editable=False)
    #: The end of which the jury was reminded: a later one is told again.
    reminded_of = models.DateTimeField(_("jury herinnerd aan"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="step_number_once"),
            models.CheckConstraint(
                condition=Q(has_vote=False) | Q(ends_at__isnull=False), name="vote_has_an_end"
            ),
            models.UniqueConstraint(
                fields=["call"], condition=Q(has_peers=True), name="one_peer_review_in_a_call"
            ),
        ]
        verbose_name = _("stap")
        verbose_name_plural = _("stappen")

    def __str__(self) -> str:
        return str(self.get_kind_display())


#: What fits in a challenge.
TITLE_LENGTH = 140
WORDS_LENGTH = 2000


class Challenge(Versioned):
    """Something for which an idea is sought. A card, need or case that it came of is a ``base.Link``."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="challenges")
    title = models.CharField(_("titel"), max_length=TITLE_LENGTH)
    words = models.TextField(_("waarover het gaat"), max_length=WORDS_LENGTH, blank=True)
    #: What a team needs to be able to, keys of ``Skill``.
    skills = models.JSONField(_("wat een team moet kunnen"), default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("uitdaging")
        verbose_name_plural = _("uitdagingen")

    def __str__(self) -> str:
        return self.title
