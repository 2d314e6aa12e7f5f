"""`symbiosis match`: the best needs for each offer, the best offers for each need, or the best processors."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from symbiosis.commands.arguments import add_date, add_factors, add_horizon, table_path, whole_number
from symbiosis.commands.console import Console
from symbiosis.commands.terms import terms_of
from symbiosis.errors import ExitCode, Report
from symbiosis.matching.explanation import reasons_json
from symbiosis.matching.index import Index, Ranking
from symbiosis.matching.layout import PackedSide
from symbiosis.matching.outcome import outcomes
from symbiosis.matching.packing import pack, pack_processors
from symbiosis.matching.reference import language_of
from symbiosis.matching.terms import Terms
from symbiosis.resources.kinds import RStrategy
from symbiosis.resources.streams import Side
from symbiosis.tables import read_processors, read_streams, write_table

DIRECTIONS: Final = ("offers", "needs", "processors")
CHUNK_ROWS: Final = 10_000
"""Queries whose reasons are told at a time."""


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
    write_table(args.out, _table(offers, takers, direction, args.top, terms, console))
    console.report(report)
    return ExitCode.ROWS_REFUSED if args.strict and report.refused else ExitCode.OK


def _table(
    offers: PackedSide, takers: PackedSide, direction: str, top: int, terms: Terms, console: Console
) -> dict[str, Any]:
    """The columns of the answer: per query in the order of ids, best first."""
    forward = direction != "needs"
    queries, targets = (offers, takers) if forward else (takers, offers)
    index = Index(targets, forward=forward, settings=terms.settings(), kinship=terms.kinship)
    lang = language_of(console.lang)
    order = np.argsort(queries.order, kind="stable")
    found: dict[str, list[Any]] = {name: [] for name in ("offer", "taker", "rank", "reasons")}
    figures: dict[str, list[Any]] = {name: [] for name in ("score", "km", "eur", "co2e", "hours", "rung")}
    with console.bar(label="match", total=len(order)) as bar:
        for start in range(0, len(order), CHUNK_ROWS):
            chosen = order[start : start + CHUNK_ROWS]
            ranking = index.best(queries, top=top, chosen=chosen)
            own, other, rank, scores = _pairs(ranking, chosen)
            offer_rows, taker_rows = (own, other) if forward else (other, own)
            told = outcomes(offers, takers, offer_rows, taker_rows, terms)
            found["offer"].append(offer_rows)
            found["taker"].append(taker_rows)
            found["rank"].append(rank)
            found["reasons"] += [reasons_json(findings, lang) for findings in told.findings()]
            figures["score"].append(scores)
            figures["km"].append(told.parts.road_km)
            figures["eur"].append(told.margin_eur)
            figures["co2e"].append(told.co2e_kg)
            figures["hours"].append(told.hours)
            figures["rung"].append(told.rung)
            bar.update(len(chosen))
    joined = {name: np.concatenate(parts) if parts else np.zeros(0) for name, parts in figures.items()}
    rows = {
        name: np.concatenate(found[name]) if found[name] else np.zeros(0, dtype=np.int64)
        for name in ("offer", "taker", "rank")
    }
    strategies = pa.array(["", *(strategy.value for strategy in RStrategy)])
    return {
        "offer_id": pa.array(offers.ids).take(pa.array(rows["offer"])),
        "need_id": pa.array(takers.ids).take(pa.array(rows["taker"])),
        "rank": rows["rank"],
        "score": joined["score"],
        "strategy": strategies.take(pa.array(joined["rung"].astype(np.int64) + 1)),
        "distance_km": joined["km"],
        "margin_eur": joined["eur"],
        "co2e_kg": joined["co2e"],
        "hours": joined["hours"],
        "reasons": pa.array(found["reasons"], type=pa.string()),
    }


def _pairs(ranking: Ranking, chosen: Any) -> tuple[Any, Any, Any, Any]:
    """Query row, target row, rank and score of every place that is filled."""
    top = ranking.scores.shape[1]
    places = np.arange(top)
    filled = places[None, :] < ranking.filled[:, None]
    own = np.repeat(chosen, ranking.filled)
    rank = np.broadcast_to(places + 1, filled.shape)[filled]
    return own, ranking.rows[filled].astype(np.int64), rank, ranking.scores[filled]
