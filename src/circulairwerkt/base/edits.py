"""Editing a row that others may edit too: one view flow, and the page that shows both versions side by side.

A form carries the version that its reader saw and, signed, the values he saw. When somebody else saved in
between, nothing is written: the page shows field by field what stands there and what was typed, and each
difference is chosen. Where only one of the two changed a field, that one is proposed. Where the other changed
nothing that this form shows, it is saved over the row as it stands. Where the other removed the row, the form
comes back with all that was typed, to be added anew or left.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from circulairwerkt.base.forms import Form, refused
from circulairwerkt.base.models import EditConflict, Versioned
from circulairwerkt.base.requests import Request

RowT = TypeVar("RowT", bound=Versioned)
Comparable = str | list[str]
_SALT = "circulairwerkt.base.edits.seen"
#: How often a form is saved over what others write to the rest of its row meanwhile, before it gives up.
_TRIES = 5


class VersionedForm(Form, Generic[RowT]):
    """A form over one versioned row, or over a new one; ``initial_of`` says what stands in each field."""

    #: Fields that say how it is saved, not what: never compared, and kept on the page with both versions.
    asides: ClassVar[frozenset[str]] = frozenset()

    #: 0 for a row that is not saved yet.
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, row: RowT, **kwargs: Any) -> None:
        self.row = row
        super().__init__(data, **kwargs)
        self.prepare()
        values = self.initial_of(row)
        seen = {"row": _identity(row), "values": {name: comparable(value) for name, value in values.items()}}
        self.initial.update(
            values, version=_version_of(row), seen=signing.dumps(seen, salt=_SALT, compress=True)
        )

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
        return dict(_seen(self.data).get("values", {}))

    def put_over(self, current: RowT) -> None:
        """Take ``current`` as the row that is written, seen as it stands."""
        self.row = current
        self.cleaned_data["version"] = current.version

    @property
    def content_names(self) -> list[str]:
        """Names of the fields that are content."""
        return [name for name in self.fields if name not in {"version", "seen"} | self.asides]


def _identity(row: Versioned) -> str:
    """Which row it is; a new one is none."""
    return f"{row._meta.label_lower}/{row.pk}" if row.pk else ""


def _anew(row: RowT) -> RowT:
    """The same row, not saved yet."""
    new = copy(row)
    new.pk = None
    return new


def _version_of(row: Versioned) -> int:
    return row.version if row.pk else 0


def _seen(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the sender's form said that it showed; empty where that is missing or forged."""
    try:
        return dict(signing.loads(data.get("seen", ""), salt=_SALT))
    except signing.BadSignature:
        return {}


def sent_version(request: Request) -> int:
    """Return the version that a button was pressed on; -1, which no row has, where the page names none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def row_to_edit(request: Request, rows: QuerySet[RowT], pk: int | None, **owner: Model) -> RowT:
    """Return row ``pk`` of ``owner``; a new one where ``pk`` is None, or where the row was there when the
    sender's form was made and somebody removed it since: ``edit`` then says so.

    Raises Http404 for a row that is not there and never was shown.
    """
    if pk is not None:
        found = rows.filter(pk=pk, **owner).first()
        if found is not None:
            return found
        if _seen(request.POST).get("row") != f"{rows.model._meta.label_lower}/{pk}":
            raise Http404
    return rows.model(**owner)


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
    add_url: str = "",
) -> HttpResponse:
    """Show the form of ``row``, or save what was sent: 422 with the form, 409 with both versions, or onward.

    ``save`` calls a service on ``form.row`` with ``form.seen_version``; the service checks the right to do so
    and may raise EditConflict, or ValidationError. ``add_url``: where what was typed for a row that somebody
    removed meanwhile is sent to be added anew; for rows that can be removed. A new row is one without a key.
    """
    if request.method != "POST":
        return render(request, template, {**context, "form": form_class(row=row)})
    data: QueryDict = request.POST
    if not row.pk and _seen(data).get("row"):
        return _gone(request, form_class, row, template=template, context=context, add_url=add_url)
    missing: set[str] = set()
    if "resolve" in data:
        data, missing = _merged(data, form_class(row=row), row)
    form = form_class(data, row=row)
    if not form.is_valid():
        return render(request, template, {**context, "form": form}, status=422)
    if missing:
        return _both(request, form, row, context=context, missing=missing)
    try:
        _save(form, save)
    except ValidationError as error:
        refused(form, error)
        return render(request, template, {**context, "form": form}, status=422)
    except EditConflict as conflict:
        if conflict.current is None:
            return _gone(request, form_class, _anew(row), template=template, context=context, add_url=add_url)
        return _both(request, form, conflict.current, context=context, missing=set())
    messages.success(request, done_text)
    return HttpResponseRedirect(done_url)


def _save(form: VersionedForm[RowT], save: Callable[[VersionedForm[RowT]], object]) -> None:
    """Save; where others changed only what this form does not show, over the row as it stands now."""
    for _try in range(_TRIES):
        try:
            save(form)
        except EditConflict as conflict:
            if conflict.current is None or not _leaves_alone(form, conflict.current):
                raise
            form.put_over(cast(RowT, conflict.current))
        else:
            return
    raise EditConflict(form.row)


def _leaves_alone(form: VersionedForm[Any], current: Model) -> bool:
    """Whether each field of ``current`` stands as the sender saw it, or as he sends it."""
    theirs, seen = type(form).initial_of(current), form.seen_values()
    return all(
        comparable(theirs.get(name)) in (seen.get(name), comparable(form.cleaned_data.get(name)))
        for name in form.content_names
    )


def _gone(
    request: Request,
    form_class: type[VersionedForm[RowT]],
    blank: RowT,
    *,
    template: str,
    context: Mapping[str, Any],
    add_url: str,
) -> HttpResponse:
    """Show what was typed for a row that is no longer there, in a form that adds it anew."""
    new = form_class(row=blank)
    data = request.POST.copy()
    data["version"], data["seen"] = str(new.initial["version"]), new.initial["seen"]
    form = form_class(data, row=blank)
    form.is_valid()
    form.add_error(
        None,
        _(
            "Iemand anders verwijderde dit intussen. Wat jij typte, staat hieronder. "
            "Bewaar je het, dan komt het er opnieuw bij."
        ),
    )
    shown = {**context, "form": form, "action": add_url or request.path}
    return render(request, template, shown, status=409)


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
    names = [*form.content_names, *sorted(form.asides), "seen"]
    sent = [(name, value) for name in names for value in typed.getlist(name)]
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
