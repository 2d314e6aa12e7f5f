"""Hubs, their area, phases, sectors, members and switches."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.periods import HeldRole
from circulairwerkt.base.permissions import HUB_ROLES, ROLE_LABELS
from circulairwerkt.base.texts import Texts, shown
from circulairwerkt.reference.models import Municipality, Sector


class LifeCycle(models.TextChoices):
    """Where a hub stands. *Not confirmed* until somebody of the hub says otherwise."""

    NOT_CONFIRMED = "not_confirmed", _("nog niet bevestigd")
    ACTIVE = "active", _("actief")
    EMBEDDED = "embedded", _("verankerd in een andere werking")
    ENDED = "ended", _("gestopt")


class Hub(Versioned):
    """A regional partnership for circular and social entrepreneurship: a contact point, never a polygon."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("naam"), max_length=120)
    summary = Texts(verbose_name=_("voorstelling"))
    seat = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="hubs_seated")
    lat = models.FloatField(help_text="degrees, WGS84")
    lon = models.FloatField(help_text="degrees, WGS84")
    life_cycle = models.CharField(
        _("levensloop"), max_length=15, choices=LifeCycle.choices, default=LifeCycle.NOT_CONFIRMED
    )
    checked_on = models.DateField(_("nagekeken op"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("opvolger"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    successor_text = models.CharField(_("opvolger buiten dit platform"), max_length=200, blank=True)
    claimed_on = models.DateField(null=True, blank=True, help_text="day a coordinator took it up")
    website = models.URLField(_("website"), blank=True, max_length=300)
    contact_name = models.CharField(_("contactpersoon"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mailadres"), blank=True)
    contact_phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    answer_days = models.PositiveSmallIntegerField(
        _("antwoord binnen (werkdagen)"),
        default=3,
        help_text="working days within which a question is answered",
    )
    opening_hours = models.CharField(_("openingsuren"), max_length=300, blank=True, help_text="OSM syntax")
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectoren"), blank=True, related_name="hubs")
    sources = models.JSONField(default=list, blank=True, help_text="addresses of the pages that say so")
    source_read_on = models.DateField(null=True, blank=True)
    is_likely_only = models.BooleanField(default=False, help_text="no page names it outright")
    is_example = models.BooleanField(_("voorbeeld"), default=False)
    #: What loading from our data files last wrote, by field: a value that differs from it was edited by a
    #: person.
    loaded_values = models.JSONField(default=dict, blank=True, editable=False)

    #: Fields whose values never enter the audit trail: who answers the phone is a person.
    personal_fields: ClassVar[frozenset[str]] = frozenset({"contact_name", "contact_email", "contact_phone"})

    class Meta:
        ordering = ["name"]
        verbose_name = _("hub")
        verbose_name_plural = _("hubs")

    def __str__(self) -> str:
        return self.name

    @property
    def is_claimed(self) -> bool:
        """Whether a coordinator took it up, so that questions have a reader."""
        return self.claimed_on is not None

    @property
    def is_working(self) -> bool:
        """Whether it may be named as an answer: not ended, not taken up elsewhere."""
        return self.life_cycle in {LifeCycle.NOT_CONFIRMED, LifeCycle.ACTIVE}

    @property
    def shown_summary(self) -> str:
        """The summary in the reader's language, or in Dutch."""
        return str(shown(self.summary))


class HubAlias(models.Model):
    """Another name that people use for a hub."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "name"], name="hub_alias_once")]

    def __str__(self) -> str:
        return self.name


class HubArea(models.Model):
    """A municipality that a hub serves, with dates and the reason we believe so."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="area")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="served_by")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="last day of validity")
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "municipality"], condition=Q(valid_to__isnull=True), name="hub_area_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="hub_area_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub} - {self.municipality}"


class Phase(models.Model):
    """A phase of the programme with its dates."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = Texts()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {shown(self.name)}"


class Switch(models.Model):
    """Something a hub uses or not: a kind of resource or an instrument. Off means nowhere in sight."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="switches")
    key = models.SlugField()
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "key"], name="hub_switch_once")]

    def __str__(self) -> str:
        return f"{self.hub} {self.key}: {self.is_on}"


class HubMembership(HeldRole):
    """A person's role at a hub, with dates; it ends by a date, never by deletion."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hub_memberships"
    )
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        _("rol"), max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in sorted(HUB_ROLES)]
    )

    class Meta(HeldRole.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.hub}"

    @property
    def audit_name(self) -> str:
        """The role and the hub, without the person's name."""
        return f"{self.get_role_display()}, {self.hub}"


class Absence(HubOwned):
    """Days on which somebody of the hub is away, first and last included, and who reads in the meantime.

    It is never deleted: it is taken back (``withdrawn_at``). Why somebody is away is not asked.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    replacement = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("vervanger"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    noted_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(HubOwned.Meta):
        ordering = ["first_day", "id"]
        indexes = [models.Index(fields=["hub", "last_day"], name="absence_days")]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_days_in_order"),
            models.CheckConstraint(
                condition=Q(replacement__isnull=True) | ~Q(replacement=F("user")), name="absence_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_name

    @property
    def audit_name(self) -> str:
        """The days, without the person's name."""
        return f"{self.first_day} - {self.last_day}"


class Invitation(HubOwned):
    """Somebody is asked by mail to take a role at a hub; of the link only the digest is kept."""

    class State(models.TextChoices):
        """Where an invitation stands; *expired* follows from the date and is never stored."""

        OPEN = "open", _("wacht op antwoord")
        ACCEPTED = "accepted", _("aanvaard")
        WITHDRAWN = "withdrawn", _("ingetrokken")

    email = models.EmailField(_("e-mailadres"))
    role = models.CharField(
        _("rol"), max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in sorted(HUB_ROLES)]
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"email"})

    class Meta(HubOwned.Meta):
        ordering = ["-invited_at"]

    def __str__(self) -> str:
        return self.audit_name

    @property
    def audit_name(self) -> str:
        """The role and the hub, without the address."""
        return f"{self.get_role_display()}, {self.hub}" if self.hub_id else str(self.get_role_display())

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.state == self.State.OPEN and self.expires_at > timezone.now()


class ProgrammeInbox(Versioned):
    """The named person or desk of the programme who reads questions that no hub reads; none by default."""

    name = models.CharField(_("naam"), max_length=120)
    email = models.EmailField(_("e-mailadres"))
    answer_days = models.PositiveSmallIntegerField(_("antwoord binnen (werkdagen)"), default=5)
    is_active = models.BooleanField(default=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"name", "email"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=Q(is_active=True), name="programme_inbox_active_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """Its number, without the name of the person."""
        return f"#{self.pk}"
