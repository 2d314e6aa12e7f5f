"""What reasons for a "nee" teach the next run: when it still holds, and what a taker finds too small."""

from collections.abc import Iterable, Mapping

from django.db.models import Max
from django.utils.translation import gettext, override

from circulairwerkt.matching.bridge import LANGUAGES, Entry, Told, yearly, yearly_of
from circulairwerkt.matching.models import Proposal, Reason, State

#: How much of its score a pair keeps whose taker called as much, or more, too small before.
TOO_SMALL_KEEPS = 0.5
#: A distance that changed by less is the same place.
_SAME_KM = 1.0


def still_refused(proposal: Proposal, card: Entry, told: Told) -> bool:
    """Return whether a refusal holds although one of the rows says something else than it did then.

    "Too small" holds until the card holds more, "too far" until it is nearer, "no wish" for good (a person
    takes it back); any other reason, or none, holds only while both rows stay the same.
    """
    if proposal.refused_for == Reason.NO_WISH:
        return True
    if proposal.refused_for == Reason.TOO_SMALL:
        amount = yearly_of(card)
        if amount is None or proposal.refused_amount is None:
            return amount is None
        return amount[1] <= proposal.refused_amount
    if proposal.refused_for == Reason.TOO_FAR:
        if told.distance_km is None or proposal.refused_km is None:
            return told.distance_km is None
        return told.distance_km > proposal.refused_km - _SAME_KM
    return False


def too_small_for(takers: Iterable[str]) -> dict[tuple[str, str], float]:
    """Return the most that each taker (by key) called too small, a year, by what is measured.

    Run it inside ``scope.everywhere``: what a taker said to one hub holds for all.
    """
    found: dict[tuple[str, str], float] = {}
    keys = set(takers)
    for sort in ("need", "capability"):
        pks = [int(key.partition("-")[2]) for key in keys if key.startswith(f"{sort}-")]
        if not pks:
            continue
        refused = Proposal.objects.filter(
            **{f"{sort}_id__in": pks},
            state=State.NO,
            refused_for=Reason.TOO_SMALL,
            refused_amount__isnull=False,
        ).order_by()
        rows = refused.values_list(f"{sort}_id", "card__unit").annotate(most=Max("refused_amount"))
        for pk, unit, most in rows:
            one = yearly(1.0, unit, "")
            if one is not None:
                key = (f"{sort}-{pk}", one[0])
                found[key] = max(found.get(key, 0.0), most)
    return found


def is_too_small(card: Entry, taker: Entry, known: Mapping[tuple[str, str], float]) -> bool:
    """Return whether the taker called as much as this card, or more, too small before."""
    amount = yearly_of(card)
    return amount is not None and amount[1] <= known.get((taker.key, amount[0]), -1.0)


def too_small_reason() -> dict[str, str]:
    """Return the reason that is told with such a pair."""
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = gettext("Deze partij zei eerder dat zoveel te klein is.")
    return {"code": "said_too_small", "tone": "doubt", **words}
