"""What is missing in the region of a hub, asked of the core: rows in, plain values out, all estimates.

Figures are per year, quantities in the base unit of their measure (`symbiosis.quantities.BASE_UNITS`).
Everything that is given counts as open: whose rows may be used and told is decided before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np

from circulairwerkt.flows.opportunities.found import Found
from symbiosis.errors import Report
from symbiosis.matching.layout import UNIT as _UNIT
from symbiosis.matching.naming import Naming
from symbiosis.matching.terms import Terms
from symbiosis.matching.understanding import understanding
from symbiosis.network.gains import Standing
from symbiosis.network.generation import Allocated, Effort
from symbiosis.network.graph import Network
from symbiosis.network.opportunities import NEW, Study, Tried, ranked, study, tried
from symbiosis.network.opportunity_table import nearest_place, robust_columns
from symbiosis.network.recipes import recipes_of
from symbiosis.network.regions import hierarchy_first, limit_prices, pareto_front
from symbiosis.network.robustness import robustness
from symbiosis.network.rows import Rows, usable_recipes, usable_streams
from symbiosis.network.swings import swing
from symbiosis.network.unserved import unserved
from symbiosis.network.weights import Objective, weights_for
from symbiosis.places import Point
from symbiosis.quantities import BASE_UNITS, unit
from symbiosis.resources import Need, Processor, Stream, Visibility
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.regions.catalogue import places
from symbiosis.resources.streams import Side, StreamTable
from symbiosis.solvers.highs import Highs

__all__ = ["EDITION", "TOP", "Looked", "Region", "best_of", "digest_of"]

#: Raised when the same rows give other opportunities than before; part of every digest.
EDITION = "1"
Record = Stream | Need | Processor
#: Opportunities that are told.
TOP = 10
#: Cells of about 250 km2: a place is told no finer.
_COARSE = 5
_SAMPLES = 6
_TOLERANCES = (0.0, 0.05)
_ROBUST_SHOWN, _PRICES_SHOWN = 60, 30


@lru_cache(maxsize=2)
def _terms(day: date) -> Terms:
    return Terms(day=day, naming=Naming(classifier=understanding(day)))


def best_of(found: Sequence[Found]) -> list[Found]:
    """Return those that are told, the one that brings most first."""
    standing = [
        Standing(
            gain=one.gain,
            processor=one.processor or one.cell,
            work=(one.accepts, one.produces),
            parties=one.parties,
        )
        for one in found
    ]
    return [found[row] for row in ranked(standing, top=TOP)]


def digest_of(records: Iterable[Record], day: date) -> str:
    """Return the digest of what is asked: the same digest gives the same answer."""
    return sha256("\n".join([EDITION, day.isoformat(), *(repr(one) for one in records)]).encode()).hexdigest()


def unit_of_measure(key: str) -> str:
    """Return the base unit in which amounts of a unit are added up: ``t`` for ``kg``."""
    return BASE_UNITS[unit(key).dimension] if key else ""


@dataclass(frozen=True)
class Region:
    """The rows of a region as the core reads them, and how many of each it could not use."""

    day: date
    offers: Rows
    needs: Rows
    table: ProcessorTable
    refused: Mapping[str, int]

    @classmethod
    def of(cls, records: Sequence[Record], day: date) -> "Region":
        """Read rows; those that tell no quantity or no place cannot take part."""
        terms, report = _terms(day), Report()
        streams = [_opened(one) for one in records if isinstance(one, Stream)]
        wanted = [_opened(one) for one in records if isinstance(one, Need)]
        table = ProcessorTable.from_rows([one for one in records if isinstance(one, Processor)])
        offers = usable_streams(
            StreamTable.from_rows(Side.OFFER, streams), terms, file="cards", report=report
        )
        needs = usable_streams(StreamTable.from_rows(Side.NEED, wanted), terms, file="needs", report=report)
        used = len(usable_recipes(table, file="capabilities", report=report))
        return cls(
            day=day,
            offers=offers,
            needs=needs,
            table=table,
            refused={
                "cards": len(streams) - len(offers),
                "needs": len(wanted) - len(needs),
                "capabilities": len(table) - used,
            },
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to place."""
        return len(self.offers) == 0

    def counts(self) -> dict[str, list[int]]:
        """Return by sort how many rows take part, and how many could not."""
        used = {"cards": len(self.offers), "needs": len(self.needs)}
        used["capabilities"] = len(self.table) - self.refused["capabilities"]
        return {sort: [count, self.refused[sort]] for sort, count in used.items()}

    def look(self, stop: Callable[[], bool], *, time_limit_s: float, own: frozenset[str]) -> "Looked":
        """Allocate the region and choose what to try; room at others' processors is not looked at."""
        terms = _terms(self.day)
        recipes = recipes_of(self.table, usable_recipes(self.table, file="", report=Report()), terms)
        network = Network.of(self.offers, self.needs, recipes, terms)
        effort = Effort(time_limit_s=time_limit_s, stop=stop)
        solver = Highs(threads=1)
        found = study(
            self.offers,
            self.needs,
            recipes,
            network,
            solver,
            effort,
            top=TOP,
            objective=Objective.PLACED,
        )
        ids = found.base.region.network.recipes.ids()
        kept = tuple(one for one in found.candidates if one.kind == "new" or ids[one.recipe] in own)
        return Looked(self, replace(found, candidates=kept), effort, solver)


def _opened(record: Any) -> Any:
    return replace(record, visibility=Visibility.NETWORK)


@dataclass(frozen=True)
class Looked:
    """A region allocated as it is, with what to try."""

    region: Region
    study: Study
    effort: Effort
    solver: Highs

    @property
    def count(self) -> int:
        """How many candidates there are to try."""
        return len(self.study.candidates)

    def summary(self) -> dict[str, Any]:
        """Return how the region is proven: status, objective, bound, gap, links; and what finds a place."""
        base = self.study.base
        return {
            "status": base.status.value,
            "objective_share": _plain(base.objective),
            "bound_share": _plain(base.bound),
            "gap_share": _plain(base.gap),
            "considered": base.considered,
            "possible": base.region.possible,
            "rounds": base.rounds,
            "solve_s": base.seconds,
        }

    def attempt(self, place: int) -> Found | None:
        """Try one candidate; None where it brings nothing that stands out."""
        found = self._tried(place)
        return None if found is None else self._told(found, place, samples=0)

    def with_ranges(self, found: Found) -> Found:
        """Return what was found with the range of each figure: the same room in other years."""
        again = self._tried(found.candidate)
        return found if again is None else self._told(again, found.candidate, samples=_SAMPLES)

    def _tried(self, place: int) -> Tried | None:
        return tried(self.study, self.study.candidates[place], self.solver, self.effort)

    def _told(self, found: Tried, place: int, *, samples: int) -> Found:
        seen = found.seen
        range_of = swing(self.study, found, self.solver, self.effort, samples=samples)
        figures = {
            "extra": seen.extra,
            "delivered": seen.delivered,
            "hours_h": seen.hours,
            "eur": seen.eur,
            "co2e_kg": seen.co2e,
        }
        recipe = seen.recipe
        spot = _middle_near(seen.place)
        measure = unit_of_measure(recipe.unit or "")
        units = _units_of(self.study.base)
        return Found(
            candidate=place,
            kind=seen.kind,
            processor="" if seen.processor.startswith(NEW) else seen.processor,
            accepts=recipe.accepts,
            produces=recipe.produces,
            strategy=recipe.strategy.value if recipe.strategy else "",
            unit=measure,
            unit_out=unit_of_measure(recipe.output_unit or ""),
            place=nearest_place(seen.place),
            lat=spot.lat,
            lon=spot.lon,
            cell=f"{int(seen.place.cell(_COARSE)):x}",
            gain=seen.gain,
            loops=seen.loops,
            figures=figures,
            ranges={
                "extra": range_of.extra,
                "delivered": range_of.delivered,
                "hours_h": range_of.hours,
                "eur": range_of.eur,
                "co2e_kg": range_of.co2e,
                "loops": range_of.loops,
            },
            parties=seen.parties,
            moves=tuple(
                {
                    "giver": "" if move.giver.startswith(NEW) else move.giver,
                    "taker": "" if move.taker.startswith(NEW) else move.taker,
                    "quantity": move.quantity,
                    "km": move.km,
                    "unit": units.get(move.giver, measure),
                }
                for move in seen.moves
            ),
            samples=range_of.samples,
        )

    def unplaced(self) -> list[dict[str, Any]]:
        """Return every stream with something left: key, rest, unit, reason, the taker that came nearest."""
        told = unserved(self.study.base, self.region.offers, self.region.needs)
        ids, units = self.study.base.region.network.offers.ids, _units_of(self.study.base)
        return [
            {
                "card": str(ids[one.offer]),
                "rest": one.rest,
                "unit": units[str(ids[one.offer])],
                "reason": one.reason.value,
                "nearest": "" if one.nearest.startswith(NEW) else one.nearest,
            }
            for one in told
        ]

    def placed(self) -> dict[str, list[float]]:
        """Return by base unit how much is offered a year, and how much of it finds a place."""
        base = self.study.base
        found: dict[str, list[float]] = {}
        units = _units_of(base)
        ids = [str(key) for key in base.region.network.offers.ids]
        whole = base.region.limits.supply
        used = np.zeros(len(ids))
        for kind in ("direct", "into"):
            np.add.at(used, base.region.links[kind].givers, base.flow[kind].sum(axis=(1, 2)))
        for row, key in enumerate(ids):
            pair = found.setdefault(units[key], [0.0, 0.0])
            pair[0] += float(whole[row])
            pair[1] += float(used[row])
        return found

    def analysis(self) -> dict[str, Any]:
        """Return what an analyst asks: prices, rungs with what their tolerance costs, front, robustness."""
        base = self.study.base
        region, effort = base.region, self.effort
        levels = []
        for tolerance in _TOLERANCES:
            found = hierarchy_first(region, self.solver, effort, tolerance=tolerance)
            levels.append(
                {
                    "tolerance": tolerance,
                    "cost": _plain(found.cost),
                    "rungs": [
                        {
                            "rung": one.rung,
                            "best": _plain(one.best),
                            "bound": _plain(one.bound),
                            "kept": _plain(one.kept),
                        }
                        for one in found.rungs
                    ],
                }
            )
        saved = weights_for(region.network, Objective.CO2E)
        front = [
            {"placed": _plain(point.first), "co2e_saved_kg": _plain(point.second)}
            for point in pareto_front(region, saved, self.solver, effort, points=4)
        ]
        return {"levels": levels, "front": front, "prices": self._prices(), **self._robust()}

    def _prices(self) -> list[dict[str, Any]]:
        """Return the highest prices of offers, needs and room: what one more adds."""
        network = self.study.base.region.network
        ids = {
            "offer": network.offers.ids,
            "need": network.needs.ids,
            "capacity": network.recipes.ids(),
        }
        told: list[dict[str, Any]] = [
            {"side": side, "key": str(ids[side][row]), "price": float(value)}
            for side, prices in limit_prices(self.study.base).items()
            if side in ids
            for row, value in enumerate(prices.tolist())
            if value > 1e-9 and not str(ids[side][row]).startswith(NEW)
        ]
        told.sort(key=lambda one: (-one["price"], one["key"]))
        return told[:_PRICES_SHOWN]

    def _robust(self) -> dict[str, Any]:
        told = robustness(self.study.base, self.solver, self.effort, samples=10)
        columns = robust_columns(self.study.base, told)
        names = ("from_id", "to_id", "quantity", "unit", "share", "least", "most")
        rows = [
            dict(zip(names, values, strict=True))
            for values in zip(*(columns[name] for name in names), strict=True)
        ]
        rows.sort(key=lambda row: (row["share"], row["from_id"], row["to_id"]))
        return {"robust": rows[:_ROBUST_SHOWN], "robust_of": len(rows), "samples": len(told.objectives)}


def _units_of(base: Allocated) -> dict[str, str]:
    """Base unit of each giver, by id."""
    network = base.region.network
    known = list(BASE_UNITS.values())
    found = {}
    for side in (network.offers, network.recipes.products):
        for key, measure in zip(side.ids, side.marks[:, _UNIT].tolist(), strict=True):
            found[str(key)] = known[measure - 1] if measure > 0 else ""
    return found


def _middle_near(point: Point) -> Point:
    """Return the middle of the nearest town: what is told of a place names no firm."""
    known = places()
    row = known.names.index(nearest_place(point))
    return Point(float(known.lat[row]), float(known.lon[row]))


def _plain(value: float) -> float | None:
    """Return a number as JSON can hold it."""
    return float(value) if np.isfinite(value) else None
