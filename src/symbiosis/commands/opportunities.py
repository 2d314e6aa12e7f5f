"""`symbiosis opportunities`: what is missing, why streams found no place, which links are robust."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from symbiosis.commands.arguments import add_date, add_factors, add_horizon, number, whole_number
from symbiosis.commands.chains import read_rows
from symbiosis.commands.console import Console
from symbiosis.commands.interrupts import asked_to_stop
from symbiosis.errors import ExitCode, Report
from symbiosis.matching.reference import language_of
from symbiosis.network.generation import Effort
from symbiosis.network.graph import Network
from symbiosis.network.opportunities import best_of, study, tried
from symbiosis.network.opportunity_table import (
    move_columns,
    opportunity_columns,
    robust_columns,
    swing_columns,
    unserved_columns,
)
from symbiosis.network.program import Stop
from symbiosis.network.robustness import SAMPLES, robustness
from symbiosis.network.swings import SAMPLES as SWINGS
from symbiosis.network.swings import swing
from symbiosis.network.unserved import unserved
from symbiosis.network.weights import Objective
from symbiosis.solvers.highs import Highs
from symbiosis.tables import write_table

UNTIL_SOLVED: Final = float("inf")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `opportunities`."""
    parser.add_argument("offers", metavar="OFFERS", type=Path, help="table of offers")
    parser.add_argument("needs", metavar="NEEDS", type=Path, help="table of needs")
    parser.add_argument("--processors", metavar="P", type=Path, required=True, help="table of processors")
    parser.add_argument("--top", type=whole_number(least=1, most=200), default=10, help="how many (10)")
    parser.add_argument(
        "--samples", type=whole_number(least=0, most=1000), default=SAMPLES, help=f"draws ({SAMPLES})"
    )
    parser.add_argument(
        "--objective",
        choices=[each.value for each in (Objective.VALUE, Objective.PLACED)],
        default=Objective.VALUE.value,
        help="what an opportunity is to bring: EUR, or a place for what is left over (value)",
    )
    parser.add_argument(
        "--swings",
        type=whole_number(least=0, most=1000),
        default=SWINGS,
        help=f"draws for the range of each opportunity ({SWINGS})",
    )
    parser.add_argument("--time-limit", type=number(least=0.0), metavar="S", help="seconds for each solution")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder to write")
    add_date(parser)
    add_factors(parser)
    add_horizon(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, allocate, look for what is missing, write four tables."""
    with asked_to_stop() as stop:
        return _run(args, console, stop)


def _run(args: argparse.Namespace, console: Console, stop: Stop) -> int:
    report = Report()
    given, wanted, recipes, terms = read_rows(args, args.offers, args.needs, report)
    network = Network.of(given, wanted, recipes, terms)
    limit = UNTIL_SOLVED if args.time_limit is None else args.time_limit
    effort = Effort(time_limit_s=limit, stop=stop)
    lang = language_of(console.lang)
    solver = Highs()
    objective = Objective(args.objective)
    looked = study(given, wanted, recipes, network, solver, effort, top=args.top, objective=objective)
    tries = [tried(looked, each, solver, effort) for each in looked.candidates if not stop()]
    best = best_of(tries, top=args.top)
    found = [each.seen for each in best]
    columns = opportunity_columns(found, terms, lang=lang, horizon_days=args.horizon)
    swings = [swing(looked, each, solver, effort, samples=args.swings) for each in best]
    ranges = swing_columns(swings, horizon_days=args.horizon)
    write_table(args.out / "opportunities.csv", {**columns, **ranges})
    write_table(args.out / "opportunity_links.csv", move_columns(found, horizon_days=args.horizon))
    left = unserved(looked.base, given, wanted, lang=lang)
    write_table(args.out / "unserved.csv", unserved_columns(left, looked.base))
    robust = robustness(looked.base, solver, effort, samples=args.samples)
    write_table(args.out / "robust.csv", robust_columns(looked.base, robust))
    for text in columns["text"]:
        console.say(text)
    console.report(report)
    return ExitCode.INTERRUPTED if stop() else report.exit_code(strict=args.strict)
