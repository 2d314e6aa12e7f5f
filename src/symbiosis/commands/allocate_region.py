"""What `symbiosis allocate` does for a region: read it, allocate, prove, and write what was found."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from symbiosis.commands.arguments import number, whole_number
from symbiosis.commands.chains import read_rows
from symbiosis.commands.console import Console
from symbiosis.commands.on_spark import allocate_in_parts
from symbiosis.errors import ExitCode, FileRefused, Problem, ProblemCode, Report
from symbiosis.matching.terms import Terms
from symbiosis.network.allocation_table import (
    as_json,
    flow_columns,
    more_columns,
    price_columns,
    summary,
)
from symbiosis.network.apart import Allocating, Together, allocated_in_pieces, pieces_of_region
from symbiosis.network.earlier import Earlier, start_of
from symbiosis.network.generation import Allocated, Effort, allocate
from symbiosis.network.graph import Members, Network
from symbiosis.network.program import Status, Stop, never
from symbiosis.network.regions import (
    Point,
    hierarchy_first,
    pareto_front,
    region_of,
    value_of_more,
    weighted,
)
from symbiosis.network.settlement import Settlement
from symbiosis.network.weights import Objective, weights_for
from symbiosis.solvers.highs import Highs
from symbiosis.tables import write_table
from symbiosis.tables.earlier_tables import read_earlier

REGION_WIDE: Final = ("relations", "hierarchy-first", "front")
"""Options that tie all of a region together, so that no piece can answer for itself."""
MOST_FOR_MORE_S: Final = 60.0
"""Seconds that `value_of_more.csv` may take on top, and no more than the time limit."""
WORDS: Final[dict[str, dict[str, str]]] = {
    "nl": {
        "optimal": "Bewezen: {objective:.6g}, hoogstens {bound:.6g} (kloof {gap:.3%}).",
        "other": "Gestopt ({status}): {objective:.6g}, hoogstens {bound:.6g} (kloof {gap:.3%}).",
        "nothing": "Niets voldoet aan alle voorwaarden ({status}).",
        "hierarchy": "De hiërarchie eerst kost {cost:.6g}.",
    },
    "en": {
        "optimal": "Proven: {objective:.6g}, at most {bound:.6g} (gap {gap:.3%}).",
        "other": "Stopped ({status}): {objective:.6g}, at most {bound:.6g} (gap {gap:.3%}).",
        "nothing": "Nothing meets all conditions ({status}).",
        "hierarchy": "The hierarchy first costs {cost:.6g}.",
    },
    "fr": {
        "optimal": "Prouvé : {objective:.6g}, au plus {bound:.6g} (écart {gap:.3%}).",
        "other": "Arrêté ({status}) : {objective:.6g}, au plus {bound:.6g} (écart {gap:.3%}).",
        "nothing": "Rien ne remplit toutes les conditions ({status}).",
        "hierarchy": "La hiérarchie d'abord coûte {cost:.6g}.",
    },
}


OBJECTIVES: Final = tuple(each.value for each in Objective if each is not Objective.PLACED)
"""What `allocate` is asked for; how much finds a place is a question of `opportunities`."""


def part(word: str) -> tuple[Objective, float]:
    """An argument type: an objective with its weight, `co2e=0.05`."""
    name, _, amount = word.partition("=")
    try:
        return Objective(OBJECTIVES[OBJECTIVES.index(name)]), float(amount)
    except ValueError:
        names = ", ".join(OBJECTIVES)
        raise argparse.ArgumentTypeError(
            f"{word!r} is not an objective ({names}) with a weight, such as co2e=0.05"
        ) from None


def add_region_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that only a region with processors, or another objective than EUR, needs."""
    group = parser.add_argument_group("regions")
    group.add_argument("--processors", metavar="P", type=Path, help="table of processors")
    group.add_argument(
        "--objective",
        choices=OBJECTIVES,
        default=Objective.VALUE.value,
        help="what is to be as great as can be (value)",
    )
    group.add_argument(
        "--weigh",
        type=part,
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="add another objective, times a number (0.05 EUR for each kg of CO2e saved: co2e=0.05)",
    )
    group.add_argument("--relation-cost", type=number(least=0.0), default=0.0, metavar="EUR")
    group.add_argument("--relations", type=number(least=0.0), metavar="N", help="most relations opened")
    group.add_argument(
        "--hierarchy-first",
        type=number(least=0.0, most=1.0),
        nargs="?",
        const=0.0,
        metavar="TOLERANCE",
        help="rung by rung first, each kept within this part of its optimum (0)",
    )
    group.add_argument(
        "--front",
        choices=OBJECTIVES,
        help="also ever more of this second objective: front.csv",
    )
    group.add_argument("--points", type=whole_number(least=2, most=100), default=5, help="of the front (5)")
    group.add_argument(
        "--periods", type=whole_number(least=1, most=366), default=1, help="parts of the horizon (1)"
    )
    group.add_argument(
        "--max-steps", type=whole_number(least=0, most=3), default=3, help="most processing steps (3)"
    )


def allocate_region(args: argparse.Namespace, console: Console, *, stop: Stop = never) -> int:
    """Read the region, allocate, write `flows.csv`, `prices.csv`, `value_of_more.csv` and `summary.json`.

    In pieces between which nothing can flow, where there are several and nothing ties them together.
    """
    tied = [f"--{name}" for name in REGION_WIDE if getattr(args, name.replace("-", "_")) is not None]
    if args.engine == "spark" and tied:
        details = {"options": ", ".join(tied)}
        console.tell(
            Problem(ProblemCode.ENGINE_UNABLE, file="--engine spark", details=details).sentence(console.lang)
        )
        return ExitCode.USAGE
    report = Report()
    offers, needs, recipes, terms = read_rows(args, args.offers, args.needs, report)
    earlier = None if args.resume is None else read_earlier(args.resume, report)
    members = Members.of(offers, needs, recipes)
    pieces = None
    if args.engine != "spark":
        pieces = [] if tied else pieces_of_region(members, terms)
        if len(pieces) < 2:
            return _allocate_whole(args, console, members.network(terms), earlier, report, stop)
    found = _in_pieces(args, members, terms, earlier, pieces, stop)
    if args.weigh:
        found.summary["weigh"] = {name.value: share for name, share in args.weigh}
    _write(args.out, found.flows, found.prices, found.summary)
    write_table(args.out / "value_of_more.csv", found.more)
    return _told(args, console, found, report)


def _told(args: argparse.Namespace, console: Console, found: Allocated | Together, report: Report) -> int:
    """Say how it ended, and what was refused; the exit code."""
    for line in sentences(found, console.lang):
        console.tell(line)
    console.report(report)
    if found.status is Status.INTERRUPTED:
        return ExitCode.INTERRUPTED
    return report.exit_code(strict=args.strict)


def _allocate_whole(
    args: argparse.Namespace,
    console: Console,
    network: Network,
    earlier: Earlier | None,
    report: Report,
    stop: Stop,
) -> int:
    """Allocate a region as one problem, with what is asked over all of it, and write."""
    objective = Objective(args.objective)
    region = region_of(
        network,
        objective,
        periods=args.periods,
        relation_cost=args.relation_cost,
        relations_most=float("inf") if args.relations is None else args.relations,
        most_steps=args.max_steps,
    )
    if args.weigh:
        others = [(share, weights_for(network, name)) for name, share in args.weigh]
        region = replace(region, weights=weighted([(1.0, region.weights), *others]))
    effort = Effort(
        gap=args.gap, time_limit_s=float("inf") if args.time_limit is None else args.time_limit, stop=stop
    )
    solver = Highs()
    hierarchy = None
    if args.hierarchy_first is not None:
        hierarchy = hierarchy_first(region, solver, effort, tolerance=args.hierarchy_first)
        found = hierarchy.allocated
    else:
        found = allocate(region, solver, effort, **start_of(region, earlier))
    told = summary(found, objective, horizon_days=args.horizon, hierarchy=hierarchy)
    if args.weigh:
        told["weigh"] = {name.value: share for name, share in args.weigh}
    _write(args.out, flow_columns(found), price_columns(found), told)
    if found.status is not Status.INTERRUPTED:
        spare = replace(effort, time_limit_s=min(MOST_FOR_MORE_S, effort.time_limit_s))
        more = value_of_more(found, solver, spare)
        write_table(args.out / "value_of_more.csv", more_columns(found, more))
        if args.front is not None:
            second = weights_for(network, Objective(args.front))
            points = pareto_front(region, second, solver, effort, points=args.points)
            write_table(args.out / "front.csv", front_columns(points))
    code = _told(args, console, found, report)
    if hierarchy is not None:
        console.tell(WORDS[console.lang]["hierarchy"].format(cost=hierarchy.cost))
    return code


def front_columns(points: list[Point]) -> dict[str, Any]:
    """The columns of a front."""
    return {
        "point": list(range(1, len(points) + 1)),
        "least_second": [point.least for point in points],
        "objective": [point.first for point in points],
        "second": [point.second for point in points],
        "bound": [point.bound for point in points],
        "status": [point.allocated.status.value for point in points],
    }


def _in_pieces(
    args: argparse.Namespace,
    members: Members,
    terms: Terms,
    earlier: Earlier | None,
    pieces: list[bytes] | None,
    stop: Stop,
) -> Together:
    """Allocate piece by piece: these on this machine, or (None) all of them on Spark."""
    limit = float("inf") if args.time_limit is None else args.time_limit

    def asked(until: float) -> Allocating:
        return Allocating(
            terms=terms.without_words(),
            objective=Objective(args.objective),
            weigh=tuple((share, name) for name, share in args.weigh),
            periods=args.periods,
            relation_cost=args.relation_cost,
            most_steps=args.max_steps,
            gap=args.gap,
            until=until,
            most_for_more_s=MOST_FOR_MORE_S / len(pieces or (1,)),
            horizon_days=args.horizon,
            solver=Highs(),
            earlier=earlier,
        )

    if pieces is None:
        return allocate_in_parts(members, terms, asked, time_limit_s=limit)
    return allocated_in_pieces(pieces, asked(time.time() + limit), stop=stop)


def _write(out: Path, flows: dict[str, Any], prices: dict[str, Any], told: dict[str, Any]) -> None:
    write_table(out / "flows.csv", flows)
    write_table(out / "prices.csv", prices)
    try:
        (out / "summary.json").write_text(as_json(told), encoding="utf-8")
    except OSError as error:
        details = {"reason": error.strerror or "?"}
        raise FileRefused(
            Problem(ProblemCode.FILE_UNWRITABLE, file=str(out / "summary.json"), details=details)
        ) from error


def sentences(found: Allocated | Settlement | Together, lang: str) -> list[str]:
    """How it ended, in one line."""
    words = WORDS[lang]
    if found.objective != found.objective:
        return [words["nothing"].format(status=found.status.value)]
    name = "optimal" if found.status is Status.OPTIMAL else "other"
    return [
        words[name].format(
            status=found.status.value, objective=found.objective, bound=found.bound, gap=found.gap
        )
    ]
