"""Saying at which event a question or case began, in one gesture, and taking that back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circulairwerkt.agenda import services
from circulairwerkt.agenda.models import Event
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.models import Case, Question


def _tie(request: Request, result: Question | Case) -> None:
    """Tie the event that was sent, or let it go where the button said so."""
    sent = request.POST.get("activiteit", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        messages.error(request, _("Kies een activiteit."))
        return
    event = get_object_or_404(Event, pk=int(sent))
    if "los" in request.POST:
        services.let_go_of(actor=request.actor, event=event, result=result)
        messages.success(request, _("Losgemaakt."))
        return
    try:
        services.came_of(actor=request.actor, event=event, result=result)
        messages.success(request, _("Genoteerd waar het begon."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))


@require_POST
def tie_question(request: Request, pk: int) -> HttpResponse:
    """Say at which event a question began."""
    question = get_object_or_404(Question, pk=pk)
    require(case_perms.may_answer(request.actor, question))
    _tie(request, question)
    return redirect("cases:question", pk=pk)


@require_POST
def tie_case(request: Request, pk: int) -> HttpResponse:
    """Say at which event a case began."""
    case = get_object_or_404(Case.objects.prefetch_related("shares"), pk=pk)
    require(case_perms.may_contribute(request.actor, case))
    _tie(request, case)
    return redirect("cases:case", pk=pk)
