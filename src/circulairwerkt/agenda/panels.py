"""What events add to pages of cases: where it began, the gesture to say so, which goals they counted for."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse

from circulairwerkt.agenda import perms
from circulairwerkt.agenda.goals import goals_reached
from circulairwerkt.agenda.models import Event
from circulairwerkt.agenda.offered import events_to_offer
from circulairwerkt.agenda.queries import in_use
from circulairwerkt.base.panels import panel
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.cases.queries import Beginning, LetGo, Sheet, begins, origin_keys


def _tie_at(row: Question | Case) -> str:
    name = "agenda:tie_case" if isinstance(row, Case) else "agenda:tie_question"
    return reverse(name, args=[row.pk])


@begins
def events_behind(actor: Actor, row: Question | Case) -> Iterator[Beginning]:
    """The events at which a question or case began; who works on both can take that back."""
    tied = origin_keys(row, Event)
    rows = in_use(Event.objects.filter(pk__in=tied).select_related("hub")) if tied else ()
    for event in rows:
        may_see = perms.may_see(actor, event)
        if event.is_draft and not may_see:
            continue
        is_own = tied[event.pk] is row and may_see
        yield Beginning(
            icon="calendar-days",
            sort=event.get_kind_display(),
            title=event.shown_title,
            url=reverse("agenda:inside", args=[event.hub.slug, event.pk])
            if may_see
            else reverse("agenda:event", args=[event.slug]),
            at=event.first_starts_at,
            let_go=LetGo(_tie_at(row), "activiteit", event.pk) if is_own else None,
        )


def _offered(request: Request, row: Question | Case) -> Mapping[str, Any] | None:
    tied = origin_keys(row, Event)
    offered = [event for event in events_to_offer(request.actor, row.hub_id) if event.pk not in tied]
    return {"offered": offered, "action": _tie_at(row)} if offered else None


@panel("cases:question", template="agenda/_began_here.html", order=61)
def began_at_question(request: Request, question: Question) -> Mapping[str, Any] | None:
    """The gesture that says at which event a question began, for those who answer it."""
    if not case_perms.may_answer(request.actor, question) or question.withdrawn_at is not None:
        return None
    return _offered(request, question)


@panel("cases:case_side", template="agenda/_began_here.html", order=65)
def began_at_case(request: Request, case: Case) -> Mapping[str, Any] | None:
    """The same for a case, for those who work on it."""
    return _offered(request, case) if case_perms.may_contribute(request.actor, case) else None


@panel("cases:steering_group", template="agenda/_goals_reached.html", order=20)
def goals_of_events(request: Request, sheet: Sheet) -> Mapping[str, Any] | None:
    """How many events were held for each goal and how many came, on the page for the steering group."""
    if not (case_perms.may_see_cases_at(request.actor, sheet.hub) and perms.uses_agenda(sheet.hub)):
        return None
    return {"sheet": sheet, "reached": goals_reached(sheet.hub, sheet.first, sheet.last)}
