"""Looking for what is missing at a hub, keeping what was found, opening a case from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import jobs, links, scope
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models import Job
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Case, Party
from circulairwerkt.flows import perms
from circulairwerkt.flows.models import Opportunity, OpportunityRun, UnplacedCard
from circulairwerkt.flows.opportunities.found import Found
from circulairwerkt.flows.opportunities.gathering import rows_of
from circulairwerkt.flows.opportunities.telling import title_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams.models import Capability, MaterialCard, Need
from circulairwerkt.streams.queries import disclosed

KIND = "flows.find_opportunities"
#: Runs are kept so long: what closed and what was lost is told against a month ago.
KEPT = timedelta(days=400)


@write("flows.look_for_opportunities", gettext_lazy("kansen gezocht"))
def look_for_opportunities(*, actor: Actor, hub: Hub) -> Job:
    """Have it worked out what is missing at a hub; a job that is under way for it is not started twice."""
    require(perms.may_follow_opportunities(actor, hub))
    locked = Hub.objects.select_for_update(of=("self",)).get(pk=hub.pk)
    going: Job | None = _under_way(locked).first()
    if going is None:
        title = _("Kansen zoeken voor %(hub)s") % {"hub": hub.name}
        going = jobs.start(KIND, title=title, who_id=actor.user_id, hub_id=hub.pk)
    record(actor=actor, row=going, hub_id=hub.pk)
    return going


def _under_way(hub: Hub) -> Any:
    return Job.objects.filter(kind=KIND, hub=hub, state__in=[Job.State.QUEUED, Job.State.RUNNING])


def look_at_night(*, actor: Actor, now: datetime | None = None) -> int:
    """Start looking at every hub with cards at which nobody looked since yesterday; return how many."""
    require(actor.is_system)
    moment = now or timezone.now()
    fresh = OpportunityRun._base_manager.filter(ended_at__gt=moment - timedelta(hours=20))
    there = MaterialCard._base_manager.filter(is_gone=False)
    hubs = Hub.objects.filter(pk__in=there.values("hub")).exclude(pk__in=fresh.values("hub")).order_by("pk")
    for hub in hubs:
        look_for_opportunities(actor=actor, hub=hub)
    return len(hubs)


@write("flows.keep_found", gettext_lazy("gevonden kansen bewaard"))
def keep_found(
    *,
    actor: Actor,
    hub_id: int,
    job: Job | None,
    digest: str,
    terms: Mapping[str, Any],
    summary: Mapping[str, Any],
    rows: Mapping[str, Any],
    placed: Mapping[str, Any],
    analysis: Mapping[str, Any],
    found: Sequence[Found],
    activities: Mapping[tuple[tuple[str, ...], tuple[str, ...]], list[str]],
    unplaced: Sequence[Mapping[str, Any]],
) -> OpportunityRun:
    """Keep what a run found, whole; what the run before it said of streams without a place goes."""
    require(actor.is_system)
    run: OpportunityRun = OpportunityRun._base_manager.create(
        hub_id=hub_id,
        job=job,
        input_digest=digest,
        terms=dict(terms),
        status=summary["status"],
        objective_share=summary["objective_share"],
        bound_share=summary["bound_share"],
        gap_share=summary["gap_share"],
        considered=summary["considered"],
        possible=summary["possible"],
        solve_s=summary["solve_s"],
        rows=dict(rows),
        placed=dict(placed),
        analysis=dict(analysis),
    )
    Opportunity.objects.bulk_create(
        _row(run, rank, one, activities) for rank, one in enumerate(found, start=1)
    )
    UnplacedCard.objects.filter(run__hub_id=hub_id).delete()
    own = set(MaterialCard._base_manager.filter(hub_id=hub_id, is_gone=False).values_list("pk", flat=True))
    UnplacedCard.objects.bulk_create(
        UnplacedCard(
            run=run,
            card_id=pk,
            rest=one["rest"],
            unit=one["unit"],
            reason=one["reason"],
            nearest=one["nearest"],
        )
        for one in unplaced
        if (pk := int(str(one["card"]).partition("-")[2])) in own
    )
    _forget_old(hub_id)
    record(actor=actor, row=run, hub_id=hub_id, changes={"found": [0, len(found)]})
    return run


def _forget_old(hub_id: int) -> None:
    """Delete runs of more than a year ago, but for those of which a case came."""
    old = OpportunityRun._base_manager.filter(hub_id=hub_id, ended_at__lt=timezone.now() - KEPT)
    rows = list(Opportunity.objects.filter(run__in=old))
    kept = {pk for pk, made in links.results(rows, Case).items() if made}
    old.exclude(pk__in={row.run_id for row in rows if row.pk in kept}).delete()


def _row(
    run: OpportunityRun,
    rank: int,
    one: Found,
    activities: Mapping[tuple[tuple[str, ...], tuple[str, ...]], list[str]],
) -> Opportunity:
    where = one.processor or one.cell
    key = sha256(repr((one.kind, where, one.accepts, one.produces)).encode()).hexdigest()[:32]
    return Opportunity(
        run=run,
        rank=rank,
        key=key,
        kind=one.kind,
        processor=one.processor,
        accepts=list(one.accepts),
        produces=list(one.produces),
        activities=activities.get((tuple(one.accepts), tuple(one.produces)), []),
        strategy=one.strategy,
        unit=one.unit,
        unit_out=one.unit_out,
        place=one.place,
        lat=one.lat,
        lon=one.lon,
        gain_share=one.gain,
        loops=one.loops,
        extra=one.figures["extra"],
        delivered=one.figures["delivered"],
        hours_h=one.figures["hours_h"],
        eur=one.figures["eur"],
        co2e_kg=one.figures["co2e_kg"],
        ranges={name: list(pair) for name, pair in one.ranges.items()},
        parties=[*one.parties, *([one.processor] if one.processor else [])],
        moves=[dict(move) for move in one.moves],
    )


def find_at_once(*, actor: Actor, hub: Hub) -> OpportunityRun | None:
    """Work out what is missing at a hub while the caller waits; None where no card tells how much."""
    # Late on purpose: what works it out takes a second to load, and no page does so.
    from circulairwerkt.flows.opportunities.finding import find

    require(actor.is_system)
    with scope.opened(scope.Scope(hubs=frozenset({hub.pk}), network=True, reason="opportunities of a hub")):
        told = find(hub, timezone.localdate())
    return None if told is None else keep_found(actor=actor, hub_id=hub.pk, job=None, **told)


@write("flows.open_case", gettext_lazy("dossier geopend uit een kans"))
def open_case(*, actor: Actor, hub: Hub, opportunity: Opportunity) -> Case:
    """Open a case with every party that the hub may know; once, whoever presses, in whatever run.

    Of a row of another hub the case holds no words and, where it is a card, no firm: that hub is asked.
    """
    require(opportunity.run.hub_id == hub.pk and perms.may_follow_opportunities(actor, hub))
    Hub.objects.select_for_update(of=("self",)).get(pk=hub.pk)
    known = case_of(hub, opportunity)
    if known is not None:
        record(actor=actor, row=opportunity, hub_id=hub.pk)
        return known
    case = cases.open_case(actor=actor, hub=hub, title=title_of(opportunity))
    seen: set[tuple[int, str]] = set()
    for key, row in sorted(rows_of(opportunity.parties).items()):
        if row.hub_id == hub.pk and isinstance(row, MaterialCard | Need | Capability):
            cases.attach_stream(actor=actor, case=case, row=row)
        told, role = disclosed(row, actor), _ROLES[key.partition("-")[0]]
        party: Any = told["organisation"] if told is not None else None
        if party is not None and (party.pk, role) not in seen:
            seen.add((party.pk, role))
            cases.add_party(actor=actor, case=case, organisation=party, role=role)
    links.join(opportunity, case)
    record(actor=actor, row=opportunity, hub_id=hub.pk, changes={"case": [None, case.pk]})
    return case


_ROLES: Mapping[str, Party.Role] = {
    "card": Party.Role.GIVER,
    "need": Party.Role.TAKER,
    "capability": Party.Role.PROCESSOR,
}


def case_of(hub: Hub, opportunity: Opportunity) -> Case | None:
    """Return the case that came of an opportunity at a hub, whichever run found it."""
    same = list(Opportunity.objects.filter(key=opportunity.key, run__hub=hub))
    made = sorted(pk for pks in links.results(same, Case).values() for pk in pks)
    found: Case | None = Case._base_manager.filter(pk__in=made).order_by("pk").first()
    return found
