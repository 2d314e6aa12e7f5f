"""What is counted, by which definition, for each hub and for the programme; every number has its list.

These are counts of what happened, never estimates. A thing that two hubs did together counts once for each
of them and once in the programme: the programme's number is that of the union, so it is at most the sum of
the hubs' numbers. Example rows count for their own made-up hub and never in the programme.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from circulairwerkt.base.periods import in_force_on, midnight
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Agreement, AgreementState, Case, CaseShare, Definition, Entry, Stage
from circulairwerkt.organisations.models import Partnership, Recognition


@dataclass(frozen=True)
class Counted:
    """One thing that counts: when, for which hubs, and where it can be looked at."""

    sort: str
    pk: int
    day: date
    hubs: frozenset[int]
    title: str
    is_example: bool = False


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
    return Tally(len(programme), MappingProxyType({hub: len(keys) for hub, keys in by_hub.items()}))


def versions_of(key: str) -> list[Definition]:
    """Return the versions of a definition, newest first."""
    return list(Definition.objects.filter(key=key).order_by("-valid_from"))


def definitions_on(day: date) -> list[Definition]:
    """Return the version of each definition that holds on ``day``, in their order."""
    newest: dict[str, Definition] = {}
    for row in Definition.objects.filter(valid_from__lte=day).order_by("valid_from"):
        newest[row.key] = row
    return sorted(newest.values(), key=lambda row: (row.position, row.key))


def counted(key: str, first: date, last: date) -> list[Counted]:
    """Return what counts by the definition ``key`` from ``first`` to ``last``, both included.

    Each thing is counted by the version that holds on its day; of a period that spans two versions each
    part is counted by its own.
    """
    found: dict[tuple[str, int], Counted] = {}
    end = last
    with everywhere("counts are made over all hubs; who sees the list is asked by the page"):
        for version in versions_of(key):
            begin = max(first, version.valid_from)
            if begin > end:
                continue
            for thing in RULES[version.rule](begin, end):
                found.setdefault((thing.sort, thing.pk), thing)
            end = begin - timedelta(days=1)
            if end < first:
                break
    return sorted(found.values(), key=lambda thing: (thing.day, thing.pk))


def _hubs_of(cases: Iterable[Case], last: date) -> dict[int, frozenset[int]]:
    """The hubs of each case at the end of a period: its own, and those that worked along then."""
    rows = {case.pk: {case.hub_id} for case in cases}
    shares = CaseShare.objects.filter(case_id__in=list(rows), shared_at__date__lte=last).filter(
        Q(ended_at__isnull=True) | Q(ended_at__date__gt=last)
    )
    for case_id, hub_id in shares.values_list("case_id", "hub_id"):
        rows[case_id].add(hub_id)
    return {case_id: frozenset(hubs) for case_id, hubs in rows.items()}


def _reached(stage: Stage) -> Callable[[date, date], list[Counted]]:
    """Cases that came to ``stage`` for the first time within a period."""
    later = list(Stage)[list(Stage).index(stage) :]
    steps = Entry.objects.filter(case=OuterRef("pk"), kind=Entry.Kind.STAGE, after=stage).order_by("at")
    # A case that was opened at this stage, or beyond, has no step in its thread: it counts from then.
    opened = models.Case(
        models.When(stage=stage, then="stage_since"), models.When(stage__in=later, then="opened_at")
    )

    def rule(first: date, last: date) -> list[Counted]:
        cases = list(
            Case.objects.annotate(came=Coalesce(Subquery(steps.values("at")[:1]), opened))
            .filter(came__gte=midnight(first), came__lt=midnight(last + timedelta(days=1)))
            .only("pk", "hub_id", "title", "is_example")
        )
        hubs = _hubs_of(cases, last)
        return [
            Counted(
                "case", case.pk, timezone.localdate(case.came), hubs[case.pk], case.title, case.is_example
            )
            for case in cases
        ]

    return rule


def _new_service(first: date, last: date) -> list[Counted]:
    recognised = Recognition.objects.filter(
        in_force_on(OuterRef("agreed_on")), organisation_id=OuterRef("processor_id")
    )
    rows = list(
        Agreement.objects.filter(
            Exists(recognised),
            is_new_service=True,
            state__in=[AgreementState.AGREED, AgreementState.ENDED],
            agreed_on__range=(first, last),
        ).select_related("case")
    )
    hubs = _hubs_of({row.case_id: row.case for row in rows}.values(), last)
    return [
        Counted("agreement", row.pk, row.agreed_on, hubs[row.case_id], row.what, row.case.is_example)
        for row in rows
        if row.agreed_on is not None
    ]


def _recognised_partner(_first: date, last: date) -> list[Counted]:
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
RULES: Mapping[str, Callable[[date, date], list[Counted]]] = MappingProxyType(
    {
        "reached_test_trajectory": _reached(Stage.TEST_TRAJECTORY),
        "reached_realised": _reached(Stage.REALISED),
        "new_service_recognised": _new_service,
        "recognised_partner": _recognised_partner,
    }
)
