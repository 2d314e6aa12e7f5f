"""Cells into values, whole columns at a time: every bad cell becomes one problem, every good row goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from symbiosis.errors import InvalidValue, Problem, ProblemCode, Report
from symbiosis.quantities import (
    EXAMPLES,
    UNKNOWN_CODE,
    UNKNOWN_DAY,
    CodeArray,
    FloatArray,
    IntArray,
    Period,
    day_number,
    unit_code,
)
from symbiosis.resources.columns import Column
from symbiosis.resources.words import DIVIDER, LabelColumn
from symbiosis.tables.grid import Grid
from symbiosis.waste import low

Mask = npt.NDArray[np.bool_]

_NUMBER: Final = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_NOT_FINITE: Final = r"(?i)^[+-]?(nan|inf|infinity)$"
_DECIMAL_COMMA: Final = r"^([+-]?[0-9]+),([0-9]+)$"
_YES: Final = frozenset({"1", "1.0", "true", "yes", "y", "ja", "j", "oui", "o", "waar", "vrai"})
_NO: Final = frozenset({"0", "0.0", "false", "no", "n", "nee", "non", "onwaar", "faux"})


class Checker:
    """Turns the columns of a grid into values and remembers which rows hold a bad cell."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.bad: Mask = np.zeros(len(grid), dtype=bool)
        self.problems: list[tuple[int, int, Problem]] = []
        """Place of the row, order of the column, problem."""

    def refuse(
        self,
        mask: Mask,
        code: ProblemCode,
        column: str,
        values: Callable[[int], str | None],
        details: Callable[[int], Mapping[str, str]] = lambda _: {},
    ) -> None:
        """Refuse every row in `mask`: one problem each, with its value and details by place."""
        self.bad |= mask
        order = self.grid.names.index(column) if column in self.grid.names else len(self.grid.names)
        lines = self.grid.line_number
        for place in np.flatnonzero(mask).tolist():
            problem = Problem(
                code,
                file=self.grid.file,
                row=int(self.grid.row_number[place]),
                line=None if lines is None else int(lines[place]),
                column=column,
                value=values(place),
                details=details(place),
            )
            self.problems.append((place, order, problem))

    def note(self, mask: Mask, code: ProblemCode, column: str, value: Callable[[int], str]) -> None:
        """One note for all rows in `mask` together, naming the first: they are kept."""
        if mask.any():
            first = int(np.argmax(mask))
            problem = Problem(
                code,
                file=self.grid.file,
                row=int(self.grid.row_number[first]),
                column=column,
                value=value(first),
                details={"found": str(int(mask.sum()))},
            )
            self.problems.append((first, len(self.grid.names), problem))

    def has(self, name: str) -> bool:
        """True when the file has this column."""
        return name in self.grid.columns

    def texts(self, name: str, *, required: bool = False) -> pa.Array:
        """A column of words, without spaces around them; empty where the file has none."""
        raw = self.grid.columns.get(name)
        if raw is None:
            return pa.array([""] * len(self.grid), type=pa.string())
        if pa.types.is_floating(raw.type):
            raw = pc.fill_null(raw.cast(pa.string()), "")
        cells = pc.utf8_trim_whitespace(raw)
        if required:
            self.refuse(_mask(pc.equal(cells, "")), ProblemCode.EMPTY, name, lambda _: None)
        return cells

    def numbers(self, column: Column) -> FloatArray:
        """A column of numbers, NaN where empty; bad, endless and out-of-bounds cells are refused."""
        raw = self.grid.columns.get(column.name)
        if raw is None:
            return np.full(len(self.grid), np.nan)
        if pa.types.is_floating(raw.type):
            values: FloatArray = raw.to_numpy(zero_copy_only=False).astype(np.float64)
            # a NaN in a typed column is how many tools write "no value": unknown, as a null is
            bad = np.isinf(values)
            self.refuse(bad, ProblemCode.NOT_FINITE, column.name, lambda place: str(values[place]))
        else:
            values = self._parsed(column.name, pc.utf8_trim_whitespace(raw))
        self._check_bounds(column, values)
        return values

    def _parsed(self, name: str, cells: pa.Array) -> FloatArray:
        filled = pc.not_equal(cells, "")
        present = pc.if_else(filled, cells, None)
        try:
            values: FloatArray = present.cast(pa.float64()).to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:
            if self.grid.decimal_comma:
                present = pc.replace_substring_regex(present, _DECIMAL_COMMA, r"\1.\2")
            good = pc.fill_null(pc.match_substring_regex(present, _NUMBER), False)
            endless = pc.fill_null(pc.match_substring_regex(present, _NOT_FINITE), False)
            wrong = pc.and_(filled, pc.invert(pc.or_(good, endless)))
            self.refuse(_mask(wrong), ProblemCode.NOT_A_NUMBER, name, lambda place: cells[place].as_py())
            plain = pc.utf8_ltrim(pc.if_else(pc.or_(good, endless), present, None), "+")
            values = plain.cast(pa.float64()).to_numpy(zero_copy_only=False)
        bad = ~np.isfinite(values) & _mask(filled) & ~self._refused_here(name)
        self.refuse(bad, ProblemCode.NOT_FINITE, name, lambda place: cells[place].as_py())
        return np.where(np.isfinite(values), values, np.nan)

    def _refused_here(self, name: str) -> Mask:
        mask = np.zeros(len(self.grid), dtype=bool)
        mask[[place for place, _, problem in self.problems if problem.column == name]] = True
        return mask

    def _check_bounds(self, column: Column, values: FloatArray) -> None:
        def shown(place: int) -> str:
            return f"{values[place]:.15g}"

        if column.least is not None:
            code = ProblemCode.NEGATIVE if column.least == 0.0 else ProblemCode.OUT_OF_RANGE
            details = {"allowed": f">= {column.least:g}"}
            self.refuse(values < column.least, code, column.name, shown, lambda _: details)
        if column.most is not None:
            upper = {"allowed": f"<= {column.most:g}"}
            self.refuse(values > column.most, ProblemCode.OUT_OF_RANGE, column.name, shown, lambda _: upper)

    def _coded(self, name: str, dtype: type, unknown: int, read: Callable[[str], Any]) -> Any:
        """A column in which each different cell is read once; a `Problem` from `read` refuses the cell."""
        encoded = self.texts(name).dictionary_encode()
        words = encoded.dictionary.to_pylist()
        places = encoded.indices.to_numpy(zero_copy_only=False)
        table: npt.NDArray[Any] = np.full(len(words) + 1, unknown, dtype=dtype)
        wrong: dict[int, Problem] = {}
        for place, word in enumerate(words):
            found = read(word) if word else unknown
            if isinstance(found, Problem):
                wrong[place] = found
            else:
                table[place] = found
        self._refuse_words(name, places, words, wrong)
        return table[places]

    def _refuse_words(
        self, name: str, places: npt.NDArray[Any], words: list[str], wrong: Mapping[int, Problem]
    ) -> None:
        if not wrong:
            return
        hit = np.isin(places, list(wrong))
        for code in {problem.code for problem in wrong.values()}:
            mine = hit & np.isin(places, [place for place, problem in wrong.items() if problem.code is code])
            self.refuse(
                mine,
                code,
                name,
                lambda row: wrong[int(places[row])].value or words[places[row]],
                lambda row: wrong[int(places[row])].details,
            )

    def words(self, name: str, vocabulary: type[StrEnum]) -> CodeArray:
        """A column of places in a vocabulary, -1 where empty."""
        members = {_folded(member.value): place for place, member in enumerate(vocabulary)}
        code = ProblemCode.UNKNOWN_PERIOD if vocabulary is Period else ProblemCode.UNKNOWN_WORD
        wrong = Problem(code, details={"allowed": ", ".join(member.value for member in vocabulary)})
        found: CodeArray = self._coded(
            name, np.int8, UNKNOWN_CODE, lambda word: members.get(_folded(word), wrong)
        )
        return found

    def units(self, name: str) -> CodeArray:
        """A column of places in `UNITS`, -1 where empty."""

        def read(word: str) -> int | Problem:
            code = unit_code(word)
            return Problem(ProblemCode.UNKNOWN_UNIT, details={"allowed": EXAMPLES}) if code < 0 else code

        found: CodeArray = self._coded(name, np.int8, UNKNOWN_CODE, read)
        return found

    def flags(self, name: str) -> CodeArray:
        """A column of 1 and 0, -1 where empty."""

        def read(word: str) -> int | Problem:
            folded = word.casefold()
            if folded in _YES:
                return 1
            return 0 if folded in _NO else Problem(ProblemCode.NOT_YES_NO)

        found: CodeArray = self._coded(name, np.int8, UNKNOWN_CODE, read)
        return found

    def days(self, name: str) -> IntArray:
        """A column of days since 1970-01-01, `UNKNOWN_DAY` where empty."""

        def read(word: str) -> int | Problem:
            try:
                if len(word) == 10 and word[4] == word[7] == "-":
                    return day_number(date.fromisoformat(word))
            except ValueError:
                pass
            return Problem(ProblemCode.NOT_A_DATE)

        found: IntArray = self._coded(name, np.int32, UNKNOWN_DAY, read)
        return found

    def low_codes(self, name: str, on_date: date) -> LabelColumn:
        """A column of List-of-Waste codes as six digits, each valid on `on_date`."""
        encoded = self.texts(name).dictionary_encode()
        cells = encoded.dictionary.to_pylist()
        places = encoded.indices.to_numpy(zero_copy_only=False)
        wrong: dict[int, Problem] = {}
        plain: list[str] = []
        for place, cell in enumerate(cells):
            codes: list[str] = []
            for part in filter(None, (part.strip() for part in cell.split(DIVIDER))):
                try:
                    codes.append(low.lookup(part, on_date).code)
                except InvalidValue as error:
                    wrong.setdefault(place, error.problem)
            plain.append(DIVIDER.join(codes))
        self._refuse_words(name, places, cells, wrong)
        return LabelColumn.of(pa.array(plain, type=pa.string()).take(encoded.indices))

    def finish(self, report: Report) -> Mask:
        """Hand every problem over in the order of rows and columns; give back which rows are good."""
        self.problems.sort(key=lambda found: found[:2])
        report.extend(
            sorted(
                [*self.grid.problems, *(problem for _, _, problem in self.problems)],
                key=lambda problem: problem.row or problem.line or 0,
            )
        )
        refused = int(self.bad.sum()) + self.grid.lost
        report.count(file=self.grid.file, read=len(self.grid) + self.grid.lost, refused=refused)
        return ~self.bad


def _mask(values: pa.Array) -> Mask:
    mask: Mask = values.to_numpy(zero_copy_only=False).astype(bool)
    return mask


def _folded(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")
