"""What was found missing at a hub, and how the parties of an agreement would share what it brings."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Job, Versioned
from circulairwerkt.cases.models import Agreement
from circulairwerkt.streams.models import MaterialCard


class OpportunityRun(HubOwned):
    """One time that was worked out what is missing at a hub: on which rows, how well proven, what it shows.

    ``terms`` holds the edition of the core and the day; the same ``input_digest`` gives the same answer. The
    objective is the share of what is offered that finds a place, weighted by rung
    (``docs/methods/opportunities.md``).
    """

    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    input_digest = models.CharField(max_length=64)
    terms = models.JSONField(default=dict)
    status = models.CharField(_("hoe het eindigde"), max_length=20)
    objective_share = models.FloatField(null=True, help_text="weighted share placed")
    bound_share = models.FloatField(null=True, help_text="no answer is better")
    gap_share = models.FloatField(null=True, help_text="what may still be won, relative to the bound")
    considered = models.PositiveIntegerField(default=0, help_text="links that were generated")
    possible = models.PositiveIntegerField(default=0, help_text="links that the rules allow")
    solve_s = models.FloatField(default=0.0, help_text="seconds")
    #: How many rows of each sort took part, and how many could not: ``{"cards": [300, 12], ...}``.
    rows = models.JSONField(default=dict)
    #: By unit: what is offered a year and what finds a place, ``{"t": [1200.0, 800.0]}``.
    placed = models.JSONField(default=dict)
    #: For the analyst: rungs and what their tolerance costs, front, prices, robust links.
    analysis = models.JSONField(default=dict)
    ended_at = models.DateTimeField(default=timezone.now)

    class Meta(HubOwned.Meta):
        ordering = ["-ended_at", "-id"]
        indexes = [models.Index(fields=["hub", "-ended_at", "-id"], name="opportunity_run_of_hub")]
        verbose_name = _("zoektocht naar kansen")
        verbose_name_plural = _("zoektochten naar kansen")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Opportunity(models.Model):
    """One thing that would close loops, as one run saw it; every figure is an estimate for a year.

    ``key`` is the same in every run that finds the same work at the same place. Quantities are in ``unit``,
    what leaves in ``unit_out``. ``ranges`` holds the least and most of each figure when quantities turn out
    30 % other than told, the ranges of the factors included.
    """

    class Kind(models.TextChoices):
        """More room where the work is done, or work that nobody does yet."""

        MORE = "more", _("meer plaats bij wie het al doet")
        NEW = "new", _("werk dat nog niemand doet")

    run = models.ForeignKey(OpportunityRun, on_delete=models.CASCADE, related_name="opportunities")
    rank = models.PositiveSmallIntegerField(_("plaats"))
    key = models.CharField(max_length=32)
    kind = models.CharField(_("soort"), max_length=4, choices=Kind.choices)
    #: ``capability-5`` where the work is done already.
    processor = models.CharField(max_length=40, blank=True)
    accepts = models.JSONField(_("wat erin gaat"), default=list)
    produces = models.JSONField(_("wat eruit komt"), default=list)
    activities = models.JSONField(_("wat er gebeurt"), default=list)
    strategy = models.CharField(_("wat ermee kan"), max_length=2, blank=True)
    unit = models.CharField(max_length=20)
    unit_out = models.CharField(max_length=20, blank=True)
    #: The nearest town, and its middle: a place names no firm.
    place = models.CharField(_("waar"), max_length=80)
    lat = models.FloatField(help_text="degrees, WGS84")
    lon = models.FloatField(help_text="degrees, WGS84")
    gain_share = models.FloatField(help_text="what the objective of the run has more")
    loops = models.PositiveIntegerField(_("kringlopen"))
    extra = models.FloatField(help_text="in `unit` a year")
    delivered = models.FloatField(help_text="in `unit_out` a year")
    hours_h = models.FloatField(help_text="hours of work a year")
    eur = models.FloatField(help_text="EUR a year, all parties together, without the price of the work")
    co2e_kg = models.FloatField(help_text="kg CO2e a year, negative is saved")
    ranges = models.JSONField(default=dict)
    #: Keys of the rows that take part, ``["card-12", "need-3"]``, and what moves between them.
    parties = models.JSONField(default=list)
    moves = models.JSONField(default=list)

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["run", "rank"], name="opportunity_rank_once")]
        indexes = [models.Index(fields=["key"], name="opportunity_key")]
        verbose_name = _("kans")
        verbose_name_plural = _("kansen")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_name(self) -> str:
        """Its number: what it is about may be closed."""
        return f"#{self.pk}"


class UnplacedCard(models.Model):
    """A card of which something found no place in a run, and why; ``rest`` is in ``unit`` a year."""

    class Reason(models.TextChoices):
        """What stands between a stream and a place (`symbiosis.network.unserved`)."""

        NO_TAKER = "no_taker", _("niemand zoekt of verwerkt dit")
        TOO_FAR = "too_far", _("wie het kan, zit te ver")
        PERMIT = "permit", _("geen vergunning, of de wet laat het niet toe")
        QUALITY = "quality", _("de kwaliteit past niet")
        TIME = "time", _("de periodes vallen niet samen")
        AMOUNT = "amount", _("te weinig, of geteld in een andere eenheid")
        CLOSED = "closed", _("alleen binnen een hub gedeeld")
        PRICE = "price", _("de prijzen die we kennen liggen te ver uit elkaar")
        FULL = "full", _("wie het kan, zit vol")

    run = models.ForeignKey(OpportunityRun, on_delete=models.CASCADE, related_name="unplaced")
    card = models.ForeignKey(MaterialCard, on_delete=models.CASCADE, related_name="+")
    rest = models.FloatField(help_text="in `unit` a year")
    unit = models.CharField(max_length=20)
    reason = models.CharField(_("waarom"), max_length=10, choices=Reason.choices)
    #: The taker that came nearest, ``need-3``.
    nearest = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["reason", "-rest", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "card"], name="unplaced_card_once")]
        indexes = [models.Index(fields=["run", "reason", "-rest"], name="unplaced_reason")]
        verbose_name = _("reststroom zonder plaats")
        verbose_name_plural = _("reststromen zonder plaats")

    def __str__(self) -> str:
        return f"#{self.card_id}"


class FairSplit(Versioned):
    """What the parties of an agreement can earn together and apart, as the coordinator typed it.

    ``worths`` is a list of ``{"members": [organisation ids], "eur": value}``, EUR a year against doing
    nothing; all parties together stand in it. Nothing is filled in for a group that is not told: it counts
    for what its parts can do without the others. Seen by the coordinator and the parties alone.
    """

    personal_fields: ClassVar[frozenset[str]] = frozenset({"worths"})

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="fair_split")
    worths = models.JSONField(_("wat elke groep verdient (EUR per jaar)"), default=list)

    class Meta:
        verbose_name = _("eerlijke verdeling")
        verbose_name_plural = _("eerlijke verdelingen")

    def __str__(self) -> str:
        return f"#{self.agreement_id}"
