"""What is counted, by which definition, for each hub and for the programme; every number has its list.

These are counts of what happened, never estimates. A thing that two hubs did together counts once for each
of them and once in the programme: the programme's number is that of the union, so it is at most the sum of
the hubs' numbers. Example rows count for their own made-up hub and never in the programme.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from django.db import models
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from circulairwerkt.base.kept import until_written
from circulairwerkt.base.periods import in_force_on, midnight
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Agreement, AgreementState, Case, CaseShare, Definition, Entry, Stage
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Partnership, Recognition


class Counted(NamedTuple):
    """One thing that counts: when, for which hubs, and where it can be looked at."""

    sort: str
    pk: int
    #: A day, or the moment itself: of thousands that are counted, fifty are listed with their day.
    when: date
    hubs: frozenset[int]
    title: str
    is_example: bool = False

    @property
    def day(self) -> date:
        """The day, where people here live."""
        return timezone.localdate(self.when) if isinstance(self.when, datetime) else self.when


@dataclass(frozen=True)
class Tally:
    """How many, for each hub and for the programme."""

    programme: int
    by_hub: Mapping[int, int]


def tally(things: Iterable[Counted]) -> Tally:
    """Return the numbers: a thing counts once for each of its hubs, and once in the programme."""
    by_hub: dict[int, set[tuple[str, int]]] = {}
    programme: set[tuple[str, int]] = set()
    for thing in things:
        key = (thing.sort, thing.pk)
        for hub_id in thing.hubs:
            by_hub.setdefault(hub_id, set()).add(key)
        if not thing.is_example and thing.hubs:
            programme.add(key)
    return Tally(len(programme), {hub: len(keys) for hub, keys in by_hub.items()})


def versions_of(key: str) -> list[Definition]:
    """Return the versions of a definition, newest first."""
    return list(Definition.objects.filter(key=key).order_by("-valid_from"))


def definitions_on(day: date) -> list[Definition]:
    """Return the version of each definition that holds on ``day``, in their order."""
    newest: dict[str, Definition] = {}
    for row in Definition.objects.filter(valid_from__lte=day).order_by("valid_from"):
        newest[row.key] = row
    return sorted(newest.values(), key=lambda row: (row.position, row.key))


def counted(key: str, first: date, last: date, hub: Hub | None = None) -> list[Counted]:
    """Return what counts by the definition ``key`` from ``first`` to ``last``, both included: everywhere, or
    for one hub.

    Each thing is counted by the version that holds on its day; of a period that spans two versions each
    part is counted by its own.
    """
    seen: set[tuple[str, int]] = set()
    parts: list[list[Counted]] = []
    end = last
    with everywhere("counts are made over all hubs; who sees the list is asked by the page"):
        for version in versions_of(key):
            begin = max(first, version.valid_from)
            if begin > end:
                continue
            things = sorted(RULES[version.rule](begin, end, hub), key=attrgetter("when", "pk"))
            new = [thing for thing in things if (thing.sort, thing.pk) not in seen]
            seen.update((thing.sort, thing.pk) for thing in new)
            parts.append([thing for thing in new if hub is None or hub.pk in thing.hubs])
            end = begin - timedelta(days=1)
            if end < first:
                break
    return [thing for part in reversed(parts) for thing in part]


def how_many(key: str, first: date, last: date, hub: Hub) -> int:
    """Return how many ``counted`` gives for one hub, kept until somebody writes."""
    name = f"counts.{key}.{first}.{last}.{hub.pk}"
    return until_written(name, lambda: len(counted(key, first, last, hub)))


def tallied(key: str, first: date, last: date) -> Tally:
    """Return the numbers of every hub and of the programme, kept until somebody writes."""
    return until_written(f"counts.{key}.{first}.{last}", lambda: tally(counted(key, first, last)))


Rule = Callable[[date, date, Hub | None], list[Counted]]


def _shares(last: date) -> QuerySet[CaseShare]:
    """The hubs that worked along at the end of a period."""
    going_on = Q(ended_at__isnull=True) | Q(ended_at__gte=midnight(last + timedelta(days=1)))
    return CaseShare.objects.filter(going_on, shared_at__lt=midnight(last + timedelta(days=1)))


def _at(hub: Hub | None, last: date, case: str = "") -> Q:
    """Condition on rows of ``case``: of a hub, its own and those on which it worked along."""
    if hub is None:
        return Q()
    shared = _shares(last).filter(hub=hub).values("case_id")
    return Q(**{f"{case}hub": hub}) | Q(**{f"{case}pk__in": shared})


def _with_shares(owners: Iterable[tuple[int, int]], last: date) -> dict[int, frozenset[int]]:
    """The hubs of each case, given with its own, at the end of a period.

    All that is shared is read, which is little: thousands of cases by name would be a question of pages.
    """
    found = {case_id: frozenset({hub_id}) for case_id, hub_id in owners}
    for case_id, hub_id in _shares(last).values_list("case_id", "hub_id"):
        if case_id in found:
            found[case_id] |= {hub_id}
    return found


def _reached(stage: Stage) -> Rule:
    """Cases that came to ``stage`` for the first time within a period."""
    later = list(Stage)[list(Stage).index(stage) + 1 :]
    steps = Entry.objects.filter(kind=Entry.Kind.STAGE, after=stage).order_by()
    told = ("pk", "hub_id", "title", "is_example")

    def rule(first: date, last: date, hub: Hub | None) -> list[Counted]:
        period = (midnight(first), midnight(last + timedelta(days=1)))
        by_step = (
            steps.filter(_at(hub, last, "case__"))
            .values_list(*(f"case__{name}" for name in told))
            .annotate(came=Min("at"))
            .filter(came__gte=period[0], came__lt=period[1])
        )
        # A case that was opened at this stage, or beyond, has no step in its thread: it counts from then.
        opened = Q(stage=stage, stage_since__gte=period[0], stage_since__lt=period[1]) | Q(
            stage__in=later, opened_at__gte=period[0], opened_at__lt=period[1]
        )
        came = models.Case(models.When(stage=stage, then="stage_since"), default="opened_at")
        by_opening = (
            Case.objects.filter(_at(hub, last), opened)
            .exclude(pk__in=steps.values("case_id"))
            .order_by()
            .annotate(came=came)
            .values_list(*told, "came")
        )
        rows = [*by_step, *by_opening]
        hubs = _with_shares(((pk, hub_id) for pk, hub_id, *_more in rows), last)
        return [
            Counted("case", pk, came, hubs[pk], title, is_example)
            for pk, _hub_id, title, is_example, came in rows
        ]

    return rule


def _new_service(first: date, last: date, hub: Hub | None) -> list[Counted]:
    recognised = Recognition.objects.filter(
        in_force_on(OuterRef("agreed_on")), organisation_id=OuterRef("processor_id")
    )
    rows = list(
        Agreement.objects.filter(
            _at(hub, last, "case__"),
            Exists(recognised),
            is_new_service=True,
            state__in=[AgreementState.AGREED, AgreementState.ENDED],
            agreed_on__range=(first, last),
        ).select_related("case")
    )
    hubs = _with_shares(((row.case_id, row.case.hub_id) for row in rows), last)
    return [
        Counted("agreement", row.pk, row.agreed_on, hubs[row.case_id], row.what, row.case.is_example)
        for row in rows
        if row.agreed_on is not None
    ]


def _recognised_partner(_first: date, last: date, _hub: Hub | None) -> list[Counted]:
    recognised = Recognition.objects.filter(in_force_on(last)).values("organisation_id")
    hubs: dict[int, set[int]] = {}
    rows = Partnership.objects.filter(in_force_on(last), organisation_id__in=recognised)
    names: dict[int, tuple[str, bool]] = {}
    for row in rows.select_related("organisation"):
        hubs.setdefault(row.organisation_id, set()).add(row.hub_id)
        names[row.organisation_id] = (row.organisation.name, row.organisation.is_example)
    return [
        Counted("organisation", pk, last, frozenset(found), names[pk][0], names[pk][1])
        for pk, found in hubs.items()
    ]


#: The rule that each definition names.
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "reached_test_trajectory": _reached(Stage.TEST_TRAJECTORY),
        "reached_realised": _reached(Stage.REALISED),
        "new_service_recognised": _new_service,
        "recognised_partner": _recognised_partner,
    }
)
