"""Deciding who goes on and who is chosen; one idea from the inside, and the case that it becomes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circulairwerkt.base.forms import refused
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import perms, queries, services
from circulairwerkt.calls.forms.deciding import DecideForm
from circulairwerkt.calls.hearing import heard_of
from circulairwerkt.calls.judging import spreads_at, words_at
from circulairwerkt.calls.models import Call, Entry
from circulairwerkt.calls.origins import origins_of
from circulairwerkt.calls.peering import feedback_on, without_word
from circulairwerkt.calls.teaming import teams_of
from circulairwerkt.calls.views.organising import call_to_edit, own_call
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.queries import yield_of


def _decide(
    request: Request, call: Call, form: DecideForm, act: Callable[[DecideForm], object], **context: Any
) -> HttpResponse:
    """Show the ideas to pick from, or do what was decided."""
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            act(form)
            messages.success(request, _("Klaar. Iedereen krijgt een mail."))
            return redirect("calls:inside", slug=call.hub.slug, pk=call.pk)
        except ValidationError as error:
            refused(form, error)
            status = 422
    page = {"hub": call.hub, "call": call, "form": form, **context}
    return render(request, "calls/decide.html", page, status=status)


def _form(request: Request, call: Call, label: str, words_label: str) -> DecideForm:
    entries = queries.still_in(call)
    return DecideForm(
        request.POST if request.method == "POST" else None,
        entries=entries,
        heard=heard_of(call, entries, timezone.now()),
        label=label,
        words_label=words_label,
        initial={"seen": call.position},
    )


def move_on(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take the picked ideas to the next step."""
    call = call_to_edit(request, slug, pk)
    step = queries.next_step(call)
    form = _form(request, call, _("Welke ideeën gaan verder?"), _("Een woord voor wie niet verder gaat"))

    def act(sent: DecideForm) -> None:
        services.move_on(
            actor=request.actor,
            call=call,
            seen_position=sent.cleaned_data["seen"],
            going=sent.picked(),
            words=sent.cleaned_data["words"],
        )

    unheard = without_word(call).count() if step is not None and step.has_peers else 0
    return _decide(request, call, form, act, step=step, unheard=unheard)


def finish(request: Request, slug: str, pk: int) -> HttpResponse:
    """Tell which ideas were chosen."""
    call = call_to_edit(request, slug, pk)
    form = _form(request, call, _("Welke ideeën zijn gekozen?"), _("Een woord aan iedereen"))

    def act(sent: DecideForm) -> None:
        services.finish(
            actor=request.actor,
            call=call,
            seen_position=sent.cleaned_data["seen"],
            winners=sent.picked(),
            words=sent.cleaned_data["words"],
        )

    return _decide(request, call, form, act, step=None)


def _entry(call: Call, entry_pk: int) -> Entry:
    found = get_object_or_404(queries.entries_of(call), pk=entry_pk)
    found.call = call
    return found


def entry(request: Request, slug: str, pk: int, entry_pk: int) -> HttpResponse:
    """One idea: its versions, who handed it in, what came of it."""
    call = own_call(request, slug, pk)
    found = _entry(call, entry_pk)
    context = {
        "hub": call.hub,
        "call": call,
        "entry": found,
        "idea": found.last,
        "versions": sorted(found.versions.all(), key=lambda version: -version.number),
        "step": next((step for step in call.steps.all() if step.number == found.position), None),
        "cases": queries.cases_of(request.actor, [found])[found.pk],
        "came": yield_of(request.actor, found),
        "judged": [
            (each, spreads_at(each).get(found.pk), words_at(each, found))
            for each in call.steps.all()
            if each.judged_at is not None
        ],
        "feedback": feedback_on(found),
        "origins": origins_of(request.actor, [found.challenge])[found.challenge.pk]
        if found.challenge
        else [],
        "team": next((team for team in teams_of(call) if team.challenge.pk == found.challenge_id), None),
        "may_edit": perms.may_edit(request.actor, call),
        "may_open_case": case_perms.may_open(request.actor, call.hub)
        and (found.is_won or (found.is_in and found.position > 0)),
    }
    return render(request, "calls/entry.html", context)


@require_POST
def open_case(request: Request, slug: str, pk: int, entry_pk: int) -> HttpResponse:
    """Open a case of an idea that was selected."""
    call = call_to_edit(request, slug, pk)
    found = _entry(call, entry_pk)
    try:
        case = services.open_case(actor=request.actor, entry=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("calls:entry", slug=slug, pk=pk, entry_pk=entry_pk)
    messages.success(request, _("Het dossier is open. Het blijft aan dit idee gekoppeld."))
    return redirect("cases:case", pk=case.pk)


@require_POST
def renew_link(request: Request, slug: str, pk: int, entry_pk: int) -> HttpResponse:
    """Mail a new private link."""
    call = call_to_edit(request, slug, pk)
    services.renew_link(actor=request.actor, entry=_entry(call, entry_pk))
    messages.success(request, _("De nieuwe link is gemaild. De vorige werkt niet meer."))
    return redirect("calls:entry", slug=slug, pk=pk, entry_pk=entry_pk)
