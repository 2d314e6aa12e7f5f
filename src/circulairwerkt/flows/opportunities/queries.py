"""What is missing at a hub as one reader gets it: its last run, opportunities, streams without a place."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circulairwerkt.base import links
from circulairwerkt.base.models import Job, Link
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases.models import Case
from circulairwerkt.flows import perms
from circulairwerkt.flows.bridge import yearly
from circulairwerkt.flows.models import Opportunity, OpportunityRun, UnplacedCard
from circulairwerkt.flows.opportunities import telling
from circulairwerkt.flows.opportunities.gathering import rows_of
from circulairwerkt.flows.services.opportunities import KIND
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams import perms as stream_perms
from circulairwerkt.streams.models import Capability, Listing
from circulairwerkt.streams.queries import BY_KEY, Disclosed, disclosed, drawn_rung, material_name

#: Rungs of the drawn ladder, best first, and what stands beside it.
RUNGS = ("reuse", "repair", "recycle", "burn", "dump")
_ELSEWHERE = "unknown"
_MONTH = timedelta(days=30)


def last_run(hub: Hub) -> OpportunityRun | None:
    """Return the newest run of a hub."""
    found: OpportunityRun | None = OpportunityRun.objects.filter(hub=hub).first()
    return found


def job_under_way(hub: Hub) -> Job | None:
    """Return the job that is looking for opportunities at a hub now."""
    going = [Job.State.QUEUED, Job.State.RUNNING]
    return Job.objects.filter(kind=KIND, hub=hub, state__in=going).first()


def last_job(hub: Hub) -> Job | None:
    """Return the job that looked last, going or not."""
    return Job.objects.filter(kind=KIND, hub=hub).first()


@dataclass(frozen=True)
class Party:
    """One row that takes part, as one reader gets it, at a point no finer than he may know."""

    key: str
    role: str
    title: str
    firm: str
    place: str
    is_mine: bool
    is_example: bool
    told: Disclosed
    lat: float | None
    lon: float | None

    @property
    def segment(self) -> str:
        """The sort in the address of its page."""
        return BY_KEY[self.key.partition("-")[0]].segment

    @property
    def pk(self) -> int:
        """Its number."""
        return int(self.key.partition("-")[2])


@dataclass(frozen=True)
class Loop:
    """One line of a loop: from whom to whom, how much in a year, how far."""

    giver: Party | None
    taker: Party | None
    amount: str
    km: str


@dataclass(frozen=True)
class Step:
    """One rung of the ladder: how much stands there now, and with the opportunity; in words."""

    rung: str
    now: str
    then: str


@dataclass(frozen=True)
class Shown:
    """An opportunity as one reader gets it."""

    one: Opportunity
    hub: Hub
    sees_money: bool
    parties: Mapping[str, Party]
    case: Case | None

    @cached_property
    def sentence(self) -> str:
        """What can be read aloud."""
        return telling.sentence_of(self.one, who=self.worker, sees_money=self.sees_money)

    @property
    def worker(self) -> str:
        """Who does the work already, as far as it may be told."""
        party = self.parties.get(self.one.processor)
        return (party.firm or party.title) if party else _("een verwerker")

    @cached_property
    def figures(self) -> list[telling.Figure]:
        """Estimates with their range."""
        return telling.figures_of(self.one, sees_money=self.sees_money)

    @property
    def title(self) -> str:
        """A short name."""
        return telling.title_of(self.one)

    @property
    def kind_words(self) -> str:
        """Whether somebody does it already."""
        return telling.kind_of_work(self.one)

    @property
    def work(self) -> str:
        """What is done with what."""
        return telling.work_of(self.one)

    @property
    def output(self) -> str:
        """What leaves, in words."""
        return telling.named(self.one.produces) if self.one.produces else ""

    @property
    def is_example(self) -> bool:
        """Whether a made-up row takes part."""
        return any(party.is_example for party in self.parties.values())

    @cached_property
    def organisations(self) -> list[str]:
        """Names of who takes part, as far as they may be told, each once."""
        return sorted({party.firm for party in self.parties.values() if party.firm})

    @property
    def others(self) -> int:
        """How many rows take part whose firm may not be told here."""
        return sum(1 for party in self.parties.values() if not party.firm)

    @cached_property
    def loops(self) -> list[Loop]:
        """The lines that grow; one whose end may not be told stays with the figures alone."""
        own = {self.one.processor, ""}
        found = []
        # what comes in first, the most on top
        for move in sorted(self.one.moves, key=lambda move: (move["giver"] in own, -move["quantity"])):
            giver, taker = self.parties.get(move["giver"]), self.parties.get(move["taker"])
            hidden = any(key not in own and key not in self.parties for key in (move["giver"], move["taker"]))
            spare = taker is not None and taker.key.startswith("capability") and not taker.is_mine
            if hidden:
                continue
            found.append(
                Loop(
                    giver=giver,
                    taker=taker,
                    # how much somebody of another hub has room for is not ours to tell
                    amount="" if spare else telling.amount(move["quantity"], move["unit"]),
                    km=telling.number(move["km"]),
                )
            )
        return found

    @cached_property
    def call(self) -> str:
        """A text to send around."""
        firms = {
            getattr(party.told["organisation"], "pk", party.key)
            for key, party in self.parties.items()
            if key.startswith("card-")
        }
        return telling.call_for_partners(self.one, hub=self.hub, organisations=len(firms))

    @cached_property
    def steps(self) -> list[Step]:
        """How much of what moves stands on each rung now and then; no rung on which nothing stands."""
        now: Counter[str] = Counter()
        then: Counter[str] = Counter()
        to = drawn_rung(self.one.strategy) or _ELSEWHERE
        for move in self.one.moves:
            party = self.parties.get(move["giver"])
            if party is None or not move["giver"].startswith("card-") or move["unit"] != self.one.unit:
                continue
            here = str(party.told["destination"] or "")
            now[here if here in RUNGS else _ELSEWHERE] += move["quantity"]
            then[to] += move["quantity"]
        return [
            Step(rung, self._words(now[rung]), self._words(then[rung]))
            for rung in (*RUNGS, _ELSEWHERE)
            if now[rung] or then[rung]
        ]

    def _words(self, value: float) -> str:
        return telling.amount(value, self.one.unit) if value else ""

    @property
    def now_rung(self) -> str:
        """Where most of it goes today."""
        best = max(self.steps, key=lambda step: _size(self, step.rung), default=None)
        return best.rung if best and best.now and best.rung in RUNGS else ""

    @property
    def better_rung(self) -> str:
        """Where it would go."""
        return drawn_rung(self.one.strategy)

    @cached_property
    def cost_now(self) -> tuple[str, int, int] | None:
        """What the destinations of now cost a year for what moves, and of how many streams it is known."""
        if not self.sees_money:
            return None
        known, total, count = 0, 0.0, 0
        for move in self.one.moves:
            party = self.parties.get(move["giver"])
            if party is None or not move["giver"].startswith("card-"):
                continue
            count += 1
            cost = party.told["destination_cost_eur"]
            whole = yearly(party.told["quantity"], party.told["unit"] or "", party.told["period"] or "")
            if cost is not None and whole:
                known, total = known + 1, total + cost * min(1.0, move["quantity"] / whole)
        return telling.number(total), known, count


def _size(shown: Shown, rung: str) -> float:
    total = 0.0
    for move in shown.one.moves:
        party = shown.parties.get(move["giver"])
        if party is not None and move["giver"].startswith("card-"):
            here = str(party.told["destination"] or "") or _ELSEWHERE
            total += move["quantity"] if here == rung else 0.0
    return total


def shown_all(opportunities: Sequence[Opportunity], actor: Actor, hub: Hub) -> list[Shown]:
    """Return opportunities of one hub as ``actor`` gets them, in their order, in few queries."""
    keys = {key for one in opportunities for key in one.parties}
    parties = {
        key: party
        for key, row in rows_of(keys).items()
        if (party := party_of(key, row, actor, hub)) is not None
    }
    cases = _cases(hub, [one.key for one in opportunities])
    sees_money = actor.may(stream_perms.OPEN, hub_id=hub.pk)
    return [
        Shown(
            one=one,
            hub=hub,
            sees_money=sees_money,
            parties={key: parties[key] for key in one.parties if key in parties},
            case=cases.get(one.key),
        )
        for one in opportunities
    ]


def _cases(hub: Hub, keys: Iterable[str]) -> dict[str, Case]:
    """Return the case that came of each key, whichever run it was opened from."""
    rows = Opportunity.objects.filter(key__in=list(keys), run__hub=hub)
    made = dict(
        Link.objects.filter(
            origin_type=_label(Opportunity), result_type=_label(Case), origin_id__in=rows.values("pk")
        ).values_list("origin_id", "result_id")
    )
    if not made:
        return {}
    found = Case.objects.in_bulk(made.values())
    return {
        key: found[made[pk]]
        for pk, key in rows.filter(pk__in=made).values_list("pk", "key")
        if made[pk] in found
    }


def _label(model: type[Any]) -> str:
    return str(model._meta.label_lower)


def party_of(key: str, row: Listing, actor: Actor, hub: Hub) -> Party | None:
    """Return a row that takes part as ``actor`` gets it; None where for him it does not exist."""
    told = disclosed(row, actor)
    if told is None:
        return None
    firm = str(told["organisation"] or "")
    title = told["shown_text"] or told["sentence"] or ""
    named = told["material"]
    if isinstance(row, Capability):
        title = telling.named(row.accepts)
    elif named:
        title = material_name(named, telling.language())
    is_mine = row.hub_id == hub.pk
    town = row.municipality
    lat, lon = (told["lat"], told["lon"]) if told["lat"] is not None else (None, None)
    if lat is None and town is not None and told["municipality"] is not None:
        lat, lon = town.lat, town.lon
    return Party(
        key=key,
        role={"card": _("geeft"), "need": _("neemt af")}.get(key.partition("-")[0], _("verwerkt")),
        title=str(title),
        firm=firm,
        place=str(told["municipality"] or told["province"] or ""),
        is_mine=is_mine,
        is_example=row.is_example,
        told=told,
        lat=lat,
        lon=lon,
    )


@dataclass(frozen=True)
class Unplaced:
    """A stream without a place: the card as the hub knows it, how much, why, and who came nearest."""

    row: UnplacedCard
    title: str
    amount: str
    firm: str
    nearest: Party | None


def reasons_at(run: OpportunityRun) -> list[tuple[str, str, int]]:
    """Return why streams found no place, as (key, words, how many), the commonest first."""
    counts = run.unplaced.order_by().values_list("reason").annotate(count=Count("pk"))
    found = [(key, str(UnplacedCard.Reason(key).label), count) for key, count in counts]
    return sorted(found, key=lambda each: (-each[2], each[0]))


def unplaced_at(run: OpportunityRun, reason: str = "") -> QuerySet[UnplacedCard]:
    """Return the streams of a run without a place, the most first."""
    rows: QuerySet[UnplacedCard] = run.unplaced.all()
    return rows.filter(reason=reason) if reason else rows


def shown_unplaced(rows: Iterable[UnplacedCard], actor: Actor, hub: Hub) -> list[Unplaced]:
    """Return streams without a place as ``actor`` gets them, with the taker that came nearest."""
    rows = list(rows)
    keys = {f"card-{row.card_id}" for row in rows} | {row.nearest for row in rows if row.nearest}
    parties = {
        key: party
        for key, row in rows_of(keys).items()
        if (party := party_of(key, row, actor, hub)) is not None
    }
    return [
        Unplaced(
            row=row,
            title=parties[key].title,
            amount=telling.amount(row.rest, row.unit),
            firm=parties[key].firm,
            nearest=parties.get(row.nearest),
        )
        for row in rows
        if (key := f"card-{row.card_id}") in parties
    ]


def monthly_words(hub: Hub, *, sees_money: bool = False, who: str = "") -> list[str]:
    """Return three sentences on what is missing at a hub: the best opportunity, what closed, what is lost.

    Nothing in them names a firm or a place where one stands: they also go out by mail. None without a run.
    """
    run = last_run(hub)
    if run is None:
        return []
    best: Opportunity | None = run.opportunities.first()
    lines = []
    if best is None:
        lines.append(_("We vonden nu geen kans die meer kringlopen sluit."))
    else:
        words = telling.sentence_of(best, who=who or _("een verwerker van jullie"), sees_money=sees_money)
        lines.append(_("De beste kans nu (raming): %(words)s") % {"words": words})
    lines.append(_closed(hub))
    lines.append(_lost(run))
    return lines


def _closed(hub: Hub) -> str:
    since = timezone.now() - _MONTH
    cases = Case.objects.filter(hub=hub, stage__in=["realised", "scaled_up"], stage_since__gte=since).count()
    if not cases:
        return _("De voorbije maand raakte geen dossier rond.")
    return ngettext(
        "De voorbije maand raakte %(count)d dossier rond.",
        "De voorbije maand raakten %(count)d dossiers rond.",
        cases,
    ) % {"count": cases}


def _lost(run: OpportunityRun) -> str:
    whole = run.unplaced.filter(unit="t").aggregate(rest=Sum("rest"), count=Count("pk"))
    if not whole["count"]:
        return _("Elke reststroom met een gewicht vindt op papier een plaats.")
    why = reasons_at(run)[0]
    return ngettext(
        "%(count)d reststroom vindt geen plaats: %(amount)s per jaar (raming). Meestal: %(why)s.",
        "%(count)d reststromen vinden geen plaats: %(amount)s per jaar (raming). Meestal: %(why)s.",
        whole["count"],
    ) % {"count": whole["count"], "amount": telling.amount(whole["rest"], "t"), "why": why[1]}


def may_read(actor: Actor, hub: Hub) -> bool:
    """Return whether ``actor`` is told what is missing at a hub; for pages of rooms above."""
    return perms.may_see_opportunities(actor, hub)


def made_from(case: Case) -> Opportunity | None:
    """Return the newest opportunity that a case was opened from, None where it came of something else."""
    first = next(iter(links.origins(case, Opportunity)), None)
    one = Opportunity.objects.select_related("run").filter(pk=first).first() if first else None
    if one is None:
        return None
    rows = Opportunity.objects.filter(key=one.key, run__hub_id=one.run.hub_id).select_related("run__hub")
    return rows.order_by("-run__ended_at", "-run_id").first()


def title_of_key(key: str, parties: Mapping[str, Any]) -> str:
    """Return how a row is called on the analyst's page: its firm or its material, else its number."""
    party = parties.get(key)
    return (party.firm or party.title) if party else key
