"""The European List of Waste (EURAL), looked up for a date.

The list changes: Decision 2014/955/EU holds from 1 June 2015, Delegated Decision (EU) 2025/934 rewrites the
battery codes from 9 November 2026. A code that changed name or hazard has one row for each period, so a
question about a code is always a question about a day. Titles are in our own wording, faithful to the law.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from symbiosis.errors import InvalidValue, Problem, ProblemCode
from symbiosis.waste.sources import Wording, read_rows, wording, yes

FIRST_DAY: Final = date(2015, 6, 1)
"""First day of the oldest edition held here; earlier lists had other codes and are not in the data."""

_SPELLING: Final = re.compile(r"([0-9]{2})[\s.\-]?([0-9]{2})[\s.\-]?([0-9]{2})\s?\*?")


class Entry(StrEnum):
    """How an entry decides on hazard.

    An absolute entry is hazardous or not whatever the waste holds. A mirror entry is one of a group of which
    the hazardous or the other side applies after assessment of this very waste.
    """

    ABSOLUTE = "absolute"
    MIRROR = "mirror"


@dataclass(frozen=True, slots=True)
class LowCode:
    """One entry of the List of Waste during one period.

    `code` has six digits. `mirror_codes` are the entries on the other side of a mirror, of any period;
    `other_than` the entries that the law names as excluded from this one; `replaced_by` where waste of an
    ended entry goes. `valid_to` is the last day, None while in force. `source` is a key of
    `symbiosis.waste.sources`; `verified` is False where the official text was not read, `note` says why.
    """

    code: str
    hazardous: bool
    entry: Entry
    mirror_codes: tuple[str, ...]
    other_than: tuple[str, ...]
    replaced_by: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    edition: str
    title: Wording
    source: str
    licence: str
    verified: bool
    note: str

    @property
    def label(self) -> str:
        """The code as people write it: `17 06 05*`, the star for hazardous."""
        return spelled(self.code) + ("*" if self.hazardous else "")

    @property
    def chapter(self) -> str:
        """The two digits of the chapter."""
        return self.code[:2]

    @property
    def sub_chapter(self) -> str:
        """The four digits of the sub-chapter."""
        return self.code[:4]

    @property
    def is_mirror(self) -> bool:
        """Whether hazard must be assessed for this very waste."""
        return self.entry is Entry.MIRROR

    def valid_on(self, on_date: date) -> bool:
        """Whether the entry is in force on `on_date`."""
        return self.valid_from <= on_date and (self.valid_to is None or on_date <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter (two digits) or sub-chapter (four digits) of the list during one period."""

    heading: str
    valid_from: date
    valid_to: date | None
    edition: str
    title: Wording
    source: str
    verified: bool

    def valid_on(self, on_date: date) -> bool:
        """Whether the heading is in force on `on_date`."""
        return self.valid_from <= on_date and (self.valid_to is None or on_date <= self.valid_to)


def spelled(code: str) -> str:
    """Six digits in groups of two.

    >>> spelled("170605")
    '17 06 05'
    """
    return f"{code[:2]} {code[2:4]} {code[4:]}"


def parse(text: str) -> str:
    """The six digits of a code in any usual spelling.

    Spaces, points or hyphens between the pairs and a star at the end are accepted; the star is not checked,
    because hazard depends on the day. Raises `InvalidValue` for anything else.

    >>> [parse(text) for text in ("17 06 05*", "170605", "17.06.05")]
    ['170605', '170605', '170605']
    """
    match = _SPELLING.fullmatch(text.strip())
    if match is None:
        raise InvalidValue(Problem(ProblemCode.LOW_CODE_SHAPE, value=text))
    return "".join(match.groups())


@cache
def _rows() -> Mapping[str, tuple[LowCode, ...]]:
    """Every entry by code, its periods in order of time."""
    found: dict[str, tuple[LowCode, ...]] = {}
    for row in read_rows("list_of_waste.csv"):
        entry = LowCode(
            code=row["code"],
            hazardous=row["hazardous"] == "1",
            entry=Entry(row["entry"]),
            mirror_codes=_codes(row["mirror_codes"]),
            other_than=_codes(row["other_than"]),
            replaced_by=_codes(row["replaced_by"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=_last_day(row["valid_to"]),
            edition=row["edition"],
            title=wording(row, "title"),
            source=row["source"],
            licence=row["licence"],
            verified=yes(row["verified"]),
            note=row["note"],
        )
        found[entry.code] = (*found.get(entry.code, ()), entry)
    return MappingProxyType(found)


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(code for code in cell.split("|") if code)


def _last_day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def versions(code: str) -> tuple[LowCode, ...]:
    """Every period of a code, oldest first.

    Raises `InvalidValue` when the text is no code or the code never stood on the list.
    """
    digits = parse(code)
    found = _rows().get(digits)
    if found is None:
        raise InvalidValue(Problem(ProblemCode.LOW_CODE_UNKNOWN, value=code))
    return found


def lookup(code: str, on_date: date) -> LowCode:
    """The entry of `code` in force on `on_date`.

    Raises `InvalidValue` when the text is no code, when the code never stood on the list, and when it is
    not valid on that day; the message then names the days it is valid and its successors.

    >>> lookup("16 06 04", date(2026, 11, 8)).hazardous, lookup("16 06 04", date(2026, 11, 9)).hazardous
    (False, True)
    """
    found = versions(code)
    for entry in found:
        if entry.valid_on(on_date):
            return entry
    details = {"date": on_date.isoformat(), "reason": _periods(found)}
    raise InvalidValue(Problem(ProblemCode.LOW_CODE_NOT_VALID, value=code, details=details))


def _periods(found: tuple[LowCode, ...]) -> str:
    """The days a code holds and its successors, free of language: `2015-06-01 - 2026-11-08 -> 20 01 44`."""
    first, last = found[0], found[-1]
    end = last.valid_to.isoformat() if last.valid_to else "..."
    successors = ", ".join(spelled(code) for code in last.replaced_by)
    return f"{first.valid_from.isoformat()} - {end}" + (f" -> {successors}" if successors else "")


@lru_cache(maxsize=64)
def valid_codes(on_date: date) -> tuple[LowCode, ...]:
    """Every entry in force on `on_date`, in the order of the list; empty before `FIRST_DAY`."""
    return tuple(
        entry for _, periods in sorted(_rows().items()) for entry in periods if entry.valid_on(on_date)
    )


def mirror_group(code: str, on_date: date | None = None) -> tuple[LowCode, ...]:
    """The entry and those it mirrors, in the order of the list; the entry alone when it is absolute.

    With `on_date` only what is in force on that day, and the code itself must be; without it the latest
    period of each. Raises `InvalidValue` as `lookup` does.

    >>> [entry.label for entry in mirror_group("17 02 01", date(2026, 11, 23))]
    ['17 02 01', '17 02 04*']
    """
    entry = versions(code)[-1] if on_date is None else lookup(code, on_date)
    members = [entry]
    for partner in entry.mirror_codes:
        periods = _rows()[partner]
        if on_date is None:
            members.append(periods[-1])
        else:
            members.extend(period for period in periods if period.valid_on(on_date))
    return tuple(sorted(members, key=lambda member: member.code))


@cache
def _excluded_by() -> Mapping[str, tuple[str, ...]]:
    """For each code the codes whose law text excludes it by number."""
    found: dict[str, set[str]] = {}
    for periods in _rows().values():
        for entry in periods:
            for code in entry.other_than:
                found.setdefault(code, set()).add(entry.code)
    return MappingProxyType({code: tuple(sorted(others)) for code, others in found.items()})


def counterparts(code: str, on_date: date) -> tuple[LowCode, ...]:
    """The entries on the other side of hazard that the same waste might come under instead.

    Wider than `mirror_group`: besides mirror partners also absolute entries that the law sets apart by
    number, either way, where one is hazardous and the other not. Empty where there are none. Raises
    `InvalidValue` as `lookup` does.

    >>> [entry.label for entry in counterparts("20 01 36", date(2026, 11, 23))]
    ['20 01 21*', '20 01 23*', '20 01 35*']
    """
    entry = lookup(code, on_date)
    linked = {*entry.mirror_codes, *entry.other_than, *_excluded_by().get(entry.code, ())}
    return tuple(
        other
        for linked_code in sorted(linked)
        for other in _rows()[linked_code]
        if other.valid_on(on_date) and other.hazardous != entry.hazardous
    )


@cache
def _heading_rows() -> tuple[Heading, ...]:
    return tuple(
        Heading(
            heading=row["heading"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=_last_day(row["valid_to"]),
            edition=row["edition"],
            title=wording(row, "title"),
            source=row["source"],
            verified=yes(row["verified"]),
        )
        for row in read_rows("list_of_waste_headings.csv")
    )


@lru_cache(maxsize=64)
def headings(on_date: date) -> Mapping[str, Heading]:
    """Chapters and sub-chapters in force on `on_date`, by their two or four digits."""
    return MappingProxyType({row.heading: row for row in _heading_rows() if row.valid_on(on_date)})
