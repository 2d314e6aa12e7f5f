"""Runs of the matching, the proposals that came of them, what people decided, and whom they asked."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import scope
from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.scope import Scope
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.cases.models import Case
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams.models import Capability, MaterialCard, Need

_NONCE_LETTERS = 24
#: A row this open is told to the people of every hub.
OPEN = (Visibility.NETWORK, Visibility.PUBLIC)


def fresh_nonce() -> str:
    """Return what makes the link of a question to a party unguessable."""
    return get_random_string(_NONCE_LETTERS)


class Run(models.Model):
    """One time that was worked out who fits: for which rows, with which terms, and what came of it.

    ``input_digest`` is that of the rows asked about, of their takers and of ``terms`` (versions of the core
    and its factors, the day): the same digest gives the same proposals.
    """

    class State(models.TextChoices):
        """How it ended."""

        RUNNING = "running", _("bezig")
        DONE = "done", _("klaar")

    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    #: ``["card-12", "need-3"]``: the rows that were asked about.
    asked = models.JSONField(default=list)
    terms = models.JSONField(default=dict)
    input_digest = models.CharField(max_length=64, blank=True)
    found = models.PositiveIntegerField(default=0, help_text="proposals made or renewed")
    lapsed = models.PositiveIntegerField(default=0, help_text="proposals that no longer hold")
    #: How far along the trail of writes it looked; empty for a run that was asked for.
    until_entry = models.BigIntegerField(null=True, blank=True, db_index=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.state}"


class State(models.TextChoices):
    """Where a proposal stands: what the hub did last, or what the party answered."""

    NEW = "new", _("nieuw")
    PROPOSED = "proposed", _("voorgesteld")
    CALLED = "called", _("gebeld")
    VISITED = "visited", _("bezocht")
    YES = "yes", _("ja")
    NO = "no", _("nee")
    LATER = "later", _("later")


#: States that somebody chooses with one gesture.
GESTURES = (State.PROPOSED, State.CALLED, State.VISITED, State.YES, State.NO, State.LATER)


class Reason(models.TextChoices):
    """Why not; it helps the next run."""

    TOO_FAR = "too_far", _("te ver")
    TOO_SMALL = "too_small", _("te klein")
    TOO_EXPENSIVE = "too_expensive", _("te duur")
    QUALITY = "quality", _("kwaliteit past niet")
    PERMIT = "permit", _("geen vergunning")
    FULL = "full", _("geen plaats of tijd")
    NO_WISH = "no_wish", _("geen zin")
    OTHER = "other", _("iets anders")


def told_in(here: Scope) -> Q:
    """Return the condition on proposals that ``here`` may be told of.

    A match may use a closed row and tells it to the hub that owns that row alone: one side must be of a hub
    in scope, and each side of such a hub or open to all hubs. What was closed since is closed here too.
    """
    if here.everywhere:
        return Q()
    mine = list(here.hubs)
    card = Q(card__hub_id__in=mine) | Q(card__visibility__in=OPEN)
    need = Q(need__isnull=True) | Q(need__hub_id__in=mine) | Q(need__visibility__in=OPEN)
    capability = (
        Q(capability__isnull=True) | Q(capability__hub_id__in=mine) | Q(capability__visibility__in=OPEN)
    )
    return (Q(hub_id__in=mine) | Q(other_hub_id__in=mine)) & card & need & capability


class ProposalManager(models.Manager[Any]):
    """Proposals that the current scope may be told of; raises ``NoScope`` outside any scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return only what the scope in force allows."""
        return super().get_queryset().filter(told_in(scope.current()))


class Proposal(HubOwned, Versioned):
    """A possible link between a card and who may take it: a need, or the capability of a processor.

    ``hub`` follows it up; ``other_hub`` owns the other side where that is another hub and it may be told.
    Figures are estimates of the core, per year; unknown is empty. ``agreed_quantity`` is what a taker said
    yes to, in the card's unit and per its period: together never more than the card holds.
    """

    card = models.ForeignKey(MaterialCard, on_delete=models.CASCADE, related_name="proposals")
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals")
    capability = models.ForeignKey(
        Capability, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    other_hub = models.ForeignKey(Hub, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    #: The last run did not find it again; what people decided about it stays.
    is_lapsed = models.BooleanField(default=False)
    score_share = models.FloatField(help_text="how well it fits, 0 to 1")
    strategy = models.CharField(max_length=2, blank=True)
    distance_km = models.FloatField(null=True, blank=True)
    flow_t = models.FloatField(null=True, blank=True, help_text="tonnes per year")
    margin_eur = models.FloatField(null=True, blank=True, help_text="EUR per year, both sides together")
    co2e_kg = models.FloatField(null=True, blank=True, help_text="kg CO2e per year, negative is saved")
    work_h = models.FloatField(null=True, blank=True, help_text="hours of work per year")
    #: ``[{"code", "tone", "nl", "en", "fr"}]`` in the order in which they are told.
    reasons = models.JSONField(default=list)
    #: Digest of both rows as the core read them: a refusal holds while it stays the same.
    pair_digest = models.CharField(max_length=64)
    refused_digest = models.CharField(max_length=64, blank=True)
    #: Why it was refused, with what the card held a year (in the base unit of what it measures) and how far
    #: it was then: the next run asks whether that changed.
    refused_for = models.CharField(max_length=15, choices=Reason.choices, blank=True)
    refused_amount = models.FloatField(null=True, blank=True, help_text="a year, in the base unit")
    refused_km = models.FloatField(null=True, blank=True)
    agreed_quantity = models.FloatField(
        _("afgesproken hoeveelheid"), null=True, blank=True, help_text="in the card's unit, per its period"
    )
    later_on = models.DateField(_("later, op"), null=True, blank=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals")
    found_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = ProposalManager()
    #: Nobody did anything with these yet (``base.imports.leaned_on``).
    worked_out: ClassVar[Q] = Q(state=State.NEW, case__isnull=True, decisions__isnull=True)

    class Meta(HubOwned.Meta):
        ordering = ["-score_share", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(need__isnull=True, capability__isnull=False)
                | Q(need__isnull=False, capability__isnull=True),
                name="proposal_one_taker",
            ),
            models.UniqueConstraint(
                fields=["card", "need"], condition=Q(need__isnull=False), name="proposal_need_once"
            ),
            models.UniqueConstraint(
                fields=["card", "capability"],
                condition=Q(capability__isnull=False),
                name="proposal_capability_once",
            ),
            models.CheckConstraint(
                condition=Q(agreed_quantity__isnull=True) | Q(agreed_quantity__gt=0),
                name="proposal_agreed_quantity",
            ),
        ]
        indexes = [
            models.Index(fields=["hub", "is_lapsed", "state", "-score_share"], name="proposal_of_hub"),
            models.Index(
                fields=["other_hub", "is_lapsed", "state", "-score_share"], name="proposal_of_other_hub"
            ),
        ]
        verbose_name = _("voorstel")
        verbose_name_plural = _("voorstellen")

    def __str__(self) -> str:
        return self.audit_name

    @property
    def audit_name(self) -> str:
        """Its number: what it is about may be closed."""
        return f"#{self.pk}"

    @property
    def taker(self) -> Need | Capability:
        """The row that may take it."""
        found: Need | Capability | None = self.need or self.capability
        if found is None:
            raise ValueError(f"proposal {self.pk} has no taker")
        return found

    @property
    def hub_ids(self) -> frozenset[int]:
        """The hubs that may be told."""
        return frozenset(filter(None, (self.hub_id, self.other_hub_id)))


class Decision(models.Model):
    """One gesture on a proposal: what was done or answered, when, and why not."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="decisions")
    state = models.CharField(max_length=10, choices=State.choices)
    before = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=15, choices=Reason.choices, blank=True)
    note = models.CharField(_("opmerking"), max_length=500, blank=True)
    quantity = models.FloatField(null=True, blank=True, help_text="in the card's unit, per its period")
    later_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Answered by the party itself, through the link in the mail.
    is_by_party = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"note"})

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.at:%Y-%m-%d}"

    @property
    def audit_name(self) -> str:
        """Its proposal, without words of people."""
        return f"#{self.proposal_id}"


class Inquiry(models.Model):
    """A party that was asked by mail whether it wants this; its link works without an account.

    It is told what the coordinator chose to tell: ``offer`` holds volume, rhythm, start, packaging and who
    pays the transport as they stood when he sent it. ``RETENTION_DAYS`` after sending, the address is erased.
    """

    RETENTION_DAYS = 730

    class Transport(models.TextChoices):
        """Who pays the transport."""

        GIVER = "giver", _("wie het geeft")
        TAKER = "taker", _("wie het afneemt")
        SHARED = "shared", _("samen te dragen")
        OPEN = "open", _("nog af te spreken")

    class Side(models.TextChoices):
        """Whose answer is asked."""

        GIVER = "giver", _("wie het heeft")
        TAKER = "taker", _("wie het kan afnemen")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="inquiries")
    #: The hub that asked: it alone reads who was asked and what that party says.
    hub = models.ForeignKey(Hub, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=5, choices=Side.choices)
    email = models.EmailField(_("e-mailadres"), blank=True)
    language = models.CharField(max_length=2, default="nl")
    transport = models.CharField(max_length=6, choices=Transport.choices, default=Transport.OPEN)
    message = models.CharField(_("een woordje erbij"), max_length=600, blank=True)
    offer = models.JSONField(default=dict)
    nonce = models.CharField(max_length=_NONCE_LETTERS, default=fresh_nonce, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, blank=True)
    #: Nobody writes to somebody who said no.
    wants_no_mail = models.BooleanField(default=False)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"email", "message"})

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"#{self.proposal_id} {self.get_side_display()}"

    @property
    def audit_name(self) -> str:
        """Its proposal, without the address."""
        return f"#{self.proposal_id}"

    @property
    def asking_hub(self) -> Hub:
        """The hub that asked; of an inquiry from before that was noted, the one that follows up."""
        return self.hub or self.proposal.hub


class Message(models.Model):
    """Something said about a proposal, by the hub (no ``writer``) or by a party that was asked.

    A party reads what it wrote, and what it is among the ``readers`` of: written to it by the hub, or shared
    with it by the hub. A mail of somebody else than the party waits until the hub lets it in.
    """

    RETENTION_DAYS = Inquiry.RETENTION_DAYS

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="messages")
    writer = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.CASCADE, related_name="written"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    readers = models.ManyToManyField(
        Inquiry, verbose_name=_("wie het leest"), blank=True, related_name="received"
    )
    text = models.TextField(_("bericht"), blank=True, max_length=20_000)
    at = models.DateTimeField(default=timezone.now)
    sender_name = models.CharField(max_length=160, blank=True)
    sender_email = models.EmailField(blank=True)
    message_id = models.CharField(max_length=250, blank=True)
    is_waiting = models.BooleanField(default=False)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"text", "sender_name", "sender_email"})

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "message_id"], condition=~Q(message_id=""), name="proposal_mail_once"
            )
        ]
        indexes = [models.Index(fields=["proposal", "at"], name="proposal_thread")]
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_name(self) -> str:
        """Its proposal, without words of people."""
        return f"#{self.proposal_id}"
