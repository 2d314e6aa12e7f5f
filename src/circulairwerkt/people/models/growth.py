"""Growth of one person: what was seen and agreed, the step to regular work, how it goes afterwards."""

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import Versioned
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people.models.files import _NONCE_LETTERS, PersonFile, fresh_nonce
from circulairwerkt.people.models.guarded import Guarded
from circulairwerkt.people.seals import SealedField


class Note(Guarded, Versioned):
    """One small thing: a step, a competence seen at work, a training, a wish, an appointment; words sealed.

    ``on`` is the day of it: of what is planned the day on which it is due (``people.today``).
    """

    class Kind(models.TextChoices):
        """What it is."""

        STEP = "step", _("stap")
        COMPETENCE = "competence", _("dat kan ik")
        TRAINING = "training", _("opleiding")
        WISH = "wish", _("wens")
        MEETING = "meeting", _("afspraak")

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("gepland")
        DOING = "doing", _("bezig")
        DONE = "done", _("gelukt")
        DROPPED = "dropped", _("losgelaten")

    file = models.ForeignKey(PersonFile, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("soort"), max_length=12, choices=Kind.choices, default=Kind.STEP)
    text = SealedField(_("wat"), blank=True)
    state = models.CharField(_("hoe ver"), max_length=8, choices=State.choices, default=State.PLANNED)
    on = models.DateField(_("op"), default=timezone.localdate)
    at = models.TimeField(_("om"), null=True, blank=True)
    is_seen_together = models.BooleanField(_("samen gezien"), default=False)
    disputed_at = models.DateTimeField(_("klopt niet, zegt de persoon"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-on", "-id"]


class Adjustment(Guarded):
    """What somebody needs at work, in general words, never why. There only with the person's consent."""

    class Need(models.TextChoices):
        """Choices alone: no free text, so that no diagnosis can be written."""

        QUIET = "quiet", _("rustige plek")
        NO_LIFTING = "no_lifting", _("niet tillen")
        OWN_PACE = "own_pace", _("eigen tempo")
        SITTING = "sitting", _("kunnen zitten")
        WRITTEN = "written", _("uitleg op papier")
        BREAKS = "breaks", _("vaker pauze")

    file = models.ForeignKey(PersonFile, on_delete=models.CASCADE, related_name="adjustments")
    need = models.CharField(_("wat iemand nodig heeft"), max_length=12, choices=Need.choices)
    agreed_at = models.DateTimeField(_("toestemming op"), default=timezone.now)

    class Meta:
        ordering = ["need"]
        constraints = [models.UniqueConstraint(fields=["file", "need"], name="adjustment_once")]


class Transition(Guarded, Versioned):
    """The step to regular work. ``people.stages`` says which stage may follow which."""

    class Stage(models.TextChoices):
        """Where it stands."""

        EXPLORING = "exploring", _("kijken welk werk past")
        INTERNSHIP = "internship", _("stage bij een bedrijf")
        OFFERED = "offered", _("contract aangeboden")
        STARTED = "started", _("begonnen in gewoon werk")
        AFTERCARE = "aftercare", _("nazorg")
        SETTLED = "settled", _("gelukt")
        STOPPED = "stopped", _("gestopt")

    file = models.OneToOneField(PersonFile, on_delete=models.CASCADE, related_name="transition")
    stage = models.CharField(_("stap"), max_length=10, choices=Stage.choices, default=Stage.EXPLORING)
    since = models.DateField(_("sinds"), default=timezone.localdate)
    partner = models.ForeignKey(
        Organisation,
        verbose_name=_("bedrijf"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    started_on = models.DateField(_("begonnen in gewoon werk op"), null=True, blank=True)


class StageReached(Guarded):
    """That a stage was reached, and when."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="reached")
    stage = models.CharField(_("stap"), max_length=10, choices=Transition.Stage.choices)
    on = models.DateField(_("op"))

    class Meta:
        ordering = ["on", "id"]


class FollowUp(Guarded):
    """The two questions after 3, 6 or 12 months; answered once by a link, or let go after two months."""

    MONTHS = (3, 6, 12)

    class Works(models.TextChoices):
        """The first question: do you still work there?"""

        SAME = "same", _("Ja, op dezelfde plek.")
        OTHER = "other", _("Ja, ergens anders.")
        NO = "no", _("Nee.")

    class Feels(models.TextChoices):
        """The second question: how is it?"""

        WELL = "well", _("Goed.")
        SO_SO = "so_so", _("Het gaat.")
        BADLY = "badly", _("Niet goed. Bel mij.")

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("na (maanden)"))
    due_on = models.DateField(_("te vragen op"))
    asked_at = models.DateTimeField(_("gevraagd op"), null=True, blank=True)
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)
    lapsed_on = models.DateField(_("losgelaten op"), null=True, blank=True)
    works = models.CharField(_("werkt nog"), max_length=5, choices=Works.choices, blank=True)
    feels = models.CharField(_("hoe het gaat"), max_length=6, choices=Feels.choices, blank=True)
    nonce = models.CharField(max_length=_NONCE_LETTERS, default=fresh_nonce, editable=False)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["transition", "months"], name="follow_up_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(lapsed_on__isnull=True), name="follow_up_one_end"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.asked_at is not None and self.answered_at is None and self.lapsed_on is None


class PublishedFigure(models.Model):
    """How many at a hub or an enterprise in one half-year, rounded down to five, written once and never anew.

    A figure of an enterprise (``organisation``) is for that enterprise alone; those of hubs are published.
    """

    class What(models.TextChoices):
        """What was counted; ``people.counting`` gives the definitions."""

        STARTED = "started", _("stap naar gewoon werk")
        WORKING_3 = "working_3", _("werkt na 3 maanden")
        WORKING_6 = "working_6", _("werkt na 6 maanden")
        WORKING_12 = "working_12", _("werkt na 12 maanden")

    hub = models.ForeignKey("hubs.Hub", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("onderneming"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    starts_on = models.DateField(_("eerste dag van het half jaar"))
    what = models.CharField(_("wat"), max_length=10, choices=What.choices)
    at_least = models.PositiveIntegerField(_("minstens"))
    published_at = models.DateTimeField(_("gepubliceerd op"), default=timezone.now)

    class Meta:
        ordering = ["-starts_on", "hub", "what"]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "starts_on", "what"], condition=Q(hub__isnull=False), name="published_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "starts_on", "what"],
                condition=Q(organisation__isnull=False),
                name="published_once_there",
            ),
            models.CheckConstraint(
                condition=Q(hub__isnull=True) ^ Q(organisation__isnull=True), name="published_of_one"
            ),
            models.CheckConstraint(condition=Q(at_least=0) | Q(at_least__gte=5), name="published_no_small"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} {self.what} {self.at_least}"


def months_after(day: date, months: int) -> date:
    """Return the same day ``months`` later, the last of the month where there is none such.

    >>> months_after(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
