"""A question as its readers see it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms, services
from circulairwerkt.cases.forms import AnswerForm, LiftDangerForm
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.cases.understanding import in_words, wishes_in
from circulairwerkt.streams.queries import danger as danger_of


def _readable(request: Request, pk: int) -> Question:
    question: Question = get_object_or_404(
        Question.objects.select_related("hub", "municipality", "answered_by").prefetch_related(
            "remarks__author", "parts"
        ),
        pk=pk,
    )
    require(perms.may_answer(request.actor, question))
    return question


def _page(
    request: Request, found: Question, form: AnswerForm, status: int = 200, **more: Any
) -> HttpResponse:
    may_take_up = found.withdrawn_at is None and found.hub_id is not None
    context = {
        "question": found,
        "form": form,
        "parts": [in_words(part) for part in found.parts.all()],
        "danger": danger_of(found.danger) if found.danger else None,
        "lift_form": LiftDangerForm(),
        "wishes": wishes_in(found),
        "case": Case.objects.filter(question=found).first(),
        "may_take_up": may_take_up and request.actor.may(perms.WORK, hub_id=found.hub_id),
        **more,
    }
    return render(request, "cases/question.html", context, status=status)


@require_safe
def question(request: Request, pk: int) -> HttpResponse:
    """Show one question with how to reach the asker, what was understood and what was said."""
    return _page(request, _readable(request, pk), AnswerForm())


@require_POST
def lift_danger(request: Request, pk: int) -> HttpResponse:
    """Say that there is no danger after all, and how one knows."""
    found = _readable(request, pk)
    form = LiftDangerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, AnswerForm(), status=422, lift_form=form)
    services.lift_danger(actor=request.actor, question=found, reason=form.cleaned_data["reden"])
    messages.success(request, _("Genoteerd: er is geen gevaar. De vraag kan verder."))
    return redirect("cases:question", pk=pk)


@require_POST
def say(request: Request, pk: int) -> HttpResponse:
    """Answer the asker, or note something for the hub alone."""
    found = _readable(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    text = form.cleaned_data["text"]
    if form.cleaned_data["soort"] == "note":
        services.note(actor=request.actor, question=found, text=text)
        messages.success(request, _("Notitie bewaard. Alleen de hub ziet ze."))
        return redirect("cases:question", pk=pk)
    try:
        services.reply(actor=request.actor, question=found, text=text)
    except services.NoLongerOpen:
        form.add_error(
            None, _("De vraagsteller heeft de vraag intussen ingetrokken. Je antwoord is niet verstuurd.")
        )
        return _page(request, found, form, status=409)
    if found.has_mail:
        messages.success(request, _("Je antwoord is verstuurd."))
    else:
        messages.warning(
            request,
            _("Je antwoord staat achter de link van de vraagsteller. Er is geen mailadres: bel ook even."),
        )
    return redirect("cases:question", pk=pk)


@require_POST
def mark_answered(request: Request, pk: int) -> HttpResponse:
    """Stop the clock after a call or a visit."""
    services.mark_answered(actor=request.actor, question=_readable(request, pk))
    messages.success(request, _("Genoteerd: deze vraag is beantwoord."))
    return redirect("cases:question", pk=pk)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Undo: the question waits again."""
    services.reopen(actor=request.actor, question=_readable(request, pk))
    messages.success(request, _("De vraag wacht weer op antwoord."))
    return redirect("cases:question", pk=pk)


@require_POST
def renew_link(request: Request, pk: int) -> HttpResponse:
    """Send the asker a new private link; the old one stops working."""
    services.renew_link(actor=request.actor, question=_readable(request, pk))
    messages.success(request, _("De vraagsteller kreeg een nieuwe link. De oude werkt niet meer."))
    return redirect("cases:question", pk=pk)
