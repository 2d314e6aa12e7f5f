"""`symbiosis work`: the work packages of processing steps, and their sum."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from symbiosis import factors
from symbiosis.commands.arguments import add_factors, table_path
from symbiosis.commands.console import Console
from symbiosis.errors import Report
from symbiosis.impact.hours import Hours
from symbiosis.impact.tasks import Condition
from symbiosis.impact.work import WorkPackage, package_of, summed
from symbiosis.tables import read_steps, write_table

_SUMS: Final = {
    "nl": "raming: {weekly} uur per week, en {once} uur voor wat één keer komt;"
    " {unknown} van {packages} onbekend",
    "en": "estimate: {weekly} h a week, and {once} h for what comes once; {unknown} of {packages} unknown",
    "fr": "estimation : {weekly} h par semaine, et {once} h pour ce qui vient une fois;"
    " {unknown} inconnus sur {packages}",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `work`."""
    parser.add_argument("steps", type=Path, metavar="STEPS", help="table of processing steps")
    parser.add_argument("--out", required=True, type=table_path, help="table to write")
    add_factors(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, reckon, write; the sum on standard output."""
    report = Report()
    counts = factors.load(args.factors)
    packages = [package_of(step, counts) for step in read_steps(args.steps, report=report)]
    write_table(args.out, _columns(packages))
    total = summed(packages)
    line = _SUMS[console.lang].format(
        weekly=_between(total.weekly),
        once=_between(total.once),
        unknown=total.unknown,
        packages=total.packages,
    )
    console.say(line)
    console.report(report)
    return report.exit_code(strict=args.strict)


def _between(hours: Hours) -> str:
    return f"{hours.low:.1f} - {hours.high:.1f}"


def _columns(packages: Sequence[WorkPackage]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        "id": [one.step.id for one in packages],
        "per": ["week" if one.step.recurs else "once" for one in packages],
        "hours_low": [one.hours.low if one.hours else None for one in packages],
        "hours": [one.hours.value if one.hours else None for one in packages],
        "hours_high": [one.hours.high if one.hours else None for one in packages],
        "ground": [one.per_unit.ground.value if one.per_unit else "" for one in packages],
        "factors": [
            "|".join(f.key for f in one.per_unit.factors) if one.per_unit else "" for one in packages
        ],
        "missing": [one.missing.value if one.missing else "" for one in packages],
        "tasks": ["|".join(one.tasks) for one in packages],
        "tasks_guessed": [int(one.guessed_tasks) for one in packages],
        "competences": ["|".join(one.competences) for one in packages],
    }
    for condition in Condition:
        columns[condition.value] = [
            one.conditions[condition].value if one.conditions else "" for one in packages
        ]
    return columns
