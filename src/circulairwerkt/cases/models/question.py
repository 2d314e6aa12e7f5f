"""Questions that people ask a hub without an account, and what was said about them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import ScopedManager
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.models import Municipality

_NONCE_LETTERS = 24


def fresh_nonce() -> str:
    """Return what makes a private link unguessable; a new one makes the old link void."""
    return get_random_string(_NONCE_LETTERS)


class Question(models.Model):
    """The first contact: a place, a sentence, and how to reach the asker.

    One hub at a time owns it; ``hub`` is empty while the programme inbox does. Contact data serve only to
    answer;
    they are erased when the asker withdraws, and with the question ``RETENTION_DAYS`` after it was asked
    (``docs/running/privacy.md``).
    """

    RETENTION_DAYS = 730

    hub = models.ForeignKey(Hub, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.HUB)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    place_text = models.CharField(_("plaats zoals getypt"), max_length=80)
    sentence = models.CharField(_("vraag"), max_length=1000)
    contact = models.CharField(_("e-mail of telefoon"), max_length=254, blank=True)
    contact_name = models.CharField(_("naam"), max_length=120, blank=True)
    language = models.CharField(max_length=2, default="nl")
    nonce = models.CharField(max_length=_NONCE_LETTERS, default=fresh_nonce, editable=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateField(_("antwoord verwacht op"))
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    escalated_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    #: What stops it: no card, no match, only the hub answers. Empty where nothing dangerous was named.
    danger = models.CharField(_("gevaar"), max_length=30, blank=True)
    danger_lifted = models.CharField(_("waarom er geen gevaar is"), max_length=500, blank=True)

    objects = ScopedManager()
    #: For migrations and Django's own machinery; an architecture test allows it nowhere else.
    unscoped = models.Manager()

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["answer_by", "id"]
        indexes = [models.Index(fields=["hub", "answered_at", "answer_by"], name="question_waiting")]
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen")

    def __str__(self) -> str:
        return self.sentence[:60] or f"#{self.pk}"

    @property
    def audit_name(self) -> str:
        """Its number: what somebody wrote is erased in time, the trail is not."""
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answered_at is None and self.withdrawn_at is None

    @property
    def has_mail(self) -> bool:
        """Whether the asker can be reached by mail."""
        return "@" in self.contact


class QuestionPhoto(models.Model):
    """A photo that the asker sent along, made anew without hidden data; deleted with the question.

    Without ``question`` it waits for the rest of a form that had something wrong, a day at most.
    """

    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.CASCADE, related_name="photos"
    )
    file = models.CharField(max_length=120, unique=True, editable=False, help_text="name in the data folder")
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    sent_at = models.DateTimeField(auto_now_add=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"file"})

    class Meta:
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Remark(models.Model):
    """One thing said about a question: by the asker through the private link, or by the hub."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_from_hub = models.BooleanField(default=False)
    #: A note of the hub for itself; the asker does not see it.
    is_inside = models.BooleanField(default=False)
    text = models.CharField(max_length=4000)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["said_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
