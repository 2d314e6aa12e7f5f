"""What is filled in to write a text or a story, and what narrows the list of texts."""

from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import LANGUAGE_NAMES, text_fields, texts_from, texts_to_initial
from circulairwerkt.hubs.models import Hub
from circulairwerkt.knowledge.fields import (
    came_of_field,
    keywords_field,
    lesson_field,
    offered_sectors,
    sectors_field,
)
from circulairwerkt.knowledge.keywords import joined, parted
from circulairwerkt.knowledge.models import Article, CaseStory
from circulairwerkt.knowledge.queries import ArticleSearch
from circulairwerkt.reference.models import Sector

#: Kinds in the order in which a page offers them.
KINDS = (Article.Kind.GUIDE, Article.Kind.ANSWER, Article.Kind.SECTOR, Article.Kind.TERM)
_TEXTS = ("title", "summary", "body")
Written = TypeVar("Written", Article, CaseStory)


class WrittenForm(VersionedForm[Written]):
    """A text in Dutch, and in the other languages where somebody translated it."""

    keywords = keywords_field()
    sectors = sectors_field()

    def prepare(self) -> None:
        """Add title, summary and text in each language; Dutch is the one that must be there."""
        titles = {f"title_{code}": _title(code) for code, _name in settings.LANGUAGES}
        summary = text_fields("summary", _("In het kort"), max_length=400, rows=2)
        body = text_fields("body", _("Tekst"), max_length=20_000, rows=14, help_text=_HOW_TO_WRITE)
        self.fields.update({**titles, **summary, **body})
        self.fields["title_nl"].required = True
        self.order_fields([f"{name}_{code}" for code, _name in settings.LANGUAGES for name in _TEXTS])
        self.fields["sectors"].choices = offered_sectors()  # type: ignore[attr-defined]

    def clean_keywords(self) -> str:
        """Return the words with one comma between them, each once."""
        return joined(parted(self.cleaned_data["keywords"]))

    def fields_in(self, code: str) -> list[Any]:
        """Return the fields of one language, for the page."""
        return [self[f"{name}_{code}"] for name in _TEXTS]

    @property
    def dutch(self) -> list[Any]:
        """The fields in Dutch, the language in which one writes first."""
        return self.fields_in("nl")

    @property
    def translations(self) -> list[tuple[Any, list[Any], bool]]:
        """The other languages: name, fields, and whether something stands in them."""
        others = [code for code, _name in settings.LANGUAGES if code != "nl"]
        return [
            (LANGUAGE_NAMES[code], fields, _filled(fields))
            for code in others
            if (fields := self.fields_in(code))
        ]

    def texts(self) -> dict[str, dict[str, str]]:
        """Return title, summary and text as typed, by language; what was refused is empty."""
        return {name: texts_from(name, self.cleaned_data, getattr(self.row, name)) for name in _TEXTS}

    def common_values(self) -> dict[str, Any]:
        """Return the fields that each sort of text has."""
        return {
            **self.texts(),
            "keywords": parted(self.cleaned_data["keywords"]),
            "sectors": self.cleaned_data["sectors"],
        }


def _held(row: Article | CaseStory) -> dict[str, Any]:
    """Return what a text holds now in the fields that each sort has."""
    texts = {
        key: value for name in _TEXTS for key, value in texts_to_initial(name, getattr(row, name)).items()
    }
    return {
        **texts,
        "keywords": joined(row.keywords),
        "sectors": sorted(row.sectors.values_list("key", flat=True)) if row.pk else [],
    }


class ArticleForm(WrittenForm[Article]):
    """A guide, an answer, a page of a sector or a word."""

    author = forms.CharField(
        label=_("Wie schreef dit?"),
        required=False,
        max_length=120,
        help_text=_("Zo staat het op de pagina. De naam van de hub mag ook."),
    )

    @staticmethod
    def initial_of(row: Article) -> dict[str, Any]:
        """Return what the text holds now."""
        return {**_held(row), "author": row.author}

    @property
    def about(self) -> list[Any]:
        """What is no text."""
        return [self["author"], self["keywords"], self["sectors"]]

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.save_article``."""
        return {**self.common_values(), "author": self.cleaned_data["author"]}


class StoryForm(WrittenForm[CaseStory]):
    """A story that somebody of the hub writes, and whether everybody reads it."""

    lesson = lesson_field(required=False)
    came_of = came_of_field()
    source = forms.URLField(
        label=_("Bron"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Het adres van een pagina die er meer over zegt. Mag leeg blijven."),
    )
    is_public = forms.BooleanField(
        label=_("Iedereen mag dit lezen"),
        required=False,
        help_text=_(
            "Vink dit aan als wie erin genoemd wordt, het weet en goed vindt. Anders ziet alleen je hub het."
        ),
    )

    @staticmethod
    def initial_of(row: CaseStory) -> dict[str, Any]:
        """Return what the story holds now; a lesson is written in Dutch."""
        return {
            **_held(row),
            "lesson": str(row.lesson.get("nl", "")),
            "came_of": row.came_of or CaseStory.CameOf.UNDER_WAY,
            "source": row.source,
            "is_public": row.is_told,
        }

    @property
    def about(self) -> list[Any]:
        """What is no text in several languages."""
        return [self[name] for name in ("lesson", "came_of", "keywords", "sectors", "source", "is_public")]

    def texts(self) -> dict[str, dict[str, str]]:
        """Return the texts as typed, the lesson among them."""
        typed = self.cleaned_data.get("lesson", "")
        others = {code: text for code, text in self.row.lesson.items() if code != "nl"}
        return {**super().texts(), "lesson": {**others, "nl": typed} if typed else others}

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.write_story``."""
        own = {name: self.cleaned_data[name] for name in ("came_of", "source", "is_public")}
        return {**self.common_values(), **own}


def _filled(fields: list[Any]) -> bool:
    return any(field.value() or field.errors for field in fields)


_HOW_TO_WRITE = _(
    "Een lege regel maakt een nieuwe alinea. ## voor een tussentitel, - voor een lijst, **vet**."
)


def _title(code: str) -> forms.CharField:
    label = (
        _("Titel") if code == "nl" else _("Titel in het %(language)s") % {"language": LANGUAGE_NAMES[code]}
    )
    return forms.CharField(
        label=label, max_length=140, required=False, widget=forms.TextInput(attrs={"lang": code})
    )


class ArticleFilter(forms.Form):
    """Narrows the list of texts."""

    soort = forms.ChoiceField(label=_("Soort"), required=False)
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.all(), required=False, empty_label=_("Alle sectoren")
    )
    hub = forms.ModelChoiceField(
        label=_("Hub"),
        queryset=Hub.objects.order_by("name"),
        required=False,
        to_field_name="slug",
        empty_label=_("Alle hubs"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["soort"]
        kinds.choices = [("", _("Alle soorten")), *((kind.value, kind.label) for kind in KINDS[:-1])]
        sectors: Any = self.fields["sector"]
        sectors.label_from_instance = lambda sector: sector.shown_label

    @property
    def is_narrowed(self) -> bool:
        """Whether something was chosen."""
        return any(self.data.get(name) for name in self.fields)

    def wanted(self) -> ArticleSearch:
        """Return the filter as understood; a field that was refused narrows nothing."""
        data = getattr(self, "cleaned_data", {})
        return ArticleSearch(
            kind=data.get("soort") or "",
            sector=data["sector"].key if data.get("sector") else "",
            hub=data["hub"].slug if data.get("hub") else "",
        )
