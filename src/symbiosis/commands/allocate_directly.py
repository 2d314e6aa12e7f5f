"""What `symbiosis allocate` does without processors: explicit arcs, or every pair of a region of any size."""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from symbiosis.commands.allocate_region import allocate_region, sentences
from symbiosis.commands.console import Console
from symbiosis.commands.on_spark import settle_arcs_in_parts, settle_pairs_in_parts
from symbiosis.commands.terms import terms_of
from symbiosis.errors import ExitCode, Report
from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats, PackedSide
from symbiosis.matching.outcome import outcomes
from symbiosis.matching.terms import Terms
from symbiosis.network.program import Status, Stop, never
from symbiosis.network.rows import Rows, base_per_unit, usable_streams
from symbiosis.network.settlement import Settlement, Wish, settle_arcs, settle_pairs
from symbiosis.network.transport import Transport
from symbiosis.quantities import BASE_UNITS, DIMENSIONS, UNITS
from symbiosis.resources.streams import Side
from symbiosis.solvers.highs import Highs
from symbiosis.solvers.transport import TransportEngine
from symbiosis.tables import read_streams
from symbiosis.tables.allocation_tables import Ends, read_arcs, write_allocation
from symbiosis.tables.earlier_tables import read_earlier

REGION_PAIRS: Final = 250_000
"""Pairs of an offer and a need up to which the model of whole regions is fast."""
SPECIAL: Final = ("processors", "weigh", "relations", "hierarchy-first", "front", "periods")
"""Options that only the model of a whole region knows."""


def is_plain(args: argparse.Namespace) -> bool:
    """Whether nothing is asked that only the model of a whole region knows."""
    asked = (args.processors, args.relations, args.hierarchy_first, args.front)
    return args.periods == 1 and not args.weigh and all(option is None for option in asked)


def allocate_directly(args: argparse.Namespace, console: Console, *, stop: Stop = never) -> int:
    """Read, allocate, write; what was found so far where the work is stopped.

    A small region without arcs is left to the model of whole regions, which tells more of it.
    """
    dear = args.relation_cost > 0.0
    if args.objective != "value" and (args.arcs is not None or dear):
        console.tell(f"{'--arcs' if args.arcs is not None else '--relation-cost'}: --objective value")
        return ExitCode.USAGE
    if args.arcs is not None and not is_plain(args):
        console.tell(f"--arcs: {', '.join(f'--{name}' for name in SPECIAL)} ?")
        return ExitCode.USAGE
    report = Report()
    wish = Wish(
        goal=args.objective,
        relation_cost=args.relation_cost,
        gap=args.gap,
        time_limit_s=float("inf") if args.time_limit is None else args.time_limit,
        stop=stop,
    )
    terms = terms_of(args)
    offers, needs = _rows(args, terms, report)
    if args.arcs is None and len(offers) * len(needs) <= REGION_PAIRS:
        return allocate_region(args, console, stop=stop)
    if args.resume is not None:
        earlier = read_earlier(args.resume, report)
        wish = replace(wish, need_prices=earlier.of("need", [str(key) for key in needs.side.ids])[:, 0])
    settled = _settled(args, offers, needs, terms, wish, report)
    write_settlement(args.out, offers, needs, settled, terms, args)
    for line in sentences(settled, console.lang):
        console.tell(line)
    console.report(report)
    if settled.status is Status.INTERRUPTED:
        return ExitCode.INTERRUPTED
    return report.exit_code(strict=args.strict)


def _rows(args: argparse.Namespace, terms: Terms, report: Report) -> tuple[Rows, Rows]:
    """The offers and needs that can be used, in the order of their ids."""

    def rows_of(path: Path, side: Side) -> Rows:
        table = read_streams(path, side, on_date=args.date, report=report)
        # rows in one order whatever the file's, so that the same rows give the same answer
        table = table.take(np.argsort(table.id_order))
        return usable_streams(table, terms, file=path.name, report=report, placed=args.arcs is None)

    return rows_of(args.offers, Side.OFFER), rows_of(args.needs, Side.NEED)


def _settled(
    args: argparse.Namespace, offers: Rows, needs: Rows, terms: Terms, wish: Wish, report: Report
) -> Settlement:
    """How much flows between these rows."""
    solvers: dict[str, Any] = {"transport": TransportEngine(), "solver": Highs()}
    apart = args.engine == "spark"
    if args.arcs is None:
        settle = settle_pairs_in_parts if apart else settle_pairs
        return settle(offers.side, needs.side, terms, wish, **solvers)
    ends = [
        Ends(pa.array(rows.side.ids, type=pa.string()), _dimension(rows.side), path.name)
        for rows, path in ((offers, args.offers), (needs, args.needs))
    ]
    arcs = read_arcs(args.arcs, offers=ends[0], needs=ends[1], report=report)
    values = arcs.values / base_per_unit(offers.units)[arcs.offers]
    order = np.lexsort((values, arcs.needs, arcs.offers))
    problem = Transport(
        offers.side.numbers[:, c.QUANTITY].copy(),
        needs.side.numbers[:, c.QUANTITY].copy(),
        arcs.offers[order],
        arcs.needs[order],
        values[order],
    )
    if apart:
        return settle_arcs_in_parts(problem, terms, wish, **solvers)
    return settle_arcs(problem, wish, **solvers)


def _dimension(side: PackedSide) -> Any:
    """Place in `DIMENSIONS` of what each row measures."""
    return (side.marks[:, c.UNIT] - 1).astype(np.int8)


def write_settlement(
    folder: Path, offers: Rows, needs: Rows, settled: Settlement, terms: Terms, args: argparse.Namespace
) -> None:
    """The files of the contract. Quantities are in the unit of the offer, prices per base unit."""
    order = np.lexsort((settled.needs, settled.offers))
    own, other = settled.offers[order], settled.needs[order]
    ids = [pa.array(rows.side.ids, type=pa.string()) for rows in (offers, needs)]
    units = offers.units[own]
    names = pa.array([unit.key for unit in UNITS], type=pa.string())
    given, taken = ids[0].take(pa.array(own)), ids[1].take(pa.array(other))
    flows = {
        "from_id": given,
        "to_id": taken,
        "quantity": settled.flow[order] / base_per_unit(units),
        "unit": names.take(pa.array(units)),
        "value": settled.values[order] * settled.flow[order],
    }
    summary: dict[str, Any] = {
        "status": settled.status.value,
        "objective": settled.objective,
        "bound": settled.bound,
        "gap": settled.gap,
        "seconds": settled.seconds,
        "arcs_considered": settled.considered,
        "arcs_possible": settled.possible,
        "gap_pricing": settled.gap_pricing,
        "gap_integer": settled.gap_integer,
        "goal": args.objective,
        "flows": len(own),
    }
    if args.arcs is None:
        figures = figures_of(offers.side, needs.side, own, other, settled.flow[order], terms)
        flows |= figures
        summary |= {
            name: math.fsum(np.nan_to_num(figures[name]).tolist()) for name in ("eur", "co2e_kg", "hours")
        }
    sides = ["offer"] * len(offers) + ["need"] * len(needs)
    shadow = [settled.offer_prices, settled.need_prices]
    if settled.relation_prices.any():
        pairs = [f"{one.as_py()}|{two.as_py()}" for one, two in zip(given, taken, strict=True)]
        ids.append(pa.array(pairs, type=pa.string()))
        sides += ["relation"] * len(pairs)
        shadow.append(settled.relation_prices[order])
    measured = np.concatenate([_dimension(offers.side), _dimension(needs.side), _dimension(offers.side)[own]])
    base = pa.array([BASE_UNITS[dimension] for dimension in DIMENSIONS], type=pa.string())
    prices = {
        "id": pa.concat_arrays(ids),
        "side": sides,
        "shadow_price": np.concatenate(shadow),
        "unit": base.take(pa.array(measured[: len(sides)])),
    }
    write_allocation(folder, flows=flows, prices=prices, summary=summary)


def figures_of(
    offers: PackedSide, needs: PackedSide, own: Any, other: Any, flow: Floats, terms: Terms
) -> dict[str, Floats]:
    """Road km, EUR, kg CO2e (negative is saved) and hours of work of each flow."""
    told = outcomes(offers, needs, own, other, terms)
    share = np.divide(flow, told.parts.flow, out=np.zeros(len(flow)), where=told.parts.flow > 0.0)
    return {
        "km": told.parts.road_km,
        "eur": told.margin_eur * share,
        "co2e_kg": told.co2e_kg * share,
        "hours": told.hours * share,
    }
