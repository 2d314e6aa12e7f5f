"""The reference ranking: every offer beside every need, one pair at a time, as the method page tells it.

Slow and plain. `symbiosis.matching.index` gives the same answers by skipping what cannot be among the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symbiosis.matching.measures import Pair
from symbiosis.matching.rules import judge, may_match
from symbiosis.matching.terms import Terms
from symbiosis.resources.records import Need, Stream


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place in a ranking."""

    offer_id: str
    need_id: str
    rank: int
    score: float


def score_of(offer: Stream, need: Need, terms: Terms) -> float | None:
    """The score of one pair; None when a rule forbids it.

    Both directions give the same: a score belongs to the pair.
    """
    pair = Pair(offer, need, terms)
    return pair.score if may_match(judge(pair)) else None


def rank_needs(offer: Stream, needs: Sequence[Need], terms: Terms, *, top: int = 10) -> list[Ranked]:
    """The best needs for one offer: by score, ties by id."""
    scored = [(score_of(offer, need, terms), need.id) for need in needs]
    kept = sorted((-score, key) for score, key in scored if score is not None)[:top]
    return [Ranked(offer.id, key, place, -score) for place, (score, key) in enumerate(kept, start=1)]


def rank_offers(need: Need, offers: Sequence[Stream], terms: Terms, *, top: int = 10) -> list[Ranked]:
    """The best offers for one need: by score, ties by id."""
    scored = [(score_of(offer, need, terms), offer.id) for offer in offers]
    kept = sorted((-score, key) for score, key in scored if score is not None)[:top]
    return [Ranked(key, need.id, place, -score) for place, (score, key) in enumerate(kept, start=1)]
