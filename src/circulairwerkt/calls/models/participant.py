"""Who takes part in a hackathon, and on which challenge each works."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circulairwerkt.calls.models.call import Call, Challenge
from circulairwerkt.calls.models.entry import fresh_nonce
from circulairwerkt.organisations.models import Kind as OrganisationKind


class Skill(models.TextChoices):
    """What somebody brings along, in words; nobody is measured by it."""

    DESIGN = "design", _("ontwerpen en tekenen")
    MAKING = "making", _("techniek en maken")
    DIGITAL = "digital", _("digitaal")
    CARE = "care", _("mensen begeleiden")
    SALES = "sales", _("verkopen en ondernemen")
    MONEY = "money", _("rekenen en geld")
    TELLING = "telling", _("vertellen en tonen")
    MATERIALS = "materials", _("materialen kennen")
    RULES = "rules", _("regels en vergunningen")


class Spoken(models.TextChoices):
    """Languages in which a team can work."""

    NL = "nl", _("Nederlands")
    FR = "fr", _("Frans")
    EN = "en", _("Engels")


class WhyNot(models.TextChoices):
    """Why somebody has no team. It says what is so in the group, never what somebody is worth."""

    NEW = "new", _("nog niet ingedeeld")
    NO_LANGUAGE = "no_language", _("wie samen wil blijven, heeft geen taal gemeen")
    TOO_LARGE = "too_large", _("wie samen wil blijven, is met te veel voor één team")
    TOO_FEW = "too_few", _("te weinig anderen spreken dezelfde taal")
    NO_ROOM = "no_room", _("geen team dat past, heeft nog plaats")
    BY_HAND = "by_hand", _("de hub zoekt zelf een plaats")


class Participant(models.Model):
    """Somebody who takes part in a hackathon, without an account. His team is that of ``challenge``.

    Who has none has a reason in ``why_not``: nobody is in both, nobody in neither. ``told_at``: when he was
    mailed where he is now.

    ``wishes`` are keys of challenges, the dearest first. Who gave the same ``group`` stays together. Deleted
    when he leaves; erased ``Entry.RETENTION_DAYS`` after the call ended.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(_("naam"), max_length=120, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    organisation = models.CharField(_("organisatie"), max_length=140, blank=True)
    kind = models.CharField(
        _("soort organisatie"), max_length=30, choices=OrganisationKind.choices, blank=True
    )
    skills = models.JSONField(_("wat iemand kan"), default=list, blank=True)
    languages = models.JSONField(_("talen"), default=list, blank=True)
    wishes = models.JSONField(_("liefste uitdagingen"), default=list, blank=True)
    group = models.CharField(_("samen met"), max_length=60, blank=True)
    challenge = models.ForeignKey(
        Challenge,
        verbose_name=_("uitdaging"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="team",
    )
    why_not = models.CharField(
        _("waarom zonder team"), max_length=12, choices=WhyNot.choices, default=WhyNot.NEW, blank=True
    )
    told_at = models.DateTimeField(_("gemaild op"), null=True, blank=True, editable=False)
    language = models.CharField(_("taal"), max_length=2, default="nl")
    nonce = models.CharField(max_length=24, default=fresh_nonce, editable=False)
    made_at = models.DateTimeField(_("ingeschreven op"), auto_now_add=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"name", "email", "organisation", "skills", "languages", "wishes", "group"}
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "email"], condition=~Q(email=""), name="participant_once"
            ),
            models.CheckConstraint(
                condition=Q(challenge__isnull=False, why_not="")
                | (Q(challenge__isnull=True) & ~Q(why_not="")),
                name="participant_has_a_team_or_a_reason",
            ),
        ]
        verbose_name = _("deelnemer")
        verbose_name_plural = _("deelnemers")

    def __str__(self) -> str:
        return self.audit_name

    @property
    def audit_name(self) -> str:
        """The number: who took part is erased in time, the trail is not."""
        return f"#{self.pk}"

    @property
    def skill_words(self) -> list[str]:
        """What he brings along, in words."""
        words = dict(Skill.choices)
        return [str(words[key]) for key in self.skills if key in words]

    @property
    def waits_for_word(self) -> bool:
        """Whether he was divided since he was last mailed."""
        return self.told_at is None and self.why_not != WhyNot.NEW
