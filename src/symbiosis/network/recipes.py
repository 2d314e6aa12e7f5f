"""Recipes as links of a network: the face that takes in, the face that gives out, and what limits them.

All figures are per base unit of the input (a tonne, a cubic metre, a piece ...) and totals over the horizon.
The same rules are asked of every face as of an offer and a need (`symbiosis.matching`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.kinship import Label
from symbiosis.matching.layout import Floats, Ints, PackedSide
from symbiosis.matching.naming import class_of
from symbiosis.matching.packing import pack, pack_processors
from symbiosis.matching.reference import limits_of
from symbiosis.matching.terms import Terms
from symbiosis.network.rows import base_per_unit
from symbiosis.quantities import to_base, total_days, totals
from symbiosis.resources import materials
from symbiosis.resources.cells import code_of, member_at
from symbiosis.resources.kinds import Kind
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.streams import Side, StreamTable
from symbiosis.resources.words import LabelColumn

_KINDS = list(Kind)


@dataclass(frozen=True, kw_only=True)
class Recipes:
    """Recipes of a network, one entry each; `row` is the recipe's place in `table`.

    `inputs` are the faces that take in (as needs), `products` and `intermediates` the faces that give out (as
    offers): the first as it meets a need, on the rung of its recipe; the second as it meets another recipe,
    which may make anything of it that the law allows. `processor` is the place of its processor in the table
    and in `processor_hours`. Infinite: no limit is told.
    """

    table: ProcessorTable
    row: NDArray[np.int64]
    processor: NDArray[np.int64]
    inputs: PackedSide
    products: PackedSide
    intermediates: PackedSide
    yields: Floats
    """Base units that leave per base unit of input."""
    cost_eur: Floats
    """EUR per base unit of input: the work and what is left over."""
    hours: Floats
    """Hours of work per base unit of input; 0 where unknown."""
    hours_known: NDArray[np.bool_]
    capacity: Floats
    least: Floats
    """Least input over the horizon if the recipe is used at all."""
    storage: Floats
    """Most input that it can hold; 0 where not told."""
    rung: Ints
    """Rung of the recipe, 9 where unknown."""
    strategy: Ints
    """Rung of the recipe, -1 where unknown."""
    processor_hours: Floats

    def __len__(self) -> int:
        return len(self.row)

    @property
    def input_limit(self) -> Floats:
        """Most input over the horizon by capacity and hours together."""
        return np.minimum(self.capacity, self.hours_limit)

    @property
    def hours_limit(self) -> Floats:
        """Most input over the horizon that the processor's hours allow this recipe alone."""
        available = self.processor_hours[self.processor]
        works = self.hours > 0.0
        limit: Floats = np.where(works, available / np.where(works, self.hours, 1.0), np.inf)
        return limit

    def of_processors(self, chosen: NDArray[np.int64]) -> Recipes:
        """The recipes of these processors alone (places in the table, rising), in their order."""
        rows = np.flatnonzero(np.isin(self.processor, chosen))
        table_rows = np.flatnonzero(np.isin(self.table.processor, chosen))
        sides = {name: getattr(self, name).take(rows) for name in ("inputs", "products", "intermediates")}
        plain = {
            name: getattr(self, name)[rows]
            for name in ("yields", "cost_eur", "hours", "hours_known", "capacity", "least", "storage")
        }
        return Recipes(
            table=self.table.of_processors(chosen),
            row=np.searchsorted(table_rows, self.row[rows]),
            processor=np.searchsorted(chosen, self.processor[rows]),
            rung=self.rung[rows],
            strategy=self.strategy[rows],
            processor_hours=self.processor_hours[chosen],
            **sides,
            **plain,
        )

    def ids(self) -> list[str]:
        """Id of the processor of each recipe."""
        found: list[str] = self.table.ids.take(pa.array(self.table.processor[self.row])).to_pylist()
        return found


def recipes_of(table: ProcessorTable, rows: NDArray[np.int64], terms: Terms) -> Recipes:
    """The recipes at `rows` of the table, with their faces and limits over the horizon of the terms.

    Residue is what does not leave as output where both measure the same; where they differ nobody can tell
    how much it is, and it costs nothing here.
    """
    inputs = _unlimited(pack_processors(table, terms)).take(rows)
    owner = table.processor[rows].astype(np.int64)
    unit, unit_out = table.unit[rows], table.output_unit[rows]
    into = base_per_unit(unit)
    days = total_days(table.from_day, table.until_day, horizon_days=terms.horizon_days)
    ratio = np.where(np.isnan(table.yield_ratio[rows]), 1.0, table.yield_ratio[rows])
    yields = ratio * base_per_unit(unit_out) / into
    yields = np.where(table.produces.counts[rows] > 0, yields, 0.0)
    capacity = to_base(totals(table.capacity[rows], table.period[rows], days[owner]), unit)
    least = to_base(totals(table.min_quantity[rows], table.period[rows], days[owner]), unit)
    work = table.hours_per_unit[rows] / into
    cost = np.nan_to_num(table.cost_eur_per_unit[rows])
    products = _outputs(table, rows, terms, yields, np.where(np.isnan(capacity), np.inf, capacity))
    measured = products.marks[:, c.UNIT] == inputs.marks[:, c.UNIT]
    residue = np.where(measured, np.maximum(0.0, 1.0 - yields), 0.0)
    available = table.hours_totals(horizon_days=terms.horizon_days)
    strategy = table.strategy[rows].astype(np.int32)
    return Recipes(
        table=table,
        row=rows,
        processor=owner,
        inputs=inputs,
        products=products,
        intermediates=_at_any_rung(products),
        yields=yields,
        cost_eur=(cost + residue * table.residue_cost_eur_per_unit[rows]) / into,
        hours=np.nan_to_num(work),
        hours_known=~np.isnan(work),
        capacity=np.where(np.isnan(capacity), np.inf, capacity),
        least=np.nan_to_num(least),
        storage=np.nan_to_num(to_base(table.storage[rows], unit)),
        rung=np.where(strategy < 0, 9, strategy).astype(np.int32),
        strategy=strategy,
        processor_hours=np.where(np.isnan(available), np.inf, available),
    )


def _unlimited(side: PackedSide) -> PackedSide:
    """What a recipe takes without a limit that anyone told."""
    numbers = side.numbers.copy()
    numbers[:, c.QUANTITY] = np.where(np.isnan(numbers[:, c.QUANTITY]), np.inf, numbers[:, c.QUANTITY])
    return replace(side, numbers=numbers)


def _outputs(
    table: ProcessorTable, rows: NDArray[np.int64], terms: Terms, yields: Floats, capacity: Floats
) -> PackedSide:
    """The faces that give out, as offers at the place of the processor and on the rung of the recipe."""
    owner = table.processor[rows]
    produces = table.produces.take(rows)
    kinds = [_kind_of(produces.at(row), table.kind[rows[row]], terms) for row in range(len(rows))]
    words = [produces.at(row) or ("-",) for row in range(len(rows))]
    offers = StreamTable.of(
        Side.OFFER,
        {
            "ids": table.ids.take(pa.array(owner)),
            "kind": np.array([code_of(kind) for kind in kinds], dtype=np.int8),
            "materials": LabelColumn.from_lists(words),
            "unit": table.output_unit[rows],
            "lat": table.lat[owner],
            "lon": table.lon[owner],
            "from_day": table.from_day[owner],
            "until_day": table.until_day[owner],
            "strategy": table.strategy[rows],
        },
    )
    side = pack(offers, terms)
    numbers = side.numbers.copy()
    with np.errstate(invalid="ignore"):
        numbers[:, c.QUANTITY] = np.where(yields > 0.0, yields * capacity, 0.0)
    numbered: dict[tuple[Label, ...], int] = {}
    label_sets = np.zeros(len(rows), dtype=np.int32)
    for row, told in enumerate(words):
        # as with its inputs, a processor does not say of which kind its output is: unknown excludes nothing
        found = (terms.naming.labels(kind, told, (), "", need=False) for kind in _KINDS)
        labels = tuple(dict.fromkeys(label for names in found for label in names))
        label_sets[row] = numbered.setdefault(labels if produces.counts[row] else (), len(numbered))
    return replace(side, numbers=numbers, label_sets=label_sets, sets=tuple(numbered))


def _kind_of(words: tuple[str, ...], code: Any, terms: Terms) -> Kind:
    """The kind by which an output travels: that of its class, else that of the recipe, else material."""
    for word in words:
        key = class_of(terms.naming.of_word(Kind.MATERIAL, word))
        if key is not None:
            return Kind(materials.get(key).kind)
    return member_at(Kind, code) or Kind.MATERIAL


def _at_any_rung(side: PackedSide) -> PackedSide:
    """The same faces without the rung of their recipe: only what the law says of the class still binds."""
    plain = side.marks.copy()
    plain[:, c.RUNG] = -1
    for number, labels in enumerate(side.sets):
        best = _best_rung(labels)
        plain[side.label_sets == number, c.RUNG] = best
    return replace(side, marks=plain)


def _best_rung(labels: tuple[Label, ...]) -> int:
    return max((limit.best_rung for limit in limits_of(labels) if limit.best_rung is not None), default=-1)
