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
from circulairwerkt.matching.bridge import Entry, family_of, terms_of, what_hinders, why, yearly
from circulairwerkt.matching.models import OPEN, Proposal, State
from circulairwerkt.matching.pools import entry_of
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need
from circulairwerkt.streams.queries import material_name

#: Unserved cards looked at for one hub, and takers looked at for one group.
MOST_CARDS = 500
MOST_TAKERS = 8
MOST_GROUPS = 30
#: What the line of a card tells, and what its amount is worked out from.
_OF_A_LINE = (
    "sentence",
    "material",
    "quantity",
    "unit",
    "period",
    "municipality__name",
    "municipality__province",
)
_Key = tuple[type[Need] | type[Capability], int]


def why_of(card: MaterialCard, taker: Need | Capability) -> Mapping[str, Any] | None:
    """Return what the core says of a pair, as plain values; None where one of them cannot match at all."""
    pair = _pair_of(card, taker)
    return why(*pair, terms_of(timezone.localdate()), get_language() or "nl").as_dict() if pair else None


def _pair_of(card: MaterialCard, taker: Listing) -> tuple[Entry, Entry] | None:
    """Return a pair as the core reads it; None where one of them cannot match at all."""
    today = timezone.localdate()
    first, second = entry_of(card, today), entry_of(taker, today)
    return None if first is None or second is None else (first, second)


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
        .select_related("municipality")
        .only(*_OF_A_LINE)
        .order_by("material", "pk")
    )


def gaps_at(hub: Hub) -> list[Gap]:
    """Return whom the hub still has to find, the group with most cards first.

    Of hundreds of cards and takers a line or a number is told; only those that are put side by side are read
    whole.
    """
    groups: dict[tuple[str, str], list[MaterialCard]] = {}
    for card in unserved(hub)[:MOST_CARDS]:
        place = card.municipality.province if card.municipality else ""
        groups.setdefault((card.material, place), []).append(card)
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_GROUPS]
    takers = _takers_by_material(hub, {material for (material, _place), _cards in ranked if material})
    near = {
        material: [key for name in family_of(material) for key in takers.get(name, ())]
        for (material, _place), _cards in ranked
        if material
    }
    cards = MaterialCard.objects.in_bulk([each[0].pk for (material, _place), each in ranked if material])
    whole = _read({key for keys in near.values() for key in keys[:MOST_TAKERS]})
    found = []
    for (material, place), each in ranked:
        keys = near.get(material, [])
        beside = [whole[key] for key in keys[:MOST_TAKERS] if key in whole]
        hindrances = Counter(text for row in beside for text in _hindrances(cards[each[0].pk], row))
        found.append(_gap(material, place, each, len(keys), hindrances))
    return found


def _takers_by_material(hub: Hub, materials: Iterable[str]) -> dict[str, list[_Key]]:
    """Return the needs and capabilities that the hub may be told of, by the material that they take."""
    wanted = {name for material in materials for name in family_of(material)}
    mine = Q(hub=hub) | Q(visibility__in=OPEN)
    found: dict[str, list[_Key]] = {}
    with scope.everywhere("takers that the hub may be told of"):
        for model in (Need, Capability):
            rows = model.objects.filter(mine, is_gone=False, material__in=wanted).order_by("pk")
            for pk, material in rows.values_list("pk", "material")[:MOST_CARDS]:
                found.setdefault(material, []).append((model, pk))
    return found


def _read(keys: Iterable[_Key]) -> dict[_Key, Need | Capability]:
    """Return rows that the hub may be told of, whole."""
    by_model: dict[type[Need] | type[Capability], list[int]] = {}
    for model, pk in keys:
        by_model.setdefault(model, []).append(pk)
    with scope.everywhere("takers that the hub may be told of"):
        return {
            (model, row.pk): row
            for model, pks in by_model.items()
            for row in model.objects.select_related("organisation").filter(pk__in=pks)
        }


def _gap(material: str, place: str, cards: list[MaterialCard], takers: int, hindrances: Counter[str]) -> Gap:
    amounts = [yearly(card.quantity, card.unit, card.period) for card in cards]
    return Gap(
        material=material,
        name=material_name(material, get_language() or "nl") if material else "",
        place=place,
        cards=tuple(cards),
        tonnes_t=sum(amount[1] for amount in amounts if amount is not None and amount[0] == "mass"),
        takers=takers,
        hindrances=tuple(hindrances.most_common(3)),
    )


def _hindrances(card: MaterialCard, taker: Listing) -> tuple[str, ...]:
    pair = _pair_of(card, taker)
    return what_hinders(*pair, terms_of(timezone.localdate()), get_language() or "nl") if pair else ()
