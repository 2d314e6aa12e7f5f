"""`symbiosis classify`: codes with probabilities for each text, and on request what else it says."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from symbiosis.classification import Classification, Example, classify_texts
from symbiosis.commands.arguments import add_date, table_path, whole_number
from symbiosis.commands.console import Console
from symbiosis.errors import InvalidValue, Report
from symbiosis.resources.columns import Column, Holds
from symbiosis.tables import read_table, write_table
from symbiosis.waste import low


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `classify`."""
    parser.add_argument("texts", metavar="TEXTS", type=Path, help="table with a column of texts")
    parser.add_argument("--column", default="text", help="the column that holds the texts (text)")
    parser.add_argument(
        "--top", type=whole_number(least=1, most=1000), default=10, help="codes for each (10)"
    )
    parser.add_argument(
        "--learn", type=Path, metavar="EXAMPLES", help="confirmed examples: columns text, low_codes"
    )
    parser.add_argument("--out", required=True, type=table_path, help="table of codes to write")
    parser.add_argument(
        "--properties", type=table_path, metavar="OUT2", help="table of material, state and amount to write"
    )
    add_date(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, learn where asked, classify, write."""
    report = Report()
    column = Column(args.column, Holds.TEXT, "-", "what it is", "what it is", required=True)
    table = read_table(args.texts, [column], report=report)
    examples = _examples(args.learn, report) if args.learn is not None else []
    progress = _Bars(console)
    answers = classify_texts(
        table[args.column].to_pylist(),
        on_date=args.date,
        top=args.top,
        examples=examples,
        progress=progress.step,
    )
    progress.close()
    write_table(args.out, _codes(table.row_number.tolist(), answers))
    if args.properties is not None:
        write_table(args.properties, _properties(table.row_number.tolist(), answers))
    console.report(report)
    return report.exit_code(strict=args.strict)


class _Bars:
    """One bar for each step of the work, drawn as its first news comes in."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars: dict[str, Any] = {}

    def step(self, label: str, done: int, total: int) -> None:
        """Move the bar of `label`."""
        if label not in self._bars:
            self._bars[label] = self._console.bar(label=label, total=total)
        bar = self._bars[label]
        bar.update(done - bar.n if hasattr(bar, "n") else 0)

    def close(self) -> None:
        """Finish every bar."""
        for bar in self._bars.values():
            bar.close()


def _examples(path: Path, report: Report) -> list[Example]:
    """Confirmed examples; a row with a code that never stood on the list is refused."""
    columns = [
        Column(name, Holds.TEXT, "-", meaning, meaning, required=True)
        for name, meaning in (("text", "what it is"), ("low_codes", "its codes, divided by |"))
    ]
    table = read_table(path, columns, report=report)
    found: list[Example] = []
    refused = 0
    rows = zip(table["text"].to_pylist(), table["low_codes"].to_pylist(), table.row_number, strict=True)
    for text, cell, row in rows:
        try:
            codes = tuple(
                low.versions(part)[0].code for part in filter(None, map(str.strip, cell.split("|")))
            )
        except InvalidValue as error:
            report.add(replace(error.problem, file=table.file, row=int(row), column="low_codes", value=cell))
            refused += 1
        else:
            found.append(Example(text, codes))
    report.count(file=table.file, read=0, refused=refused)
    return found


def _codes(rows: Sequence[int], answers: Sequence[Classification]) -> dict[str, Any]:
    """The columns of OUT."""
    listed = [
        (row, rank, guess)
        for row, answer in zip(rows, answers, strict=True)
        for rank, guess in enumerate(answer.codes, start=1)
    ]
    return {
        "row": np.array([row for row, _, _ in listed], dtype=np.int64),
        "rank": np.array([rank for _, rank, _ in listed], dtype=np.int64),
        "low_code": [guess.code for _, _, guess in listed],
        "probability": np.array([guess.probability for _, _, guess in listed], dtype=np.float64),
    }


def _properties(rows: Sequence[int], answers: Sequence[Classification]) -> dict[str, Any]:
    """The columns of OUT2; an empty cell is unknown."""

    def numbers(value: Callable[[Classification], float | None]) -> np.ndarray[Any, np.dtype[np.float64]]:
        found = [value(answer) for answer in answers]
        return np.array([np.nan if number is None else number for number in found], dtype=np.float64)

    return {
        "row": np.array(rows, dtype=np.int64),
        "material": [answer.properties.composition for answer in answers],
        "product": [answer.properties.product for answer in answers],
        "state": [answer.properties.state for answer in answers],
        "mixed": numbers(lambda answer: answer.properties.mixed),
        "clean": numbers(lambda answer: answer.properties.clean),
        "direct_use": numbers(lambda answer: answer.properties.direct_use),
        "quantity": numbers(lambda answer: answer.amount.quantity),
        "unit": [answer.amount.unit or "" for answer in answers],
        "period": [answer.amount.period or "" for answer in answers],
        "class": [answer.material or "" for answer in answers],
        "kind": [answer.kind for answer in answers],
        "known": [1 if answer.known else 0 for answer in answers],
        "hazard": numbers(lambda answer: answer.hazard_probability),
        "hazards": ["|".join(answer.hazards) for answer in answers],
    }
