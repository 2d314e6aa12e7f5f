"""Events, the times at which they take place, and series of them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.texts import Texts, shown
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.reference.models import Goal, Municipality, Sector


def fresh_uid() -> str:
    """Return a name for a time that no calendar in the world has yet, and that never changes."""
    return f"{uuid4()}@circulairwerkt"


class Kind(models.TextChoices):
    """What sort of event it is."""

    NETWORK = "network", _("netwerkmoment")
    INFO_SESSION = "info_session", _("infosessie")
    VISIT = "visit", _("bedrijfsbezoek")
    STUDY_TRIP = "study_trip", _("studiereis")
    FESTIVAL = "festival", _("festival")
    TRAINING = "training", _("opleiding")
    HACKATHON = "hackathon", _("hackathon")


class Mode(models.TextChoices):
    """Where one takes part."""

    ON_SITE = "on_site", _("ter plaatse")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("ter plaatse en online")


class State(models.TextChoices):
    """Where an event stands; *moved* follows from its sessions and is never stored."""

    DRAFT = "draft", _("in voorbereiding")
    PUBLISHED = "published", _("staat in de agenda")
    CANCELLED = "cancelled", _("afgelast")


class Language(models.TextChoices):
    """Languages that are spoken at an event."""

    NL = "nl", _("Nederlands")
    FR = "fr", _("Frans")
    EN = "en", _("Engels")
    SIGN = "vgt", _("Vlaamse Gebarentaal")
    EASY = "easy", _("eenvoudig Nederlands")


#: The switch of a hub (``hubs.switches``) that each kind hangs on.
SWITCHES: dict[str, str] = {
    Kind.NETWORK: "events",
    Kind.INFO_SESSION: "events",
    Kind.VISIT: "events",
    Kind.STUDY_TRIP: "events",
    Kind.FESTIVAL: "events",
    Kind.TRAINING: "trainings",
    Kind.HACKATHON: "hackathons",
}


class Series(HubOwned):
    """Events that come back by a rule of RFC 5545, with the days on which there is none.

    The days are worked out on the clock of Belgium, so that 14.00 stays 14.00 in winter and summer. Each
    occurrence is an event of its own, with its own page, people and seats (docs/decisions/0091).
    """

    rule = models.CharField(_("regel"), max_length=200, help_text="RRULE of RFC 5545")
    #: The first day and hour on the clock of Belgium.
    starts_at = models.DateTimeField(_("begint op"))
    exceptions = models.JSONField(_("niet op"), default=list, blank=True, help_text="days, ISO 8601")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(HubOwned.Meta):
        ordering = ["pk"]
        verbose_name = _("reeks")
        verbose_name_plural = _("reeksen")

    def __str__(self) -> str:
        return self.rule


class Event(HubOwned, Versioned):
    """Something to go to, organised by a hub, with others or alone, at one or more times.

    A draft is seen by its hub; published and cancelled ones by everybody. ``first_starts_at`` and
    ``last_ends_at`` follow its sessions, so that the calendar needs no other table to find what is to come.
    """

    class Registration(models.TextChoices):
        """How one registers."""

        NONE = "none", _("nee, iedereen is welkom")
        HERE = "here", _("ja, op deze site")
        ELSEWHERE = "elsewhere", _("ja, op een andere site")

    slug = models.SlugField(_("adres op de site"), max_length=140, unique=True)
    kind = models.CharField(_("soort"), max_length=15, choices=Kind.choices, default=Kind.NETWORK)
    title = Texts(verbose_name=_("titel"))
    summary = Texts(verbose_name=_("in het kort"))
    description = Texts(verbose_name=_("tekst"), help_text="Markdown")
    state = models.CharField(_("stand"), max_length=10, choices=State.choices, default=State.DRAFT)
    mode = models.CharField(_("hoe"), max_length=10, choices=Mode.choices, default=Mode.ON_SITE)
    place_name = models.CharField(_("zaal of gebouw"), max_length=120, blank=True)
    street = models.CharField(_("straat en nummer"), max_length=120, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("gemeente"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lat = models.FloatField(null=True, blank=True, help_text="degrees, WGS84")
    lon = models.FloatField(null=True, blank=True, help_text="degrees, WGS84")
    #: Told to those who registered, never on the public page.
    online_url = models.URLField(_("link om online mee te doen"), max_length=400, blank=True)
    languages = models.JSONField(_("talen"), default=list, blank=True)
    price_eur = models.DecimalField(
        _("prijs per persoon"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="empty: as price_text says, else free",
    )
    price_text = models.CharField(_("over de prijs"), max_length=200, blank=True)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectoren"), blank=True, related_name="events")
    goals = models.ManyToManyField(Goal, verbose_name=_("doelen"), blank=True, related_name="events")
    with_hubs = models.ManyToManyField(
        Hub, verbose_name=_("samen met de hubs"), blank=True, related_name="events_together"
    )
    partners = models.ManyToManyField(
        Organisation, verbose_name=_("samen met"), blank=True, related_name="events"
    )
    registration = models.CharField(
        _("inschrijven"), max_length=10, choices=Registration.choices, default=Registration.NONE
    )
    registration_url = models.URLField(_("adres om in te schrijven"), max_length=400, blank=True)
    closes_at = models.DateTimeField(_("inschrijven tot"), null=True, blank=True)
    most_together = models.PositiveSmallIntegerField(_("samen inschrijven met hoogstens"), default=1)
    chooses_sessions = models.BooleanField(_("kiest zelf sessies"), default=False)
    offer_hours = models.PositiveSmallIntegerField(
        _("uren dat een aangeboden plaats vrij blijft"), default=48
    )
    asks_diet = models.BooleanField(_("vraagt eetwensen"), default=False)
    asks_photos = models.BooleanField(_("vraagt of men op foto's mag"), default=False)
    series = models.ForeignKey(
        Series,
        verbose_name=_("reeks"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    #: When its series has it begin; a session that begins at another moment was moved by hand.
    planned_at = models.DateTimeField(_("volgens de reeks op"), null=True, blank=True, editable=False)
    first_starts_at = models.DateTimeField(_("begint op"), null=True, blank=True, editable=False)
    last_ends_at = models.DateTimeField(_("eindigt op"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("in de agenda sinds"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("afgelast op"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("waarom het niet doorgaat"), max_length=300, blank=True)
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
        ordering = ["first_starts_at", "pk"]
        indexes = [
            models.Index(fields=["visibility", "last_ends_at"], name="event_to_come"),
            models.Index(fields=["hub", "last_ends_at"], name="event_of_hub"),
            models.Index(fields=["changed_at"], name="event_changed"),
        ]
        verbose_name = _("activiteit")
        verbose_name_plural = _("activiteiten")

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
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.state == State.CANCELLED

    @property
    def is_over(self) -> bool:
        """Whether its last session has ended."""
        return self.last_ends_at is not None and self.last_ends_at <= timezone.now()

    @property
    def is_free(self) -> bool:
        """Whether it is said that nothing is asked: a price of 0, or no price and no word about one."""
        return self.price_eur == 0 or (self.price_eur is None and not self.price_text)

    @property
    def has_place(self) -> bool:
        """Whether one can be there in person."""
        return self.mode != Mode.ONLINE

    @property
    def address(self) -> str:
        """The place in one line, as a calendar and a route planner read it; empty online."""
        if not self.has_place:
            return ""
        town = self.municipality.name if self.municipality else ""
        return ", ".join(filter(None, (self.place_name, self.street, town)))

    @property
    def shown_languages(self) -> list[str | Promise]:
        """The languages in words."""
        words = dict(Language.choices)
        return [words[key] for key in self.languages if key in words]


class Session(Versioned):
    """One time at which an event takes place.

    ``uid`` names it in people's calendars for ever; ``sequence`` rises when its time, place or status
    changes (RFC 5545, 3.8.7.4). ``moved_from`` is when it was to begin before it was moved.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("titel van de sessie"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begint op"))
    ends_at = models.DateTimeField(_("eindigt op"))
    room = models.CharField(_("waar precies"), max_length=120, blank=True)
    #: Empty: there is no end to it.
    capacity = models.PositiveIntegerField(_("aantal plaatsen"), null=True, blank=True)
    uid = models.CharField(max_length=80, unique=True, default=fresh_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    moved_from = models.DateTimeField(_("eerst gepland op"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("afgelast op"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], name="session_starts")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start")
        ]
        verbose_name = _("sessie")
        verbose_name_plural = _("sessies")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H.%M}"

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.ends_at <= timezone.now()

    @property
    def is_one_day(self) -> bool:
        """Whether it begins and ends on the same day on the clock of Belgium."""
        return timezone.localtime(self.starts_at).date() == timezone.localtime(self.ends_at).date()
