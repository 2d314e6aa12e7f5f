"""A coach's day: whom he sees, which steps and questions are due, who waits for him, what must be told."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from circulairwerkt.base.scope import everywhere
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import enclaves, queries, times
from circulairwerkt.people.links import caller_token
from circulairwerkt.people.models import Caller, CallRequest, Enclave, FollowUp, Note, PersonFile


@dataclass(frozen=True)
class Group:
    """A group at another firm, what is not in order, and by when the notice must go."""

    enclave: Enclave
    missing: list[enclaves.Point]
    tell_by: date


@dataclass(frozen=True)
class Calls:
    """How many wait to be called by somebody, how many too long, and where he reads whom."""

    token: str
    waiting: int
    late: int


@dataclass(frozen=True)
class Today:
    """One day of one coach at one enterprise; the names in it are of his own people alone."""

    day: date
    meetings: list[Note]
    steps: list[Note]
    #: Questions after some months that were asked and not answered yet.
    asked: list[FollowUp]
    #: Files whose names go, with the day on which that happens.
    leaving: list[tuple[PersonFile, date]]
    calls: list[Calls]
    groups: list[Group]

    def files(self) -> list[PersonFile]:
        """Return the files whose names stand on the page, each once."""
        rows = [note.file for note in (*self.meetings, *self.steps)]
        rows += [row.transition.file for row in self.asked] + [file for file, _day in self.leaving]
        return list({file.pk: file for file in rows}.values())


def of_coach(coach_id: int, organisation: Organisation, day: date) -> Today:
    """Return the day of ``coach_id``; a file that its person closed is nowhere in it."""
    mine = PersonFile.objects.filter(
        coach_id=coach_id, organisation=organisation, objected_at__isnull=True, pseudonymised_on__isnull=True
    )
    due = list(
        Note.objects.filter(
            file__in=mine.filter(ended_on__isnull=True),
            kind__in=[Note.Kind.MEETING, Note.Kind.STEP],
            state=Note.State.PLANNED,
            on__lte=day,
        )
        .select_related("file")
        # Without an hour last: databases differ on it.
        .order_by("on", F("at").asc(nulls_last=True), "pk")
    )
    asked = FollowUp.objects.filter(
        transition__file__in=mine, asked_at__isnull=False, answered_at__isnull=True, lapsed_on__isnull=True
    )
    leaving = mine.filter(noticed_on__isnull=False).order_by("noticed_on", "pk")
    return Today(
        day=day,
        meetings=[note for note in due if note.kind == Note.Kind.MEETING],
        steps=[note for note in due if note.kind == Note.Kind.STEP],
        # Of who has no address ``queries.what_waits`` says that the questions go on paper.
        asked=[
            row
            for row in asked.select_related("transition__file").order_by("due_on", "pk")
            if row.transition.file.email
        ],
        leaving=[(file, _names_go(file)) for file in leaving],
        calls=calls_of(coach_id, day),
        groups=groups_of(organisation, day),
    )


def _names_go(file: PersonFile) -> date:
    """Return the day on which the names of a file of which notice was given go."""
    ended = file.ended_on or file.touched_on + times.UNUSED_ENDS
    return max((file.noticed_on or ended) + times.NOTICE_BEFORE, ended + times.FILE_KEEPS)


def calls_of(user_id: int, day: date) -> list[Calls]:
    """Return for each place where somebody agreed to call how many wait for him; never who."""
    is_open = Q(requests__state__in=CallRequest.OPEN)
    with everywhere("who waits for the person himself, at whatever hub he calls for"):
        rows = list(
            Caller.objects.filter(user_id=user_id, agreed_at__isnull=False, stopped_at__isnull=True)
            .annotate(
                waiting=Count("requests", filter=is_open),
                late=Count("requests", filter=is_open & Q(requests__call_by__lt=day)),
            )
            .order_by("pk")
        )
    return [Calls(caller_token(row), row.waiting, row.late) for row in rows if row.waiting]


def groups_of(organisation: Organisation, day: date) -> list[Group]:
    """Return the groups that work now or later, those that begin first in front."""
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    rows = Enclave.objects.filter(running, organisation=organisation).select_related("coach")
    own = set(queries.members_of(organisation).values_list("pk", flat=True))
    return [
        Group(row, enclaves.missing(row, own=own), enclaves.tell_by(row))
        for row in rows.order_by("starts_on", "pk")
    ]
