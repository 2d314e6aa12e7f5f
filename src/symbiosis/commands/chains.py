"""`symbiosis chains`: what can become of each offer, through up to three processing steps, best first."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from symbiosis.commands.arguments import add_date, add_factors, add_horizon, table_path, whole_number
from symbiosis.commands.console import Console
from symbiosis.commands.terms import terms_of
from symbiosis.errors import Report
from symbiosis.matching.terms import Terms
from symbiosis.network.chain_table import chain_columns
from symbiosis.network.chains import best_chains
from symbiosis.network.graph import Network
from symbiosis.network.recipes import Recipes, recipes_of
from symbiosis.network.rows import Rows, usable_recipes, usable_streams
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.streams import Side
from symbiosis.tables import read_processors, read_streams, write_table


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `chains`."""
    parser.add_argument("offers", metavar="OFFERS", type=Path, help="table of offers")
    parser.add_argument("needs", metavar="NEEDS", type=Path, help="table of needs")
    parser.add_argument("--processors", metavar="P", type=Path, required=True, help="table of processors")
    parser.add_argument(
        "--max-steps", type=whole_number(least=0, most=3), default=3, help="most processing steps (3)"
    )
    parser.add_argument(
        "--top", type=whole_number(least=1, most=1000), default=10, help="places for each offer (10)"
    )
    parser.add_argument("--out", required=True, type=table_path, help="table to write")
    add_date(parser)
    add_factors(parser)
    add_horizon(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, search, write."""
    report = Report()
    network = read_network(args, args.offers, args.needs, report)
    chains = best_chains(network, most_steps=args.max_steps, top=args.top)
    write_table(args.out, chain_columns(chains))
    console.report(report)
    return report.exit_code(strict=args.strict)


def read_network(args: argparse.Namespace, offers: Path, needs: Path, report: Report) -> Network:
    """The network of the three files; see `read_rows`."""
    return Network.of(*read_rows(args, offers, needs, report))


def read_rows(
    args: argparse.Namespace, offers: Path, needs: Path, report: Report
) -> tuple[Rows, Rows, Recipes, Terms]:
    """Offers, needs and recipes of three files: rows that cannot be used are refused, each with a line.

    `args` holds `processors` (None: there are none), `date`, `factors` and `horizon`.
    """
    terms = terms_of(args)

    def rows_of(path: Path, side: Side) -> Rows:
        table = read_streams(path, side, on_date=args.date, report=report)
        return usable_streams(table, terms, file=path.name, report=report)

    given, wanted = rows_of(offers, Side.OFFER), rows_of(needs, Side.NEED)
    processors, rows = ProcessorTable.from_rows(()), np.zeros(0, dtype=np.int64)
    if args.processors is not None:
        processors = read_processors(args.processors, report=report)
        rows = usable_recipes(processors, file=args.processors.name, report=report)
    return given, wanted, recipes_of(processors, rows, terms), terms
