"""Allocation against min-cost flow, PDLP, HiGHS and what people do today; explicit arcs, all pairs, a ladder.

The region is made up (`symbiosis generate`, real places). Arcs are the twenty best matches of each offer,
worth need price less offer price less road, rows in spatial order. All sides get the same rounded problem in
a process of their own. Objectives count as the same within 1e-6, or within the gap that was asked.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

import _allocation_yardsticks as yardsticks  # noqa: E402 - found by the path above
from matching import apart, ordered  # noqa: E402 - found by the path above

from symbiosis.errors import Report  # noqa: E402 - found by the path above
from symbiosis.matching.index import Index  # noqa: E402 - found by the path above
from symbiosis.matching.layout import QUANTITY, PackedSide  # noqa: E402 - found by the path above
from symbiosis.matching.outcome import outcomes  # noqa: E402 - found by the path above
from symbiosis.matching.terms import Terms  # noqa: E402 - found by the path above
from symbiosis.network.allocation import Region  # noqa: E402 - found by the path above
from symbiosis.network.direct import Direct  # noqa: E402 - found by the path above
from symbiosis.network.direct_pieces import solve_directly  # noqa: E402 - found by the path above
from symbiosis.network.generation import Effort, allocate  # noqa: E402 - found by the path above
from symbiosis.network.graph import Network  # noqa: E402 - found by the path above
from symbiosis.network.links import links_between  # noqa: E402 - found by the path above
from symbiosis.network.program import relative_gap  # noqa: E402 - found by the path above
from symbiosis.network.recipes import recipes_of  # noqa: E402 - found by the path above
from symbiosis.network.regions import region_of  # noqa: E402 - found by the path above
from symbiosis.network.resumption import resume  # noqa: E402 - found by the path above
from symbiosis.network.rows import usable_recipes, usable_streams  # noqa: E402 - found by the path above
from symbiosis.network.settlement import Wish, settle_pairs  # noqa: E402 - found by the path above
from symbiosis.network.transport import Transport  # noqa: E402 - found by the path above
from symbiosis.network.weights import Objective  # noqa: E402 - found by the path above
from symbiosis.network.worth import worth_of  # noqa: E402 - found by the path above
from symbiosis.resources.regions import make_region  # noqa: E402 - found by the path above
from symbiosis.solvers.highs import Highs  # noqa: E402 - found by the path above
from symbiosis.solvers.transport import TransportEngine  # noqa: E402 - found by the path above

TERMS = Terms(day=date(2026, 11, 23))
SEED = 20261123
DEGREE = 20
REGION_SIZES = (1_000, 3_000, 8_000)
"""Offers, and needs, of the regions with processors: about 7,000, 60,000 and 420,000 links."""
LADDER = (50, 500, 5_000, 50_000, 500_000)
Found = dict[str, Any]


def sides(offers: int, needs: int) -> tuple[PackedSide, PackedSide]:
    """The rows of a region that can be used, from south to north."""
    made = make_region(offers=offers, needs=needs, processors=0, seed=SEED)
    report = Report()
    own, other = (
        usable_streams(table, TERMS, file="", report=report).side for table in (made.offers, made.needs)
    )
    return ordered(own, "sorted", 1), ordered(other, "sorted", 2)


def arcs_of(size: int) -> Transport:
    """The best matches of each offer as arcs, rounded to what all sides can count."""
    offers, needs = sides(size, size)
    index = Index(needs, forward=True, settings=TERMS.settings(), kinship=TERMS.kinship)
    ranking = index.best(offers, top=DEGREE)
    told = np.arange(DEGREE)[None, :] < ranking.filled[:, None]
    own = np.repeat(np.arange(len(offers)), ranking.filled)
    other = ranking.rows[told].astype(np.int64)
    figures = outcomes(offers, needs, own, other, TERMS)
    good = figures.parts.same_unit
    own, other = own[good], other[good]
    values = worth_of(offers, needs, TERMS, "value").of(
        offers, needs, own, other, np.nan_to_num(figures.parts.road_km[good])
    )
    supply, demand = offers.numbers[:, QUANTITY], needs.numbers[:, QUANTITY]
    return yardsticks.rounded(Transport(supply, demand, own.astype(np.int32), other.astype(np.int32), values))


def warm() -> float:
    """Compile or load every kernel; the seconds it took."""
    started = perf_counter()
    offers, needs = sides(60, 60)
    Direct(offers, needs, worth_of(offers, needs, TERMS, "value"), TERMS).solve(TransportEngine(), gap=1e-9)
    random = np.random.default_rng(0)
    ends = random.integers(0, 40, (2, 200)).astype(np.int32)
    TransportEngine().solve(Transport(np.ones(40), np.ones(40), ends[0], ends[1], random.uniform(0, 9, 200)))
    return perf_counter() - started


def ours_on_arcs(size: int, gap: float) -> Found:
    """Ours over explicit arcs."""
    cold = warm()
    problem = arcs_of(size)
    clock = yardsticks.Clock()
    found = TransportEngine().solve(problem, gap=gap)
    return {
        "who": "symbiosis",
        **clock.told(),
        "objective": found.objective,
        "bound": found.bound,
        "note": f"{problem.arcs:,} arcs, {np.count_nonzero(found.flow):,} flows, "
        f"compile or load {cold:.1f} s",
    }


def theirs_on_arcs(size: int, who: str, gap: float, most_s: float) -> Found:
    """A yardstick over the same arcs."""
    problem = arcs_of(size)
    if who == "mcf":
        return yardsticks.min_cost_flow(problem)
    return (
        yardsticks.pdlp(problem, gap, most_s=most_s)
        if who == "pdlp"
        else yardsticks.highs(problem, "ipm" if who == "ipm" else "simplex")
    )


def over_all_pairs(size: int, gap: float) -> Found:
    """Ours over every pair that the rules allow."""
    cold = warm()
    offers, needs = sides(size, size)
    clock = yardsticks.Clock()
    worth = worth_of(offers, needs, TERMS, "value")
    found = solve_directly(offers, needs, worth, TERMS, TransportEngine(), gap=gap)
    return {
        "who": "symbiosis",
        **clock.told(),
        "objective": found.objective,
        "bound": found.bound,
        "note": f"{found.considered:,} arcs of {len(offers) * len(needs):,} pairs, at most "
        f"{found.rounds} rounds, trees included, compile or load {cold:.1f} s",
    }


def region_with_processors(size: int, *, without: int | None = None) -> Region:
    """A made-up region with a processor for every twenty offers; perhaps without one of its offers."""
    made = make_region(offers=size, needs=size, processors=max(1, size // 20), seed=SEED)
    report = Report()
    rows = np.arange(len(made.offers.ids))
    offers = made.offers if without is None else made.offers.take(rows[rows != without])
    recipes = usable_recipes(made.processors, file="", report=report)
    network = Network.of(
        usable_streams(offers, TERMS, file="", report=report),
        usable_streams(made.needs, TERMS, file="", report=report),
        recipes_of(made.processors, recipes, TERMS),
        TERMS,
    )
    region = region_of(network, Objective.VALUE)
    # least batches make it a search with whole numbers, which is another comparison
    limits = replace(region.limits, least=np.zeros_like(region.limits.least))
    return replace(region, limits=limits)


def ours_with_processors(size: int, gap: float) -> Found:
    """Ours over a region with processors and yields, to a proven gap over all links."""
    allocate(region_with_processors(60), Highs())
    region = region_with_processors(size)
    clock = yardsticks.Clock()
    found = allocate(region, Highs(), Effort(gap=gap))
    return {
        "who": "symbiosis",
        **clock.told(),
        "objective": found.objective,
        "bound": found.bound,
        "note": f"{found.considered:,} of {found.region.possible:,} links, {found.rounds} rounds",
    }


def theirs_with_processors(size: int, who: str, gap: float, threads: int, most_s: float) -> Found:
    """A yardstick on the whole model of the same region."""
    region = region_with_processors(size)
    return yardsticks.with_processors(region, who, gap, threads=threads, most_s=most_s)


def one_card(size: int, gap: float, who: str) -> Found:
    """One offer comes: a cold start, or going on from the region without it."""
    before, after = region_with_processors(size, without=size // 2), region_with_processors(size)
    effort = Effort(gap=gap)
    previous = allocate(before, Highs(), effort)
    clock = yardsticks.Clock()
    found = resume(previous, after, Highs(), effort) if who == "resumed" else allocate(after, Highs(), effort)
    return {
        "who": who,
        **clock.told(),
        "objective": found.objective,
        "bound": found.bound,
        "note": f"{found.considered:,} of {found.region.possible:,} links, {found.rounds} rounds",
    }


def rung(streams: int) -> Found:
    """One step of the ladder: half offers, half needs."""
    warm()
    offers, needs = sides(streams // 2, streams // 2)
    wish = Wish(gap=1e-3, time_limit_s=600.0)
    clock = yardsticks.Clock()
    found = settle_pairs(offers, needs, TERMS, wish, transport=TransportEngine(), solver=Highs())
    return {
        "who": f"{streams:,} streams",
        **clock.told(),
        "objective": found.objective,
        "bound": found.bound,
        "note": f"{found.considered:,} arcs of {found.possible:,} pairs, {found.status.value}",
    }


def today(size: int) -> Found:
    """What the same region gets from what people do now: value, CO2e and hours, as shares of ours."""
    offers, needs = sides(size, size)
    links = links_between(offers, needs, TERMS)
    worth = worth_of(offers, needs, TERMS, "value")
    own, other = links.givers, links.takers.astype(np.int64)
    values = worth.of(offers, needs, own, other, links.km)
    supply, demand = offers.numbers[:, QUANTITY].copy(), needs.numbers[:, QUANTITY].copy()
    problem = Transport(supply, demand, own.astype(np.int32), links.takers, values)
    told = outcomes(offers, needs, own, other, TERMS)
    ways = {
        "symbiosis": TransportEngine().solve(problem).flow,
        "greedy by distance": yardsticks.greedy(problem, -links.km),
        "greedy by score": yardsticks.greedy(problem, told.scores),
        "one partner each": yardsticks.pairwise(problem),
    }
    rows = {}
    for name, flow in ways.items():
        share = np.divide(flow, told.parts.flow, out=np.zeros(len(flow)), where=told.parts.flow > 0)
        rows[name] = {
            "eur": problem.objective(flow),
            "co2e_t": float(np.nansum(told.co2e_kg * share)) / 1000.0,
            "hours": float(np.nansum(told.hours * share)),
            "links": int(np.count_nonzero(flow)),
        }
    return {"who": "today", "rows": rows, "arcs": problem.arcs}


def line(found: Found) -> str:
    gap = relative_gap(found["objective"], found["bound"])
    return (
        f"  {found['who']:18} {found['seconds']:9.2f} s   processors {found['cpu']:9.2f} s   "
        f"peak {found['peak_mb']:6.0f} MB   objective {found['objective']:18.4f}   "
        f"proven gap {gap:.2e}   {found['note']}"
    )


def show(title: str, ours: Found, theirs: list[Found], tolerance: float) -> bool:
    """Print one table; whether every result is the same within the tolerance.

    Who was stopped before he proved his own answer has none to compare: his bound may not lie below ours.
    """
    print(f"\n{title}   (load {os.getloadavg()[0]:.1f})")
    print(line(ours))
    same = True
    for found in theirs:
        print(line(found))
        apart_by = abs(found["objective"] - ours["objective"]) / max(1e-9, abs(found["objective"]))
        if relative_gap(found["objective"], found["bound"]) > tolerance:
            equal = found["bound"] >= ours["objective"] * (1.0 - tolerance)
            told = "not proven" if equal else "its bound CONTRADICTS"
        else:
            equal = apart_by <= tolerance
            told = "the same" if equal else "DIFFERENT"
        same &= equal
        ratio = " and ".join(f"{found[key] / ours[key]:.1f}" for key in ("seconds", "cpu"))
        print(f"  {'':18} ratio {ratio} (clock and processors), {told} ({apart_by:.1e})")
    return same


def regions(
    part: str, sizes: Sequence[int], chosen: list[str], limits: tuple[int, float]
) -> tuple[list[Found], bool]:
    """The parts about regions with processors: figures, and whether all agree.

    `limits` are the threads of a yardstick and the seconds after which it is stopped.
    """
    figures: list[Found] = []
    same = True
    for each in sizes if part in ("all", "processors") else ():
        found = apart(ours_with_processors, each, 1e-3)
        whom = [who for who in ("ipm", "pdlp") if who in chosen]
        theirs = [apart(theirs_with_processors, each, who, 1e-3, *limits) for who in whom]
        same &= show(f"With processors and yields, {each:,} x {each:,}, to 0.1 %", found, theirs, 2e-3)
        figures += [found, *theirs]
    size = sizes[-1]
    if part in ("all", "resume"):
        resumed, cold = (apart(one_card, size, 1e-3, who) for who in ("resumed", "cold start"))
        same &= show(f"One card comes to a region of {size:,} x {size:,}, to 0.1 %", resumed, [cold], 2e-3)
        figures += [resumed, cold]
    return figures, same


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that all works")
    parts = ("all", "exact", "gap", "pairs", "processors", "resume", "today", "ladder")
    parser.add_argument("--part", choices=parts, default="all")
    parser.add_argument(
        "--sizes", default="", help="offers of the regions with processors, as 1000,3000,8000"
    )
    parser.add_argument("--threads", type=int, default=yardsticks.THREADS, help="of yardsticks on regions")
    parser.add_argument(
        "--most", type=float, default=yardsticks.MOST_S, help="seconds a yardstick gets there, and PDLP"
    )
    parser.add_argument("--yardsticks", default="", help="only these of mcf,pdlp,ipm,simplex")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    args = parser.parse_args()
    small, large, ladder = (1_000, 4_000, LADDER[:3]) if args.quick else (20_000, 200_000, LADDER)
    chosen = args.yardsticks.split(",") if args.yardsticks else ["mcf", "pdlp", "ipm", "simplex"]
    figures: list[Found] = []
    same = True

    def compare(title: str, ours: Found, names: list[str], size: int, gap: float, tolerance: float) -> None:
        nonlocal same
        theirs = [apart(theirs_on_arcs, size, who, gap, args.most) for who in names if who in chosen]
        same &= show(title, ours, theirs, tolerance)
        figures.extend([ours, *theirs])

    if args.part in ("all", "exact"):
        title = f"To the optimum: {small:,} x {small:,}, {DEGREE} arcs for each offer"
        compare(title, apart(ours_on_arcs, small, 1e-9), ["mcf", "ipm", "simplex"], small, 1e-9, 1e-6)
    if args.part in ("all", "gap"):
        title = f"To a proven gap of 0.1 %: {large:,} x {large:,}, {DEGREE} arcs for each offer"
        compare(title, apart(ours_on_arcs, large, 1e-3), ["mcf", "pdlp"], large, 1e-3, 2e-3)
    if args.part in ("all", "pairs"):
        found = apart(over_all_pairs, large, 1e-3)
        show(f"All pairs of {large:,} x {large:,} to a proven gap of 0.1 %", found, [], 0.0)
        same &= relative_gap(found["objective"], found["bound"]) <= 1e-3
        figures.append(found)
    asked = tuple(int(size) for size in args.sizes.split(",") if size)
    told, equal = regions(
        args.part, asked or ((small,) if args.quick else REGION_SIZES), chosen, (args.threads, args.most)
    )
    same &= equal
    figures.extend(told)
    if args.part in ("all", "today"):
        found = apart(today, small // 4)
        print(f"\nWhat people do today, {found['arcs']:,} allowed pairs; CO2e that is saved is negative")
        for name, row in found["rows"].items():
            print(
                f"  {name:18} EUR {row['eur']:14,.0f}   CO2e {row['co2e_t']:12,.0f} t   "
                f"hours {row['hours']:12,.0f}   links {row['links']:7,}"
            )
        figures.append(found)
    if args.part in ("all", "ladder"):
        print(f"\nLadder, all pairs, gap 0.1 %   (load {os.getloadavg()[0]:.1f})")
        for streams in ladder:
            found = apart(rung, streams)
            print(line(found))
            figures.append(found)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
