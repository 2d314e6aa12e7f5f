"""Why two rows did not match, and whom we still have to find: questions to the core over stored rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from circulairwerkt.base import scope
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching.bridge import family_of, terms_of, why, yearly
from circulairwerkt.matching.models import OPEN, Proposal, State
from circulairwerkt.matching.pools import entry_of
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need
from circulairwerkt.streams.queries import material_name

#: Unserved cards looked at for one hub, and takers looked at for one group.
MOST_CARDS = 500
MOST_TAKERS = 8
MOST_GROUPS = 30


def why_of(card: MaterialCard, taker: Need | Capability) -> Mapping[str, Any] | None:
    """Return what the core says of a pair, as plain values; None where one of them cannot match at all."""
    today = timezone.localdate()
    first, second = entry_of(card, today), entry_of(taker, today)
    if first is None or second is None:
        return None
    return why(first, second, terms_of(today), get_language() or "nl").as_dict()


@dataclass(frozen=True)
class Gap:
    """A group of cards that nobody takes: what, where, how much, and what kind of taker is missing.

    ``tonnes_t`` is per year, of the cards that tell a mass; ``hindrances`` are the reasons for which
    those who take that material do not fit, with how often. No taker at all: ``takers`` is 0.
    """

    material: str
    name: str
    place: str
    cards: tuple[MaterialCard, ...]
    tonnes_t: float
    takers: int
    hindrances: tuple[tuple[str, int], ...]


def unserved(hub: Hub) -> QuerySet[MaterialCard]:
    """Return the cards of a hub for which nothing fits that it may be told of, or everything was refused.

    What a closed row of another hub would take is told to that hub alone: here the card stays unserved, else
    its going would tell of that row.
    """
    told = Proposal.objects.filter(Q(hub=hub) | Q(other_hub=hub))
    alive = told.filter(card=OuterRef("pk"), is_lapsed=False).exclude(state=State.NO)
    return (
        MaterialCard.objects.filter(hub=hub, is_gone=False)
        .filter(~Exists(alive))
        .select_related("municipality", "organisation", "hub", "site")
        .order_by("material", "pk")
    )


def gaps_at(hub: Hub) -> list[Gap]:
    """Return whom the hub still has to find, the group with most cards first."""
    groups: dict[tuple[str, str], list[MaterialCard]] = {}
    for card in unserved(hub)[:MOST_CARDS]:
        place = card.municipality.province if card.municipality else ""
        groups.setdefault((card.material, place), []).append(card)
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_GROUPS]
    takers = _takers_by_material(hub, {material for (material, _place), _cards in ranked if material})
    return [_gap(material, place, cards, takers) for (material, place), cards in ranked]


def _takers_by_material(hub: Hub, materials: Iterable[str]) -> dict[str, list[Need | Capability]]:
    """Return the needs and capabilities that the hub may be told of, by the material that they take."""
    wanted = {name for material in materials for name in family_of(material)}
    mine = Q(hub=hub) | Q(visibility__in=OPEN)
    found: dict[str, list[Need | Capability]] = {}
    with scope.everywhere("takers that the hub may be told of"):
        for model in (Need, Capability):
            rows = (
                model.objects.filter(mine, is_gone=False, material__in=wanted)
                .select_related("organisation", "municipality", "hub")
                .order_by("pk")
            )
            for row in rows[:MOST_CARDS]:
                found.setdefault(row.material, []).append(row)
    return found


def _gap(
    material: str, place: str, cards: list[MaterialCard], takers: Mapping[str, list[Need | Capability]]
) -> Gap:
    amounts = [yearly(card.quantity, card.unit, card.period) for card in cards]
    near: list[Need | Capability] = (
        [row for name in family_of(material) for row in takers.get(name, ())] if material else []
    )
    counted = Counter(text for row in near[:MOST_TAKERS] for text in _hindrances(cards[0], row))
    return Gap(
        material=material,
        name=material_name(material, get_language() or "nl") if material else "",
        place=place,
        cards=tuple(cards),
        tonnes_t=sum(amount[1] for amount in amounts if amount is not None and amount[0] == "mass"),
        takers=len(near),
        hindrances=tuple(counted.most_common(3)),
    )


def _hindrances(card: MaterialCard, taker: Listing) -> list[str]:
    told = why_of(card, taker)  # type: ignore[arg-type]
    if told is None or told["match"]:
        return []
    return [rule["reason"] for rule in told["rules"] if rule["holds"] is False]
