"""What every form of the site shares: texts in several languages, dates, checked numbers, a status code."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LANGUAGE_NAMES = {"nl": _("Nederlands"), "en": _("Engels"), "fr": _("Frans")}


class DateInput(forms.DateInput):
    """A date as browsers ask for it; without their help ``23/11/2026`` is understood too."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs=dict(attrs or {}), format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day."""

    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"])
        kwargs.setdefault(
            "error_messages", {"invalid": _("Dit is geen datum. Schrijf bijvoorbeeld 23/11/2026.")}
        )
        super().__init__(**kwargs)


class TimeField(forms.TimeField):
    """An hour; ``14.30``, ``14u30`` and ``14:30`` are understood."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M", "%H.%M", "%Hu%M", "%H:%M:%S"])
        kwargs.setdefault("error_messages", {"invalid": _("Dit is geen uur. Schrijf bijvoorbeeld 14.30.")})
        super().__init__(**kwargs)


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # no subscript at run time
    """Several rows; a number that no database holds is a row that is not among them."""

    def clean(self, value: Any) -> Any:
        """Return the rows, or say which one cannot be chosen."""
        try:
            return super().clean(value)
        except OverflowError:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": max(value, key=len)[:20]},
            ) from None


class PhotosInput(forms.FileInput):
    """Several photos at once, of the kinds that we read; a phone offers its camera."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})


class PhotosField(forms.FileField):
    """Files that somebody sent as photos; whether they are is for ``base.pictures`` to say."""

    widget = PhotosInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files; an empty choice is none."""
        sent = data if isinstance(data, list | tuple) else [data]
        # An empty file is no error of the form: that it is no photo is said beside it, with its name.
        return [file for file in sent if file]


class Form(forms.Form):
    """A form that says clearly what is wrong and never hides it."""

    required_css_class = "is-required"
    error_css_class = "has-error"

    @property
    def status(self) -> int:
        """422 when it was sent and is not right, else 200."""
        return 422 if self.is_bound and not self.is_valid() else 200


def text_fields(
    name: str, label: Any, *, max_length: int, rows: int = 4, help_text: Any = ""
) -> dict[str, forms.Field]:
    """Return one field per offered language for a ``Texts`` column, named ``name_nl`` and so on."""
    return {
        f"{name}_{code}": forms.CharField(
            label=label
            if code == "nl"
            else _("%(label)s in het %(language)s")
            % {
                "label": label,
                "language": LANGUAGE_NAMES[code],
            },
            max_length=max_length,
            required=False,
            help_text=help_text if code == "nl" else "",
            widget=forms.Textarea(attrs={"rows": rows, "lang": code}),
        )
        for code, _name in settings.LANGUAGES
    }


def texts_to_initial(name: str, texts: Mapping[str, str] | None) -> dict[str, str]:
    """Return the initial values of ``text_fields`` for a stored column."""
    return {f"{name}_{code}": (texts or {}).get(code, "") for code, _name in settings.LANGUAGES}


def texts_from(name: str, cleaned: Mapping[str, Any], before: Mapping[str, str] | None) -> dict[str, str]:
    """Return the column's value from cleaned fields; a language that is not offered keeps what it had."""
    texts = dict(before or {})
    for code, _name in settings.LANGUAGES:
        given = cleaned.get(f"{name}_{code}", "")
        if given:
            texts[code] = given
        else:
            texts.pop(code, None)
    return texts


def check_period(
    form: forms.Form, cleaned: Mapping[str, Any], start: str = "valid_from", end: str = "valid_to"
) -> None:
    """Put an error beside ``end`` when it lies before ``start``."""
    first, last = cleaned.get(start), cleaned.get(end)
    if first and last and last < first:
        form.add_error(end, ValidationError(_("De laatste dag ligt voor de eerste dag.")))


def field_labels(form: forms.Form, names: Iterable[str]) -> dict[str, str]:
    """Return the labels of fields as shown."""
    return {name: str(form.fields[name].label or name) for name in names}


def refused(form: forms.Form, error: ValidationError) -> None:
    """Put a service's refusal beside its field, or above the form."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)


class PeriodForm(Form):
    """From when to when, both days included; unasked it is this year until today."""

    van = DateField(label=_("Van"))
    tot = DateField(label=_("Tot en met"))

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        cleaned = super().clean() or {}
        check_period(self, cleaned, "van", "tot")
        return cleaned

    @classmethod
    def asked(cls, sent: Mapping[str, Any]) -> "tuple[PeriodForm, date, date]":
        """Return the form as it was sent with an address, and the first and last day that it says."""
        today = timezone.localdate()
        year = {"van": today.replace(month=1, day=1), "tot": today}
        form = cls(sent if year.keys() & set(sent) else None, initial=year)
        days = form.cleaned_data if form.is_bound and form.is_valid() else year
        return form, days["van"], days["tot"]
