"""Why a stream found no place: no taker, too far, permit, quality, time, amount, price, or takers full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from symbiosis.matching import layout as c
from symbiosis.matching.measures import Pair
from symbiosis.matching.reference import Language, rules
from symbiosis.matching.rules import judge
from symbiosis.network.allocation import Prices, price
from symbiosis.network.generation import Allocated
from symbiosis.network.links import kin_of
from symbiosis.network.opportunities import left_over
from symbiosis.network.rows import Rows
from symbiosis.resources.kinds import Kind
from symbiosis.resources.records import Need, Processor, Recipe, Stream


class Reason(StrEnum):
    """What stands between a stream and a place."""

    NO_TAKER = "no_taker"
    TOO_FAR = "too_far"
    PERMIT = "permit"
    QUALITY = "quality"
    TIME = "time"
    AMOUNT = "amount"
    CLOSED = "closed"
    PRICE = "price"
    FULL = "full"


REASON_OF_RULE: Final[Mapping[str, Reason]] = {
    "kind": Reason.NO_TAKER,
    "material": Reason.NO_TAKER,
    "low_code": Reason.PERMIT,
    "hazardous_permit": Reason.PERMIT,
    "mirror_entry": Reason.PERMIT,
    "legal_status": Reason.PERMIT,
    "class_limit": Reason.PERMIT,
    "food_use": Reason.PERMIT,
    "strategy": Reason.QUALITY,
    "temperature": Reason.QUALITY,
    "water_quality": Reason.QUALITY,
    "condition": Reason.QUALITY,
    "area": Reason.QUALITY,
    "use_by": Reason.QUALITY,
    "cold_chain": Reason.QUALITY,
    "period": Reason.TIME,
    "min_quantity": Reason.AMOUNT,
    "reach": Reason.TOO_FAR,
    "max_km": Reason.TOO_FAR,
    "visibility": Reason.CLOSED,
}
"""Every rule of matching, and what it means for a stream that found no place."""
LOOKED_AT: Final = 30
"""Nearest takers of the right stuff that are asked for their reasons."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "nl": {
        "no_taker": "Niemand in deze tabellen vraagt of verwerkt dit.",
        "amount": "Er is wel een afnemer, maar die telt in een andere eenheid.",
        "price": "Elke weg kost meer dan hij opbrengt.",
        "full": "Er zijn afnemers, maar ze zitten vol: anderen brengen er meer op.",
    },
    "en": {
        "no_taker": "Nobody in these tables seeks or processes this.",
        "amount": "There is a taker, but it counts in another unit.",
        "price": "Every way costs more than it brings.",
        "full": "There are takers, but they are full: others bring more there.",
    },
    "fr": {
        "no_taker": "Personne dans ces tables ne cherche ni ne traite ceci.",
        "amount": "Il y a un preneur, mais il compte dans une autre unité.",
        "price": "Chaque voie coûte plus qu'elle ne rapporte.",
        "full": "Il y a des preneurs, mais ils sont pleins : d'autres y rapportent plus.",
    },
}


@dataclass(frozen=True)
class Unserved:
    """A stream with something left: how much (base units over the horizon), why, said aloud, and whom it met.

    `nearest` is the taker that came closest to taking it, empty where there is none.
    """

    offer: int
    rest: float
    reason: Reason
    text: str
    nearest: str


def unserved(found: Allocated, offers: Rows, needs: Rows, *, lang: Language = "nl") -> list[Unserved]:
    """Every offer with something left and why, in the order of the table."""
    region = found.region
    rest = left_over(found)
    free = price(region, Prices.nil(region))
    linked = np.zeros(len(rest), dtype=bool)
    for kind in ("direct", "into"):
        linked[region.links[kind].givers] = True
    worth = np.append(free.offer, 0.0)[region.limits.offer_row].max(axis=1)
    words = WORDS[lang]
    told = []
    near = _Nearby(found, offers, needs)
    for row in np.flatnonzero(rest > 0.0).tolist():
        left = float(rest[row])
        if linked[row]:
            reason = Reason.FULL if worth[row] > 0.0 else Reason.PRICE
            told.append(Unserved(row, left, reason, words[reason.value], ""))
        else:
            told.append(near.told(row, left, lang))
    return told


class _Nearby:
    """Finds the taker of the right stuff that breaks fewest rules, and says which it breaks."""

    def __init__(self, found: Allocated, offers: Rows, needs: Rows) -> None:
        self._network = found.region.network
        self._offers, self._needs = offers, needs
        network = self._network
        self._kin = (
            kin_of(network.offers, network.needs, network.terms),
            kin_of(network.offers, network.recipes.inputs, network.terms),
        )

    def told(self, row: int, rest: float, lang: Language) -> Unserved:
        """The reason of one offer that no taker may have."""
        words = WORDS[lang]
        offer = self._offers.table.row(row)
        if not isinstance(offer, Stream):
            raise TypeError("the sides of the tables are mixed up")
        best: tuple[int, str, str] | None = None
        takers = self._takers(row, offer.kind)
        for key, need in takers:
            judged = judge(Pair(offer, need, self._network.terms))
            broken = [verdict.rule for verdict in judged if verdict.broken]
            if best is None or len(broken) < best[0]:
                best = (len(broken), broken[0] if broken else "", key)
        if best is None:
            return Unserved(row, rest, Reason.NO_TAKER, words["no_taker"], "")
        if not best[1]:
            return Unserved(row, rest, Reason.AMOUNT, words["amount"], best[2])
        return Unserved(row, rest, REASON_OF_RULE[best[1]], rules()[best[1]].reason(lang), best[2])

    def _takers(self, row: int, kind: Kind) -> list[tuple[str, Need]]:
        """The nearest takers that share a label with an offer, needs and recipes together, as needs."""
        network = self._network
        here = network.offers.numbers[row, c.X : c.Z + 1]
        found: list[tuple[float, str, int, bool]] = []
        for kin, side, is_need in (
            (self._kin[0], network.needs, True),
            (self._kin[1], network.recipes.inputs, False),
        ):
            rows = kin(row)
            square = ((side.numbers[rows, c.X : c.Z + 1] - here) ** 2).sum(axis=1)
            nearest = np.argsort(square, kind="stable")[:LOOKED_AT]
            found += [(float(square[n]), str(side.ids[int(rows[n])]), int(rows[n]), is_need) for n in nearest]
        found.sort()
        told = []
        for _, key, taker, is_need in found[:LOOKED_AT]:
            need = self._needs.table.row(taker) if is_need else self._recipe(taker, kind)
            if isinstance(need, Need):
                told.append((key, need))
        return told

    def _recipe(self, taker: int, kind: Kind) -> Need:
        recipes = self._network.recipes
        row = int(recipes.row[taker])
        table = recipes.table
        return as_need(table.row(int(table.processor[row])), table.recipe(row), kind)


def as_need(processor: Processor, recipe: Recipe, kind: Kind) -> Need:
    """A recipe read as the need that the rules see: what its processor may and will take."""
    codes = tuple(word for word in processor.permits if word.replace(" ", "").rstrip("*").isdigit())
    return Need(
        id=processor.id,
        kind=recipe.kind or kind,
        materials=recipe.accepts,
        low_codes=codes,
        unit=recipe.unit,
        period=recipe.period,
        quantity=recipe.capacity,
        min_quantity=recipe.min_quantity,
        place=processor.place,
        max_km=processor.max_km,
        strategy=recipe.strategy,
        hazardous=False if processor.permits and "hazardous" not in processor.permits else None,
        available_from=processor.available_from,
        available_until=processor.available_until,
    )
