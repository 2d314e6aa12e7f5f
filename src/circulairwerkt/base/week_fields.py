"""Seven fields for the hours of an ordinary week, for forms of rooms that keep hours."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import week

_DAY_NAMES = {
    "Mo": _("Maandag"),
    "Tu": _("Dinsdag"),
    "We": _("Woensdag"),
    "Th": _("Donderdag"),
    "Fr": _("Vrijdag"),
    "Sa": _("Zaterdag"),
    "Su": _("Zondag"),
}


class WeekFields(forms.Form):
    """A form that asks the hours of each day: ``9-12, 13.30-17``."""

    def add_days(self) -> None:
        """Add a field for each day."""
        for day in week.DAYS:
            self.fields[f"day_{day}"] = forms.CharField(
                label=_DAY_NAMES[day],
                max_length=60,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "9-12, 13.30-17"}),
            )

    @staticmethod
    def days_of(hours: str) -> dict[str, str]:
        """Return what stands in the field of each day for ``hours``."""
        known = week.typed(hours)
        return {f"day_{day}": known.get(day, "") for day in week.DAYS}

    @property
    def day_fields(self) -> list[forms.BoundField]:
        """The seven days, as fields."""
        return [self[f"day_{day}"] for day in week.DAYS]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """What is no day and not hidden."""
        return [field for field in self.visible_fields() if not field.name.startswith("day_")]

    def clean(self) -> dict[str, Any]:
        """Read the hours of each day."""
        given: dict[str, Any] = super().clean() or {}
        self.times: dict[str, week.Times] = {}
        for day in week.DAYS:
            try:
                self.times[day] = week.parse(given.get(f"day_{day}", ""))
            except week.Unreadable:
                self.add_error(
                    f"day_{day}",
                    ValidationError(_("Dit kunnen we niet lezen. Schrijf bijvoorbeeld: 9-12, 13.30-17.")),
                )
        return given

    def week_hours(self) -> str:
        """Return the week in OpenStreetMap's syntax; holidays are closed."""
        return week.hours_of(self.times)
