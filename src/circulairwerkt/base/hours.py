"""Opening hours in the syntax of OpenStreetMap: checked, and told in words."""

import re
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined] # not in its stubs

from circulairwerkt.base.slots import open_spans

_DAYS = 7
_A_YEAR = timedelta(days=366)
#: Read, but not known here: days of school holidays, and where the sun stands.
_NOT_KNOWN = re.compile(r"\b(SH|dawn|sunrise|sunset|dusk)\b")
_COMMENT = re.compile(r'"[^"]*"')


def check(value: str) -> None:
    """Raise ValidationError for what cannot be read."""
    try:
        OpeningHours(value)
    except ParserError as error:
        raise ValidationError(
            _("Dit kunnen we niet lezen. Schrijf bijvoorbeeld: Mo-Fr 09:00-12:00,13:00-17:00.")
        ) from error


def check_opens(value: str) -> None:
    """Raise ValidationError for what says nothing here, or is never open in the year to come."""
    check(value)
    if found := _NOT_KNOWN.search(_COMMENT.sub("", value)):
        raise ValidationError(
            _("Wanneer “%(word)s” is, weten we niet. Schrijf de dagen en de uren zelf."),
            params={"word": found[0]},
        )
    today = timezone.localdate()
    if not open_spans(value, today, today + _A_YEAR):
        raise ValidationError(_("Met deze uren is het een heel jaar lang nooit open. Kijk ze na."))


def in_words(value: str) -> list[tuple[str, str]]:
    """Return the hours of an ordinary week as pairs of days and times; empty where nothing can be read.

    >>> in_words("")
    []
    """
    if not value:
        return []
    try:
        hours = OpeningHours(value)
    except ParserError:
        return []
    names = [
        _("maandag"), _("dinsdag"), _("woensdag"), _("donderdag"), _("vrijdag"), _("zaterdag"), _("zondag"),
    ]  # fmt: skip
    today = timezone.localdate()
    monday = datetime.combine(today + timedelta(days=(7 - today.weekday()) % 7), time.min)
    texts = [_day_in_words(hours, monday + timedelta(days=day)) for day in range(_DAYS)]
    told: list[tuple[str, str]] = []
    first = 0
    for day in range(1, _DAYS + 1):
        if day < _DAYS and texts[day] == texts[first]:
            continue
        last = day - 1
        days = (
            names[first]
            if last == first
            else _("%(first)s tot %(last)s") % {"first": names[first], "last": names[last]}
        )
        told.append((days, texts[first]))
        first = day
    return told


def _day_in_words(hours: OpeningHours, day: datetime) -> str:
    end = day + timedelta(days=1)
    spans = []
    for start, stop, state, _comments in hours.intervals(day, end):
        if str(state) != "open" or start >= end:
            continue
        spans.append(
            _("%(start)s tot %(stop)s uur") % {"start": _clock(start), "stop": _clock(stop, is_end=True)}
        )
    return _(" en ").join(spans) or _("gesloten")


def _clock(moment: datetime | None, *, is_end: bool = False) -> str:
    """A time as the reader's language writes it: 9 and 17.30 (nl), 09:00 (en), 9 and 17:30 (fr)."""
    if moment is None or (is_end and moment.time() == time.min):
        hour, minute = 24, 0
    else:
        hour, minute = moment.hour, moment.minute
    language = (get_language() or "nl")[:2]
    if language == "en":
        return f"{hour:02d}:{minute:02d}"
    return f"{hour}{':' if language == 'fr' else '.'}{minute:02d}" if minute else str(hour)
