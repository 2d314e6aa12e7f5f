"""What was understood of a question, as guesses that people correct."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circulairwerkt.cases.models.question import Question


class QuestionPart(models.Model):
    """One stream that a question holds; a sentence may hold two.

    What the core guessed stands in the fields until somebody corrects them; ``corrected`` names the fields
    that a person filled in or confirmed, ``skipped`` the questions that he could not answer. One pack
    (``unit``) holds ``pack_size`` of ``pack_unit``, where somebody told it.
    """

    class Period(models.TextChoices):
        """The rhythm of the amount."""

        ONCE = "once", _("één keer")
        DAY = "day", _("elke dag")
        WEEK = "week", _("elke week")
        MONTH = "month", _("elke maand")
        YEAR = "year", _("elk jaar")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField(help_text="0 for the first part of the sentence")
    text = models.CharField(_("in eigen woorden"), max_length=1000)
    is_sought = models.BooleanField(_("wordt gezocht"), default=False)
    kind = models.CharField(_("soort"), max_length=10, blank=True)
    material = models.CharField(_("materiaal"), max_length=60, blank=True, help_text="class key of the core")
    other_materials = models.JSONField(default=list, blank=True, help_text="other classes that were named")
    quantity = models.FloatField(_("hoeveel"), null=True, blank=True, help_text="in `unit`, per `period`")
    unit = models.CharField(_("eenheid"), max_length=20, blank=True, help_text="unit key of the core")
    period = models.CharField(_("hoe vaak"), max_length=5, choices=Period.choices, blank=True)
    pack_size = models.FloatField(
        _("inhoud van één stuk"), null=True, blank=True, help_text="`pack_unit` in one `unit`"
    )
    pack_unit = models.CharField(max_length=20, blank=True)
    is_clean = models.BooleanField(_("zuiver"), null=True, blank=True)
    clean_share = models.FloatField(null=True, blank=True, help_text="probability that it is clean, 0 to 1")
    low_code = models.CharField(_("EURAL-code"), max_length=6, blank=True)
    low_probability_share = models.FloatField(null=True, blank=True)
    hazards = models.JSONField(default=list, blank=True, help_text="keys of hazards that the words name")
    corrected = models.JSONField(default=list, blank=True, help_text="names of fields a person filled in")
    skipped = models.JSONField(default=list, blank=True, help_text="questions that the asker left open")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})

    class Meta:
        ordering = ["question_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["question", "place"], name="question_part_once"),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=0), name="question_part_quantity"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60] or f"#{self.pk}"

    @property
    def audit_name(self) -> str:
        """Its number: the sentence may name a person, the trail does not."""
        return f"#{self.question_id}.{self.place}"

    def is_guess(self, name: str) -> bool:
        """Whether what stands in a field is the core's guess and nobody's word."""
        return name not in self.corrected
