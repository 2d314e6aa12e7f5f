"""Teams for a hackathon: worth, gap and seconds beside CP-SAT, turns and lots; PEOPLE CHALLENGES [--seeds N].

All divide the same people by the same rules, and the worth of each division is worked out by the same code.
CP-SAT (OR-tools) solves the very same program in a process of its own, with the same time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from symbiosis.teams import Challenge, Member, Rules  # noqa: E402
from symbiosis.teams.building import Model  # noqa: E402
from symbiosis.teams.given import check_challenges, units_of  # noqa: E402

SKILLS = ("design", "code", "logistics", "wood", "textile", "law", "finance", "people", "food", "metal")
KINDS = ("firm", "social", "government", "knowledge", "citizen")
#: Three in ten speak something else than Dutch, or more than that.
SPOKEN = (("nl",),) * 7 + (("nl", "en"), ("en", "fr"), ("nl", "fr"))
RULES = Rules()
#: What a press in the product has, for the program and its solver together, and on how many threads
#: (`calls/bridge.py`): there the whole press stays under five seconds.
LIMIT_S = 3.5
THREADS = 1
DRAWS = 50


def given(people: int, challenges: int, seed: int) -> tuple[list[Member], list[Challenge]]:
    """People of a hackathon: a third as many organisations, three wishes each, a pair in twelve together."""
    chance = Random(seed)
    asked = [Challenge(f"c{n:02}", frozenset(chance.sample(SKILLS, 4))) for n in range(challenges)]
    houses = [(f"o{n}", chance.choice(KINDS)) for n in range(max(people // 3, 1))]
    found = []
    for n in range(people):
        house, kind = chance.choice(houses)
        pair = n - n % 2
        is_paired = n % 24 < 2 and pair + 1 < people
        found.append(
            Member(
                key=f"p{n:03}",
                organisation=house,
                kind=kind,
                skills=frozenset(chance.sample(SKILLS, chance.randint(1, 3))),
                languages=frozenset(("nl", "en") if is_paired else chance.choice(SPOKEN)),
                wishes=tuple(one.key for one in chance.sample(asked, min(3, len(asked)))),
                together=frozenset({f"p{pair:03}", f"p{pair + 1:03}"} if is_paired else ()),
            )
        )
    return found, asked


def model_of(people: int, challenges: int, seed: int) -> Model:
    """The program of an instance."""
    members, asked = given(people, challenges, seed)
    return Model(units_of(members), check_challenges(asked), RULES)


def ours(people: int, challenges: int, seed: int, threads: int) -> dict[str, Any]:
    """Our division, with its proof and why people have no team, as the product asks them."""
    from symbiosis.solvers.highs import Highs
    from symbiosis.teams import build, why_unplaced

    members, asked = given(people, challenges, seed)
    begin, used = time.perf_counter(), time.process_time()
    found = build(members, asked, Highs(threads=threads), RULES, time_limit_s=LIMIT_S)
    why_unplaced(members, found)
    return {
        "worth": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": time.perf_counter() - begin,
        "cpu": time.process_time() - used,
        "unplaced": len(found.unplaced),
    }


def by_cp_sat(people: int, challenges: int, seed: int) -> dict[str, Any]:
    """The same program, solved by OR-tools' CP-SAT."""
    from ortools.linear_solver import pywraplp

    begin, used = time.perf_counter(), time.process_time()
    model = model_of(people, challenges, seed)
    program = model.program
    solver = pywraplp.Solver.CreateSolver("SAT")
    solver.SetTimeLimit(int((LIMIT_S - (time.perf_counter() - begin)) * 1000))
    kinds = program.integer if program.integer is not None else [False] * len(program.value)
    variables = [
        (solver.IntVar if whole else solver.NumVar)(float(low), float(high), "")
        for low, high, whole in zip(program.low, program.high, kinds, strict=True)
    ]
    for row, high in enumerate(program.row_high):
        constraint = solver.Constraint(-solver.infinity(), float(high))
        for place in range(program.starts[row], program.starts[row + 1]):
            constraint.SetCoefficient(variables[program.columns[place]], float(program.coefficients[place]))
    objective = solver.Objective()
    for variable, value in zip(variables, program.value, strict=True):
        objective.SetCoefficient(variable, float(value))
    objective.SetMaximization()
    status = solver.Solve()
    taken = {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - used}
    if status not in (solver.OPTIMAL, solver.FEASIBLE):
        return {
            "worth": float("nan"),
            "bound": float("nan"),
            "gap": float("nan"),
            "unplaced": people,
            **taken,
        }
    import numpy as np

    division = model.division(np.array([one.solution_value() for one in variables]))
    worth, bound = model.worth(division), objective.BestBound()
    return {
        "worth": worth,
        "bound": bound,
        "gap": (bound - worth) / bound,
        "unplaced": sum(model.units[u].size for u, at in enumerate(division) if at < 0),
        **taken,
    }


def by_turns(people: int, challenges: int, seed: int) -> dict[str, Any]:
    """Everybody in turn to the dearest challenge that has room: what an organiser does with a list."""
    model = model_of(people, challenges, seed)
    begin = time.perf_counter()
    division = model.first_division()
    return {
        "worth": model.worth(division),
        "seconds": time.perf_counter() - begin,
        "unplaced": sum(model.units[u].size for u, at in enumerate(division) if at < 0),
    }


def by_lots(people: int, challenges: int, seed: int) -> dict[str, Any]:
    """The best of many draws: people mixed and put in turn where the rules allow."""
    model, chance = model_of(people, challenges, seed), Random(seed)
    begin, best = time.perf_counter(), (float("-inf"), 0)
    opened = list(range(challenges))
    for _draw in range(DRAWS):
        order = list(range(len(model.units)))
        chance.shuffle(order)
        places = [-1] * len(model.units)
        for up_to in (RULES.least, RULES.most):
            for u in order:
                fitting = [c for c in opened if places[u] < 0 and model.fits(places, u, c, up_to)]
                if fitting:
                    places[u] = chance.choice(fitting)
        division = tuple(places)
        if all(model.people(division, c) >= RULES.least or not model.people(division, c) for c in opened):
            lost = sum(model.units[u].size for u, at in enumerate(division) if at < 0)
            best = max(best, (model.worth(division), -lost))
    return {"worth": best[0], "seconds": time.perf_counter() - begin, "unplaced": -best[1]}


WAYS: dict[str, Callable[..., dict[str, Any]]] = {
    "ours": ours,
    "cp-sat": by_cp_sat,
    "turns": by_turns,
    "lots": by_lots,
}


def main() -> None:
    """Run each way in a process of its own and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="?", type=int, default=120)
    parser.add_argument("challenges", nargs="?", type=int, default=20)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=THREADS, help="of HiGHS; 0: as many as it sees fit")
    parser.add_argument("--way", choices=WAYS, help="this one alone, as JSON")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    if args.way:
        extra = (args.threads,) if args.way == "ours" else ()
        print(json.dumps(WAYS[args.way](args.people, args.challenges, args.seed, *extra)))
        return
    print(f"{args.people} people, {args.challenges} challenges, teams of {RULES.least} to {RULES.most}")
    print("seed     way     worth     bound      gap  seconds  cpu s unplaced")
    for seed in range(args.seeds):
        for way in WAYS:
            found = _apart(way, args, seed)
            cells = [f"{found.get(name, float('nan')):.{digits}f}" for name, digits in _COLUMNS]
            print(
                f"{seed:>4} {way:>7} {cells[0]:>9} {cells[1]:>9} {cells[2]:>8} {cells[3]:>8} {cells[4]:>6}",
                end="",
            )
            print(f" {found.get('unplaced', ''):>8}")


_COLUMNS = (("worth", 1), ("bound", 1), ("gap", 5), ("seconds", 2), ("cpu", 1))


def _apart(way: str, args: argparse.Namespace, seed: int) -> dict[str, Any]:
    command = [sys.executable, __file__, str(args.people), str(args.challenges), "--way", way]
    command += ["--seed", str(seed), "--threads", str(args.threads)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"unplaced": "not here"}
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


if __name__ == "__main__":
    main()
