"""Organisations, their sites, recognitions, partnerships with hubs, members and claims."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.periods import HeldRole
from circulairwerkt.base.texts import Texts
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.names import folded
from circulairwerkt.reference.models import Municipality, Sector


class Kind(models.TextChoices):
    """What an organisation is; the public words of the field."""

    LOCAL_AUTHORITY = "local_authority", _("lokaal bestuur")
    INTERCOMMUNAL = "intercommunal", _("intercommunale")
    PROVINCE = "province", _("provincie")
    ENTERPRISE = "enterprise", _("bedrijf")
    SOCIAL_ENTERPRISE = "social_enterprise", _("maatwerkbedrijf")
    SHELTERED_DEPARTMENT = "sheltered_department", _("maatwerkafdeling")
    LOCAL_SERVICES = "local_services", _("lokale diensteneconomie")
    REUSE_CENTRE = "reuse_centre", _("kringloopcentrum")
    OTHER_SOCIAL_ENTERPRISE = "other_social_enterprise", _("andere sociale onderneming")
    KNOWLEDGE = "knowledge", _("kennisinstelling")
    SOCIAL_PROFIT = "social_profit", _("socialprofitorganisatie")
    NETWORK = "network", _("netwerk of ondernemersorganisatie")
    FUNDER = "funder", _("financier")


class Organisation(Versioned):
    """A legal or informal body that works with hubs."""

    slug = models.SlugField(max_length=140, unique=True)
    name = models.CharField(_("naam"), max_length=140)
    search_name = models.CharField(
        max_length=140, db_index=True, editable=False, help_text="folded for searching"
    )
    kind = models.CharField(_("soort"), max_length=25, choices=Kind.choices)
    is_kind_certain = models.BooleanField(
        default=True, help_text="false: the page that names it does not say its kind outright"
    )
    summary = Texts(verbose_name=_("voorstelling"))
    kbo_number = models.CharField(_("ondernemingsnummer"), max_length=10, blank=True, db_index=True)
    website = models.URLField(_("website"), blank=True, max_length=300)
    sectors = models.ManyToManyField(
        Sector, verbose_name=_("sectoren"), blank=True, related_name="organisations"
    )
    sources = models.JSONField(default=list, blank=True)
    checked_on = models.DateField(_("nagekeken op"), null=True, blank=True)
    is_example = models.BooleanField(_("voorbeeld"), default=False)
    loaded_values = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["search_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kbo_number"], condition=~Q(kbo_number=""), name="organisation_kbo_once"
            )
        ]
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded name in step with the name."""
        self.search_name = folded(self.name)
        super().save(*args, **kwargs)


class Site(Versioned):
    """An establishment: where an organisation works. Without a sourced address it has no point and no
    distance.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(_("naam"), max_length=140, blank=True)
    establishment_number = models.CharField(_("vestigingsnummer"), max_length=10, blank=True)
    street = models.CharField(_("straat en nummer"), max_length=140, blank=True)
    postcode = models.CharField(_("postcode"), max_length=4, blank=True)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="sites"
    )
    lat = models.FloatField(null=True, blank=True, help_text="degrees, WGS84")
    lon = models.FloatField(null=True, blank=True, help_text="degrees, WGS84")
    h3_cell = models.CharField(max_length=16, blank=True, db_index=True, editable=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lat", "lon"], name="site_point")]

    def __str__(self) -> str:
        return self.name or str(self.organisation)


class Recognition(Versioned):
    """An official recognition of an organisation, or of one site, with dates."""

    class Sort(models.TextChoices):
        """Kinds of recognition that the programme counts."""

        SHELTERED_WORK = "maatwerkbedrijf", _("maatwerkbedrijf")
        SHELTERED_DEPARTMENT = "maatwerkafdeling", _("maatwerkafdeling")
        LOCAL_SERVICES = "lde", _("lokale diensteneconomie")
        REUSE_CENTRE = "kringloopcentrum", _("kringloopcentrum")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="recognitions")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.RESTRICT, related_name="recognitions"
    )
    sort = models.CharField(_("soort erkenning"), max_length=20, choices=Sort.choices)
    number = models.CharField(_("nummer"), max_length=40, blank=True)
    valid_from = models.DateField(_("van"))
    valid_to = models.DateField(_("tot en met"), null=True, blank=True)
    source = models.CharField(_("bron"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="recognition_dates",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_sort_display()}"


class Partnership(Versioned):
    """An organisation's part in a hub, with dates."""

    class Role(models.TextChoices):
        """The one that leads, or a partner."""

        LEAD = "lead", _("trekker")
        PARTNER = "partner", _("partner")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="partnerships")
    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="partnerships")
    role = models.CharField(_("rol"), max_length=10, choices=Role.choices, default=Role.PARTNER)
    valid_from = models.DateField(_("van"), null=True, blank=True)
    valid_to = models.DateField(_("tot en met"), null=True, blank=True)
    source = models.CharField(_("bron"), max_length=300, blank=True)

    class Meta:
        ordering = ["role", "organisation__search_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "hub"],
                condition=Q(valid_to__isnull=True),
                name="partnership_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="partnership_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} - {self.hub}"


class OrganisationMembership(HeldRole):
    """A person who speaks for an organisation, with dates."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="organisation_memberships"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")

    class Meta(HeldRole.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.user} - {self.organisation}"

    @property
    def audit_name(self) -> str:
        """The organisation, without the person's name."""
        return str(self.organisation)


class Claim(HubOwned):
    """Somebody says: I speak for this organisation. A coordinator of the hub confirms or refuses."""

    class State(models.TextChoices):
        """Where a claim stands."""

        OPEN = "open", _("wacht op antwoord")
        CONFIRMED = "confirmed", _("bevestigd")
        REFUSED = "refused", _("geweigerd")
        WITHDRAWN = "withdrawn", _("ingetrokken")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims")
    message = models.CharField(_("waarom"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(HubOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(state="open"), name="claim_open_once"
            )
        ]

    personal_fields: ClassVar[frozenset[str]] = frozenset({"message"})

    def __str__(self) -> str:
        return f"{self.user} - {self.organisation}: {self.state}"

    @property
    def audit_name(self) -> str:
        """The organisation, without the person's name."""
        return str(self.organisation)


class ContactPerson(HubOwned, Versioned):
    """Somebody at a partner whom a hub calls or writes to: name, function, how to reach, and nothing else.

    Kept for working together with that organisation; erased ``RETENTION_DAYS`` after it was noted, unless the
    hub reads it in again (``docs/running/privacy.md``). Another hub does not see it.
    """

    RETENTION_DAYS = 730

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.CASCADE, related_name="contact_persons"
    )
    name = models.CharField(_("naam"), max_length=120)
    role = models.CharField(_("functie"), max_length=80, blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    noted_at = models.DateTimeField(_("genoteerd op"), default=timezone.now)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"name", "role", "phone", "email"})

    class Meta(HubOwned.Meta):
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["hub", "organisation"], name="contact_person_of")]
        verbose_name = _("contactpersoon")
        verbose_name_plural = _("contactpersonen")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """Its number, without the name of the person."""
        return f"#{self.pk}"
