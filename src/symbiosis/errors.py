"""What can be wrong with input: each problem names file, row, column, value and what was expected.

A `Problem` is a fact about one cell, row or file; it is collected, printed and counted. An exception stops
the work: `FileRefused` when a whole file cannot be used, `SymbiosisError` for everything else that callers of
the core may want to catch in one go. Rows count from 1 below the header; lines count from 1 with the header.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Final

from symbiosis.error_texts import LANGUAGES, PROBLEM_TEXTS, WORDS

MAX_SHOWN_VALUE: Final = 80
"""Characters of a value that a message repeats; longer values are cut with an ellipsis."""


class ExitCode(IntEnum):
    """What the `symbiosis` command answers to the shell."""

    OK = 0
    REFUSED = 1
    """The work could not be done: a file is missing, empty or lacks a required column."""
    USAGE = 2
    ROWS_REFUSED = 3
    """Only with `--strict`: the work was done, but at least one row was refused."""
    INTERRUPTED = 130


class ProblemCode(StrEnum):
    """Every kind of problem with input that the core knows."""

    # whole files
    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"
    FILE_UNWRITABLE = "file_unwritable"
    FILE_EMPTY = "file_empty"
    FILE_FORMAT = "file_format"
    FILE_ENCODING = "file_encoding"
    FILE_TOO_LARGE = "file_too_large"
    REST_NOT_READ = "rest_not_read"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    COLUMN_UNKNOWN = "column_unknown"
    # rows
    LINE_TOO_LONG = "line_too_long"
    ROW_ENCODING = "row_encoding"
    ROW_NUL = "row_nul"
    ROW_CELLS = "row_cells"
    QUOTE_OPEN = "quote_open"
    ID_TWICE = "id_twice"
    NOTHING_NAMED = "nothing_named"
    RECIPES_DISAGREE = "recipes_disagree"
    SELF_LOOP = "self_loop"
    DEAD_END = "dead_end"
    SHARES_OVER_ONE = "shares_over_one"
    # cells
    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    NOT_FINITE = "not_finite"
    NEGATIVE = "negative"
    OUT_OF_RANGE = "out_of_range"
    NOT_WHOLE = "not_whole"
    NOT_A_DATE = "not_a_date"
    DATES_REVERSED = "dates_reversed"
    NOT_YES_NO = "not_yes_no"
    UNKNOWN_WORD = "unknown_word"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_PERIOD = "unknown_period"
    UNIT_MISMATCH = "unit_mismatch"
    LOW_CODE_SHAPE = "low_code_shape"
    LOW_CODE_UNKNOWN = "low_code_unknown"
    LOW_CODE_NOT_VALID = "low_code_not_valid"
    COORDINATES_SWAPPED = "coordinates_swapped"
    COORDINATES_ZERO = "coordinates_zero"
    COORDINATES_METRES = "coordinates_metres"
    COORDINATES_HALF = "coordinates_half"
    COORDINATES_FAR = "coordinates_far"
    QUANTITY_MISSING = "quantity_missing"
    PLACE_MISSING = "place_missing"
    ID_UNKNOWN = "id_unknown"
    FACTOR_UNKNOWN = "factor_unknown"
    FLOW_ELSEWHERE = "flow_elsewhere"
    COUNTED_AS = "counted_as"
    KEPT_UNMEASURED = "kept_unmeasured"
    COALITIONS_MISSING = "coalitions_missing"
    # where the work is done
    ENGINE_PYSPARK_MISSING = "engine_pyspark_missing"
    ENGINE_JAVA_MISSING = "engine_java_missing"
    ENGINE_UNABLE = "engine_unable"
    RESUME_UNABLE = "resume_unable"


WARNINGS: Final = frozenset(
    {
        ProblemCode.COLUMN_UNKNOWN,
        ProblemCode.COORDINATES_HALF,
        ProblemCode.COORDINATES_FAR,
        ProblemCode.DEAD_END,
        ProblemCode.COUNTED_AS,
        ProblemCode.KEPT_UNMEASURED,
    }
)
"""Problems that are told but refuse nothing: the row goes on with the cell as it is, or as unknown."""


def language(lang: str) -> str:
    """Give `lang` back when messages exist in it, otherwise Dutch."""
    return lang if lang in LANGUAGES else "nl"


def shown(value: object) -> str:
    """Return `value` as one printable line of at most `MAX_SHOWN_VALUE` characters."""
    text = "".join(ch if ch.isprintable() else ch.encode("unicode_escape").decode() for ch in str(value))
    return text if len(text) <= MAX_SHOWN_VALUE else text[: MAX_SHOWN_VALUE - 1] + "…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with input.

    `row` counts data rows from 1 (the header is not a row); `line` is the line in the file, where known.
    `details` fills the places of the text (`allowed`, `limit`, `other` ...).
    """

    code: ProblemCode
    file: str = ""
    row: int | None = None
    column: str = ""
    value: str | None = None
    line: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        """True when the problem is told but nothing is refused for it."""
        return self.code in WARNINGS

    def what(self, lang: str = "nl") -> str:
        """Say what is wrong, without place or value."""
        return self._filled(lang, 0)

    def expected(self, lang: str = "nl") -> str:
        """Say what was expected instead."""
        return self._filled(lang, 1)

    def _filled(self, lang: str, part: int) -> str:
        text = PROBLEM_TEXTS[self.code.value][language(lang)][part]
        return text.format_map(_Details(self.details))

    def where(self, lang: str = "nl") -> str:
        """Name file, row, line and column, as far as they are known."""
        words = WORDS[language(lang)]
        parts = [self.file] if self.file else []
        if self.row is not None:
            line = f" ({words['line']} {self.line})" if self.line is not None else ""
            parts.append(f"{words['row']} {self.row}{line}")
        elif self.line is not None:
            parts.append(f"{words['line']} {self.line}")
        if self.column:
            parts.append(f"{words['column']} {self.column}")
        return ", ".join(parts)

    def sentence(self, lang: str = "nl") -> str:
        """One error line: where, the value, what is wrong, what was expected."""
        words = WORDS[language(lang)]
        value = f'"{shown(self.value)}" ' if self.value is not None else ""
        where = self.where(lang)
        level = f"{words['warning']}: " if self.is_warning else ""
        lead = f"{level}{where}: " if where else level
        return f"{lead}{value}{self.what(lang)}; {words['expected']}: {self.expected(lang)}"

    def __str__(self) -> str:
        return self.sentence("en")


class _Details(dict[str, str]):
    """Details of a problem; a place nobody filled shows as `?` instead of failing while reporting."""

    def __missing__(self, key: str) -> str:
        return "?"


class SymbiosisError(Exception):
    """Base of every exception that the core raises on purpose."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def sentence(self, lang: str = "nl") -> str:
        """The problem as one line in `lang`."""
        return self.problem.sentence(lang)

    def __str__(self) -> str:
        return self.problem.sentence("en")


class FileRefused(SymbiosisError):
    """A whole file cannot be used: missing, empty, of another format, without a required column."""


class InvalidValue(SymbiosisError, ValueError):
    """A value that the core was handed directly is not acceptable."""


class UnitMismatch(InvalidValue):
    """Two quantities measure different things (a volume is not a mass)."""


@dataclass(slots=True)
class Report:
    """The problems of one run, with the count of rows read and refused per file."""

    problems: list[Problem] = field(default_factory=list)
    rows_read: dict[str, int] = field(default_factory=dict)
    rows_refused: dict[str, int] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        """Keep one problem."""
        self.problems.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Keep several problems, in their order."""
        self.problems.extend(problems)

    def count(self, *, file: str, read: int, refused: int) -> None:
        """Add `read` rows seen and `refused` rows left out of `file`."""
        self.rows_read[file] = self.rows_read.get(file, 0) + read
        self.rows_refused[file] = self.rows_refused.get(file, 0) + refused

    @property
    def refused(self) -> int:
        """Rows left out, over all files."""
        return sum(self.rows_refused.values())

    @property
    def errors(self) -> list[Problem]:
        """The problems that refuse something."""
        return [problem for problem in self.problems if not problem.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        """The problems that are only told."""
        return [problem for problem in self.problems if problem.is_warning]

    def lines(self, lang: str = "nl") -> list[str]:
        """One line for each problem, in the order found."""
        return [problem.sentence(lang) for problem in self.problems]

    def summary(self, lang: str = "nl") -> list[str]:
        """One line for each file: rows read, taken, refused."""
        text = WORDS[language(lang)]["summary"]
        return [
            text.format(
                file=file, read=read, taken=read - self.rows_refused[file], refused=self.rows_refused[file]
            )
            for file, read in self.rows_read.items()
        ]

    def exit_code(self, *, strict: bool) -> ExitCode:
        """`ROWS_REFUSED` when `strict` and a row was refused, otherwise `OK`."""
        return ExitCode.ROWS_REFUSED if strict and self.refused else ExitCode.OK
