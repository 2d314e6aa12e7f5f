"""`symbiosis match`: the best needs for each offer, the best offers for each need, or the best processors."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import pyarrow as pa

from symbiosis.commands.arguments import (
    add_date,
    add_engine,
    add_factors,
    add_horizon,
    table_path,
    whole_number,
)
from symbiosis.commands.console import Console
from symbiosis.commands.on_spark import match_in_parts
from symbiosis.commands.terms import terms_of
from symbiosis.errors import ExitCode, Report
from symbiosis.matching.answers import ANSWER, CHUNK_ROWS, answers, columns
from symbiosis.matching.layout import PackedSide
from symbiosis.matching.packing import pack, pack_processors
from symbiosis.matching.terms import Terms
from symbiosis.resources.streams import Side
from symbiosis.tables import read_processors, read_streams, write_table

DIRECTIONS: Final = ("offers", "needs", "processors")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `match`."""
    parser.add_argument("offers", metavar="OFFERS", type=Path, help="table of offers")
    parser.add_argument("needs", metavar="NEEDS", type=Path, help="table of needs")
    parser.add_argument("--processors", metavar="P", type=Path, help="table of processors")
    parser.add_argument(
        "--direction",
        choices=DIRECTIONS,
        help="what is ranked for: offers (their needs), needs (their offers) or processors (for each offer);"
        " offers by default, processors where --processors is given",
    )
    parser.add_argument(
        "--top", type=whole_number(least=1, most=1000), default=10, help="places for each (10)"
    )
    add_engine(parser)
    parser.add_argument("--out", required=True, type=table_path, help="table to write")
    add_date(parser)
    add_factors(parser)
    add_horizon(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, rank, write."""
    direction = args.direction or ("processors" if args.processors else "offers")
    if direction == "processors" and args.processors is None:
        console.tell("--direction processors: --processors P")
        return ExitCode.USAGE
    report = Report()
    terms = terms_of(args)
    offers = pack(read_streams(args.offers, Side.OFFER, on_date=args.date, report=report), terms)
    if direction == "processors":
        takers = pack_processors(read_processors(args.processors, report=report), terms)
    else:
        takers = pack(read_streams(args.needs, Side.NEED, on_date=args.date, report=report), terms)
    forward = direction != "needs"
    asking, held = (offers, takers) if forward else (takers, offers)
    found = _found(asking, held, terms, forward=forward, args=args, console=console)
    write_table(args.out, columns(found, asking, held, forward=forward))
    console.report(report)
    return ExitCode.ROWS_REFUSED if args.strict and report.refused else ExitCode.OK


def _found(
    asking: PackedSide,
    held: PackedSide,
    terms: Terms,
    *,
    forward: bool,
    args: argparse.Namespace,
    console: Console,
) -> pa.Table:
    """The answer of the whole region, worked out here or spread over the machines of Spark."""
    wish = {"forward": forward, "top": args.top, "lang": console.lang}
    if args.engine == "spark":
        return match_in_parts(asking, held, terms, **wish)
    parts = [ANSWER.empty_table()]
    with console.bar(label="match", total=len(asking)) as bar:
        for part in answers(asking, held, terms, **wish):
            parts.append(part)
            bar.update(min(CHUNK_ROWS, len(asking)))
    return pa.concat_tables(parts)
