"""What is filled in to put the lesson of a case in the stories."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.texts import shown
from circulairwerkt.knowledge.fields import (
    came_of_field,
    keywords_field,
    lesson_field,
    offered_sectors,
    sectors_field,
)
from circulairwerkt.knowledge.keywords import joined, parted
from circulairwerkt.knowledge.models import CaseStory

#: What one writes, in the order of the page.
TEXTS = ("title", "summary", "lesson", "body")


class TellForm(VersionedForm[CaseStory]):
    """The words that everybody will read, and the tick that releases them."""

    title = forms.CharField(label=_("Titel"), max_length=140)
    summary = forms.CharField(
        label=_("In het kort"),
        max_length=400,
        help_text=_("Wat werd geprobeerd, met welk materiaal, en wat kwam ervan?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lesson = lesson_field(required=True)
    body = forms.CharField(
        label=_("Meer vertellen"),
        required=False,
        max_length=6000,
        help_text=_("Mag leeg blijven."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    came_of = came_of_field()
    keywords = keywords_field()
    sectors = sectors_field()
    consent = forms.BooleanField(
        label=_("Mag in de verhalen, zonder namen"),
        help_text=_(
            "Iedereen kan dit lezen. Ik keek na dat er geen bedrijf, persoon of plaats in staat die niet "
            "genoemd wil worden."
        ),
        error_messages={"required": _("Zet een vinkje. Zonder jouw ja komt er niets in de verhalen.")},
    )

    def prepare(self) -> None:
        """Offer the sectors in the reader's language."""
        self.fields["sectors"].choices = offered_sectors()  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(row: CaseStory) -> dict[str, Any]:
        """Return the Dutch words of the story; the tick is given anew each time."""
        return {
            **{name: str(row_text(row, name)) for name in TEXTS},
            "came_of": row.came_of,
            "keywords": joined(row.keywords),
            "sectors": sorted(row.sectors.values_list("key", flat=True)) if row.pk else [],
            "consent": False,
        }

    def clean_keywords(self) -> str:
        """Return the words with one comma between them, each once."""
        return joined(parted(self.cleaned_data["keywords"]))

    def texts(self) -> dict[str, dict[str, str]]:
        """Return the words as typed, each as Dutch; what was refused is empty."""
        return {name: {"nl": self.cleaned_data.get(name, "")} for name in TEXTS}

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.tell``."""
        values = {name: self.cleaned_data[name] for name in self.content_names if name != "consent"}
        return {**values, "keywords": parted(values["keywords"])}


def row_text(row: CaseStory, name: str) -> str:
    """Return a text of the story in Dutch, the language in which it is written."""
    return str(shown(getattr(row, name), "nl"))
