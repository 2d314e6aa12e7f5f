"""Factors from files: those that ship with the core and those of a user, in one format.

A factors file is UTF-8 CSV. `key` and `value` are required. `unit, about, scope, not_for` may be left out and
are then those of the factor replaced; `low, high, source, year, valid_from, valid_until, verified, note` say
something of the new figure alone. A unit that differs from the one replaced is refused: the core would
compute with it as if it were the same.
"""

from __future__ import annotations

import csv
import io
import math
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from symbiosis.errors import FileRefused, InvalidValue, Problem, ProblemCode
from symbiosis.factors.model import Factor, FactorSet, Source

SHIPPED: Final = ("transport.csv", "emission.csv", "cost.csv", "job.csv")
"""The files of this package, all in the same format."""

MAX_FILE_BYTES: Final = 4 * 1024 * 1024
REQUIRED: Final = ("key", "value")


def load(path: Path | str | None = None) -> FactorSet:
    """The factors that ship with the core, those of `path` in their place.

    Raises `FileRefused` when the file cannot be used at all, `InvalidValue` naming row and column for the
    first cell that is wrong: a run with half of its factors would be worse than none.
    """
    shipped = _shipped()
    if path is None:
        return shipped
    file = Path(path)
    return shipped.replaced(_parse(_text_of(file), name=file.name, base=shipped, sources=_sources()))


@cache
def _shipped() -> FactorSet:
    factors: dict[str, Factor] = {}
    for name in SHIPPED:
        text = files("symbiosis.factors").joinpath(name).read_text(encoding="utf-8")
        factors.update(_parse(text, name=name, base=FactorSet({}), sources=_sources()))
    return FactorSet(factors)


@cache
def _sources() -> dict[str, Source]:
    text = files("symbiosis.factors").joinpath("sources.csv").read_text(encoding="utf-8")
    return {row["key"]: Source(**row) for row in csv.DictReader(text.splitlines())}


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise FileRefused(Problem(ProblemCode.FILE_MISSING, file=str(file))) from None
    except OSError as error:
        details = {"reason": error.strerror or "?"}
        raise FileRefused(Problem(ProblemCode.FILE_UNREADABLE, file=str(file), details=details)) from None
    if len(content) > MAX_FILE_BYTES:
        raise FileRefused(Problem(ProblemCode.FILE_TOO_LARGE, file=file.name, details={"limit": "4 MiB"}))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        details = {"reason": error.reason}
        raise FileRefused(Problem(ProblemCode.FILE_ENCODING, file=file.name, details=details)) from None
    if not text.strip():
        raise FileRefused(Problem(ProblemCode.FILE_EMPTY, file=file.name))
    return text


def _parse(text: str, *, name: str, base: FactorSet, sources: dict[str, Source]) -> dict[str, Factor]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [column.strip() for column in reader.fieldnames or []]
    for column in REQUIRED:
        if column not in header:
            details = {"allowed": ", ".join(REQUIRED)}
            raise FileRefused(Problem(ProblemCode.COLUMN_MISSING, file=name, column=column, details=details))
    reader.fieldnames = header
    factors: dict[str, Factor] = {}
    try:
        for number, row in enumerate(reader, start=1):
            cells = _Cells(
                {column: (cell or "").strip() for column, cell in row.items() if isinstance(column, str)},
                name,
                number,
            )
            factor = cells.factor(base=base, sources=sources)
            if factor.key in factors:
                raise cells.wrong(ProblemCode.ID_TWICE, "key", other="?")
            factors[factor.key] = factor
    except csv.Error as error:
        details = {"format": "CSV", "reason": str(error)}
        raise FileRefused(Problem(ProblemCode.FILE_FORMAT, file=name, details=details)) from None
    return factors


class _Cells:
    """The cells of one row, turned into values or into a refusal that names them."""

    def __init__(self, cells: dict[str, str], file: str, row: int) -> None:
        self._cells = cells
        self._file = file
        self._row = row

    def wrong(self, code: ProblemCode, column: str, **details: str) -> InvalidValue:
        return InvalidValue(
            Problem(
                code,
                file=self._file,
                row=self._row,
                column=column,
                value=self._cells.get(column, ""),
                details=details,
            )
        )

    def text(self, column: str, default: str = "") -> str:
        return self._cells.get(column) or default

    def number(self, column: str) -> float | None:
        cell = self.text(column)
        if not cell:
            return None
        try:
            value = float(cell)
        except ValueError:
            raise self.wrong(ProblemCode.NOT_A_NUMBER, column) from None
        if not math.isfinite(value):
            raise self.wrong(ProblemCode.NOT_FINITE, column)
        return value

    def day(self, column: str, default: date | None) -> date | None:
        cell = self.text(column)
        if not cell:
            return default
        try:
            return date.fromisoformat(cell)
        except ValueError:
            raise self.wrong(ProblemCode.NOT_A_DATE, column) from None

    def flag(self, column: str) -> bool:
        cell = self.text(column, "no").lower()
        if cell not in ("yes", "no", "1", "0"):
            raise self.wrong(ProblemCode.NOT_YES_NO, column)
        return cell in ("yes", "1")

    def year(self, default: int | None) -> int | None:
        value = self.number("year")
        if value is None:
            return default
        if value != int(value):
            raise self.wrong(ProblemCode.NOT_WHOLE, "year")
        return int(value)

    def source(self, sources: dict[str, Source]) -> Source:
        """A known source by its key; any other words are a source of their own."""
        cell = self.text("source", self._file)
        return sources.get(cell) or Source(cell, cell, "", "", "", "", "")

    def factor(self, *, base: FactorSet, sources: dict[str, Source]) -> Factor:
        key = self.text("key")
        if not key:
            raise self.wrong(ProblemCode.EMPTY, "key")
        value = self.number("value")
        if value is None:
            raise self.wrong(ProblemCode.EMPTY, "value")
        old = base.get(key) if key in base else None
        unit = self.text("unit", old.unit if old else "")
        if old and unit != old.unit:
            raise self.wrong(ProblemCode.UNIT_MISMATCH, "unit", found=unit, allowed=old.unit)
        low, high = self.number("low"), self.number("high")
        if low is not None and low > value:
            raise self.wrong(ProblemCode.OUT_OF_RANGE, "low", allowed=f"<= {value:g}")
        if high is not None and high < value:
            raise self.wrong(ProblemCode.OUT_OF_RANGE, "high", allowed=f">= {value:g}")
        return Factor(
            key=key,
            value=value,
            low=low,
            high=high,
            unit=unit,
            source=self.source(sources),
            about=self.text("about", old.about if old else ""),
            scope=self.text("scope", old.scope if old else ""),
            not_for=self.text("not_for", old.not_for if old else ""),
            year=self.year(None),
            valid_from=self.day("valid_from", None),
            valid_until=self.day("valid_until", None),
            verified=self.flag("verified"),
            note=self.text("note"),
        )
