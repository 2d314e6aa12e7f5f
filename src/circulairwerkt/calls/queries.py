"""Questions about calls: which are open, which ended, what was handed in, where an idea stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from circulairwerkt.agenda.models import Event
from circulairwerkt.base import links
from circulairwerkt.base.permissions import Actor
from circulairwerkt.calls import perms
from circulairwerkt.calls.models import SWITCHES, Call, Entry, EntryState, State, Step
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.models import Case
from circulairwerkt.cases.queries import Yield, yield_together
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import hubs_without_each, switched_off
from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.knowledge.queries import published as public_stories


def in_use(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Leave out calls of hubs that do not use that instrument."""
    off = hubs_without_each(SWITCHES.values())
    for kind, switch in SWITCHES.items():
        if switch in off:
            calls = calls.exclude(kind=kind, hub__in=off[switch])
    return calls


def published(of: Hub | None = None) -> QuerySet[Call]:
    """Return the calls (``of`` a hub, or all) that everybody may see."""
    rows: QuerySet[Call] = Call.objects.exclude(state=State.DRAFT)
    if of is None:
        return in_use(rows).select_related("hub")
    off = switched_off(of)
    used = [kind for kind, switch in SWITCHES.items() if switch not in off]
    return rows.filter(hub=of, kind__in=used).select_related("hub")


def running(of: Hub | None = None) -> QuerySet[Call]:
    """Return what goes on (at ``of``, or anywhere): what takes ideas first, the nearest deadline first."""
    rows = published(of).filter(state=State.RUNNING)
    return rows.order_by("position", "closes_at", "pk")


def takes_ideas(moment: datetime) -> Q:
    """The condition that a call takes ideas at ``moment``, as ``Call.takes_ideas`` says of one."""
    return Q(state=State.RUNNING, position=0, closes_at__gt=moment)


def telling_news(hub: Hub) -> QuerySet[Call]:
    """Return the calls of ``hub`` that still take ideas or told their result, the latest first."""
    rows = published(hub).filter(takes_ideas(timezone.now()) | Q(state=State.FINISHED))
    return rows.order_by("-published_at", "-pk")


def ended() -> QuerySet[Call]:
    """Return what ended, the latest first."""
    return published().filter(state__in=[State.FINISHED, State.STOPPED]).order_by("-ended_at", "-pk")


def of_address(slug: str) -> QuerySet[Call]:
    """Return the call at ``slug``, as far as the scope may see it, with all that its page shows."""
    rows: QuerySet[Call] = Call.objects.filter(slug=slug)
    return in_use(rows).select_related("hub", "event").prefetch_related("steps", "challenges")


def at_hub(hub: Hub) -> QuerySet[Call]:
    """Return the calls of ``hub``, drafts included: what needs somebody first; ``count`` of what came in."""
    rows: QuerySet[Call] = Call.objects.filter(hub=hub)
    counted = Count("entries", filter=~Q(entries__state=EntryState.WITHDRAWN))
    return (
        in_use(rows)
        .annotate(count=counted)
        .order_by(F("ended_at").desc(nulls_first=True), F("closes_at").asc(nulls_first=True), "pk")
    )


def still_to_fill(hub: Hub) -> QuerySet[Call]:
    """Return the calls of ``hub`` to which a challenge can be added: drafts, and what takes ideas."""
    off = switched_off(hub)
    kinds = [kind for kind, switch in SWITCHES.items() if switch not in off]
    rows: QuerySet[Call] = Call.objects.filter(Q(state=State.DRAFT) | takes_ideas(timezone.now()), hub=hub)
    return rows.filter(kind__in=kinds).order_by("closes_at", "pk")


def entries_of(call: Call) -> QuerySet[Entry]:
    """Return what was handed in and not withdrawn: chosen first, then by how far it came (two queries)."""
    rows: QuerySet[Entry] = Entry.objects.filter(call=call).exclude(state=EntryState.WITHDRAWN)
    return rows.select_related("challenge").prefetch_related("versions").order_by("-position", "-state", "pk")


def still_in(call: Call) -> list[Entry]:
    """Return the ideas that can go further."""
    return list(entries_of(call).filter(state=EntryState.IN).order_by("pk"))


def chosen(call: Call) -> list[Entry]:
    """Return the ideas that were chosen."""
    return list(entries_of(call).filter(state=EntryState.WON).order_by("pk"))


@dataclass(frozen=True)
class Leg:
    """One part of the way of a call, as its calendar shows it; ``step`` is None for handing in."""

    number: int
    step: Step | None
    starts_at: datetime | None
    ends_at: datetime | None
    is_done: bool
    is_now: bool


def way_of(call: Call) -> list[Leg]:
    """Return the way of a call: handing in, then each step, with where it is now."""
    legs: list[tuple[int, Step | None, datetime | None, datetime | None]]
    legs = [(0, None, call.published_at, call.closes_at)]
    legs += [(step.number, step, step.starts_at, step.ends_at) for step in call.steps.all()]
    return [
        Leg(
            number=number,
            step=step,
            starts_at=begins,
            ends_at=ends,
            is_done=call.is_finished or number < call.position,
            is_now=call.is_running and number == call.position,
        )
        for number, step, begins, ends in legs
    ]


def next_step(call: Call) -> Step | None:
    """Return the step after the one at which the call is; None at the last."""
    return next((step for step in call.steps.all() if step.number > call.position), None)


def step_now(call: Call) -> Step | None:
    """Return the step at which the call is; None while ideas are handed in."""
    return next((step for step in call.steps.all() if step.number == call.position), None)


def events_to_tie(hub: Hub) -> QuerySet[Event]:
    """Return the events of a hub that a hackathon may take place at, the latest first."""
    rows: QuerySet[Event] = Event.objects.filter(hub=hub, kind="hackathon")
    return rows.order_by("-first_starts_at", "-pk")


def of_event(actor: Actor, event: Event) -> list[Call]:
    """Return the calls at an event, as far as the reader may see them."""
    rows: QuerySet[Call] = Call.objects.filter(event=event).select_related("hub")
    return [row for row in in_use(rows) if not row.is_draft or perms.may_see(actor, row)]


def cases_of(actor: Actor, entries: Iterable[Entry]) -> dict[int, list[tuple[Case, bool]]]:
    """Return the cases that each idea became, and whether the reader may see them (three queries)."""
    rows = list(entries)
    found = links.results(rows, Case)
    keys = {key for each in found.values() for key in each}
    cases = Case._base_manager.filter(pk__in=keys).select_related("hub").prefetch_related("shares")
    by_key = {case.pk: (case, case_perms.may_see(actor, case)) for case in cases}
    return {entry: [by_key[key] for key in each if key in by_key] for entry, each in found.items()}


def came_of(actor: Actor, call: Call) -> Yield:
    """Return what came of all ideas of a call together, as far as the reader may see it."""
    return yield_together(actor, Entry.objects.filter(call=call).only("pk").order_by())


def stories_told_of(call: Call) -> QuerySet[CaseStory]:
    """Return the stories that everybody may read of the cases that ideas of a call became.

    Of a case itself nothing is public (docs/decisions/0049): these words were released.
    """
    found = links.results(Entry.objects.filter(call=call).only("pk").order_by(), Case)
    keys = {key for each in found.values() for key in each}
    rows = public_stories()
    return rows.filter(told_of__case__in=keys) if keys else rows.none()
