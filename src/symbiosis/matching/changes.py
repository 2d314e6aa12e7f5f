"""What would happen if: the one change that makes a pair match or lifts it most, and the best next question.

Every change is tried: one field of one row is replaced and the pair is judged and scored again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeVar

from symbiosis.matching.explanation import class_name, figure, wording
from symbiosis.matching.measures import Pair
from symbiosis.matching.reference import Language
from symbiosis.matching.rules import Verdict, judge
from symbiosis.places import Point
from symbiosis.quantities import Dimension, Period, unit
from symbiosis.resources.kinds import FoodUse, LegalStatus, RStrategy, Visibility
from symbiosis.resources.records import Resource

Row = TypeVar("Row", bound=Resource)

DECIDES_WEIGHT: Final = 0.5
"""What an answer that settles a rule is worth beside its lift of the score."""
_FAR: Final = date(2100, 1, 1)
_ANYWHERE: Final = Point(50.85, 4.35)


@dataclass(frozen=True, slots=True)
class Change:
    """One change and what comes of it.

    `score` is the score after it, None where the pair then still does not match.
    """

    code: str
    text: str
    makes_match: bool
    score: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what its answer is worth: the lift it can bring, and more where it settles a rule."""

    code: str
    text: str
    worth: float


def _broken(pair: Pair) -> int:
    return sum(verdict.broken for verdict in judge(pair))


def _offer(pair: Pair, **fields: Any) -> Pair:
    return replace(pair, offer=replace(pair.offer, **fields))


def _need(pair: Pair, **fields: Any) -> Pair:
    return replace(pair, need=replace(pair.need, **fields))


Tried = tuple[str, str, Pair]
"""Code, value to name, and the pair after the change."""


def _repair_material(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    named = "/".join(class_name(word, lang) for word in str(verdict.offer).split("|"))
    names = [name.partition(":")[2] for name, _ in pair.offer_labels]
    words = tuple(name.lstrip("=") for name in names if not name.startswith("#"))
    yield "material", named, _need(pair, materials=pair.need.materials + words)


def _repair_low_code(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    code = pair.offer.low_codes[0]
    yield "low_code", code, _need(pair, low_codes=(*pair.need.low_codes, code))


def _repair_hazardous_permit(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    yield "hazardous_permit", "", _need(pair, hazardous=True)


def _repair_mirror_entry(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    yield "mirror_entry", "", _offer(pair, hazardous=False)


def _repair_legal_status(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    yield "legal_status", "", _offer(pair, legal_status=LegalStatus.END_OF_WASTE)


def _repair_rung(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    rung = str(verdict.offer)
    yield verdict.rule, rung, _need(pair, strategy=RStrategy(rung))


def _repair_food_use(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    use = FoodUse(str(verdict.offer))
    yield "food_use", wording(f"use.{use.value}", lang), _need(pair, food_use=use)


def _repair_level(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    """The offer is brought to the quality that is asked."""
    field = {"temperature": "temperature_c", "area": "area_m2", "water_quality": "quality"}.get(verdict.rule)
    asked = getattr(pair.need, field or "condition")
    value = figure(asked, lang) if isinstance(asked, float | int) else str(asked)
    yield verdict.rule, value, _offer(pair, **{field or "condition": asked})


def _repair_use_by(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    yield "use_by", str(pair.offer.use_by), _need(pair, use_by=pair.offer.use_by)


def _repair_cold_chain(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    yield "cold_chain", "", _need(pair, cold_chain=True)


def _repair_period(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    offer, need = pair.offer, pair.need
    if offer.available_until and need.available_from and offer.available_until < need.available_from:
        yield "period_offer", str(need.available_from), _offer(pair, available_until=need.available_from)
    else:
        yield "period_need", str(offer.available_from), _need(pair, available_until=offer.available_from)


def _repair_min_quantity(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    if pair.offer_total is not None and pair.offer_total < pair.need_least:
        least = pair.need_least
        yield "min_quantity_offer", _amount(pair, least, lang), _with_total(pair, least)
    if pair.need_total is not None and pair.need_total < pair.offer_least:
        yield "min_quantity_need", "", _offer(pair, min_quantity=None)


def _repair_reach(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    yield "reach", figure(pair.reach_km, lang), _offer(pair, place=pair.need.place)


def _repair_max_km(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    road = pair.road_km or 0.0
    asked = math.ceil(road)
    if pair.offer.max_km is not None and pair.offer.max_km < road:
        yield "max_km_offer", str(asked), _offer(pair, max_km=float(asked))
    if pair.need.max_km is not None and pair.need.max_km < road:
        yield "max_km_need", str(asked), _need(pair, max_km=float(asked))


def _repair_visibility(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    yield "visibility_offer", "", _offer(pair, visibility=Visibility.NETWORK)
    yield "visibility_need", "", _need(pair, visibility=Visibility.NETWORK)


_REPAIRS: Final[dict[str, Callable[[Pair, Verdict, Language], Iterator[Tried]]]] = {
    "material": _repair_material,
    "low_code": _repair_low_code,
    "hazardous_permit": _repair_hazardous_permit,
    "mirror_entry": _repair_mirror_entry,
    "legal_status": _repair_legal_status,
    "strategy": _repair_rung,
    "class_limit": _repair_rung,
    "food_use": _repair_food_use,
    "temperature": _repair_level,
    "water_quality": _repair_level,
    "condition": _repair_level,
    "area": _repair_level,
    "use_by": _repair_use_by,
    "cold_chain": _repair_cold_chain,
    "period": _repair_period,
    "min_quantity": _repair_min_quantity,
    "reach": _repair_reach,
    "max_km": _repair_max_km,
    "visibility": _repair_visibility,
}
"""Changes that may mend one broken rule. Nothing mends a difference of kind."""


def _repairs(pair: Pair, verdict: Verdict, lang: Language) -> Iterator[Tried]:
    return _REPAIRS[verdict.rule](pair, verdict, lang) if verdict.rule in _REPAIRS else iter(())


_LASTING: Final = (Dimension.AREA, Dimension.POWER)
"""What is there all year and does not add up over it."""


def _amount(pair: Pair, total: float, lang: Language) -> str:
    """A total in words: 120 ton a year, 80 m²."""
    if pair.total_unit is None:
        return wording("amount.year", lang, amount=figure(total, lang))
    base = unit(pair.total_unit)
    told = f"{figure(total, lang)} {base.name(total, lang)}"
    return told if base.dimension in _LASTING else wording("amount.year", lang, amount=told)


def _with_total(pair: Pair, total: float) -> Pair:
    """The pair with this total on offer, at once."""
    key = pair.total_unit or "t"
    own = pair.offer.unit or key
    if unit(own).dimension is not unit(key).dimension:
        own = key
    # The price stays that of the row's own unit.
    amount = total / unit(own).to_base
    return _offer(pair, quantity=amount * (1 + 1e-9), unit=own, period=Period.ONCE)


def _improvements(pair: Pair, lang: Language) -> Iterator[Tried]:
    """Changes that may lift a pair that matches."""
    offer, need = pair.offer, pair.need
    if offer.strategy is not None and (need.strategy is None or offer.strategy.rung < need.strategy.rung):
        yield "strategy_up", offer.strategy.value, _need(pair, strategy=offer.strategy)
    if pair.material is not None and pair.material < 1.0:
        words = tuple(name.partition(":")[2].lstrip("=") for name, _ in pair.need_labels if "#" not in name)
        if words:
            told = _offer(_need(pair, materials=words), materials=words[:1], low_codes=())
            yield "material_told", class_name(words[0], lang), told
    if pair.same_unit and pair.offer_total is not None and pair.need_total is not None:
        if pair.offer_total < pair.need_total:
            yield "quantity_offer", _amount(pair, pair.need_total, lang), _with_total(pair, pair.need_total)
        elif pair.need_total < pair.offer_total and need.unit is not None:
            total = pair.offer_total / unit(need.unit).to_base
            yield (
                "quantity_need",
                _amount(pair, pair.offer_total, lang),
                _need(pair, quantity=total, period=Period.ONCE),
            )
    if offer.place is None and need.place is not None:
        yield "place_offer", "", _offer(pair, place=need.place)
    if need.place is None and offer.place is not None:
        yield "place_need", "", _need(pair, place=offer.place)


def one_change(pair: Pair, lang: Language = "nl") -> Change:
    """The single change that makes the pair match, or lifts it most.

    Of all changes tried: fewest broken rules first, then the highest score, then the code. Where no single
    change is enough, the one that comes nearest is told, and that it is not enough.
    """
    verdicts = judge(pair)
    broken = [verdict for verdict in verdicts if verdict.broken]
    if broken:
        tried = [found for verdict in broken for found in _repairs(pair, verdict, lang)]
    else:
        tried = [found for found in _improvements(pair, lang) if found[2].score > pair.score]
    judged = sorted((_broken(after), -after.score, code, value) for code, value, after in tried)
    if not judged or judged[0][0] >= max(1, len(broken)):
        code = "none" if broken else "best"
        return Change(code, wording(f"change.{code}", lang), False, None)
    left, score, code, value = judged[0]
    text = wording(f"change.{code}", lang, value=value)
    if left:
        return Change(code, f"{text} {wording('change.none', lang)}", False, None)
    return Change(code, text, bool(broken), -score)


_DECIDED_BY: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "low_code": (("offer", "low_codes"),),
    "hazardous_permit": (("need", "hazardous"), ("offer", "hazardous")),
    "mirror_entry": (("offer", "hazardous"),),
    "legal_status": (("offer", "legal_status"), ("need", "legal_status")),
    "strategy": (("need", "strategy"), ("offer", "strategy")),
    "class_limit": (("need", "strategy"),),
    "food_use": (("need", "food_use"), ("offer", "food_use")),
    "temperature": (("offer", "temperature_c"),),
    "water_quality": (("offer", "quality"),),
    "condition": (("offer", "condition"),),
    "area": (("offer", "area_m2"),),
    "use_by": (("offer", "use_by"),),
    "cold_chain": (("need", "cold_chain"), ("offer", "cold_chain")),
    "min_quantity": (("offer", "quantity"), ("need", "quantity")),
    "reach": (("offer", "place"), ("need", "place")),
    "max_km": (("offer", "place"), ("need", "place")),
}
"""Facts whose answer settles a rule that cannot be told."""


def _best_answer(pair: Pair, side: str, fact: str) -> dict[str, Any]:
    """The most welcome answer that could come to the question for this fact."""
    offering = side == "offer"
    other: Resource = pair.need if offering else pair.offer
    simple: dict[str, Any] = {
        "place": other.place or _ANYWHERE,
        "price_eur_per_unit": 0.0,
        "legal_status": LegalStatus.PRODUCT if offering else LegalStatus.WASTE,
        "hazardous": not offering,
        "low_codes": other.low_codes[:1] or ("150101",),
        "condition": other.condition or "new",
        "temperature_c": other.temperature_c if other.temperature_c is not None else 60.0,
        "quality": other.quality or "A",
        "area_m2": other.area_m2 if other.area_m2 is not None else 100.0,
        "use_by": other.use_by or _FAR,
        "cold_chain": not offering,
        "food_use": FoodUse.HUMAN if offering else FoodUse.ENERGY,
    }
    if fact in simple:
        return {fact: simple[fact]}
    if fact == "quantity":
        total = pair.need_total if offering else pair.offer_total
        row = pair.offer if offering else pair.need
        key = other.unit or row.unit or "t"
        known = row.quantity if row.quantity is not None else (total or 1.0) / unit(key).to_base
        return {"quantity": known, "unit": row.unit or key, "period": row.period or Period.ONCE}
    if fact == "dates":
        return {"available_until": other.available_until or other.available_from or _FAR}
    best = pair.offer.strategy or RStrategy.R8
    return {"strategy": (pair.need.strategy or RStrategy.R9) if offering else best}


def next_question(pair: Pair, lang: Language = "nl") -> Question | None:
    """The single most valuable next question; None when everything is told.

    Worth is what the most welcome answer lifts the score by, and half a point more where the answer settles
    a rule that cannot be told now. The highest worth wins; then the giver before the taker, then the fact.
    """
    open_rules = {verdict.rule for verdict in judge(pair) if verdict.holds is None}
    settles = {asked for rule in open_rules for asked in _DECIDED_BY.get(rule, ())}
    found: list[tuple[float, int, str]] = []
    for place, (side, row) in enumerate((("offer", pair.offer), ("need", pair.need))):
        for fact in pair.missing(row):
            answer = _best_answer(pair, side, fact)
            after = _offer(pair, **answer) if side == "offer" else _need(pair, **answer)
            lift = max(0.0, after.score - pair.score)
            worth = lift + (DECIDES_WEIGHT if (side, fact) in settles else 0.0)
            found.append((-worth, place, f"{side}.{fact}"))
    if not found:
        return None
    worth, _, code = min(found)
    return Question(code, wording(f"question.{code}", lang), -worth)
