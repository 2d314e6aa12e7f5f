"""Days in Dutch as people write them in a hurry: "dinsdag", "over 2 weken", "eind volgende week", "12/12"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WEEKDAYS: Final = {
    "maandag": 0,
    "dinsdag": 1,
    "woensdag": 2,
    "donderdag": 3,
    "vrijdag": 4,
    "zaterdag": 5,
    "zondag": 6,
}
_SHORT: Final = {"ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4, "vrij": 4}
_MONTHS: Final = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "maart": 3, "mrt": 3, "april": 4, "apr": 4,
    "mei": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "augustus": 8, "aug": 8, "september": 9,
    "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_NUMBERS: Final = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8,
    "negen": 9, "tien": 10, "veertien": 14,
}  # fmt: skip
#: Days far from the note are a misreading, such as a year in a name: they are left alone.
_FURTHEST: Final = timedelta(days=730)

_WEEKDAY = "|".join(WEEKDAYS)
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ALL: Final = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<past>(?:vorige|afgelopen|voorbije|laatste|gisteren|eergisteren)(?:\s+(?:week|{_WEEKDAY}))?|(?:elke|iedere)\s+(?:{_WEEKDAY}))
    | (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<dm>(?:(?:{_WEEKDAY}|ma|di|wo|do|vr)\s+)?\d{{1,2}}[/-]\d{{1,2}}(?:[/-](?:\d{{4}}|\d{{2}}))?)
    | (?P<worded>(?:(?:{_WEEKDAY}|ma|di|wo|do|vr)\s+)?\d{{1,2}}\s+(?:{_MONTH})\.?(?:\s+\d{{4}})?)
    | (?P<part>(?P<which>begin|midden|eind(?:e)?)\s+(?:van\s+(?:de\s+)?)?(?P<week>deze|volgende)\s+week)
    | (?P<week_day>volgende\s+week\s+(?:op\s+)?(?P<of_week>{_WEEKDAY})
        |(?P<of_week2>{_WEEKDAY})\s+volgende\s+week)
    | (?P<next_week>volgende\s+week)
    | (?P<span>(?:over|binnen)\s+(?:de\s+)?{_COUNT}\s+(?P<unit>dag(?:en)?|we(?:e)?k(?:en)?|maand(?:en)?))
    | (?P<named>overmorgen|morgen(?!d)|vandaag)
    | (?P<weekday>(?:volgende\s+|aanstaande\s+|komende\s+|deze\s+)?(?:{_WEEKDAY}))
    | (?P<short>(?:ma|di|wo|do|vr|vrij)\.?(?=\s+(?:terug|bellen|mailen|langs|om\s+\d|afspraak|bezoek)))
    )(?![\w-]|[/.]\d)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class FoundDay:
    """A day in a text with its place there; ``day`` is None for a word about the past."""

    start: int
    end: int
    day: date | None


def days_in(text: str, today: date) -> Iterator[FoundDay]:
    """Yield the days that ``text`` speaks of, seen from ``today``, in the order of the text.

    >>> [found.day.isoformat() for found in days_in("dinsdag bellen", date(2026, 11, 23))]
    ['2026-11-24']
    """
    for match in _ALL.finditer(text):
        if match["past"]:
            yield FoundDay(match.start(), match.end(), None)
            continue
        day = _day_of(match, today)
        if day is None or abs(day - today) > _FURTHEST:
            continue
        yield FoundDay(match.start(), match.end(), day if day >= today else None)


def _day_of(match: re.Match[str], today: date) -> date | None:
    try:
        return _read(match, today)
    except (ValueError, OverflowError):  # the 31st of November, the last day of the calendar
        return None


def _read(match: re.Match[str], today: date) -> date | None:
    monday = today - timedelta(days=today.weekday())
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    if match["dm"]:
        return _numbers(match["dm"].split()[-1], today)
    if match["worded"]:
        return _worded(match["worded"].lower(), today)
    if match["part"]:
        week = monday + timedelta(days=7 if match["week"].lower() == "volgende" else 0)
        offset = {"begin": 0, "midden": 2}.get(match["which"].lower(), 4)
        return week + timedelta(days=offset)
    if match["week_day"]:
        name = (match["of_week"] or match["of_week2"]).lower()
        return monday + timedelta(days=7 + WEEKDAYS[name])
    if match["next_week"]:
        return monday + timedelta(days=7)
    if match["span"]:
        return _after(today, match["count"].lower(), match["unit"].lower())
    if match["named"]:
        return today + timedelta(days={"vandaag": 0, "morgen": 1, "overmorgen": 2}[match["named"].lower()])
    name = (match["weekday"] or match["short"]).lower().split()[-1].rstrip(".")
    return _next(today, WEEKDAYS[name] if name in WEEKDAYS else _SHORT[name])


def _next(today: date, weekday: int) -> date:
    """The next such day after today: who writes "dinsdag" on a Tuesday means in a week."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _after(today: date, count: str, unit: str) -> date:
    number = _NUMBERS.get(count) or int(count)
    if unit.startswith("maand"):
        month = today.month - 1 + number
        first = date(today.year + month // 12, month % 12 + 1, 1)
        last = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)).day
        return first.replace(day=min(today.day, last))
    return today + timedelta(days=number * (1 if unit.startswith("dag") else 7))


def _numbers(text: str, today: date) -> date:
    parts = [int(part) for part in re.split(r"[/-]", text)]
    if len(parts) == 3:
        return date(parts[2] + (2000 if parts[2] < 100 else 0), parts[1], parts[0])
    return _this_or_next_year(parts[0], parts[1], today)


def _worded(text: str, today: date) -> date:
    words = [word.rstrip(".") for word in text.split()]
    if words[0] in WEEKDAYS or words[0] in _SHORT:
        words = words[1:]
    day, month = int(words[0]), _MONTHS[words[1]]
    return date(int(words[2]), month, day) if len(words) == 3 else _this_or_next_year(day, month, today)


def _this_or_next_year(day: int, month: int, today: date) -> date:
    """A day without a year is the next one, unless it lies shortly behind: then it tells what was."""
    this_year = date(today.year, month, day)
    is_long_past = today - this_year > timedelta(days=120)
    return date(today.year + 1, month, day) if is_long_past else this_year
