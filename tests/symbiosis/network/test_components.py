"""A region in pieces between which nothing can flow: no link is cut, and the answers add up to the whole."""

from pathlib import Path

import numpy as np
import pytest

from symbiosis.cli import main
from symbiosis.errors import Report
from symbiosis.matching.terms import Terms
from symbiosis.network import components
from symbiosis.network.apart import (
    Allocating,
    Settling,
    allocated_in_pieces,
    allocated_together,
    pieces_of_arcs,
    pieces_of_pairs,
    pieces_of_region,
    settled_together,
)
from symbiosis.network.components import pieces_of
from symbiosis.network.earlier import Earlier, start_of
from symbiosis.network.generation import Effort, allocate
from symbiosis.network.graph import Members
from symbiosis.network.program import Status, worst
from symbiosis.network.recipes import recipes_of
from symbiosis.network.regions import region_of
from symbiosis.network.rows import usable_recipes, usable_streams
from symbiosis.network.settlement import Wish, settle_arcs, settle_pairs
from symbiosis.network.transport import Transport
from symbiosis.network.weights import Objective
from symbiosis.resources.streams import Side
from symbiosis.solvers.highs import Highs
from symbiosis.solvers.transport import TransportEngine
from symbiosis.tables import read_processors, read_streams
from tests.symbiosis.matching.worlds import DAY

TERMS = Terms(day=DAY)
SOLVERS = {"transport": TransportEngine(), "solver": Highs()}
GAP = 1e-4


@pytest.fixture(scope="module")
def members(tmp_path_factory):
    folder = Path(tmp_path_factory.mktemp("region"))
    sizes = ["--offers", "150", "--needs", "150", "--processors", "12", "--seed", "3"]
    assert main(["generate", *sizes, "--out", str(folder), "--quiet"]) == 0
    report = Report()
    offers, needs = (
        usable_streams(
            read_streams(folder / f"{name}.csv", side, on_date=DAY, report=report),
            TERMS,
            file=name,
            report=report,
        )
        for name, side in (("offers", Side.OFFER), ("needs", Side.NEED))
    )
    table = read_processors(folder / "processors.csv", report=report)
    recipes = recipes_of(table, usable_recipes(table, file="processors", report=report), TERMS)
    return Members.of(offers, needs, recipes)


@pytest.fixture
def finely(monkeypatch):
    """Every component a piece of its own."""
    monkeypatch.setattr(components.pieces_of, "__kwdefaults__", {"least_rows": 1})


def test_no_link_runs_between_two_pieces(members):
    network = members.network(TERMS)
    pieces = pieces_of(
        members.offers, members.needs, members.recipes, detour=TERMS.detour_factor, least_rows=1
    )
    assert len(pieces) > 20
    own = {}
    for name, count in (
        ("offers", len(members.offers)),
        ("needs", len(members.needs)),
        ("processors", len(members.recipes.processor_hours)),
    ):
        own[name] = np.full(count, -1)
        for number, piece in enumerate(pieces):
            rows = getattr(piece, name)
            assert (own[name][rows] == -1).all()
            own[name][rows] = number
        assert (own[name] >= 0).all()
    recipes = own["processors"][members.recipes.processor]
    ends = {
        "direct": (own["offers"], own["needs"]),
        "into": (own["offers"], recipes),
        "onward": (recipes, recipes),
        "ends": (recipes, own["needs"]),
    }
    for kind, (givers, takers) in ends.items():
        links = getattr(network, kind)
        assert (givers[links.givers] == takers[links.takers]).all(), kind
    assert len(network.direct) > 100


@pytest.mark.parametrize("goal", ["value", "retention"])
def test_offers_and_needs_settled_in_pieces_are_worth_as_much(members, goal, finely):
    offers, needs = members.offers, members.needs
    whole = settle_pairs(offers, needs, TERMS, Wish(goal=goal, gap=GAP), **SOLVERS)
    asked = Settling(
        terms=TERMS.without_words(), goal=goal, relation_cost=0.0, gap=GAP, until=np.inf, **SOLVERS
    )
    told = list(pieces_of_pairs(offers, needs, TERMS, goal, relation_cost=0.0))
    assert len(told) > 5
    found = settled_together(
        [piece for piece, _ in told],
        [asked.answer(packed) for _, packed in told],
        offers=len(offers),
        needs=len(needs),
        possible=whole.possible,
        seconds=0.0,
    )
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(whole.objective, rel=GAP)
    assert found.objective <= found.bound <= found.objective * (1.0 + GAP)
    # the same certificate: prices that cover every allowed pair and add up to the bound
    spent = offers.numbers[:, 3] @ found.offer_prices + needs.numbers[:, 3] @ found.need_prices
    assert spent == pytest.approx(found.bound, rel=1e-9)
    assert len(np.unique(found.offers * len(needs) + found.needs)) == len(found.flow)
    given = np.bincount(found.offers, weights=found.flow, minlength=len(offers))
    assert (given <= offers.numbers[:, 3] * (1.0 + 1e-9)).all()


def test_explicit_arcs_settled_by_component_are_worth_as_much():
    random = np.random.default_rng(5)
    # three blocks of five by five, and an offer without any arc
    tails = np.concatenate([random.integers(0, 5, 12) + 5 * block for block in range(3)])
    heads = np.concatenate([random.integers(0, 5, 12) + 5 * block for block in range(3)])
    pairs = np.unique(np.stack([tails, heads], axis=1), axis=0).astype(np.int32)
    problem = Transport(
        random.uniform(1, 9, 16), random.uniform(1, 9, 15), pairs[:, 0].copy(), pairs[:, 1].copy(),
        random.uniform(1, 20, len(pairs)),
    )  # fmt: skip
    whole = settle_arcs(problem, Wish(), **SOLVERS)
    asked = Settling(
        terms=TERMS.without_words(), goal="value", relation_cost=0.0, gap=1e-3, until=np.inf, **SOLVERS
    )
    told = list(pieces_of_arcs(problem))
    assert len(told) >= 3
    found = settled_together(
        [piece for piece, _ in told],
        [asked.answer(packed) for _, packed in told],
        offers=16,
        needs=15,
        possible=problem.arcs,
        seconds=0.0,
    )
    assert found.objective == pytest.approx(whole.objective, rel=1e-9)
    assert found.bound == pytest.approx(whole.bound, rel=1e-9)
    reduced = problem.values - found.offer_prices[problem.tails] - found.need_prices[problem.heads]
    assert reduced.max() <= 1e-9


@pytest.mark.parametrize("objective", [Objective.VALUE, Objective.RETENTION])
def test_a_region_with_processors_allocated_in_pieces_is_worth_as_much(members, objective, finely):
    whole = allocate(region_of(members.network(TERMS), objective), Highs(), Effort(gap=GAP))
    asked = Allocating(
        terms=TERMS.without_words(),
        objective=objective,
        weigh=(),
        periods=1,
        relation_cost=0.0,
        most_steps=3,
        gap=GAP,
        until=np.inf,
        most_for_more_s=0.0,
        horizon_days=365.0,
        solver=Highs(),
    )
    pieces = pieces_of_region(members, TERMS)
    found = allocated_together([asked.answer(piece) for piece in pieces], seconds=0.0)
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(whole.objective, rel=GAP)
    assert found.bound == pytest.approx(whole.bound, rel=GAP)
    assert found.summary["arcs_possible"] == whole.region.possible
    rows = len(members.offers) + len(members.needs) + len(members.recipes)
    assert len(found.prices["id"]) == rows + len(members.recipes.processor_hours)
    assert found.summary["quantities"]["left"].keys() == found.summary["quantities"]["reached"].keys()


def test_a_region_ends_as_the_worst_of_its_pieces():
    assert worst([Status.OPTIMAL, Status.TIME_LIMIT, Status.OPTIMAL]) is Status.TIME_LIMIT
    assert worst([]) is Status.OPTIMAL


def test_this_machine_and_an_earlier_run(members, finely):
    pieces = pieces_of_region(members, TERMS)
    assert len(pieces) > 1
    asked = Allocating(
        terms=TERMS.without_words(),
        objective=Objective.VALUE,
        weigh=(),
        periods=1,
        relation_cost=10.0,
        most_steps=3,
        gap=GAP,
        until=np.inf,
        most_for_more_s=0.0,
        horizon_days=365.0,
        solver=Highs(),
    )
    found = allocated_in_pieces(pieces, asked)
    assert found.prices["side"].count("relation") == 1
    assert found.prices["id"][: len(members.offers)] == sorted(str(key) for key in members.offers.ids)
    stopped = allocated_in_pieces(pieces, asked, stop=lambda: True)
    assert stopped.status is Status.INTERRUPTED
    assert stopped.bound >= found.objective
    told: dict[tuple[str, str], list[float]] = {}
    for side, key, worth in zip(
        *(found.prices[name] for name in ("side", "id", "shadow_price")), strict=True
    ):
        told.setdefault((side, key), []).append(worth)
    pairs = frozenset(zip(found.flows["from_id"], found.flows["to_id"], strict=True))
    earlier = Earlier(pairs=pairs, prices={name: tuple(own) for name, own in told.items()})
    network = members.network(TERMS)
    region = region_of(network, Objective.VALUE)
    start = start_of(region, earlier)
    flows = sum(int(flags.sum()) for flags in start["pool"].values())
    assert flows >= len(pairs)
    again = allocate(region, Highs(), Effort(gap=GAP), **start)
    assert again.objective == pytest.approx(allocate(region, Highs(), Effort(gap=GAP)).objective, rel=GAP)
