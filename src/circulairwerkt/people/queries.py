"""Reads with a name; none of them goes round the line that reading a file leaves."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from circulairwerkt.accounts.models import User
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation, OrganisationMembership
from circulairwerkt.people import freshness
from circulairwerkt.people.links import follow_up_address
from circulairwerkt.people.models import (
    Caller,
    CallRequest,
    Enclave,
    FollowUp,
    Look,
    Note,
    PersonFile,
    PublishedFigure,
    RetentionRun,
    Transition,
    WorkOffer,
)
from circulairwerkt.people.routing import callers_for as callers_for
from circulairwerkt.people.routing import somebody_calls as somebody_calls
from circulairwerkt.people.wording import national_number_in as national_number_in
from circulairwerkt.people.wording import seeks_work as seeks_work
from circulairwerkt.people.wording import tells_of_health as tells_of_health


def files_of(coach_id: int, organisation: Organisation) -> QuerySet[PersonFile]:
    """Return the files that somebody guides at ``organisation``, those that run first; names inside."""
    return PersonFile.objects.filter(
        organisation=organisation, coach_id=coach_id, pseudonymised_on__isnull=True
    ).order_by("ended_on", "-touched_on", "pk")


def files_of_colleagues(coach_id: int, organisation: Organisation) -> list[tuple[int, str, date]]:
    """Return number, name of the coach and first day of what colleagues guide; no name of a person."""
    rows = (
        PersonFile.objects.filter(
            organisation=organisation, pseudonymised_on__isnull=True, ended_on__isnull=True
        )
        .exclude(coach_id=coach_id)
        .order_by("pk")
        .values_list("pk", "coach__name", "started_on")
    )
    return [(pk, name or "", started) for pk, name, started in rows]


def members_of(organisation: Organisation) -> QuerySet[User]:
    """Return who speaks for ``organisation`` today, by name."""
    members = OrganisationMembership.objects.filter(held_on(timezone.localdate()), organisation=organisation)
    return User.objects.filter(pk__in=members.values("user_id"), is_active=True).order_by("name", "pk")


def looks_at(file: PersonFile) -> QuerySet[Look]:
    """Return who looked at a file, latest first."""
    return file.looks.select_related("who").order_by("-at", "-pk")


def retention_runs() -> QuerySet[RetentionRun]:
    """Return the rounds of retention that did something, latest first."""
    return RetentionRun.objects.order_by("-at", "-pk")


def offers_of(organisation: Organisation) -> QuerySet[WorkOffer]:
    """Return everything that an organisation offers, what is there first; for who keeps it."""
    found: QuerySet[WorkOffer] = (
        WorkOffer._base_manager.filter(organisation=organisation)
        .select_related("municipality", "hub")
        .order_by("is_gone", "-confirmed_at", "-pk")
    )
    return found


def organisations_to_ask() -> list[Organisation]:
    """Return organisations with work on offer that is no longer fresh; inside ``scope.everywhere``."""
    fading: QuerySet[WorkOffer] = WorkOffer.objects.filter(
        freshness.is_fading(timezone.now()), is_gone=False, is_example=False
    )
    keys = sorted(set(fading.values_list("organisation_id", flat=True)))[:100]
    return list(Organisation.objects.filter(pk__in=keys).order_by("pk"))


def callers_of(hub: Hub) -> QuerySet[Caller]:
    """Return who was asked to call at ``hub``, those who stopped last; each with how many wait for him."""
    found: QuerySet[Caller] = (
        Caller.objects.filter(hub=hub)
        .prefetch_related("municipalities")
        .annotate(waiting=Count("requests", filter=Q(requests__state__in=CallRequest.OPEN)))
        .order_by("stopped_at", "kind", "pk")
    )
    return found


def waiting_at(hub: Hub) -> dict[str, Any]:
    """Return how many wait at ``hub``, how many too long, and how many have nobody; never who."""
    waiting = CallRequest.objects.filter(hub=hub, state__in=CallRequest.OPEN)
    today = timezone.localdate()
    return waiting.aggregate(
        waiting=Count("pk"),
        late=Count("pk", filter=Q(call_by__lt=today)),
        alone=Count("pk", filter=Q(caller__isnull=True)),
    )


def caller_of(request: CallRequest) -> Caller | None:
    """Return who calls, for the page of who asked; None where nobody has it now."""
    if request.caller_id is None:
        return None
    with everywhere("who asked may know who calls"):
        found: Caller | None = Caller.objects.filter(pk=request.caller_id).first()
    return found


def notes_of(file: PersonFile) -> QuerySet[Note]:
    """Return what was noted of a person, latest first."""
    return file.notes.order_by("-on", "-pk")


def plan_of(file: PersonFile) -> list[tuple[str, list[Note]]]:
    """Return the parts of a plan on paper that hold something: what, and the notes; not what is disputed."""
    open_states = [Note.State.PLANNED, Note.State.DOING]
    parts: dict[str, list[Note]] = {word: [] for word in ("wish", "meeting", "step", "done", "competence")}
    for note in file.notes.filter(disputed_at__isnull=True).order_by(
        "on", F("at").asc(nulls_last=True), "pk"
    ):
        if note.kind in (Note.Kind.COMPETENCE, Note.Kind.TRAINING):
            parts["competence"].append(note)
        elif note.kind == Note.Kind.WISH and note.state != Note.State.DROPPED:
            parts["wish"].append(note)
        elif note.state in open_states:
            parts[note.kind].append(note)
        elif note.kind == Note.Kind.STEP and note.state == Note.State.DONE:
            parts["done"].append(note)
    return [(word, notes) for word, notes in parts.items() if notes]


def skills_of(file: PersonFile) -> QuerySet[Note]:
    """Return what somebody can and learnt, for his passport; not what he says is wrong."""
    return file.notes.filter(
        kind__in=[Note.Kind.COMPETENCE, Note.Kind.TRAINING], state=Note.State.DONE, disputed_at__isnull=True
    ).order_by("kind", "-on", "pk")


def transition_of(file: PersonFile) -> Transition | None:
    """Return the step to regular work with its stages, or None where none began."""
    return (
        Transition.objects.filter(file=file)
        .select_related("partner", "file")
        .prefetch_related("reached")
        .first()
    )


def follow_ups_of(file: PersonFile) -> list[tuple[FollowUp, str]]:
    """Return the questions of a person with the link of those that can be answered, to give on paper."""
    rows = FollowUp.objects.filter(transition__file=file).order_by("due_on", "pk")
    return [(row, follow_up_address(row, file.language) if row.is_open else "") for row in rows]


def what_waits(coach_id: int, organisation: Organisation) -> list[tuple[int, str]]:
    """Return what a coach must see today: number of the file, and ``disputed``, ``badly`` or ``unmailed``."""
    mine = PersonFile.objects.filter(
        coach_id=coach_id, organisation=organisation, objected_at__isnull=True, pseudonymised_on__isnull=True
    )
    disputed = Note.objects.filter(file__in=mine, disputed_at__isnull=False).values_list("file_id", flat=True)
    # It waits until the coach noted something since: what, he knows.
    since = Note.objects.filter(file=OuterRef("transition__file"), made_at__gt=OuterRef("answered_at"))
    badly = FollowUp.objects.filter(
        ~Exists(since), transition__file__in=mine, feels=FollowUp.Feels.BADLY
    ).values_list("transition__file_id", flat=True)
    asked = FollowUp.objects.filter(
        transition__file__in=mine.filter(email=""),
        asked_at__isnull=False,
        answered_at__isnull=True,
        lapsed_on__isnull=True,
    ).values_list("transition__file_id", flat=True)
    found = [*((pk, "disputed") for pk in disputed), *((pk, "badly") for pk in badly)]
    return sorted({*found, *((pk, "unmailed") for pk in asked)})


def published_figures() -> list[tuple[date, list[tuple[str, dict[str, int]]], dict[str, int]]]:
    """Return the published half-years, latest first: the figures of each hub, and their sum."""
    found: dict[date, dict[str, dict[str, int]]] = {}
    rows = PublishedFigure.objects.filter(hub__isnull=False).select_related("hub")
    for row in rows.order_by("-starts_on", "hub__name", "what"):
        if row.hub is not None:
            found.setdefault(row.starts_on, {}).setdefault(row.hub.name, {})[row.what] = row.at_least
    return [
        (
            starts_on,
            list(hubs.items()),
            {what: sum(of.get(what, 0) for of in hubs.values()) for what in PublishedFigure.What.values},
        )
        for starts_on, hubs in found.items()
    ]


def figures_of(organisation: Organisation) -> list[tuple[date, dict[str, int]]]:
    """Return the half-years of one enterprise, latest first; for its own members."""
    found: dict[date, dict[str, int]] = {}
    for row in PublishedFigure.objects.filter(organisation=organisation).order_by("-starts_on", "what"):
        found.setdefault(row.starts_on, {})[row.what] = row.at_least
    return list(found.items())


def new_enclave(organisation: Organisation) -> Enclave:
    """Return a group of ``organisation`` of which nothing is noted yet."""
    return Enclave(organisation=organisation)
