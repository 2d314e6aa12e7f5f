"""The cases of a hub as its pages ask for them: the board, the list, what stands still, what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.cases import inside
from circulairwerkt.cases.models import (
    UNDER_WAY,
    Case,
    CaseShare,
    Entry,
    Exit,
    Question,
    Stage,
    SubsidyFile,
    Task,
)
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.queries import folded
from circulairwerkt.reference.models import Goal

#: Cards that a column of the board shows; the rest stands in the list.
PER_COLUMN = 6
#: What a card of the board tells of its case.
_ON_CARD = (
    "hub_id",
    "owner_id",
    "year",
    "number",
    "title",
    "stage",
    "exit",
    "exit_since",
    "moved_at",
)
#: Text typed in the list's search is read up to here.
_TEXT_LENGTH = 80


def questions_of(hub: Hub) -> QuerySet[Question]:
    """Return every question of a hub that was not withdrawn: open ones first, by their day."""
    return (
        Question.objects.filter(hub=hub, withdrawn_at__isnull=True)
        .select_related("municipality", "case")
        .order_by(F("answered_at").asc(nulls_first=True), "answer_by", "-id")
    )


def cases_of(hub: Hub) -> QuerySet[Case]:
    """Return the cases that a hub owns or works along on, as far as the scope in force holds them.

    A scope that holds the hub holds all of them: then the condition is not told twice, which would cost as
    much again as the rest.
    """
    current = scope.current()
    rows = Case._base_manager if current.everywhere or hub.pk in current.hubs else Case.objects
    shared = _shared_with(hub)
    return rows.filter(Q(hub=hub) | Q(pk__in=shared)) if shared else rows.filter(hub=hub)


def _shared_with(hub: Hub) -> list[int]:
    """Return the keys of the cases that other hubs share with ``hub``; asked again, they are known.

    Most hubs have few or none: then a list is read in the order of its index, of which a condition with
    *or* keeps the database, and it sorts thousands to show six.
    """
    prefetch_related_objects([hub], Prefetch("case_shares", CaseShare.objects.filter(ended_at__isnull=True)))
    return [share.case_id for share in hub.case_shares.all()]


def _in_cases_of(hub: Hub) -> Q:
    """Return the condition that something hangs on a case of a hub.

    It reads the joined case instead of a list of all: a hub has thousands. With *or* also where nothing is
    shared: on the hub alone SQLite would begin at its cases, and look through all that hangs on them. The
    scope is asked for all the same, so that nothing is read outside one.
    """
    scope.current()
    shared = CaseShare.objects.filter(hub=hub, ended_at__isnull=True).values("case_id")
    return Q(case__hub=hub) | Q(case_id__in=shared)


@dataclass(frozen=True)
class Column:
    """One stage of the board: the cases with the oldest news first, and how many there are in all."""

    stage: Stage
    cases: Sequence[Case]
    total: int

    @property
    def rest(self) -> int:
        """How many stand in the list alone."""
        return self.total - len(self.cases)


@dataclass(frozen=True)
class Counts:
    """How many cases of a hub stand where; each number opens the list behind it."""

    by_stage: Mapping[str, int]
    on_hold: int
    stopped: int
    referred: int
    still: int

    @property
    def running(self) -> int:
        """Cases on their way."""
        return sum(self.by_stage.values())


def counts_of(hub: Hub) -> Counts:
    """Count the cases of a hub by stage and exit, and those standing still, in one walk."""
    by_stage: dict[str, int] = {}
    by_exit: dict[str, int] = {}
    still = 0
    # Of a column in the index of the board: it holds no key on PostgreSQL, and answers without reading a row.
    without_news = Count("stage", filter=Q(moved_at__lt=inside.still_border(hub)))
    rows = cases_of(hub).order_by().values_list("stage", "exit")
    for stage, way_out, number, late in rows.annotate(number=Count("*"), late=without_news):
        if way_out == Exit.NONE:
            by_stage[stage] = by_stage.get(stage, 0) + number
            still += late if stage in UNDER_WAY else 0
        else:
            by_exit[way_out] = by_exit.get(way_out, 0) + number
    return Counts(
        by_stage=by_stage,
        on_hold=by_exit.get(Exit.ON_HOLD, 0),
        stopped=by_exit.get(Exit.STOPPED, 0),
        referred=by_exit.get(Exit.REFERRED, 0),
        still=still,
    )


def board(hub: Hub, counts: Counts, per_column: int = PER_COLUMN) -> list[Column]:
    """Return the columns of a hub's board: a query for the keys of each stage and one for all their cards."""
    running = cases_of(hub).filter(exit=Exit.NONE)
    keys: dict[Stage, list[int]] = {}
    for stage in Stage:
        order = ("moved_at", "pk") if stage in UNDER_WAY else ("-moved_at", "-pk")
        rows = running.filter(stage=stage).order_by(*order).values_list("pk", flat=True)
        keys[stage] = list(rows[:per_column]) if counts.by_stage.get(stage.value) else []
    cards = _board_cards(hub, list(chain(*keys.values())))
    columns = []
    for stage, there in keys.items():
        shown = [cards[key] for key in there if key in cards]
        columns.append(Column(stage, shown, max(counts.by_stage.get(stage.value, 0), len(shown))))
    return columns


def _board_cards(hub: Hub, keys: Sequence[int]) -> dict[int, Case]:
    """Return cases with what a card tells; most are of ``hub`` itself, which need not be fetched again."""
    rows = Case._base_manager.filter(pk__in=keys).order_by().only(*_ON_CARD).prefetch_related("owner")
    cards = {case.pk: case for case in rows}
    for case in cards.values():
        if case.hub_id == hub.pk:
            case.hub = hub
    prefetch_related_objects([case for case in cards.values() if case.hub_id != hub.pk], "hub")
    return cards


def still_cases(hub: Hub) -> QuerySet[Case]:
    """Return the cases under way without news for longer than the hub's own limit, longest first."""
    return (
        cases_of(hub)
        .filter(stage__in=UNDER_WAY, exit=Exit.NONE, moved_at__lt=inside.still_border(hub))
        .order_by("moved_at", "pk")
    )


@dataclass(frozen=True)
class Sheet:
    """The page of a hub for its steering group, with the days it looks back over, both included."""

    hub: Hub
    first: date
    last: date


@dataclass(frozen=True)
class CaseFilter:
    """What the list is narrowed by; empty means all. ``standing``: loopt, wacht, gestopt, doorverwezen."""

    stage: str = ""
    standing: str = ""
    owner: str = ""
    goal: str = ""
    still: bool = False
    text: str = ""


def cases_matching(hub: Hub, wanted: CaseFilter) -> QuerySet[Case]:
    """Return the cases of a hub that pass ``wanted``, newest news first; standing still, oldest first."""
    rows = still_cases(hub) if wanted.still else cases_of(hub).order_by("-moved_at", "-pk")
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.standing:
        rows = rows.filter(exit="" if wanted.standing == "running" else wanted.standing)
    if wanted.owner == "none":
        rows = rows.filter(owner__isnull=True)
    elif wanted.owner:
        rows = rows.filter(owner_id=int(wanted.owner))
    if wanted.goal:
        rows = rows.filter(goals__key=wanted.goal).distinct()
    if text := wanted.text.strip()[:_TEXT_LENGTH]:
        rows = rows.filter(_about(text))
    return rows.select_related("owner", "hub")


def _about(text: str) -> Q:
    """Return the condition that a case is about ``text``: its title, number, parties or contacts."""
    condition = Q(title__icontains=text) | Q(summary__icontains=text)
    condition |= Q(pk__in=_with_party(text)) | Q(pk__in=_with_contact(text))
    year, _dash, number = text.partition("-")
    if year.isdecimal() and number.isdecimal() and len(text) < 12:
        condition |= Q(year=min(int(year), 9999), number=min(int(number), 10**6))
    return condition


def _with_party(text: str) -> QuerySet[Case, Any]:
    return Case.objects.filter(parties__organisation__search_name__contains=folded(text)).values("pk")


def _with_contact(text: str) -> QuerySet[Case, Any]:
    return Case.objects.filter(contacts__name__icontains=text).values("pk")


def tasks_due(hub: Hub, *, until: date | None = None, for_user: int | None = None) -> QuerySet[Task]:
    """Return the open tasks of a hub's cases due by ``until`` (default: today), the oldest day first.

    With what a line tells; so are the mails and the news below.
    """
    rows = Task.objects.filter(
        _in_cases_of(hub), done_at__isnull=True, due_on__lte=until or timezone.localdate()
    )
    if for_user is not None:
        rows = rows.filter(Q(for_user_id=for_user) | Q(for_user__isnull=True))
    told = rows.select_related("case").only("text", "sort", "due_on", "done_at", "case__title")
    return told.order_by("due_on", "pk")


def waiting_mails(hub: Hub) -> QuerySet[Entry]:
    """Return mails of unknown senders that wait to be let in, oldest first."""
    rows = Entry.objects.filter(_in_cases_of(hub), is_waiting=True).select_related("case")
    return rows.only("subject", "sender_name", "sender_email", "at", "case__title").order_by("at")


def news_since(hub: Hub, moment: datetime) -> QuerySet[Entry]:
    """Return what parties wrote since ``moment`` in the cases of a hub, newest first."""
    return (
        Entry.objects.filter(
            _in_cases_of(hub),
            at__gte=moment,
            is_waiting=False,
            kind__in=[Entry.Kind.MAIL_IN, Entry.Kind.MESSAGE],
        )
        .filter(author__isnull=True)
        .select_related("case", "contact")
        .only("text", "sender_name", "at", "case__title", "contact__name", "contact__email", "contact__phone")
        .order_by("-at")
    )


def a_week_ago() -> datetime:
    """Return the moment a week before now."""
    return timezone.now() - timedelta(days=7)


def subsidy_counts(hub: Hub) -> list[tuple[str, int]]:
    """Count the subsidy files of a hub's cases by state, in the order of the states."""
    rows = SubsidyFile.objects.filter(case__in=cases_of(hub)).order_by().values_list("state")
    found = dict(rows.annotate(number=Count("pk")))
    return [(str(state.label), found.get(state.value, 0)) for state in SubsidyFile.State]


def goal_counts(hub: Hub) -> list[tuple[Goal, int]]:
    """Count for each of today's goals the cases of a hub that count for it; a case may count for several."""
    numbers = dict(
        cases_of(hub).order_by().filter(goals__isnull=False).values_list("goals__key").annotate(n=Count("pk"))
    )
    return [(goal, numbers.get(goal.key, 0)) for goal in inside.goals_today()]
