"""`symbiosis generate`: a reproducible region of offers, needs and processors on real Flemish places."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from symbiosis import tables
from symbiosis.commands.arguments import whole_number
from symbiosis.commands.console import Console
from symbiosis.errors import ExitCode
from symbiosis.resources.regions import make_region


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    parser.description = (
        "Make a region of offers, needs and processors. Places are real, all else is made up; the same seed "
        "gives the same files."
    )
    count = whole_number(least=0, most=50_000_000)
    parser.add_argument("--offers", type=count, required=True, metavar="N", help="how many offers")
    parser.add_argument("--needs", type=count, required=True, metavar="M", help="how many needs")
    parser.add_argument("--processors", type=count, default=0, metavar="K", help="how many processors (0)")
    parser.add_argument("--seed", type=whole_number(least=0, most=2**63), required=True, metavar="S")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="directory to write to")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv", help="of the files (csv)")


def run(args: argparse.Namespace, console: Console) -> int:
    """Write `offers`, `needs` and `processors` into the directory asked for."""
    region = make_region(offers=args.offers, needs=args.needs, processors=args.processors, seed=args.seed)
    files: dict[str, dict[str, Any]] = {
        "offers": tables.stream_columns(region.offers),
        "needs": tables.stream_columns(region.needs),
        "processors": tables.processor_columns(region.processors),
    }
    rows = {"offers": args.offers, "needs": args.needs, "processors": len(region.processors)}
    with console.bar(label="generate", total=sum(rows.values())) as bar:
        for name, columns in files.items():
            path = args.out / f"{name}.{args.format}"
            tables.write_table(path, columns, tick=bar.update)
            console.say(f"{path}: {rows[name]}")
    return ExitCode.OK
