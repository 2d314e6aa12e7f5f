"""The rows and columns of an allocation over the generated links, one family of constraints a method."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching.layout import Floats
from symbiosis.network.allocation import Pool, Prices, Region, effective_weights
from symbiosis.network.master import At, Columns, Ints, Master
from symbiosis.network.program import Triplets
from symbiosis.network.weights import KINDS


def master_of(region: Region, pool: Pool, *, whole: bool = False) -> Master:
    """The program over these links; with `whole` least batches and relations are all or nothing.

    Without, a relation is paid by the part of it that is used, and least batches are left out.
    """
    return _Builder(region, pool, whole).master()


class _Builder:
    """Gathers the constraint families, one method each."""

    def __init__(self, region: Region, pool: Pool, whole: bool) -> None:
        self.region, self.pool, self.whole = region, pool, whole
        self.limits, self.recipes = region.limits, region.network.recipes
        self.periods, self.steps, self.count = region.limits.periods, region.most_steps, len(self.recipes)
        self.rows = Triplets()
        self.places: dict[str, slice] = {}
        self.columns = 0
        self.reached = self._reached()
        self.flows = {kind: self._flow(kind) for kind in KINDS}
        size = self.count * self.steps * self.periods
        self.runs = self._new(size)
        self.holds = self._new(size if self.periods > 1 else 0)
        self.batches = self._new(self.count * self.periods if whole else 0)
        self.relations: tuple[tuple[str, Ints], ...] = ()
        self.opened = self._new(0)
        if whole and region.has_relations:
            self.relations = tuple((kind, np.flatnonzero(pool[kind])) for kind in KINDS)
            self.opened = self._new(sum(len(links) for _, links in self.relations))

    def _new(self, size: int) -> Ints:
        first = self.columns
        self.columns += size
        return np.arange(first, first + size)

    def _reached(self) -> NDArray[np.bool_]:
        """Whether anything can come to each recipe as the l-th that it goes through, over these links."""
        links = self.region.links
        found = np.zeros((self.steps + 1, self.count), dtype=bool)
        if self.steps:
            found[1, links["into"].takers[self.pool["into"]]] = True
        onward = np.flatnonzero(self.pool["onward"])
        for level in range(2, self.steps + 1):
            taken = onward[found[level - 1, links["onward"].givers[onward]]]
            found[level, links["onward"].takers[taken]] = True
        return found

    def _flow(self, kind: str) -> Columns:
        """Columns of one sort: every generated link in every period, from every level it can leave from."""
        chosen = np.flatnonzero(self.pool[kind]) if self.steps or kind == "direct" else np.zeros(0, int)
        levels = {
            "direct": [0],
            "into": [0],
            "onward": list(range(1, self.steps)),
            "ends": list(range(1, self.steps + 1)),
        }[kind]
        link, period, level = (
            grid.ravel() for grid in np.meshgrid(chosen, np.arange(self.periods), np.array(levels, int))
        )
        if kind in ("onward", "ends") and len(link):
            # what no stuff can come to on that level needs no column
            there = self.reached[level, self.region.links[kind].givers[link]]
            link, period, level = link[there], period[there], level[there]
        return Columns(
            kind=kind,
            link=link.astype(np.int64),
            period=period.astype(np.int64),
            level=level.astype(np.int64),
            first=int(self._new(len(link))[0]) if len(link) else self.columns,
        )

    def _ends_of(self, kind: str) -> tuple[Ints, Ints]:
        """Giver and taker of each column of a sort."""
        links, own = self.region.links[kind], self.flows[kind]
        givers = np.searchsorted(links.starts, own.link, side="right") - 1
        return givers, links.takers[own.link].astype(np.int64)

    def _at(self, recipe: Ints, level: Ints, period: Ints) -> Ints:
        """Place of a recipe on a level (from 1) in a period among the columns of `runs`."""
        return (recipe * self.steps + level - 1) * self.periods + period

    # -- families of constraints -------------------------------------------------------------------------

    def master(self) -> Master:
        self._shut: list[Ints] = []
        self._limits_of_rows("offer", ("direct", "into"), self.limits.offer_row, self.limits.supply, 0)
        self._limits_of_rows("need", ("direct", "ends"), self.limits.need_row, self.limits.demand, 1)
        self._balances()
        capacity_at = self._capacities()
        hours_at = self._hours()
        storage_at = self._storage()
        self._relation_limit()
        self._floors()
        if self.whole:
            self._least_batches()
            self._open_relations()
        low, high = np.zeros(self.columns), np.full(self.columns, np.inf)
        for shut in self._shut:
            high[shut] = 0.0
        integer = np.zeros(self.columns, dtype=bool)
        for whole in (self.batches, self.opened):
            integer[whole] = True
            high[whole] = 1.0
        return Master(
            region=self.region,
            program=self.rows.program(value=self._value(), low=low, high=high, integer=integer),
            flows=self.flows,
            rows=self.places,
            capacity_at=capacity_at,
            hours_at=hours_at,
            storage_at=storage_at,
            relation_links=self.relations,
            runs_first=int(self.runs[0]) if len(self.runs) else self.columns,
        )

    def _value(self) -> Floats:
        value = np.zeros(self.columns)
        region = self.region
        weights = region.weights
        if not self.whole:
            plain = Prices.nil(region)
            weights = effective_weights(region, plain)
        for kind, own in self.flows.items():
            value[own.places] = weights[kind][own.link]
        value[self.opened] = -region.relation_cost
        return value

    def _limits_of_rows(
        self, name: str, kinds: tuple[str, str], numbers: Ints, limits: Floats, side: int
    ) -> None:
        rows, columns = [], []
        for kind in kinds:
            own = self.flows[kind]
            number = numbers[self._ends_of(kind)[side], own.period]
            self._shut.append(own.places[number < 0])
            rows.append(number[number >= 0])
            columns.append(own.places[number >= 0])
        self._add(name, high=limits, rows=np.concatenate(rows), columns=np.concatenate(columns))

    def _add(
        self,
        name: str,
        *,
        rows: Ints,
        columns: Ints,
        high: Floats,
        low: Floats | None = None,
        coefficients: Floats | None = None,
    ) -> None:
        self.places[name] = self.rows.add(
            low=np.full(len(high), -np.inf) if low is None else low,
            high=high,
            rows=rows,
            columns=columns,
            coefficients=np.ones(len(rows)) if coefficients is None else coefficients,
        )

    def _balances(self) -> None:
        """What reaches a recipe is worked up or held; what it makes goes on, or stays unsold."""
        size = len(self.runs)
        every = np.arange(size)
        rows, columns, signs = [every], [self.runs], [np.full(size, -1.0)]
        for kind in ("into", "onward"):
            own = self.flows[kind]
            _, takers = self._ends_of(kind)
            rows.append(self._at(takers, own.level + 1, own.period))
            columns.append(own.places)
            signs.append(np.ones(len(own.link)))
        if len(self.holds):
            later = every[every % self.periods > 0]
            rows += [every, later]
            columns += [self.holds, self.holds[later - 1]]
            signs += [np.full(size, -1.0), np.ones(len(later))]
        nil = np.zeros(size)
        self._add(
            "input",
            low=nil,
            high=nil,
            rows=np.concatenate(rows),
            columns=np.concatenate(columns),
            coefficients=np.concatenate(signs),
        )
        rows, columns = [every], [self.runs]
        signs = [-self.recipes.yields[every // (self.steps * self.periods)] if size else np.zeros(0)]
        for kind in ("onward", "ends"):
            own = self.flows[kind]
            givers, _ = self._ends_of(kind)
            rows.append(self._at(givers, own.level, own.period))
            columns.append(own.places)
            signs.append(np.ones(len(own.link)))
        self._add(
            "output",
            low=nil if self.region.sold_only else None,
            high=nil,
            rows=np.concatenate(rows),
            columns=np.concatenate(columns),
            coefficients=np.concatenate(signs),
        )

    def _of_runs(self) -> tuple[Ints, Ints]:
        """Recipe and period of each column of `runs`."""
        every = np.arange(len(self.runs))
        if not len(every):
            return every, every
        return every // (self.steps * self.periods), every % self.periods

    def _capacities(self) -> At:
        recipe, period = self._of_runs()
        limit = self.limits.capacity
        self._shut.append(self.runs[limit[recipe, period] <= 0.0] if len(recipe) else self.runs)
        at = np.nonzero(np.isfinite(limit))
        number = np.full(limit.shape, -1, dtype=np.int64)
        number[at] = np.arange(len(at[0]))
        told = number[recipe, period]
        self._add("capacity", high=limit[at], rows=told[told >= 0], columns=self.runs[told >= 0])
        return at

    def _hours(self) -> At:
        recipe, period = self._of_runs()
        limit = self.limits.hours
        at = np.nonzero(np.isfinite(limit))
        number = np.full(limit.shape, -1, dtype=np.int64)
        number[at] = np.arange(len(at[0]))
        told = number[self.recipes.processor[recipe], period] if len(recipe) else recipe
        work = self.recipes.hours[recipe]
        used = (told >= 0) & (work > 0.0)
        self._add("hours", high=limit[at], rows=told[used], columns=self.runs[used], coefficients=work[used])
        return at

    def _storage(self) -> At:
        """What is held at the end of each period but the last; after the last nothing may be left."""
        recipe, period = self._of_runs()
        shape = self.limits.capacity.shape
        at = np.nonzero(np.ones(shape, dtype=bool) if len(self.holds) else np.zeros(shape, dtype=bool))
        if not len(self.holds):
            self._add("storage", high=np.zeros(0), rows=np.zeros(0, int), columns=np.zeros(0, int))
            return at
        self._shut.append(self.holds[period == self.periods - 1])
        self._add(
            "storage",
            high=self.limits.storage[at[0]],
            rows=recipe * self.periods + period,
            columns=self.holds,
        )
        return at

    def _relation_limit(self) -> None:
        most = self.region.relations_most
        high = np.array([most]) if math.isfinite(most) else np.zeros(0)
        columns, shares = [self.opened], [np.ones(len(self.opened))]
        if not self.whole and len(high):
            for kind, own in self.flows.items():
                columns.append(own.places)
                shares.append(self.region.relation_share(kind)[own.link])
        if not len(high):
            columns, shares = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        every = np.concatenate(columns)
        self._add(
            "relation",
            high=high,
            rows=np.zeros(len(every), dtype=np.int64),
            columns=every,
            coefficients=np.concatenate(shares),
        )

    def _floors(self) -> None:
        rows, columns, weights = [np.zeros(0, int)], [np.zeros(0, int)], [np.zeros(0)]
        for number, floor in enumerate(self.region.floors):
            for kind, own in self.flows.items():
                worth = floor.weights[kind][own.link]
                some = worth != 0.0
                rows.append(np.full(int(some.sum()), number))
                columns.append(own.places[some])
                weights.append(worth[some])
        targets = np.array([floor.target for floor in self.region.floors])
        self._add(
            "floor",
            low=targets,
            high=np.full(len(targets), np.inf),
            rows=np.concatenate(rows),
            columns=np.concatenate(columns),
            coefficients=np.concatenate(weights),
        )

    def _least_batches(self) -> None:
        """A recipe works up nothing in a period, or at least its least batch."""
        recipe, period = self._of_runs()
        least = self.limits.least
        at = np.nonzero(least > 0.0)
        number = np.full(least.shape, -1, dtype=np.int64)
        number[at] = np.arange(len(at[0]))
        told = number[recipe, period] if len(recipe) else recipe
        batch = self.batches[at[0] * self.periods + at[1]] if len(at[0]) else np.zeros(0, int)
        every = np.arange(len(batch))
        most = self._most_runs()[at]
        runs = (told[told >= 0], self.runs[told >= 0])
        for name, limit in (("least", least[at]), ("most", most)):
            low = np.zeros(len(batch)) if name == "least" else None
            self._add(
                name,
                low=low,
                high=np.full(len(batch), np.inf) if name == "least" else np.zeros(len(batch)),
                rows=np.concatenate([runs[0], every]),
                columns=np.concatenate([runs[1], batch]),
                coefficients=np.concatenate([np.ones(len(runs[0])), -limit]),
            )
        unused = np.setdiff1d(self.batches, batch)
        self._shut.append(unused)

    def _most_runs(self) -> Floats:
        """No recipe can work up more than this in a period."""
        region, links = self.region, self.region.links
        reached = np.zeros(self.count)
        for kind in ("into", "onward"):
            reached += np.bincount(links[kind].takers, weights=region.most_flow[kind], minlength=self.count)
        return np.minimum(self.limits.capacity, reached[:, None])

    def _open_relations(self) -> None:
        """Nothing flows along a link that is not opened."""
        first = 0
        rows, columns, weights, count = [], [], [], 0
        for kind, links in self.relations:
            own = self.flows[kind]
            number = np.full(len(self.region.links[kind]), -1, dtype=np.int64)
            number[links] = np.arange(len(links)) + count
            rows += [number[own.link], np.arange(len(links)) + count]
            columns += [own.places, self.opened[first : first + len(links)]]
            weights += [np.ones(len(own.link)), -self.region.most_flow[kind][links]]
            first += len(links)
            count += len(links)
        if rows:
            self._add(
                "opened",
                high=np.zeros(count),
                rows=np.concatenate(rows),
                columns=np.concatenate(columns),
                coefficients=np.concatenate(weights),
            )
