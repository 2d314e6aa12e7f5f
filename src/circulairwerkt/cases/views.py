"""A question as its readers see it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circulairwerkt.base.permissions import require
from circulairwerkt.cases import perms, services
from circulairwerkt.cases.models import Question


def _readable(request: HttpRequest, pk: int) -> Question:
    question = get_object_or_404(Question.objects.select_related("hub", "municipality", "answered_by"), pk=pk)
    require(perms.may_answer(request.actor, question))
    return question


def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one question with how to reach the asker."""
    return render(request, "cases/question.html", {"question": _readable(request, pk)})


@require_POST
def mark_answered(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the clock."""
    services.mark_answered(actor=request.actor, question=_readable(request, pk))
    messages.success(request, _("Genoteerd: deze vraag is beantwoord."))
    return redirect("cases:question", pk=pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo: the question waits again."""
    services.reopen(actor=request.actor, question=_readable(request, pk))
    messages.success(request, _("De vraag wacht weer op antwoord."))
    return redirect("cases:question", pk=pk)
