"""What can never match, and why: every rule asked of one offer and one need.

Each rule answers with a `Verdict`: it holds, it is broken, or it cannot be told because a fact is unknown.
Unknown never excludes. The rows with reason and source stand in `rules.csv`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from symbiosis.matching.measures import Pair
from symbiosis.matching.reading import code_range
from symbiosis.matching.reference import rules
from symbiosis.resources.kinds import FoodUse, Kind, LegalStatus, Visibility

Value = str | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one pair.

    `holds` is None where a fact is unknown. `offer` and `need` are the values that were compared.
    """

    rule: str
    holds: bool | None
    offer: Value = None
    need: Value = None

    @property
    def broken(self) -> bool:
        """Whether this rule forbids the pair."""
        return self.holds is False


def _verdict(rule: str, offer: Value, need: Value, holds: bool) -> Verdict:
    """A verdict that cannot be told where one of both values is unknown."""
    return Verdict(rule, None if offer is None or need is None else holds, offer, need)


def _kind(pair: Pair) -> Verdict:
    offer, need = pair.offer.kind, pair.need.kind
    return Verdict("kind", offer is need, offer.value, need.value)


def _material(pair: Pair) -> Verdict:
    have = "|".join(dict.fromkeys(_bare(name) for name, _ in pair.offer_labels))
    want = "|".join(dict.fromkeys(_bare(name) for name, _ in pair.need_labels))
    return Verdict("material", pair.material is not None or pair.offer.kind is not pair.need.kind, have, want)


def _bare(label: str) -> str:
    return label.partition(":")[2].lstrip("=#")


def _low_code(pair: Pair) -> Verdict:
    accepted = pair.need.low_codes
    have, want = "|".join(pair.offer.low_codes) or None, "|".join(accepted) or None
    if not accepted:
        return Verdict("low_code", True, have, want)
    if len(pair.offer.low_codes) != 1:
        return Verdict("low_code", None, have, want)
    code = code_range(pair.offer.low_codes[0])[0]
    if code < 0:
        return Verdict("low_code", None, have, want)
    ranges = [code_range(word) for word in accepted]
    return Verdict("low_code", any(first <= code < end for first, end in ranges), have, want)


def _hazardous_permit(pair: Pair) -> Verdict:
    permit = pair.need.hazardous
    holds: bool | None = True
    if pair.hazard == "yes":
        holds = permit
    elif pair.hazard == "unknown" and permit is False:
        holds = None
    return Verdict("hazardous_permit", holds, pair.hazard, permit)


def _mirror_entry(pair: Pair) -> Verdict:
    if pair.hazard != "unassessed":
        return Verdict("mirror_entry", True, pair.hazard, pair.need.hazardous)
    accepts = pair.need.hazardous
    return Verdict(
        "mirror_entry", True if accepts else None if accepts is None else False, pair.hazard, accepts
    )


def _legal_status(pair: Pair) -> Verdict:
    offer, need = pair.offer.legal_status, pair.need.legal_status
    have = None if offer is LegalStatus.UNKNOWN else offer.value
    want = None if need is LegalStatus.UNKNOWN else need.value
    return _verdict("legal_status", have, want, not (have == "waste" and want != "waste"))


def _strategy(pair: Pair) -> Verdict:
    offer, need = pair.offer.strategy, pair.need.strategy
    if offer is None or need is None:
        return Verdict("strategy", None, offer and offer.value, need and need.value)
    return Verdict("strategy", offer.rung <= need.rung, offer.value, need.value)


def _class_limit(pair: Pair) -> Verdict:
    best = max((limit.best_rung for limit in pair.limits if limit.best_rung is not None), default=-1)
    if best < 0:
        return Verdict("class_limit", True)
    need = pair.need.strategy
    return _verdict("class_limit", f"R{best}", need and need.value, need is None or best <= need.rung)


def _food_use(pair: Pair) -> Verdict:
    order = list(FoodUse)
    allowed = [limit.food_use for limit in pair.limits if limit.food_use is not None]
    if pair.offer.food_use is not None:
        allowed.append(pair.offer.food_use)
    use = pair.need.food_use
    if not allowed and (use is None or pair.offer.kind is not Kind.FOOD):
        return Verdict("food_use", True, None, use and use.value)
    best = max((order.index(use) for use in allowed), default=-1)
    have = order[best].value if best >= 0 else None
    return _verdict("food_use", have, use and use.value, use is None or best <= order.index(use))


def _level(pair: Pair, rule: str, kind: Kind, offer: float | None, need: float | None) -> Verdict:
    """A quality that must be at least what is asked; asked of one kind only."""
    if pair.offer.kind is not kind or need is None:
        return Verdict(rule, True, offer, need)
    return _verdict(rule, offer, need, offer is None or offer >= need)


def _temperature(pair: Pair) -> Verdict:
    return _level(pair, "temperature", Kind.ENERGY, pair.offer.temperature_c, pair.need.temperature_c)


def _area(pair: Pair) -> Verdict:
    return _level(pair, "area", Kind.SPACE, pair.offer.area_m2, pair.need.area_m2)


def _water_quality(pair: Pair) -> Verdict:
    verdict = _level(
        pair, "water_quality", Kind.WATER, *(_scale(row.water_class) for row in (pair.offer, pair.need))
    )
    return Verdict(verdict.rule, verdict.holds, pair.offer.quality, pair.need.quality)


def _condition(pair: Pair) -> Verdict:
    values = (_scale(row.product_condition) for row in (pair.offer, pair.need))
    verdict = _level(pair, "condition", Kind.PRODUCT, *values)
    return Verdict(verdict.rule, verdict.holds, pair.offer.condition, pair.need.condition)


def _scale(member: object) -> float | None:
    """Place on a scale from best to worst, turned so that more is better."""
    return None if member is None else -float(list(type(member)).index(member))  # type: ignore[call-overload]


def _use_by(pair: Pair) -> Verdict:
    offer, need = pair.offer.use_by, pair.need.use_by
    if pair.offer.kind is not Kind.FOOD or need is None:
        return Verdict("use_by", True, offer, need)
    return _verdict("use_by", offer, need, offer is None or offer >= need)


def _cold_chain(pair: Pair) -> Verdict:
    must, can = pair.offer.cold_chain, pair.need.cold_chain
    if must is False or (must is None and pair.offer.kind is not Kind.FOOD):
        return Verdict("cold_chain", True, must, can)
    return _verdict("cold_chain", must, can, not (must and can is False))


def _period(pair: Pair) -> Verdict:
    offer, need = pair.offer, pair.need
    apart = (
        offer.available_until is not None
        and need.available_from is not None
        and offer.available_until < need.available_from
    ) or (
        need.available_until is not None
        and offer.available_from is not None
        and need.available_until < offer.available_from
    )
    return Verdict(
        "period",
        not apart,
        _span(offer.available_from, offer.available_until),
        _span(need.available_from, need.available_until),
    )


def _span(first: date | None, last: date | None) -> str | None:
    if first is None and last is None:
        return None
    return f"{first or ''}/{last or ''}"


def _min_quantity(pair: Pair) -> Verdict:
    if pair.offer_least == 0.0 and pair.need_least == 0.0:
        return Verdict("min_quantity", True)
    if not pair.same_unit:
        return Verdict("min_quantity", None, pair.offer_total, pair.need_least or None)
    gives_enough = pair.offer_total is None or pair.offer_total >= pair.need_least
    takes_enough = pair.need_total is None or pair.need_total >= pair.offer_least
    unknown = (pair.offer_total is None and pair.need_least > 0) or (
        pair.need_total is None and pair.offer_least > 0
    )
    holds = gives_enough and takes_enough
    if gives_enough and not takes_enough:
        return Verdict("min_quantity", False, pair.offer_least, pair.need_total)
    return Verdict("min_quantity", None if holds and unknown else holds, pair.offer_total, pair.need_least)


def _reach(pair: Pair) -> Verdict:
    return _verdict(
        "reach", pair.road_km, pair.reach_km, pair.road_km is None or pair.road_km <= pair.reach_km
    )


def _max_km(pair: Pair) -> Verdict:
    limits = [limit for limit in (pair.offer.max_km, pair.need.max_km) if limit is not None]
    if not limits:
        return Verdict("max_km", True, pair.road_km)
    return _verdict("max_km", pair.road_km, min(limits), pair.road_km is None or pair.road_km <= min(limits))


def _visibility(pair: Pair) -> Verdict:
    shut = (Visibility.HUB, Visibility.PARTIES)
    offer, need = pair.offer, pair.need
    closed = offer.visibility in shut or need.visibility in shut
    together = offer.hub is not None and offer.hub == need.hub
    return Verdict(
        "visibility",
        not closed or together,
        offer.visibility and offer.visibility.value,
        need.visibility and need.visibility.value,
    )


_CHECKS: Final[dict[str, Callable[[Pair], Verdict]]] = {
    "kind": _kind,
    "material": _material,
    "low_code": _low_code,
    "hazardous_permit": _hazardous_permit,
    "mirror_entry": _mirror_entry,
    "legal_status": _legal_status,
    "strategy": _strategy,
    "class_limit": _class_limit,
    "food_use": _food_use,
    "temperature": _temperature,
    "water_quality": _water_quality,
    "condition": _condition,
    "area": _area,
    "use_by": _use_by,
    "cold_chain": _cold_chain,
    "period": _period,
    "min_quantity": _min_quantity,
    "reach": _reach,
    "max_km": _max_km,
    "visibility": _visibility,
}


def judge(pair: Pair) -> tuple[Verdict, ...]:
    """What every rule says of this pair, in the order of `rules.csv`."""
    return tuple(_CHECKS[key](pair) for key in rules())


def may_match(verdicts: Sequence[Verdict]) -> bool:
    """Whether no rule is broken."""
    return not any(verdict.broken for verdict in verdicts)
