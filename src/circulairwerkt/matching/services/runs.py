"""Working out who fits: for rows that changed, for one row now, for all; stored with what it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.base import scope
from circulairwerkt.base.audit import last_line, record, write
from circulairwerkt.base.permissions import SYSTEM, Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching import perms
from circulairwerkt.matching.bridge import CORE_EDITION, Entry, Found, Told, digest_of, tell, terms_of, why
from circulairwerkt.matching.learning import (
    TOO_SMALL_KEEPS,
    is_too_small,
    still_refused,
    too_small_for,
    too_small_reason,
)
from circulairwerkt.matching.models import Proposal, Run, State
from circulairwerkt.matching.pools import changed_since, entries_of, follower, key_of, pk_of
from circulairwerkt.matching.services.standing import REFUSAL
from circulairwerkt.streams.models import Listing, MaterialCard

#: Best partners kept for a row, of each index.
TOP = 10
#: Rows of one run: each run is one short transaction.
BATCH = 25


@dataclass(frozen=True)
class Telling:
    """Which hub follows a pair up, and which other one may be told."""

    hub_id: int
    other_hub_id: int | None


def telling_of(card: Entry, taker: Entry) -> Telling | None:
    """Return who may be told of a pair: the hub of a row whose other side is its own or open; else None.

    The hub of the card goes first: it has something to get rid of.
    """
    if card.hub_id == taker.hub_id:
        return Telling(card.hub_id, None)
    if not taker.is_shut:
        return Telling(card.hub_id, None if card.is_shut else taker.hub_id)
    return None if card.is_shut else Telling(taker.hub_id, None)


@write("matching.run", gettext_lazy("gezocht wie past"))
def run_for(*, actor: Actor, keys: Iterable[str], until_entry: int | None = None) -> Run:
    """Work out the proposals of these rows and store them; rows that are gone lose theirs.

    What people decided stays: a refusal holds while both rows say the same, or what it was refused for is
    as it was (``learning``). The same rows give the same
    proposals, so a run that was killed is simply run again.
    """
    require(perms.may_run(actor))
    with scope.everywhere("matching looks at the rows of all hubs"):
        return _run(actor, sorted(set(keys)), until_entry)


def _run(actor: Actor, keys: list[str], until_entry: int | None) -> Run:
    today = timezone.localdate()
    pool = follower.up_to_date()
    mine = entries_of(keys, today)
    found: dict[tuple[str, str], Found] = {}
    for entry in mine.values():
        for one in pool.partners(entry, TOP):
            found[one.card, one.taker] = one
    run = Run.objects.create(
        asked=keys,
        until_entry=until_entry,
        terms={"core": CORE_EDITION, "day": today.isoformat(), "top": TOP},
    )
    cards = {pk_of(card) for card, _taker in found} | {pk_of(key) for key in keys if key.startswith("card-")}
    # Two runs at once must not make the same proposal twice: the cards are the lock.
    list(MaterialCard.objects.select_for_update().filter(pk__in=cards).order_by("pk").values_list("pk"))
    standing = _standing(keys, found)
    entries = {
        **entries_of({key for pair in (*found, *standing) for key in pair} - mine.keys(), today),
        **mine,
    }
    kept = _kept(found, standing, entries, today)
    made, lapsed = _save(run, kept, standing, entries)
    run.input_digest = digest_of(*(entries[key] for key in sorted(entries)))
    run.found, run.lapsed = made, lapsed
    run.state, run.ended_at = Run.State.DONE, timezone.now()
    run.save()
    record(actor=actor, row=run, changes={"found": [0, made], "lapsed": [0, lapsed]})
    return run


def _standing(keys: Iterable[str], found: Mapping[tuple[str, str], Found]) -> dict[tuple[str, str], Proposal]:
    """Return the proposals that exist for these rows and these pairs, by pair of keys."""
    wanted = {key for pair in found for key in pair if key.startswith("card-")}
    by_field = {
        "card_id__in": [pk_of(key) for key in {*keys, *wanted} if key.startswith("card-")],
        "need_id__in": [pk_of(key) for key in keys if key.startswith("need-")],
        "capability_id__in": [pk_of(key) for key in keys if key.startswith("capability-")],
    }
    standing: dict[tuple[str, str], Proposal] = {}
    for name, pks in by_field.items():
        if pks:
            for proposal in Proposal.objects.filter(**{name: pks}):
                pair = pair_of(proposal)
                if pair in found or set(pair) & set(keys):
                    standing[pair] = proposal
    return standing


def pair_of(proposal: Proposal) -> tuple[str, str]:
    """Return the keys of the two rows of a proposal."""
    taker = f"need-{proposal.need_id}" if proposal.need_id else f"capability-{proposal.capability_id}"
    return f"card-{proposal.card_id}", taker


def _kept(
    found: Mapping[tuple[str, str], Found],
    standing: Mapping[tuple[str, str], Proposal],
    entries: Mapping[str, Entry],
    today: date,
) -> dict[tuple[str, str], tuple[float, Telling]]:
    """Return the pairs that hold and may be told, with their score.

    A pair that was found from its other side before is asked of the core: it stays as long as it matches.
    """
    terms = terms_of(today)
    kept: dict[tuple[str, str], tuple[float, Telling]] = {}
    for pair in {*found, *standing}:
        if not entries.keys() >= set(pair):
            continue
        card, taker = entries[pair[0]], entries[pair[1]]
        telling = telling_of(card, taker)
        if telling is None:
            continue
        if pair in found:
            kept[pair] = (found[pair].score, telling)
        else:
            told = why(card, taker, terms)
            if told.match:
                kept[pair] = (told.pair.score, telling)
    return kept


def _save(
    run: Run,
    kept: Mapping[tuple[str, str], tuple[float, Telling]],
    standing: Mapping[tuple[str, str], Proposal],
    entries: Mapping[str, Entry],
) -> tuple[int, int]:
    """Write new, renewed and lapsed proposals; return how many hold and how many lapsed."""
    pairs = sorted(kept)
    told = tell([(entries[card], entries[taker]) for card, taker in pairs], terms_of(timezone.localdate()))
    new: list[Proposal] = []
    renewed: list[Proposal] = []
    small = too_small_for(taker for _card, taker in pairs)
    for pair, figures in zip(pairs, told, strict=True):
        score, telling = kept[pair]
        card, taker = entries[pair[0]], entries[pair[1]]
        proposal = standing.get(pair) or _blank(pair)
        if is_too_small(card, taker, small):
            score, figures = score * TOO_SMALL_KEEPS, _doubted(figures)
        _fill(proposal, run, score, telling, figures, digest_of(card, taker))
        if proposal.state == State.NO and proposal.refused_digest != proposal.pair_digest:
            _look_again(proposal, card, figures)
        (renewed if proposal.pk else new).append(proposal)
    Proposal.objects.bulk_create(new)
    lapsed = [one for pair, one in standing.items() if pair not in kept and not one.is_lapsed]
    for one in lapsed:
        one.is_lapsed = True
    if renewed:
        Proposal.objects.bulk_update(renewed, _WRITTEN)
    if lapsed:
        Proposal.objects.bulk_update(lapsed, ["is_lapsed"])
    return len(pairs), len(lapsed)


_WRITTEN = (
    "hub", "other_hub", "run", "state", "is_lapsed", "score_share", "strategy", "distance_km", "flow_t",
    "margin_eur", "co2e_kg", "work_h", "reasons", "pair_digest", *REFUSAL,
)  # fmt: skip


def _blank(pair: tuple[str, str]) -> Proposal:
    card, taker = pair
    sort = taker.partition("-")[0]
    return Proposal(card_id=pk_of(card), **{f"{sort}_id": pk_of(taker)})


def _fill(proposal: Proposal, run: Run, score: float, telling: Telling, figures: Told, digest: str) -> None:
    proposal.run, proposal.score_share, proposal.is_lapsed = run, score, False
    proposal.hub_id, proposal.other_hub_id = telling.hub_id, telling.other_hub_id
    proposal.strategy, proposal.distance_km = figures.strategy, figures.distance_km
    proposal.flow_t, proposal.margin_eur = figures.flow_t, figures.margin_eur
    proposal.co2e_kg, proposal.work_h = figures.co2e_kg, figures.work_h
    proposal.reasons, proposal.pair_digest = figures.reasons, digest


def _doubted(figures: Told) -> Told:
    return replace(figures, reasons=[too_small_reason(), *figures.reasons])


def _look_again(proposal: Proposal, card: Entry, figures: Told) -> None:
    """Let a refused pair whose rows changed stand anew, unless what it was refused for is as it was."""
    if still_refused(proposal, card, figures):
        proposal.refused_digest = proposal.pair_digest
        return
    proposal.state, proposal.refused_digest, proposal.refused_for = State.NEW, "", ""
    proposal.refused_amount = proposal.refused_km = None


def follow(*, actor: Actor = SYSTEM) -> int:
    """Work out anew what has changed since the last run; return how many rows were asked about.

    Each batch is one transaction that also says how far it came, so a kill loses nothing.
    """
    require(perms.may_run(actor))
    count = 0
    seen = Run.objects.filter(until_entry__isnull=False).order_by("-until_entry").first()
    if seen is None:
        run_for(actor=actor, keys=[], until_entry=last_line())
        return 0
    since = seen.until_entry or 0
    while lines := changed_since(since, BATCH):
        since = lines[-1][0]
        keys = {key for _pk, key in lines}
        run_for(actor=actor, keys=keys, until_entry=since)
        count += len(keys)
    return count


@write("matching.look_now", gettext_lazy("gezocht wie past bij één kaart"))
def look_now(*, actor: Actor, hub: Hub, row: Listing) -> Run:
    """Work out the proposals of one row of the own hub at once."""
    require(perms.may_see_at(actor, hub) and row.hub_id == hub.pk)
    with scope.everywhere("matching looks at the rows of all hubs"):
        return _run(actor, [key_of(row)], None)
