"""How well one offer and one need fit: each measure in its own unit, with a range, and as a part of the fit.

The formulas stand in `docs/methods/`, one page per measure. A part lies between 0 and 1; what is unknown gets
the worst value that it could have. The order of operations is that of `symbiosis.matching.kernel`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from symbiosis.matching import layout as c
from symbiosis.matching.impacts import co2e_per_tonne, hours_per_tonne
from symbiosis.matching.kinship import Label
from symbiosis.matching.reading import hazard_bits, present_rung, unit_vectors
from symbiosis.matching.reference import (
    PARTS,
    Limit,
    facts,
    limits_of,
    margin_scale,
    reach_km,
)
from symbiosis.matching.terms import Terms
from symbiosis.places import EARTH_RADIUS_KM
from symbiosis.quantities import (
    BASE_UNITS,
    DIMENSIONS,
    Dimension,
    Period,
    day_number,
    total,
    unit,
)
from symbiosis.resources.kinds import Kind, LegalStatus
from symbiosis.resources.records import Need, Resource, Stream


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its range; all three are equal where no range is known."""

    value: float
    low: float
    high: float

    @classmethod
    def exact(cls, value: float) -> Estimate:
        """A figure without a range."""
        return cls(value, value, value)

    def times(self, number: float) -> Estimate:
        """The figure for `number` as much (not negative)."""
        return Estimate(self.value * number, self.low * number, self.high * number)


def _base(value: float, key: str) -> float:
    found = unit(key)
    return value * found.to_base + found.offset


@dataclass(frozen=True)
class Pair:
    """One offer beside one need, under terms: what rules and measures read."""

    offer: Stream
    need: Need
    terms: Terms

    # -- what it is --------------------------------------------------------------------------------------

    @cached_property
    def offer_labels(self) -> tuple[Label, ...]:
        """What the offer is."""
        return self.terms.naming.of(self.offer, need=False)

    @cached_property
    def need_labels(self) -> tuple[Label, ...]:
        """What the need accepts."""
        return self.terms.naming.of(self.need, need=True)

    @cached_property
    def material(self) -> float | None:
        """Part for the material: 1 the same or narrower, 0.5 broader or guessed, None when it cannot fit."""
        return self.terms.kinship.best(self.offer_labels, self.need_labels)

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """Limits that the law sets to what is offered."""
        return limits_of(self.offer_labels)

    @cached_property
    def hazard(self) -> str:
        """`yes`, `no`, `unassessed` (a mirror entry without a statement) or `unknown`."""
        entries = tuple(self.terms.entry(code) for code in self.offer.low_codes)
        bits = hazard_bits(self.offer.hazardous, entries)
        if bits:
            return "yes" if bits == c.HAZARDOUS else "unassessed"
        return "unknown" if self.offer.hazardous is None and not any(entries) else "no"

    # -- where -------------------------------------------------------------------------------------------

    @cached_property
    def road_km(self) -> float | None:
        """Road distance: 2 R asin(chord / 2) times the detour factor, km; None when a place is unknown."""
        here, there = self.offer.place, self.need.place
        if here is None or there is None:
            return None
        (x1, x2), (y1, y2), (z1, z2) = unit_vectors(
            np.array([here.lat, there.lat]), np.array([here.lon, there.lon])
        )
        dx, dy, dz = float(x1 - x2), float(y1 - y2), float(z1 - z2)
        half = math.sqrt(dx * dx + dy * dy + dz * dz) * 0.5
        return 2.0 * EARTH_RADIUS_KM * math.asin(min(1.0, half)) * self.terms.detour_factor

    @cached_property
    def reach_km(self) -> float:
        """How far this sort of stream travels at most, km by road."""
        return reach_km(self.offer.kind, self.offer_labels)

    # -- how much ----------------------------------------------------------------------------------------

    def _amount(self, row: Resource) -> tuple[float | None, str | None]:
        """Total over the horizon and its unit; area or power stand in where no quantity is told."""
        if row.quantity is None and row.kind is Kind.SPACE and row.area_m2 is not None:
            return row.area_m2, "m2"
        if row.quantity is None and row.kind is Kind.ENERGY and row.power_kw is not None:
            return row.power_kw, "kW"
        return row.total(horizon_days=self.terms.horizon_days), row.unit

    def _base_total(self, row: Resource) -> float | None:
        amount, key = self._amount(row)
        return None if amount is None or key is None else _base(amount, key)

    def _dimension(self, row: Resource) -> int:
        key = self._amount(row)[1]
        return -1 if key is None else DIMENSIONS.index(unit(key).dimension)

    def _is_of_total(self, row: Resource, key: str) -> bool:
        """Whether this unit measures what the total of the row does: kWh is not where power stands in."""
        return DIMENSIONS.index(unit(key).dimension) == self._dimension(row)

    @cached_property
    def total_unit(self) -> str | None:
        """The base unit of the totals, the offer's where they differ; None where neither has a unit."""
        known = [place for place in (self._dimension(self.offer), self._dimension(self.need)) if place >= 0]
        return BASE_UNITS[DIMENSIONS[known[0]]] if known else None

    @cached_property
    def same_unit(self) -> bool:
        """Whether both quantities measure the same."""
        return self._dimension(self.offer) == self._dimension(self.need) >= 0

    @cached_property
    def offer_total(self) -> float | None:
        """What the offer gives over the horizon, in the base unit of its dimension."""
        return self._base_total(self.offer)

    @cached_property
    def need_total(self) -> float | None:
        """What the need takes over the horizon, in the base unit of its dimension."""
        return self._base_total(self.need)

    @cached_property
    def offer_least(self) -> float:
        """Smallest lot that the giver parts with, base unit; 0 for none, or where the total is in another."""
        row = self.offer
        if row.min_quantity is None or row.unit is None or not self._is_of_total(row, row.unit):
            return 0.0
        return _base(row.min_quantity, row.unit)

    @cached_property
    def need_least(self) -> float:
        """Least that the taker wants over the horizon, base unit; 0 as for the offer."""
        row = self.need
        if row.min_quantity is None or row.unit is None or not self._is_of_total(row, row.unit):
            return 0.0
        least = total(
            row.min_quantity,
            row.period or Period.ONCE,
            horizon_days=self.terms.horizon_days,
            available_from=row.available_from,
            available_until=row.available_until,
        )
        return _base(least, row.unit)

    @cached_property
    def flow(self) -> float | None:
        """What can go from the one to the other per year, base unit; None when it cannot be told."""
        if not self.same_unit or self.offer_total is None or self.need_total is None:
            return None
        return min(self.offer_total, self.need_total)

    @cached_property
    def tonnes_per_unit(self) -> float:
        """Tonnes to carry per base unit of the offer; 0 where it has no weight or none that is known."""
        key = self.offer.unit
        if key is None:
            return 0.0
        dimension = unit(key).dimension
        water = self.offer.kind is Kind.WATER and dimension is Dimension.VOLUME
        return 1.0 if dimension is Dimension.MASS or water else 0.0

    # -- money -------------------------------------------------------------------------------------------

    def _price(self, row: Resource) -> float:
        if row.price_eur_per_unit is None or row.unit is None:
            return 0.0
        return row.price_eur_per_unit / unit(row.unit).to_base

    @cached_property
    def transport_eur_per_unit(self) -> float:
        """Cost of the road per base unit; 0 where place or weight is unknown."""
        if self.road_km is None:
            return 0.0
        return self.road_km * self.terms.eur_per_tkm * self.tonnes_per_unit

    @cached_property
    def margin_eur_per_unit(self) -> float:
        """Need price less offer price less transport, EUR per base unit; unknown prices are 0."""
        if not self.same_unit:
            return -self.transport_eur_per_unit
        return self._price(self.need) - self._price(self.offer) - self.transport_eur_per_unit

    @cached_property
    def margin_eur(self) -> Estimate | None:
        """Margin per year for both sides together; the range is that of the price of transport."""
        if self.flow is None:
            return None
        factor = self.terms.factors.get("transport.eur_per_tkm")
        low, high = factor.range
        carried = (self.road_km or 0.0) * self.tonnes_per_unit
        prices = self._price(self.need) - self._price(self.offer)
        return Estimate(self.margin_eur_per_unit, prices - carried * high, prices - carried * low).times(
            self.flow
        )

    # -- what it saves and the work it brings ------------------------------------------------------------

    @cached_property
    def rung(self) -> int:
        """Rung of the link: that of the need; 9 when unknown."""
        return 9 if self.need.strategy is None else self.need.strategy.rung

    @cached_property
    def present(self) -> int:
        """Rung that the stream goes to today (10: disposal), -1 when unknown."""
        return -1 if self.offer.destination is None else present_rung(self.offer.destination)

    @cached_property
    def tonnes(self) -> float | None:
        """Tonnes per year that go from the one to the other; None where no mass is known."""
        weighs = self.offer.unit is not None and unit(self.offer.unit).dimension is Dimension.MASS
        return self.flow if weighs else None

    @cached_property
    def co2e_kg(self) -> Estimate | None:
        """kg CO2e per year, negative is saved; None where no mass is known."""
        if self.tonnes is None:
            return None
        found = co2e_per_tonne(self.terms.factors, self.offer_labels, self.need.strategy, self.road_km)
        return Estimate(*found).times(self.tonnes)

    @cached_property
    def hours(self) -> Estimate | None:
        """Hours of work per year; None where no mass or no rung is known."""
        found = hours_per_tonne(self.terms.factors, self.need.strategy)
        if self.tonnes is None or found is None:
            return None
        return Estimate(*found).times(self.tonnes)

    # -- what is known -----------------------------------------------------------------------------------

    def missing(self, row: Resource) -> tuple[str, ...]:
        """The facts of its kind that this row does not tell."""
        return tuple(fact for fact in facts(row.kind) if not _tells(row, fact))

    def _certainty(self, row: Resource) -> float:
        asked = facts(row.kind)
        return (len(asked) - len(self.missing(row))) / len(asked) * 0.5

    # -- parts of the fit --------------------------------------------------------------------------------

    @cached_property
    def parts(self) -> dict[str, float]:
        """Each part of the fit, 0 to 1, in the order of the weights."""
        near = 0.0
        if self.road_km is not None:
            near = max(0.0, 1.0 - self.road_km / self.reach_km)
        quantity = 0.0
        a, b = self.offer_total, self.need_total
        if self.same_unit and a is not None and b is not None and a > 0.0 and b > 0.0:
            quantity = min(a, b) / max(a, b)
        margin = self.margin_eur_per_unit
        worth = 0.5 + 0.5 * margin / (abs(margin) + margin_scale(self._dimension(self.offer)))
        gain = (self.present - self.rung) / 10.0 if self.present > self.rung else 0.0
        values = (
            near,
            quantity,
            self._time(),
            worth,
            self._certainty(self.offer) + self._certainty(self.need),
            gain,
            self.material or 0.0,
        )
        return dict(zip(PARTS, values, strict=True))

    def _time(self) -> float:
        """Days in common as a share of the shorter of both periods."""
        starts, ends = [], []
        for row in (self.offer, self.need):
            starts.append(c.OPEN_FROM if row.available_from is None else day_number(row.available_from))
            ends.append(c.OPEN_UNTIL if row.available_until is None else day_number(row.available_until))
        common = min(ends) - max(starts) + 1.0
        shorter = min(end - start for start, end in zip(starts, ends, strict=True))
        return max(0.0, common / (shorter + 1.0))

    @cached_property
    def fit(self) -> float:
        """Weighted sum of the parts, 0 to 1."""
        weighed = [
            share * part for share, part in zip(self.terms.weights.shares(), self.parts.values(), strict=True)
        ]
        whole = weighed[0]
        for value in weighed[1:]:
            whole = whole + value
        return whole

    @cached_property
    def score(self) -> float:
        """Nine less the rung of the link, plus the fit: the hierarchy first, then the weights."""
        return (9.0 - self.rung) + self.fit


def _tells(row: Resource, fact: str) -> bool:
    told: bool
    if fact == "quantity":
        told = row.quantity is not None and row.unit is not None
    elif fact == "dates":
        told = row.available_from is not None or row.available_until is not None
    elif fact == "legal_status":
        told = row.legal_status is not LegalStatus.UNKNOWN
    elif fact == "low_codes":
        told = bool(row.low_codes)
    elif fact == "quality":
        told = row.water_class is not None
    elif fact == "condition":
        told = row.product_condition is not None
    else:
        told = getattr(row, fact) is not None
    return told
