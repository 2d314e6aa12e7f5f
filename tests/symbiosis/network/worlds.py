"""Small made-up regions of offers, needs and processors, and the plain way to find every chain of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Any

from hypothesis import strategies as st

from symbiosis.errors import Report
from symbiosis.matching.measures import Pair
from symbiosis.matching.rules import judge, may_match
from symbiosis.matching.terms import Terms
from symbiosis.network.graph import Network
from symbiosis.network.recipes import recipes_of
from symbiosis.network.rows import usable_recipes, usable_streams
from symbiosis.places import Point
from symbiosis.quantities import Period, unit
from symbiosis.resources import (
    Kind,
    Need,
    Processor,
    ProcessorTable,
    Recipe,
    RStrategy,
    Side,
    Stream,
    StreamTable,
)

DAY = date(2026, 1, 1)
TERMS = Terms(day=DAY)
_WORDS = ("aap", "noot", "mies")
_PLACES = (Point(51.0, 4.0), Point(51.0, 4.2), Point(51.3, 4.0))
_STRATEGIES = (RStrategy.R3, RStrategy.R7, RStrategy.R8)


@dataclass(frozen=True)
class World:
    """Records of a small region."""

    offers: tuple[Stream, ...]
    needs: tuple[Need, ...]
    processors: tuple[Processor, ...]

    def network(self) -> Network:
        """The same as the network works on it."""
        return network_of(self.offers, self.needs, self.processors)


def network_of(
    offers: tuple[Stream, ...],
    needs: tuple[Need, ...],
    processors: tuple[Processor, ...],
    terms: Terms = TERMS,
) -> Network:
    """A network of records; rows that cannot be used are left out."""
    report = Report()
    table = ProcessorTable.from_rows(processors)
    rows = usable_recipes(table, file="processors.csv", report=report)
    return Network.of(
        usable_streams(StreamTable.from_rows(Side.OFFER, offers), terms, file="offers.csv", report=report),
        usable_streams(StreamTable.from_rows(Side.NEED, needs), terms, file="needs.csv", report=report),
        recipes_of(table, rows, terms),
        terms,
    )


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The value or unknown."""
    return st.none() | strategy


def _row(draw: st.DrawFn, key: str) -> dict[str, Any]:
    return {
        "id": key,
        "kind": Kind.MATERIAL,
        "materials": (draw(st.sampled_from(_WORDS)),),
        "quantity": draw(st.sampled_from((1.0, 5.0, 12.5, 300.0))),
        "unit": draw(st.sampled_from(("t", "t", "kg"))),
        "period": Period.YEAR,
        "place": draw(st.sampled_from(_PLACES)),
        "price_eur_per_unit": draw(maybe(st.sampled_from((-120.0, -3.0, 15.0, 400.0)))),
        "max_km": draw(maybe(st.sampled_from((10.0, 40.0)))),
        "min_quantity": draw(maybe(st.sampled_from((0.5, 4.0)))),
        "strategy": draw(maybe(st.sampled_from(_STRATEGIES))),
    }


@st.composite
def _recipes(draw: st.DrawFn) -> Recipe:
    accepts, produces = draw(st.permutations(_WORDS))[:2]
    return Recipe(
        accepts=(accepts,),
        produces=(produces,),
        kind=Kind.MATERIAL,
        yield_ratio=draw(st.sampled_from((0.5, 0.8, 1.0, 2.0))),
        capacity=draw(maybe(st.sampled_from((2.0, 10.0, 100.0)))),
        unit="t",
        period=Period.YEAR,
        hours_per_unit=draw(maybe(st.sampled_from((0.0, 1.0, 4.0)))),
        cost_eur_per_unit=draw(maybe(st.sampled_from((-20.0, 5.0, 60.0)))),
        residue_cost_eur_per_unit=draw(st.sampled_from((0.0, 30.0))),
        min_quantity=draw(maybe(st.sampled_from((1.0, 6.0)))),
        strategy=draw(maybe(st.sampled_from(_STRATEGIES))),
    )


@st.composite
def _processors(draw: st.DrawFn, key: str) -> Processor:
    return Processor(
        id=key,
        recipes=tuple(draw(st.lists(_recipes(), min_size=1, max_size=2))),
        place=draw(st.sampled_from(_PLACES)),
        hours_available=draw(maybe(st.sampled_from((5.0, 60.0)))),
        hours_period=Period.YEAR,
        max_km=draw(maybe(st.sampled_from((10.0, 60.0)))),
    )


@st.composite
def worlds(draw: st.DrawFn, *, most: int = 4) -> World:
    """A region of a few rows of each sort, in which links of every sort occur often."""
    offers = [Stream(**_row(draw, f"o{i}")) for i in range(draw(st.integers(1, most)))]
    needs = [Need(**_row(draw, f"n{i}")) for i in range(draw(st.integers(1, most)))]
    processors = [draw(_processors(f"p{i}")) for i in range(draw(st.integers(0, 3)))]
    return World(tuple(offers), tuple(needs), tuple(processors))


@dataclass(frozen=True)
class PlainChain:
    """A chain as one would reckon it by hand; quantities in tonnes."""

    need: str
    path: tuple[tuple[str, int], ...]
    rung: int
    quantity: float
    value: float

    @property
    def key(self) -> Any:
        """What chains of one offer are ranked by."""
        return (self.rung, -self.value, self.need, self.path)


def _tonnes(value: float, key: str | None) -> float:
    return value * unit(key or "t").to_base


def _price(row: Stream | Need) -> float:
    return (row.price_eur_per_unit or 0.0) / unit(row.unit or "t").to_base


def plain_chains(world: World, offer: Stream, *, most_steps: int = 3) -> list[PlainChain]:
    """Every chain of one offer, best first: all orders of recipes tried, each rule asked of records."""
    steps = [(p, i) for p in world.processors for i in range(len(p.recipes))]
    found = []
    for count in range(most_steps + 1):
        for path in permutations(steps, count):
            for need in world.needs:
                found += list(_chain(offer, path, need))
    return sorted(found, key=lambda chain: chain.key)


def _chain(offer: Stream, path: tuple[tuple[Processor, int], ...], need: Need) -> Iterator[PlainChain]:
    giver, unit_eur, units = offer, -_price(offer), 1.0
    limits = [_tonnes(offer.quantity or 0.0, offer.unit)]
    least = [_tonnes(offer.min_quantity or 0.0, offer.unit)]
    hours: dict[str, float] = {}
    for processor, number in path:
        recipe = processor.recipes[number]
        pair = Pair(giver, _as_need(processor, recipe), TERMS)
        if not may_match(judge(pair)):
            return
        ratio = recipe.yield_ratio or 1.0
        unit_eur -= units * pair.transport_eur_per_unit
        unit_eur -= units * (recipe.cost_eur_per_unit or 0.0)
        unit_eur -= units * max(0.0, 1.0 - ratio) * recipe.residue_cost_eur_per_unit
        hours[processor.id] = hours.get(processor.id, 0.0) + units * (recipe.hours_per_unit or 0.0)
        if processor.hours_available is not None and hours[processor.id] > 0:
            limits.append(processor.hours_available / hours[processor.id])
        if recipe.capacity is not None:
            limits.append(recipe.capacity / units)
        least.append((recipe.min_quantity or 0.0) / units)
        units *= ratio
        giver = _as_offer(processor, recipe)
    last = path[-1] if path else None
    if last is not None:
        giver = _as_offer(last[0], last[0].recipes[last[1]], rung=True)
    pair = Pair(giver, need, TERMS)
    if not may_match(judge(pair)):
        return
    unit_eur += units * (_price(need) - pair.transport_eur_per_unit)
    limits.append(_tonnes(need.quantity or 0.0, need.unit) / units)
    least.append(_tonnes(need.min_quantity or 0.0, need.unit) / units)
    quantity = min(limits)
    if quantity < max(least) * (1 - 1e-9):
        return
    strategy = need.strategy if last is None else last[0].recipes[last[1]].strategy
    yield PlainChain(
        need=need.id,
        path=tuple((processor.id, number) for processor, number in path),
        rung=9 if strategy is None else strategy.rung,
        quantity=quantity,
        value=quantity * unit_eur,
    )


def _as_need(processor: Processor, recipe: Recipe) -> Need:
    return Need(
        id=processor.id,
        kind=Kind.MATERIAL,
        materials=recipe.accepts,
        place=processor.place,
        max_km=processor.max_km,
        strategy=recipe.strategy,
    )


def _as_offer(processor: Processor, recipe: Recipe, *, rung: bool = False) -> Stream:
    return Stream(
        id=processor.id,
        kind=Kind.MATERIAL,
        materials=recipe.produces,
        unit="t",
        place=processor.place,
        strategy=recipe.strategy if rung else None,
    )
