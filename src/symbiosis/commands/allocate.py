"""`symbiosis allocate`: who gives how much to whom over a whole region, with proof of how good that is."""

from __future__ import annotations

import argparse
from pathlib import Path

from symbiosis.commands.allocate_directly import allocate_directly, is_plain
from symbiosis.commands.allocate_region import add_region_arguments, allocate_region
from symbiosis.commands.arguments import add_date, add_engine, add_factors, add_horizon, number
from symbiosis.commands.console import Console
from symbiosis.commands.interrupts import asked_to_stop
from symbiosis.errors import ExitCode, Problem, ProblemCode


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `allocate`."""
    parser.add_argument("--offers", metavar="O", type=Path, required=True, help="table of offers")
    parser.add_argument("--needs", metavar="N", type=Path, required=True, help="table of needs")
    parser.add_argument("--arcs", metavar="A", type=Path, help="table of arcs, which alone count then")
    parser.add_argument("--gap", type=number(least=0.0), default=1e-3, help="gap to prove (0.001)")
    parser.add_argument("--time-limit", type=number(least=0.0), metavar="S", help="seconds it may take")
    parser.add_argument(
        "--resume",
        type=Path,
        metavar="DIR",
        help="go on from what an earlier run wrote there, also when rows came, went or changed since",
    )
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder to write")
    add_engine(parser)
    add_region_arguments(parser)
    add_date(parser)
    add_factors(parser)
    add_horizon(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, allocate, write; an interrupt ends the search and keeps what it found."""
    if args.resume is not None and (alone := _not_resumed(args)):
        details = {"options": ", ".join(alone)}
        problem = Problem(ProblemCode.RESUME_UNABLE, file="--resume", details=details)
        console.tell(problem.sentence(console.lang))
        return ExitCode.USAGE
    with asked_to_stop() as stop:
        if args.arcs is not None or is_plain(args):
            return allocate_directly(args, console, stop=stop)
        return allocate_region(args, console, stop=stop)


def _not_resumed(args: argparse.Namespace) -> list[str]:
    """The options given whose search cannot start from an earlier answer."""
    given = {
        "--arcs": args.arcs is not None,
        "--engine spark": args.engine == "spark",
        "--hierarchy-first": args.hierarchy_first is not None,
    }
    return [option for option, there in given.items() if there]
