"""What events add to pages of cases: where it began, the gesture to say so, which goals they counted for."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from circulairwerkt.agenda.goals import goals_reached
from circulairwerkt.agenda.perms import uses_agenda
from circulairwerkt.agenda.yields import events_behind, events_to_offer
from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.cases.queries import Sheet


def _context(request: Request, result: Question | Case, action: str) -> Mapping[str, Any] | None:
    behind = events_behind(request.actor, result)
    known = {event.pk for event in behind}
    offered = [event for event in events_to_offer(request.actor, result.hub_id) if event.pk not in known]
    if not (behind or offered):
        return None
    return {"behind": behind, "offered": offered, "action": action}


@panel("cases:question", template="agenda/_began_at.html", order=60)
def question_began_at(request: Request, question: Question) -> Mapping[str, Any] | None:
    """The event at which a question began, for those who answer it."""
    if not case_perms.may_answer(request.actor, question) or question.withdrawn_at is not None:
        return None
    return _context(request, question, reverse("agenda:tie_question", args=[question.pk]))


@panel("cases:case_side", template="agenda/_began_at.html", order=70)
def case_began_at(request: Request, case: Case) -> Mapping[str, Any] | None:
    """The event at which a case or its question began, for those who work on it."""
    if not case_perms.may_contribute(request.actor, case):
        return None
    return _context(request, case, reverse("agenda:tie_case", args=[case.pk]))


@panel("cases:steering_group", template="agenda/_goals_reached.html", order=20)
def goals_of_events(request: Request, sheet: Sheet) -> Mapping[str, Any] | None:
    """How many events were held for each goal and how many came, on the page for the steering group."""
    if not (case_perms.may_see_cases_at(request.actor, sheet.hub) and uses_agenda(sheet.hub)):
        return None
    return {"sheet": sheet, "reached": goals_reached(sheet.hub, sheet.first, sheet.last)}
