"""Who judges ideas, what they gave, and the votes of the public."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circulairwerkt.calls.models.call import Call, Step
from circulairwerkt.calls.models.entry import Entry, fresh_nonce

#: What one may give for a criterion.
LEAST_POINTS, MOST_POINTS = 1, 5


class Juror(models.Model):
    """Somebody who judges ideas of one call by a private link, without an account.

    Erased with who handed in, ``Entry.RETENTION_DAYS`` after the call ended.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="jurors")
    name = models.CharField(_("naam"), max_length=120)
    email = models.EmailField(_("e-mailadres"))
    organisation = models.CharField(_("organisatie"), max_length=140, blank=True)
    nonce = models.CharField(max_length=24, default=fresh_nonce, editable=False)
    made_at = models.DateTimeField(_("gevraagd op"), auto_now_add=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"name", "email", "organisation"})

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "email"], condition=~Q(email=""), name="juror_once")
        ]
        verbose_name = _("jurylid")
        verbose_name_plural = _("juryleden")

    def __str__(self) -> str:
        return self.audit_name

    @property
    def audit_name(self) -> str:
        """The number: who judged is erased in time, the trail is not."""
        return f"#{self.pk}"


class Judgement(models.Model):
    """What one juror gave one idea at one step, or that he has an interest in it and gives nothing.

    ``points`` holds a number from ``LEAST_POINTS`` to ``MOST_POINTS`` for each criterion of the call, in its
    order. It is about the idea, never about a person.
    """

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="judgements")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="judgements")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="judgements")
    has_interest = models.BooleanField(_("heeft een belang"), default=False)
    points = models.JSONField(_("punten"), default=list, blank=True)
    words = models.CharField(_("toelichting"), max_length=1000, blank=True)
    given_at = models.DateTimeField(_("beoordeeld op"), auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["juror", "entry", "step"], name="judgement_once"),
            models.CheckConstraint(
                condition=Q(has_interest=False) | Q(points=[]), name="no_points_with_an_interest"
            ),
        ]
        verbose_name = _("beoordeling")
        verbose_name_plural = _("beoordelingen")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Vote(models.Model):
    """One vote of the public, by a keyed digest of a mail address; deleted as soon as it is counted."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="votes")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="cast_votes")
    voter_digest = models.CharField(max_length=32)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["call", "voter_digest"], name="vote_once")]
        verbose_name = _("stem")
        verbose_name_plural = _("stemmen")

    def __str__(self) -> str:
        return f"#{self.pk}"
