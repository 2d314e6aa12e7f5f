"""What is filled in to make a newsletter: a title, an introduction, and which news it tells."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import news
from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import text_fields, texts_from, texts_to_initial
from circulairwerkt.knowledge.models import Issue
from circulairwerkt.knowledge.queries import told_before

_MOST_LETTERS = {"title": 140, "intro": 4000}


class IssueForm(VersionedForm[Issue]):
    """A newsletter that was not sent yet; of a new one all news that no issue told yet is chosen."""

    keys = forms.MultipleChoiceField(
        label=_("Wat vertel je?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wat nog in geen nieuwsbrief stond, is al aangevinkt."),
    )

    def prepare(self) -> None:
        """Add the texts in each language, and offer the news of the hub."""
        title = text_fields("title", _("Onderwerp"), max_length=_MOST_LETTERS["title"], rows=1)
        intro = text_fields("intro", _("Inleiding"), max_length=_MOST_LETTERS["intro"], rows=5)
        self.fields.update({**title, **intro})
        self.fields["title_nl"].required = True
        names = [f"{name}_{code}" for code, _name in settings.LANGUAGES for name in _MOST_LETTERS]
        self.order_fields([*names, "keys"])
        items = {item.key: item for item in [*news.latest(self.row.hub), *news.shown(self.row.keys)]}
        self.fields["keys"].choices = [  # type: ignore[attr-defined]
            (key, " · ".join(filter(None, (f"{item.sort}: {item.title}", item.when))))
            for key, item in items.items()
        ]

    @staticmethod
    def initial_of(row: Issue) -> dict[str, Any]:
        """Return what the issue holds; of a new one what was never told."""
        texts = {
            key: value
            for name in _MOST_LETTERS
            for key, value in texts_to_initial(name, getattr(row, name)).items()
        }
        return {**texts, "keys": row.keys if row.pk else untold(row)}

    def fields_in(self, code: str) -> list[Any]:
        """Return the fields of one language, for the page."""
        return [self[f"{name}_{code}"] for name in _MOST_LETTERS]

    @property
    def dutch(self) -> list[Any]:
        """The fields in Dutch."""
        return self.fields_in("nl")

    @property
    def others(self) -> list[Any]:
        """The fields in the other languages."""
        return [field for code, _name in settings.LANGUAGES if code != "nl" for field in self.fields_in(code)]

    def values(self) -> dict[str, Any]:
        """Return the columns for ``services.save_issue``."""
        texts = {name: texts_from(name, self.cleaned_data, getattr(self.row, name)) for name in _MOST_LETTERS}
        return {**texts, "keys": self.cleaned_data["keys"]}


def untold(issue: Issue) -> list[str]:
    """Return the keys of the hub's news that stood in no newsletter yet."""
    told = told_before(issue.hub)
    return [item.key for item in news.latest(issue.hub) if item.key not in told]
