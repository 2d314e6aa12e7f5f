"""One pair told in full: every rule, every measure, the reasons, the next question and the one change."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from symbiosis.matching.changes import Change, Question, next_question, one_change
from symbiosis.matching.explanation import Reason, aloud, reasons, wording
from symbiosis.matching.impacts import avoided_factors, work_factor
from symbiosis.matching.measures import Estimate, Pair
from symbiosis.matching.outcome import outcomes
from symbiosis.matching.packing import pack
from symbiosis.matching.reference import PARTS, Language, rules
from symbiosis.matching.rules import Verdict, judge, may_match
from symbiosis.matching.terms import Terms
from symbiosis.quantities import BASE_UNITS, unit
from symbiosis.resources.records import Need, Stream
from symbiosis.resources.streams import Side, StreamTable


@dataclass(frozen=True, slots=True)
class Why:
    """Everything that the core says of one offer and one need."""

    pair: Pair
    lang: Language
    match: bool
    verdicts: tuple[Verdict, ...]
    reasons: tuple[Reason, ...]
    question: Question | None
    change: Change

    def sentences(self) -> list[str]:
        """Lines that a facilitator can read aloud."""
        lang = self.lang
        lines = [
            wording("verdict.match" if self.match else "verdict.no_match", lang),
            *aloud(self.reasons, lang),
        ]
        asked = self.question.text if self.question else wording("question.none", lang)
        lines += [wording("heading.question", lang), f"- {asked}"]
        lines += [wording("heading.change", lang), f"- {self.change.text}"]
        return lines

    def as_dict(self) -> dict[str, Any]:
        """The whole answer as plain values, ready for JSON."""
        pair = self.pair
        return {
            "offer_id": pair.offer.id,
            "need_id": pair.need.id,
            "match": self.match,
            "score": pair.score if self.match else None,
            "rules": [self._rule(verdict) for verdict in self.verdicts],
            "measures": _measures(pair),
            "parts": {
                name: {"part": part, "weight": share, "points": share * part}
                for (name, part), share in zip(pair.parts.items(), pair.terms.weights.shares(), strict=True)
            },
            "reasons": [asdict(reason) for reason in self.reasons],
            "next_question": asdict(self.question) if self.question else None,
            "one_change": asdict(self.change),
            "sentences": self.sentences(),
        }

    def _rule(self, verdict: Verdict) -> dict[str, Any]:
        rule = rules()[verdict.rule]
        return {
            "rule": verdict.rule,
            "holds": verdict.holds,
            "offer": _plain(verdict.offer),
            "need": _plain(verdict.need),
            "basis": rule.basis,
            "reason": rule.reason(self.lang),
            "source": rule.source,
        }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _range(estimate: Estimate | None, unit_name: str, sources: list[str]) -> dict[str, Any]:
    if estimate is None:
        return {"value": None, "low": None, "high": None, "unit": unit_name, "sources": sources}
    return {**asdict(estimate), "unit": unit_name, "sources": sources}


def _measures(pair: Pair) -> dict[str, Any]:
    """Every measure in its own unit, with range and source."""
    factors = pair.terms.factors
    detour = factors.get("transport.detour_factor")
    low, high = detour.range
    road = pair.road_km
    direct = None if road is None else road / detour.value
    distance = None if road is None or direct is None else Estimate(road, direct * low, direct * high)
    avoided = avoided_factors(factors, pair.offer_labels, pair.need.strategy)
    carbon = [str(factor.source) for factor in avoided or () if factor is not None]
    carbon.append(str(factors.get("transport.kgco2e_per_tkm").source))
    work = work_factor(factors, pair.need.strategy)
    base = None if pair.offer.unit is None else BASE_UNITS[unit(pair.offer.unit).dimension]
    return {
        "distance_km": _range(distance, "km", [str(detour.source)]),
        "quantity": {"offer": pair.offer_total, "need": pair.need_total, "flow": pair.flow, "unit": base},
        "margin_eur": _range(
            pair.margin_eur, "EUR a year", [str(factors.get("transport.eur_per_tkm").source)]
        ),
        "margin_eur_per_unit": {"value": pair.margin_eur_per_unit, "unit": f"EUR per {base or 'unit'}"},
        "co2e_kg": _range(pair.co2e_kg, "kg CO2e a year", list(dict.fromkeys(carbon))),
        "hours": _range(pair.hours, "h a year", [str(work.source)] if work else []),
        "strategy": {
            "link": None if pair.need.strategy is None else pair.need.strategy.value,
            "rung": pair.rung,
            "present_rung": None if pair.present < 0 else pair.present,
            "gained": max(0, pair.present - pair.rung) if pair.present >= 0 else None,
        },
        "fit": pair.fit,
    }


def explain(offer: Stream, need: Need, terms: Terms, *, lang: Language = "nl") -> Why:
    """Why this offer and this need match or not."""
    pair = Pair(offer, need, terms)
    verdicts = judge(pair)
    match = may_match(verdicts)
    given: list[Reason] = []
    if match:
        rows = np.zeros(1, dtype=np.int64)
        packed = (
            pack(StreamTable.from_rows(Side.OFFER, [offer]), terms),
            pack(StreamTable.from_rows(Side.NEED, [need]), terms),
        )
        given = reasons(next(outcomes(*packed, rows, rows, terms).findings()), lang)
    else:
        given = [
            Reason(verdict.rule, "broken", rules()[verdict.rule].reason(lang))
            for verdict in verdicts
            if verdict.broken
        ]
        given += [
            Reason(f"limit.{limit.material}", "broken", limit.reason(lang))
            for limit in pair.limits
            if any(verdict.broken and verdict.rule in ("class_limit", "food_use") for verdict in verdicts)
        ]
    return Why(
        pair=pair,
        lang=lang,
        match=match,
        verdicts=verdicts,
        reasons=tuple(given),
        question=next_question(pair, lang),
        change=one_change(pair, lang),
    )


def hindrances(offer: Stream, need: Need, terms: Terms, *, lang: Language = "nl") -> tuple[str, ...]:
    """Which rules keep this offer and this need apart, in words; none where they match.

    What `explain` says of broken rules, without the question and the change that take most of its time.
    """
    verdicts = judge(Pair(offer, need, terms))
    if may_match(verdicts):
        return ()
    return tuple(rules()[verdict.rule].reason(lang) for verdict in verdicts if verdict.holds is False)


__all__ = ["PARTS", "Why", "explain", "hindrances"]
