"""`symbiosis why`: why one offer and one need match or not, and the one change that helps most."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from symbiosis.commands.arguments import add_date, add_factors, add_horizon
from symbiosis.commands.console import Console
from symbiosis.commands.terms import terms_of
from symbiosis.errors import ExitCode, InvalidValue, Problem, ProblemCode, Report
from symbiosis.matching.reference import language_of
from symbiosis.matching.why import explain
from symbiosis.resources.records import Need, Stream
from symbiosis.resources.streams import Side, StreamTable
from symbiosis.tables import read_streams


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `why`."""
    parser.add_argument("offers", metavar="OFFERS", type=Path, help="table of offers")
    parser.add_argument("needs", metavar="NEEDS", type=Path, help="table of needs")
    parser.add_argument("--offer", required=True, metavar="ID", help="id of the offer")
    parser.add_argument("--need", required=True, metavar="ID", help="id of the need")
    parser.add_argument("--json", action="store_true", help="everything, as JSON")
    add_date(parser)
    add_factors(parser)
    add_horizon(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Read both tables, find the two rows, tell why."""
    report = Report()
    offers = read_streams(args.offers, Side.OFFER, on_date=args.date, report=report)
    needs = read_streams(args.needs, Side.NEED, on_date=args.date, report=report)
    offer, need = _row(offers, args.offer, args.offers), _row(needs, args.need, args.needs)
    if not isinstance(offer, Stream) or not isinstance(need, Need):
        raise TypeError("the sides of the tables are mixed up")
    told = explain(offer, need, terms_of(args), lang=language_of(console.lang))
    if args.json:
        console.say(json.dumps(told.as_dict(), ensure_ascii=False, indent=2))
    else:
        for line in told.sentences():
            console.say(line)
    console.report(report)
    return ExitCode.ROWS_REFUSED if args.strict and report.refused else ExitCode.OK


def _row(table: StreamTable, key: str, path: Path) -> Stream | Need:
    place = table.places_of_ids.get(key)
    if place is None:
        details = {"other": path.name}
        raise InvalidValue(Problem(ProblemCode.ID_UNKNOWN, column="id", value=key, details=details))
    return table.row(place)
