"""Editing a row that others may edit too: one view flow, and the page that shows both versions side by side.

A form carries the version that its reader saw and, signed, the values he saw. When somebody else saved in
between, nothing is written: the page shows field by field what stands there and what was typed, and each
difference
is chosen. Where only one of the two changed a field, that one is proposed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar, cast

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from circulairwerkt.base.forms import Form, refused
from circulairwerkt.base.models import EditConflict, Versioned
from circulairwerkt.base.requests import Request

RowT = TypeVar("RowT", bound=Versioned)
Comparable = str | list[str]
_SALT = "circulairwerkt.base.edits.seen"


class VersionedForm(Form, Generic[RowT]):
    """A form over one versioned row; ``initial_of`` says what stands in each field."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, row: RowT, **kwargs: Any) -> None:
        self.row = row
        super().__init__(data, **kwargs)
        self.prepare()
        values = self.initial_of(row)
        seen = {name: comparable(value) for name, value in values.items()}
        self.initial.update(values, version=row.version, seen=signing.dumps(seen, salt=_SALT, compress=True))

    def prepare(self) -> None:
        """Add fields that depend on the row or the language; none by default."""

    @staticmethod
    def initial_of(row: RowT) -> dict[str, Any]:
        """Return the value of every field as the row holds it."""
        raise NotImplementedError

    @property
    def seen_version(self) -> int:
        """The version that the sender saw."""
        return int(self.cleaned_data["version"])

    def seen_values(self) -> dict[str, Comparable]:
        """Return the values that the sender saw, empty where the proof of them is missing or forged."""
        try:
            values = signing.loads(self.data.get("seen", ""), salt=_SALT)
        except signing.BadSignature:
            return {}
        return dict(values)

    @property
    def content_names(self) -> list[str]:
        """Names of the fields that are content."""
        return [name for name in self.fields if name not in {"version", "seen"}]


def comparable(value: object) -> Comparable:
    """Return ``value`` in the form in which two versions are compared and sent back: text or texts."""
    if value is None or value is False:
        return ""
    if isinstance(value, QuerySet | list | tuple | set):
        return sorted(str(comparable(item)) for item in value)
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n")


@dataclass(frozen=True)
class Difference:
    """One field in which the two versions differ; ``proposed`` is *mine*, *theirs* or empty."""

    name: str
    label: str
    mine: str
    theirs: str
    proposed: str


def differences(form: VersionedForm[Any], current: Versioned) -> list[Difference]:
    """Return the fields in which what was sent differs from what ``current`` holds."""
    theirs_by_name = {name: comparable(value) for name, value in type(form).initial_of(current).items()}
    seen = form.seen_values()
    found = []
    for name in form.content_names:
        mine, theirs = comparable(form.cleaned_data.get(name)), theirs_by_name.get(name, "")
        if mine == theirs:
            continue
        proposed = ""
        if name in seen:
            proposed = "theirs" if seen[name] == mine else "mine" if seen[name] == theirs else ""
        field = form.fields[name]
        found.append(
            Difference(
                name=name,
                label=str(field.label or name),
                mine=_in_words(field, mine),
                theirs=_in_words(field, theirs),
                proposed=proposed,
            )
        )
    return found


def _in_words(field: forms.Field, value: Comparable) -> str:
    if isinstance(field, forms.BooleanField):
        return _("ja") if value else _("nee")
    if isinstance(field, forms.DateField) and value:
        return date_format(date.fromisoformat(str(value)), "j F Y")
    choices = getattr(field, "choices", None)
    if choices is not None:
        labels = {str(key): str(label) for key, label in choices}
        picked = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(key, key) for key in picked)
    return value if isinstance(value, str) else ", ".join(value)


class _Context(Protocol):
    def __call__(self, form: VersionedForm[Any]) -> Mapping[str, Any]: ...


def edit(
    request: Request,
    *,
    row: RowT,
    form_class: type[VersionedForm[RowT]],
    save: Callable[[VersionedForm[RowT]], object],
    template: str,
    context: Mapping[str, Any],
    done_url: str,
    done_text: str,
) -> HttpResponse:
    """Show the form of ``row``, or save what was sent: 422 with the form, 409 with both versions, or onward.

    ``save`` calls a service, which checks the right to do so; it may raise EditConflict, or ValidationError.
    """
    if request.method != "POST":
        return render(request, template, {**context, "form": form_class(row=row)})
    data: QueryDict = request.POST
    missing: set[str] = set()
    if "resolve" in data:
        data, missing = _merged(data, form_class(row=row), row)
    form = form_class(data, row=row)
    if not form.is_valid():
        return render(request, template, {**context, "form": form}, status=422)
    if missing:
        return _both(request, form, row, context=context, missing=missing)
    try:
        save(form)
    except ValidationError as error:
        refused(form, error)
        return render(request, template, {**context, "form": form}, status=422)
    except EditConflict as conflict:
        if differences(form, conflict.current):  # type: ignore[arg-type]
            return _both(request, form, conflict.current, context=context, missing=set())
    messages.success(request, done_text)
    return HttpResponseRedirect(done_url)


def _merged(data: QueryDict, blank: VersionedForm[Any], row: Versioned) -> tuple[QueryDict, set[str]]:
    """Return what was sent with *theirs* put in where it was chosen, and the fields without a choice."""
    merged = data.copy()
    theirs = {name: comparable(value) for name, value in type(blank).initial_of(row).items()}
    missing = set()
    for name in data.getlist("differs"):
        if name not in blank.fields:
            continue
        choice = data.get(f"choice_{name}")
        if choice == "theirs":
            value = theirs.get(name, "")
            merged.setlist(name, value if isinstance(value, list) else [value] if value else [])
        elif choice != "mine":
            missing.add(name)
    return merged, missing


def _both(
    request: Request,
    form: VersionedForm[Any],
    current: Any,
    *,
    context: Mapping[str, Any],
    missing: set[str],
) -> HttpResponse:
    """Show both versions. What was typed travels along as hidden fields, so nothing is lost."""
    typed = cast(QueryDict, form.data)
    sent = [(name, value) for name in [*form.content_names, "seen"] for value in typed.getlist(name)]
    return render(
        request,
        "base/edit_conflict.html",
        {
            **context,
            "form": form,
            "current": current,
            "differences": differences(form, current),
            "missing": missing,
            "sent": sent,
        },
        status=422 if missing else 409,
    )
