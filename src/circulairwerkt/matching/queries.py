"""Proposals as their readers get them: whose they are, what may be told, figures and reasons in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isinf
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases.models import Case
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching.models import Proposal, State
from circulairwerkt.streams import perms as stream_perms
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need
from circulairwerkt.streams.queries import Disclosed, disclosed, material_name, unit_word

__all__ = [
    "TABS",
    "ShownProposal",
    "amount_in_words",
    "at_hub",
    "counts_at",
    "did_any_become",
    "is_any_about",
    "of_rows",
    "shown",
    "waiting_at",
]

#: The tabs of the list: key and the states in it.
TABS: Mapping[str, tuple[State, ...]] = {
    "nieuw": (State.NEW,),
    "lopend": (State.PROPOSED, State.CALLED, State.VISITED),
    "later": (State.LATER,),
    "ja": (State.YES,),
    "nee": (State.NO,),
}
_ROW = ("hub", "organisation", "site", "municipality")
_WITH = (
    "hub",
    "other_hub",
    *(f"{side}__{name}" for side in ("card", "need", "capability") for name in _ROW),
)
_GOOD, _FAIR = 0.7, 0.45
#: The number of a strategy stays folded away: people read the verb.
_RUNG = re.compile(r" \(R\d\)")
#: Reasons shown on a list before "more".
_FIRST = 3


def at_hub(hub: Hub) -> QuerySet[Proposal]:
    """Return the proposals of a hub, its own and those it may be told of, best first."""
    found: QuerySet[Proposal] = Proposal.objects.filter(Q(hub=hub) | Q(other_hub=hub))
    return found.select_related(*_WITH)


def of_rows(*, card: Any = (), need: Any = (), capability: Any = ()) -> QuerySet[Proposal]:
    """Return the proposals of these rows that may be told here, best first; not those that lapsed."""
    which = Q(card__in=card) | Q(need__in=need) | Q(capability__in=capability)
    found: QuerySet[Proposal] = Proposal.objects.filter(which, is_lapsed=False)
    return found.select_related(*_WITH)


def is_any_about(**rows: Sequence[int]) -> bool:
    """Say whether any proposal is about these rows, whoever may be told of it.

    ``of_rows`` joins fifteen tables, and most cases have no proposal.
    """
    which = Q()
    for side, keys in rows.items():
        which |= Q(**{f"{side}__in": keys})
    return bool(which) and Proposal._base_manager.filter(which, is_lapsed=False).exists()


def did_any_become(case: Case) -> bool:
    """Say whether any proposal became this case, whoever may be told of it."""
    return Proposal._base_manager.filter(case=case).exists()


def waiting_at(hub: Hub) -> QuerySet[Proposal]:
    """Return what waits for the hub: new proposals, and those put off until today."""
    due = Q(state=State.LATER, later_on__lte=timezone.localdate())
    return at_hub(hub).filter(Q(state=State.NEW) | due, is_lapsed=False)


def counts_at(hub: Hub) -> dict[str, int]:
    """Return how many proposals stand in each tab, in one question to the database."""
    here = Proposal.objects.filter(Q(hub=hub) | Q(other_hub=hub), is_lapsed=False)
    by_state = dict(here.order_by().values_list("state").annotate(Count("pk")))
    return {tab: sum(by_state.get(state, 0) for state in states) for tab, states in TABS.items()}


def amount_in_words(quantity: float | None, unit: str, period: str, language: str = "") -> str:
    """Return an amount as people say it: ``2 pallets per week``; empty where it is unknown."""
    if quantity is None or isinf(quantity):
        return ""
    words = f"{quantity:,.4g}".replace(",", " ").replace(".", ",")
    if quantity >= 1000:
        words = f"{quantity:,.0f}".replace(",", ".")
    rhythm = dict(MaterialCard._meta.get_field("period").choices or []).get(period, "")
    language = language or get_language() or "nl"
    return " ".join(filter(None, (words, unit_word(unit, quantity, language), str(rhythm))))


@dataclass(frozen=True)
class Side:
    """One side of a proposal for one reader; ``row`` is the table's own only where the reader is inside."""

    sort: str
    title: str
    amount: str
    place: str
    firm: str
    hub: Hub
    is_mine: bool
    told: Disclosed


@dataclass(frozen=True)
class Figure:
    """One estimate: icon, words, and its name in ``Why.as_dict()['measures']``."""

    icon: str
    words: str
    measure: str


@dataclass(frozen=True)
class ShownProposal:
    """A proposal as one reader gets it."""

    proposal: Proposal
    card: Side
    taker: Side
    fit: str
    #: The part of the card that was agreed, in words; empty without one.
    agreed: str
    figures: tuple[Figure, ...]
    first: tuple[Mapping[str, str], ...]
    more: tuple[Mapping[str, str], ...]
    missing: tuple[Mapping[str, str], ...]


def shown(proposal: Proposal, actor: Actor) -> ShownProposal | None:
    """Return a proposal as ``actor`` gets it; None where one of its sides does not exist for him."""
    card, taker = _side(proposal.card, actor), _side(proposal.taker, actor)
    if card is None or taker is None:
        return None
    sees_money = any(actor.may(stream_perms.OPEN, hub_id=hub_id) for hub_id in proposal.hub_ids)
    language = (get_language() or "nl")[:2]
    told = [
        {"tone": reason["tone"], "text": _RUNG.sub("", reason.get(language, reason["nl"]))}
        for reason in proposal.reasons
        if sees_money or not reason["code"].startswith("margin")
    ]
    said = tuple(reason for reason in told if reason["tone"] != "missing")
    return ShownProposal(
        proposal=proposal,
        card=card,
        taker=taker,
        fit=_fit(proposal.score_share),
        agreed=amount_in_words(proposal.agreed_quantity, proposal.card.unit, proposal.card.period),
        figures=tuple(_figures(proposal, sees_money)),
        first=said[:_FIRST],
        more=said[_FIRST:],
        missing=tuple(reason for reason in told if reason["tone"] == "missing"),
    )


def _side(row: Listing, actor: Actor) -> Side | None:
    told = disclosed(row, actor)
    if told is None:
        return None
    language = get_language() or "nl"
    named = material_name(row.material, language) if row.material else ""
    title = told["sentence"] or told["shown_text"] or named or _("nog niet benoemd")
    place = told["municipality"]
    firm = told["organisation"]
    return Side(
        sort={MaterialCard: "card", Need: "need", Capability: "capability"}[type(row)],
        title=str(title),
        amount=amount_in_words(told["quantity"], told["unit"] or "", told["period"] or "", language),
        place=str(place or told["province"] or ""),
        firm=str(firm or ""),
        hub=row.hub,
        is_mine=told.is_inside,
        told=told,
    )


def _fit(score: float) -> str:
    if score >= _GOOD:
        return _("past heel goed")
    return _("past goed") if score >= _FAIR else _("past misschien")


def _whole(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".")


def _short(value: float) -> str:
    return _whole(value) if abs(value) >= 10 else f"{value:.1f}".replace(".", ",")


def _figures(proposal: Proposal, sees_money: bool) -> list[Figure]:
    found = []
    if proposal.distance_km is not None:
        words = _("%(km)s km over de weg") % {"km": _short(proposal.distance_km)}
        found.append(Figure("route", words, "distance_km"))
    if proposal.flow_t is not None:
        words = _("%(tonnes)s ton per jaar") % {"tonnes": _short(proposal.flow_t)}
        found.append(Figure("scale", words, "quantity"))
    if proposal.margin_eur is not None and sees_money:
        words = _("%(eur)s EUR per jaar, voor beide samen") % {"eur": _whole(proposal.margin_eur)}
        found.append(Figure("banknote", words, "margin_eur"))
    if proposal.co2e_kg is not None:
        tonnes = _short(abs(proposal.co2e_kg) / 1000)
        if proposal.co2e_kg < 0:
            words = _("%(tonnes)s ton CO2e per jaar minder") % {"tonnes": tonnes}
        else:
            words = _("%(tonnes)s ton CO2e per jaar meer") % {"tonnes": tonnes}
        found.append(Figure("leaf", words, "co2e_kg"))
    if proposal.work_h is not None:
        words = _("%(hours)s uur werk per jaar") % {"hours": _whole(proposal.work_h)}
        found.append(Figure("clock", words, "hours"))
    return found
