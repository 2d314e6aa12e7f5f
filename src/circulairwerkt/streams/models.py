"""Material cards, needs and capabilities: what is left over, what is sought, who can do something with it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.moments import DaysLater
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.organisations.models import Organisation, Site
from circulairwerkt.reference.models import Municipality
from circulairwerkt.streams.spans import AGAIN, ONCE
from circulairwerkt.streams.words import (
    Condition,
    Destination,
    FoodUse,
    Kind,
    LegalStatus,
    Period,
    Source,
    Strategy,
    WaterClass,
)

SENTENCE_LENGTH = 1000
#: Columns by which people narrow a list of any sort.
_NARROWS = ("material", "kind", "strategy", "stale_at", "fades_at")
_NONCE_LETTERS = 24


def fresh_nonce() -> str:
    """Return what makes the link of a letter unguessable."""
    return get_random_string(_NONCE_LETTERS)


def _after_confirmation(once_days: int, again_days: int) -> models.GeneratedField:
    """Return the column of the moment so long after the confirmation; an unknown rhythm comes again."""
    days = Case(
        When(period=Period.ONCE, then=Value(once_days)),
        default=Value(again_days),
        output_field=models.IntegerField(),
    )
    return models.GeneratedField(
        expression=DaysLater("confirmed_at", days), output_field=models.DateTimeField(), db_persist=True
    )


class Listing(HubOwned, Versioned):
    """What a card, a need and a capability have in common: whose it is, where, how much, how fresh.

    It belongs to an establishment where one is known, else to an organisation; a card made from somebody's
    first sentence may have neither yet. Place and cell are copied from the site, else from the municipality,
    so that a search by place needs no join. ``guessed`` names the fields that the core filled in and that
    nobody confirmed, with the probability where the core knows one (0 to 1), else null.
    """

    #: Closed until the owner opens it.
    visibility = models.CharField(
        _("zichtbaar voor"), max_length=10, choices=Visibility.choices, default=Visibility.PARTIES
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), null=True, blank=True, on_delete=models.PROTECT
    )
    site = models.ForeignKey(
        Site, verbose_name=_("vestiging"), null=True, blank=True, on_delete=models.SET_NULL
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("gemeente"), null=True, blank=True, on_delete=models.PROTECT
    )
    lat = models.FloatField(null=True, blank=True, editable=False, help_text="degrees, WGS84")
    lon = models.FloatField(null=True, blank=True, editable=False, help_text="degrees, WGS84")
    h3_cell = models.CharField(max_length=16, blank=True, db_index=True, editable=False)
    sentence = models.CharField(_("in eigen woorden"), max_length=SENTENCE_LENGTH)
    #: What others than the own hub read instead of the sentence, which may name the firm.
    shown_text = models.CharField(_("wat anderen lezen"), max_length=300, blank=True)
    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices, default=Kind.MATERIAL)
    material = models.CharField(_("materiaal"), max_length=60, blank=True, help_text="class key of the core")
    quantity = models.FloatField(_("hoeveel"), null=True, blank=True, help_text="in `unit`, per `period`")
    unit = models.CharField(_("eenheid"), max_length=20, blank=True, help_text="unit key of the core")
    period = models.CharField(_("hoe vaak"), max_length=5, choices=Period.choices, blank=True)
    min_quantity = models.FloatField(
        _("kleinste hoeveelheid"), null=True, blank=True, help_text="in `unit`, at once"
    )
    strategy = models.CharField(_("wat ermee kan"), max_length=2, choices=Strategy.choices, blank=True)
    available_from = models.DateField(_("vanaf"), null=True, blank=True)
    available_until = models.DateField(_("tot en met"), null=True, blank=True)
    max_km = models.FloatField(_("hoogstens (km)"), null=True, blank=True)
    remarks = models.TextField(_("opmerkingen"), max_length=4000, blank=True)
    contact_email = models.EmailField(_("e-mailadres van wie het weet"), blank=True)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.DIRECT)
    guessed = models.JSONField(default=dict, blank=True, editable=False)
    #: What was answered to the one question of the page, by field, so that it is not asked again.
    answers = models.JSONField(default=dict, blank=True, editable=False)
    search_text = models.CharField(max_length=400, blank=True, editable=False, help_text="folded")
    confirmed_at = models.DateTimeField(_("laatst bevestigd"), default=timezone.now)
    is_gone = models.BooleanField(_("weg"), default=False)
    gone_at = models.DateTimeField(null=True, blank=True, editable=False)
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

    #: From when it is no longer fresh, and from when it stands on no map: as ``spans`` says of its rhythm.
    fades_at = _after_confirmation(ONCE.fresh_days, AGAIN.fresh_days)
    stale_at = _after_confirmation(round(ONCE.limit_days), round(AGAIN.limit_days))
    #: Municipality, kind and strategy with a space between: the map counts by one column instead of three.
    counted_as = models.GeneratedField(
        expression=Concat("municipality", Value(" "), "kind", Value(" "), "strategy"),
        output_field=models.CharField(max_length=30),
        db_persist=True,
    )

    personal_fields: ClassVar[frozenset[str]] = frozenset({"contact_email", "sentence", "remarks"})

    class Meta(HubOwned.Meta):
        abstract = True
        ordering = ["-confirmed_at", "-id"]
        indexes = [
            # As the lists ask: what is there, the last confirmed first, a page at a time. What narrows a list
            # lies in the index, so that a search reads no row that it does not show.
            models.Index(
                fields=["hub", "-confirmed_at", "-id", *_NARROWS, "visibility", "search_text"],
                name="%(class)s_of_hub",
                condition=Q(is_gone=False),
            ),
            models.Index(
                fields=["-confirmed_at", "-id", "visibility", "hub", *_NARROWS],
                name="%(class)s_open",
                condition=Q(is_gone=False),
            ),
            # What the map counts, by place and by chip, without reading a row.
            models.Index(
                fields=[
                    "visibility",
                    "hub",
                    "counted_as",
                    "stale_at",
                    "available_until",
                    "fades_at",
                    "material",
                    "organisation",
                    "is_gone",
                    "kind",
                    "strategy",
                ],
                name="%(class)s_map",
                condition=Q(is_gone=False),
            ),
            models.Index(fields=["material", "is_gone"], name="%(class)s_material"),
            models.Index(fields=["lat", "lon"], name="%(class)s_point"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=0), name="%(class)s_quantity"
            ),
            models.CheckConstraint(
                condition=Q(unit="") | Q(quantity__isnull=False) | Q(min_quantity__isnull=False),
                name="%(class)s_unit_of",
            ),
            models.CheckConstraint(
                condition=Q(min_quantity__isnull=True) | Q(min_quantity__gte=0), name="%(class)s_least"
            ),
            models.CheckConstraint(
                condition=Q(available_from__isnull=True)
                | Q(available_until__isnull=True)
                | Q(available_until__gte=F("available_from")),
                name="%(class)s_dates",
            ),
            models.CheckConstraint(condition=Q(max_km__isnull=True) | Q(max_km__gte=0), name="%(class)s_km"),
        ]

    def __str__(self) -> str:
        return self.sentence[:60] or f"#{self.pk}"

    @property
    def audit_name(self) -> str:
        """Its number: a sentence may name a person, the trail does not."""
        return f"#{self.pk}"


class Described(Listing):
    """What a card and a need tell of the thing itself; in a need each field reads as what is accepted."""

    product = models.CharField(_("wat het is"), max_length=80, blank=True)
    state = models.CharField(_("toestand"), max_length=80, blank=True)
    low_code = models.CharField(_("EURAL-code"), max_length=6, blank=True)
    legal_status = models.CharField(
        _("volgens de wet"), max_length=12, choices=LegalStatus.choices, default=LegalStatus.UNKNOWN
    )
    dangers = models.JSONField(default=list, blank=True, help_text="keys of dangers named in the sentence")
    packaging = models.CharField(_("verpakking"), max_length=120, blank=True)
    price_eur_per_unit = models.FloatField(
        _("prijs (EUR per eenheid)"), null=True, blank=True, help_text="EUR per unit; see each table"
    )
    brand = models.CharField(_("merk"), max_length=60, blank=True)
    model = models.CharField(_("type"), max_length=60, blank=True)
    condition = models.CharField(_("staat"), max_length=10, choices=Condition.choices, blank=True)
    temperature_c = models.FloatField(_("temperatuur (°C)"), null=True, blank=True)
    power_kw = models.FloatField(_("vermogen (kW)"), null=True, blank=True)
    water_class = models.CharField(
        _("kwaliteit van het water"), max_length=15, choices=WaterClass.choices, blank=True
    )
    area_m2 = models.FloatField(_("oppervlakte (m²)"), null=True, blank=True)
    use_by = models.DateField(_("te gebruiken tot"), null=True, blank=True)
    cold_chain = models.BooleanField(_("moet koud blijven"), null=True, blank=True)
    food_use = models.CharField(_("dient nog"), max_length=10, choices=FoodUse.choices, blank=True)

    class Meta(Listing.Meta):
        abstract = True


class MaterialCard(Described):
    """One residual stream at one site. ``price_eur_per_unit`` is what the giver asks; negative: he pays."""

    destination = models.CharField(
        _("waar het nu heen gaat"), max_length=10, choices=Destination.choices, blank=True
    )
    destination_text = models.CharField(_("naar wie"), max_length=140, blank=True)
    destination_cost_eur = models.FloatField(
        _("wat dat kost (EUR per jaar)"), null=True, blank=True, help_text="EUR per year; negative: it yields"
    )

    class Meta(Described.Meta):
        verbose_name = _("materiaalkaart")
        verbose_name_plural = _("materiaalkaarten")
        indexes: ClassVar[list[models.Index]] = [
            *Described.Meta.indexes,
            # Whom a hub still has to find: its cards by what they are.
            models.Index(
                fields=["hub", "material", "id"],
                name="materialcard_by_what",
                condition=Q(is_gone=False),
            ),
        ]


class Need(Described):
    """What somebody seeks. ``price_eur_per_unit`` is what the taker pays, ``strategy`` the worst rung."""

    materials = models.JSONField(
        _("ook goed"), default=list, blank=True, help_text="further classes accepted beside `material`"
    )

    class Meta(Described.Meta):
        verbose_name = _("wat gezocht wordt")
        verbose_name_plural = _("wat gezocht wordt")


class Capability(Listing):
    """What a processor does to a stream. ``quantity`` per ``period`` is its capacity, as input.

    ``accepts`` and ``produces`` hold class keys of the core or plain words; ``material`` repeats the first
    that it accepts. Prices are seen by the parties alone and never guessed.
    """

    activities = models.JSONField(_("wat je doet"), default=list, blank=True, help_text="keys of ACTIVITIES")
    accepts = models.JSONField(_("wat je aanneemt"), default=list, blank=True)
    produces = models.JSONField(_("wat je ervan maakt"), default=list, blank=True)
    #: ``|wood_any|textile|``, to search ``accepts`` on every database.
    accepts_index = models.CharField(max_length=700, blank=True, editable=False)
    yield_ratio = models.FloatField(
        _("wat er uitkomt"), null=True, blank=True, help_text="`unit_out` of output per `unit` of input"
    )
    unit_out = models.CharField(_("eenheid van wat eruit komt"), max_length=20, blank=True)
    hours_per_week_h = models.FloatField(
        _("uren per week"), null=True, blank=True, help_text="hours of work it has for this"
    )
    seeks_hours_per_week_h = models.FloatField(
        _("uren werk per week die je zoekt"), null=True, blank=True, help_text="hours of work it seeks"
    )
    hours_per_unit_h = models.FloatField(
        _("uren per eenheid"), null=True, blank=True, help_text="hours of work per `unit` of input"
    )
    full_until = models.DateField(_("vol tot en met"), null=True, blank=True)
    storage = models.FloatField(_("opslag"), null=True, blank=True, help_text="in `unit`")
    ways = models.JSONField(_("waar je werkt"), default=list, blank=True, help_text="keys of Way")
    certificates = models.JSONField(_("certificaten"), default=list, blank=True)
    permits = models.JSONField(_("vergunningen"), default=list, blank=True)
    cost_eur_per_unit = models.FloatField(
        _("kost (EUR per eenheid)"), null=True, blank=True, help_text="EUR per `unit` of input"
    )

    class Meta(Listing.Meta):
        verbose_name = _("wie kan wat")
        verbose_name_plural = _("wie kan wat")
        constraints = [
            *Listing.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(hours_per_week_h__isnull=True) | Q(hours_per_week_h__gte=0))
                & (Q(seeks_hours_per_week_h__isnull=True) | Q(seeks_hours_per_week_h__gte=0))
                & (Q(hours_per_unit_h__isnull=True) | Q(hours_per_unit_h__gte=0)),
                name="%(class)s_hours",
            ),
            models.CheckConstraint(
                condition=Q(yield_ratio__isnull=True) | Q(yield_ratio__gte=0), name="%(class)s_yield"
            ),
        ]


class Photo(models.Model):
    """A picture of what a card is about, made anew from what was sent, so that no hidden data stay in it."""

    card = models.ForeignKey(MaterialCard, on_delete=models.CASCADE, related_name="photos")
    file = models.CharField(max_length=120, unique=True, editable=False, help_text="name in the data folder")
    alt = models.CharField(_("wat er te zien is"), max_length=200, blank=True)
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    #: A picture may show the firm: others see it only where somebody said that they may.
    is_open = models.BooleanField(_("ook voor anderen"), default=False)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.alt or f"#{self.pk}"


class FreshnessLetter(models.Model):
    """A mail that asked an organisation whether its rows still hold; its link works without an account."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="freshness_letters")
    address = models.EmailField(blank=True)
    nonce = models.CharField(max_length=_NONCE_LETTERS, default=fresh_nonce, editable=False)
    #: ``[["card", 12], ["need", 3]]``: what was asked about.
    rows = models.JSONField(default=list)
    sent_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"address"})

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["organisation", "-sent_at"], name="freshness_letter_sent")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.sent_at:%Y-%m-%d}"

    @property
    def audit_name(self) -> str:
        """The organisation, without the address; of letters in general it is none."""
        return str(self.organisation) if self.organisation_id else ""
