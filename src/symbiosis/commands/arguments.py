"""Arguments that several subcommands share, and the kinds of value that an argument can hold."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from symbiosis.error_texts import LANGUAGES

ENGINES: Final = ("local", "spark")
SPREADSHEET_SUFFIXES: Final = (".csv", ".xlsx", ".parquet")


def whole_number(*, least: int, most: int = 100_000_000) -> Callable[[str], int]:
    """An argument type: a whole number from `least` up to `most`; `200_000` may be written so."""

    def parse(word: str) -> int:
        try:
            value = int(word)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{word!r} is not a whole number") from None
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{word!r} is not between {least} and {most}")
        return value

    return parse


def number(*, least: float, most: float = float("inf")) -> Callable[[str], float]:
    """An argument type: a finite number from `least` up to `most`."""

    def parse(word: str) -> float:
        try:
            value = float(word)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{word!r} is not a number") from None
        if not (least <= value <= most and abs(value) != float("inf")):
            raise argparse.ArgumentTypeError(f"{word!r} is not a finite number of at least {least:g}")
        return value

    return parse


def day(word: str) -> date:
    """An argument type: an existing day written as yyyy-mm-dd."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} is not a day such as 2026-11-23") from None


def table_path(word: str) -> Path:
    """An argument type: the path of a table to write, told by its ending; without one it is CSV."""
    path = Path(word)
    if path.suffix and path.suffix.lower() not in SPREADSHEET_SUFFIXES:
        raise argparse.ArgumentTypeError(f"{word!r} does not end in {', '.join(SPREADSHEET_SUFFIXES)}")
    return path


def add_shared(parser: argparse.ArgumentParser) -> None:
    """Add what every subcommand takes: language, strictness, silence."""
    group = parser.add_argument_group("shared options")
    group.add_argument("--lang", choices=LANGUAGES, default="nl", help="language of messages (nl)")
    group.add_argument(
        "--strict", action="store_true", help="end with exit code 3 when any row of the input was refused"
    )
    group.add_argument("--quiet", action="store_true", help="no progress bars")


def add_date(parser: argparse.ArgumentParser) -> None:
    """Add `--date`: the day for which codes are read and from which a horizon counts; today by default."""
    # the edge of the system: nothing below the command line looks at the clock
    parser.add_argument("--date", type=day, default=date.today(), help="day for which codes are read (today)")


def add_factors(parser: argparse.ArgumentParser) -> None:
    """Add `--factors`: a file whose rows take the place of the factors that ship with the core."""
    parser.add_argument("--factors", type=Path, metavar="FILE", help="factors that override those shipped")


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Add `--engine`: where the work is done."""
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default=ENGINES[0],
        help="on this machine, or in parts on Apache Spark (local); Spark needs the extra [spark] and Java",
    )


def add_horizon(parser: argparse.ArgumentParser) -> None:
    """Add `--horizon`: the days over which quantities become totals."""
    parser.add_argument(
        "--horizon",
        type=number(least=1 / 24),
        default=365.0,
        metavar="DAYS",
        help="days added up (365)",
    )
