"""What is told of pairs that were found: distance, money, emission, work, and what the reasons rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.impacts import co2e_per_tonne, hours_per_tonne
from symbiosis.matching.kinship import Kinship, Label
from symbiosis.matching.layout import Floats, Ints, PackedSide
from symbiosis.matching.plain import Parts, pair_parts
from symbiosis.matching.reference import ALL_FACTS
from symbiosis.matching.terms import Terms
from symbiosis.quantities import DIMENSIONS, Dimension
from symbiosis.resources.kinds import RStrategy

_MASS_UNIT = DIMENSIONS.index(Dimension.MASS) + 1
_STRATEGIES = list(RStrategy)
_TRAIT_CODES = {
    c.HAZARDOUS: "hazardous",
    c.UNASSESSED: "unassessed",
    c.WASTE: "waste",
    c.COLD: "cold",
    c.NOT_HUMAN: "food_use",
    c.NOT_FEED: "food_use",
    c.NOT_TECHNICAL: "food_use",
}
_OF_OFFER = {c.HAZARDOUS: "hazard_of_offer", c.WASTE: "waste_of_offer"}


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to say of one pair, in numbers: None where unknown.

    `rung` is that of the link (None: the taker does not say), `gained` how many rungs above the present
    destination. Shares lie between 0 and 1; figures are per year. `undecided` are rules that cannot be told,
    `missing_offer` and `missing_need` facts that the rows leave out.
    """

    material: float
    name: str
    rung: int | None
    gained: int
    km: float | None
    quantity: float | None
    units_differ: bool
    time: float
    margin_eur: float | None
    co2e_kg: float | None
    hours: float | None
    undecided: tuple[str, ...]
    missing_offer: tuple[str, ...]
    missing_need: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Figures for many pairs, one entry per pair; NaN where unknown. See `Findings` for the units."""

    parts: Parts
    material: Floats
    names: NDArray[Any]
    rung: Ints
    present: Ints
    margin_eur: Floats
    co2e_kg: Floats
    hours: Floats
    undecided: Ints
    missing_offer: Ints
    missing_need: Ints
    scores: Floats

    def findings(self) -> Iterator[Findings]:
        """The findings of every pair in turn."""
        columns = zip(
            self.material.tolist(),
            self.names.tolist(),
            self.rung.tolist(),
            self.present.tolist(),
            _known(self.parts.road_km),
            _known(np.where(np.isnan(self.parts.flow), np.nan, self.parts.quantity)),
            (~self.parts.same_unit).tolist(),
            self.parts.time.tolist(),
            _known(self.margin_eur),
            _known(self.co2e_kg),
            _known(self.hours),
            self.undecided.tolist(),
            self.missing_offer.tolist(),
            self.missing_need.tolist(),
            strict=True,
        )
        quantity = 1 << ALL_FACTS.index("quantity")
        for (
            material,
            name,
            rung,
            present,
            km,
            share,
            other,
            time,
            eur,
            kg,
            work,
            open_rules,
            lacks,
            wants,
        ) in columns:
            yield Findings(
                material=material,
                name=name,
                rung=None if rung < 0 else rung,
                gained=max(0, present - rung) if rung >= 0 else 0,
                km=km,
                quantity=share,
                units_differ=other and not (lacks | wants) & quantity,
                time=time,
                margin_eur=eur,
                co2e_kg=kg,
                hours=work,
                undecided=_undecided_codes(open_rules),
                missing_offer=_fact_names(lacks),
                missing_need=_fact_names(wants),
            )


def _known(values: Floats) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


@lru_cache(maxsize=65536)
def _fact_names(bits: int) -> tuple[str, ...]:
    return tuple(fact for place, fact in enumerate(ALL_FACTS) if bits >> place & 1)


# Bits of `Outcomes.undecided`: traits that the need leaves open, then (shifted) those that the offer does.
_SHIFT = 7
_LOW_CODE, _LEVEL, _MIN = 1 << 20, 1 << 21, 1 << 22


@lru_cache(maxsize=65536)
def _undecided_codes(bits: int) -> tuple[str, ...]:
    found = [code for bit, code in _TRAIT_CODES.items() if bits & bit]
    found += [_OF_OFFER.get(bit, code) for bit, code in _TRAIT_CODES.items() if bits >> _SHIFT & bit]
    for bit, code in ((_LOW_CODE, "low_code"), (_LEVEL, "level"), (_MIN, "min_quantity")):
        if bits & bit:
            found.append(code)
    return tuple(dict.fromkeys(found))


def outcomes(
    offers: PackedSide, needs: PackedSide, offer_rows: Any, need_rows: Any, terms: Terms
) -> Outcomes:
    """Figures and findings for the pairs (offer_rows[i], need_rows[i])."""
    o, n = offers.numbers[offer_rows], needs.numbers[need_rows]
    om, nm = offers.marks[offer_rows], needs.marks[need_rows]
    parts = pair_parts(o, om, n, nm, needs.codes, terms.settings())
    strategy_unknown = (needs.missing[need_rows] >> ALL_FACTS.index("strategy") & 1).astype(bool)
    rung = np.where(strategy_unknown, -1, nm[:, c.RUNG]).astype(np.int32)
    tonnes = np.where(om[:, c.UNIT] == _MASS_UNIT, parts.flow, np.nan)
    sets = offers.label_sets[offer_rows]
    co2e, hours = _impacts(offers, sets, rung, np.nan_to_num(parts.road_km), terms)
    work = needs.hours_per_unit[need_rows]
    material = _materials(offers, needs, sets, needs.label_sets[need_rows], terms.kinship)
    names = np.array([_name(labels) for labels in offers.sets], dtype=object)
    return Outcomes(
        parts=parts,
        material=material,
        names=names[sets],
        rung=rung,
        present=om[:, c.PRESENT],
        margin_eur=parts.margin * parts.flow,
        co2e_kg=co2e * tonnes,
        hours=np.where(np.isnan(work), hours * tonnes, work * parts.flow),
        undecided=_undecided(offers, needs, offer_rows, need_rows, parts),
        missing_offer=offers.missing[offer_rows],
        missing_need=needs.missing[need_rows],
        scores=parts.scores(np.where(np.isnan(material), 0.0, material), terms.settings()),
    )


def _name(labels: Sequence[Label]) -> str:
    """What to call the stuff: its first label, without kind and marks."""
    return labels[0][0].partition(":")[2].lstrip("=#")


def _undecided(offers: PackedSide, needs: PackedSide, offer_rows: Any, need_rows: Any, parts: Parts) -> Ints:
    o, n = offers.numbers[offer_rows], needs.numbers[need_rows]
    om, nm = offers.marks[offer_rows], needs.marks[need_rows]
    found: Ints = om[:, c.TRAITS] & needs.doubts[need_rows]
    found |= (nm[:, c.TRAITS] & offers.doubts[offer_rows]) << _SHIFT
    found |= np.where((nm[:, c.CODES_END] > nm[:, c.CODE]) & (om[:, c.CODE] < 0), _LOW_CODE, 0).astype(
        np.int32
    )
    found |= np.where(np.isnan(o[:, c.LEVEL]) & ~np.isnan(n[:, c.LEVEL]), _LEVEL, 0).astype(np.int32)
    least = (n[:, c.MIN_QUANTITY] > 0) & (np.isnan(o[:, c.QUANTITY]) | ~parts.same_unit)
    lot = (o[:, c.MIN_QUANTITY] > 0) & (np.isnan(n[:, c.QUANTITY]) | ~parts.same_unit)
    found |= np.where(least | lot, _MIN, 0).astype(np.int32)
    return found


def _materials(
    offers: PackedSide, needs: PackedSide, offer_sets: Any, need_sets: Any, kinship: Kinship
) -> Floats:
    """The material part of each pair, NaN where the labels are not kin."""
    pairs = offer_sets.astype(np.int64) * max(1, len(needs.sets)) + need_sets
    unique, back = np.unique(pairs, return_inverse=True)
    found = np.empty(len(unique))
    for place, pair in enumerate(unique.tolist()):
        own, other = divmod(pair, max(1, len(needs.sets)))
        part = kinship.best(offers.sets[own], needs.sets[other])
        found[place] = np.nan if part is None else part
    values: Floats = found[back]
    return values


def _impacts(
    offers: PackedSide, sets: Any, rung: Ints, road_km: Floats, terms: Terms
) -> tuple[Floats, Floats]:
    """kg CO2e and hours per tonne of each pair; hours are NaN for an unknown rung."""
    carrier = terms.factors.value("transport.kgco2e_per_tkm")
    key = sets.astype(np.int64) * 16 + rung + 1
    unique, back = np.unique(key, return_inverse=True)
    avoided, hours = np.empty(len(unique)), np.empty(len(unique))
    for place, value in enumerate(unique.tolist()):
        own, step = divmod(value, 16)
        strategy = _STRATEGIES[step - 1] if step else None
        avoided[place] = -co2e_per_tonne(terms.factors, offers.sets[own], strategy, 0.0)[0]
        work = hours_per_tonne(terms.factors, strategy)
        hours[place] = np.nan if work is None else work[0]
    return road_km * carrier - avoided[back], hours[back]
