"""Going on from an earlier allocation: what a cold start proves, in fewer rounds."""

from __future__ import annotations

from datetime import date
from functools import partial

import numpy as np
import pytest

from symbiosis.errors import Report
from symbiosis.matching.terms import Terms
from symbiosis.network import generation
from symbiosis.network.allocation import Region
from symbiosis.network.generation import Effort, allocate
from symbiosis.network.graph import Network
from symbiosis.network.recipes import recipes_of
from symbiosis.network.regions import region_of
from symbiosis.network.resumption import resume
from symbiosis.network.rows import usable_recipes, usable_streams
from symbiosis.network.weights import Objective
from symbiosis.resources.regions import make_region
from symbiosis.solvers.highs import Highs

TERMS = Terms(day=date(2026, 11, 23))
EXACT = Effort(gap=1e-9)
MADE = make_region(offers=400, needs=400, processors=40, seed=11)


def region(*, without: int | None = None, reverse: bool = False, periods: int = 1) -> Region:
    """A made-up region, perhaps without one of its offers, its rows perhaps from last to first."""
    report = Report()
    rows = np.arange(len(MADE.offers.ids))
    rows = rows[rows != without] if without is not None else rows
    offers = MADE.offers.take(rows[::-1] if reverse else rows)
    recipes = usable_recipes(MADE.processors, file="processors", report=report)
    network = Network.of(
        usable_streams(offers, TERMS, file="offers", report=report),
        usable_streams(MADE.needs, TERMS, file="needs", report=report),
        recipes_of(MADE.processors, recipes, TERMS),
        TERMS,
    )
    return region_of(network, Objective.VALUE, periods=periods)


@pytest.mark.parametrize("leaving", [True, False])
def test_one_card_more_or_less_ends_where_a_cold_start_ends(
    leaving: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # few links at a time, as in a region that is too large to look at whole
    monkeypatch.setattr(generation, "FEW", 0)
    monkeypatch.setattr(generation, "FIRST_PER_ROW", 1)
    monkeypatch.setattr(generation, "LATER_PER_ROW", 1)
    # and first prices so rough that a cold start has to look several times
    monkeypatch.setattr(generation, "first_prices", partial(generation.first_prices, turns=4))
    card = 7
    before, after = region(), region(without=card, reverse=True)
    if not leaving:
        before, after = after, before
    previous = allocate(before, Highs(), EXACT)
    cold = allocate(after, Highs(), EXACT)
    warm = resume(previous, after, Highs(), EXACT)
    assert cold.objective > 0.0
    assert warm.objective == pytest.approx(cold.objective, rel=1e-8)
    assert warm.bound == pytest.approx(cold.bound, rel=1e-8)
    assert warm.status is cold.status
    # what was carried over proves it without another look
    assert warm.rounds == 1 < cold.rounds


def test_other_periods_are_no_obstacle() -> None:
    previous = allocate(region(), Highs(), EXACT)
    quarters = region(periods=2)
    warm = resume(previous, quarters, Highs(), EXACT)
    assert warm.objective == pytest.approx(allocate(quarters, Highs(), EXACT).objective, rel=1e-8)
