"""Fields that a story has, whether it is told of a lesson or written by hand, and other texts too."""

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.reference.models import Sector


def keywords_field() -> forms.CharField:
    """The words by which a text is found."""
    return forms.CharField(
        label=_("Woorden waarmee mensen dit vinden"),
        required=False,
        max_length=300,
        help_text=_("Met een komma ertussen. Bijvoorbeeld: karton, palletten."),
    )


def sectors_field() -> forms.MultipleChoiceField:
    """The sectors it is about; ``offered_sectors`` are its choices."""
    return forms.MultipleChoiceField(label=_("Sectoren"), required=False, widget=forms.CheckboxSelectMultiple)


def offered_sectors() -> list[tuple[str, str]]:
    """The sectors in the reader's language."""
    return [(sector.key, str(sector.shown_label)) for sector in Sector.objects.order_by("key")]


def lesson_field(*, required: bool) -> forms.CharField:
    """What was learnt, in a sentence."""
    return forms.CharField(
        label=_("Wat leerden we?"),
        required=required,
        max_length=600,
        help_text=_("Eén zin. Ook wat niet lukte, helpt wie na je komt."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def came_of_field() -> forms.ChoiceField:
    """How it ended."""
    return forms.ChoiceField(label=_("Hoe liep het af?"), choices=CaseStory.CameOf.choices)
