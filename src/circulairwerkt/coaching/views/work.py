"""The page of one coaching, for the coach and for who leads it: everything on it, nothing behind tabs."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.edits import edit
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.models import Case
from circulairwerkt.cases.queries import yield_of
from circulairwerkt.coaching import perms, services
from circulairwerkt.coaching.finding import coaches_at, coaches_for, free_moments
from circulairwerkt.coaching.forms.work import CloseForm, NoteForm, StepForm
from circulairwerkt.coaching.links import private_address
from circulairwerkt.coaching.models import Coaching, Step
from circulairwerkt.coaching.services.coachings import cases_of
from circulairwerkt.coaching.views.mine import MOST_SHOWN, by_day, moment_sent
from circulairwerkt.coaching.words import Closing
from circulairwerkt.hubs.queries import is_on


def _found(request: Request, pk: int) -> Coaching:
    """Return a coaching that the reader works on; to others it does not exist."""
    found: Coaching = get_object_or_404(
        Coaching.objects.select_related("hub", "municipality", "coach__user", "filed_by"), pk=pk
    )
    require(perms.may_work(request.actor, found))
    require(is_on(found.hub, "coaching"))
    return found


def _show(request: Request, coaching: Coaching, *, status: int = 200, **shown: Any) -> HttpResponse:
    """Draw the page, with forms that were sent and are not right."""
    now = timezone.now()
    meetings = list(coaching.meetings.exclude(state=SlotState.HELD).select_related("keeper__user"))
    steps = list(coaching.steps.all())
    may_lead = perms.may_lead_coaching(request.actor, coaching)
    slots = free_moments([coaching.coach])[coaching.coach.pk] if coaching.coach and coaching.is_open else []
    context = {
        "coaching": coaching,
        "hub": coaching.hub,
        "may_lead": may_lead,
        "is_withdrawn": coaching.closing == Closing.WITHDRAWN,
        "coming": [m for m in meetings if m.is_booked and m.starts_at > now],
        "to_mark": [m for m in meetings if m.is_booked and m.starts_at <= now],
        "past": [m for m in meetings if not m.is_booked],
        "days": by_day(slots[:MOST_SHOWN]),
        "goals": [step for step in steps if step.kind == Step.Kind.GOAL],
        "actions": [step for step in steps if step.kind == Step.Kind.ACTION],
        "notes": [
            note
            for note in coaching.notes.select_related("author")
            if perms.may_read_note(request.actor, note)
        ],
        "cases": [(case, case_perms.may_see(request.actor, case)) for case in cases_of(coaching)],
        "came": yield_of(request.actor, coaching),
        "coaches": coaches_for(coaching) if may_lead and coaching.is_open else [],
        "link": private_address(coaching) if not coaching.has_mail else "",
        "note_form": NoteForm(),
        "step_form": StepForm(),
    }
    return render(request, "coaching/coaching.html", context | shown, status=status)


@require_safe
def coaching(request: Request, pk: int) -> HttpResponse:
    """Who it is, what he wants, when they meet, what they agreed."""
    return _show(request, _found(request, pk))


def _number(request: Request, name: str) -> int:
    """Return the number that a button sent; 0, which no row has, for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _done(request: Request, found: Coaching, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("coaching:coaching", pk=found.pk)


def _refused(request: Request, found: Coaching, error: ValidationError) -> HttpResponse:
    messages.warning(request, " ".join(error.messages))
    return redirect("coaching:coaching", pk=found.pk)


@require_POST
def give_coach(request: Request, pk: int) -> HttpResponse:
    """Say who coaches."""
    found = _found(request, pk)
    require(perms.may_lead_coaching(request.actor, found))
    coach = coaches_at(found.hub_id).filter(pk=_number(request, "coach")).first()
    if coach is None:
        return _refused(request, found, ValidationError(_("Kies een coach.")))
    try:
        services.give_coach(actor=request.actor, coaching=found, coach=coach)
    except ValidationError as error:
        return _refused(request, found, error)
    return _done(request, found, _("Aangeduid. De coach en de ondernemer weten het."))


@require_POST
def book(request: Request, pk: int) -> HttpResponse:
    """Agree a moment, such as on the phone."""
    found = _found(request, pk)
    start = moment_sent(request.POST.get("begin", ""))
    if start is None:
        return _refused(request, found, ValidationError(_("Kies een moment.")))
    try:
        services.book(actor=request.actor, coaching=found, start=start)
    except ValidationError as error:
        return _refused(request, found, error)
    return _done(request, found, _("Afgesproken. De ondernemer en de coach kregen bericht."))


@require_POST
def mark(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """Cancel an appointment, or say how it went."""
    found = _found(request, pk)
    meeting = get_object_or_404(found.meetings.select_related("keeper__user", "coaching__hub"), pk=meeting_pk)
    meeting.coaching = found
    to = request.POST.get("naar", "")
    if to not in SlotState.values:
        return redirect("coaching:coaching", pk=pk)
    try:
        services.mark(actor=request.actor, meeting=meeting, to=SlotState(to))
    except ValidationError as error:
        return _refused(request, found, error)
    return _done(request, found, _("Genoteerd."))


@require_POST
def add_step(request: Request, pk: int) -> HttpResponse:
    """Write down a goal or an action."""
    found = _found(request, pk)
    form = StepForm(request.POST)
    return _added(
        request,
        found,
        form,
        "step_form",
        lambda: services.add_step(actor=request.actor, coaching=found, values=form.cleaned_data),
    )


@require_POST
def write_note(request: Request, pk: int) -> HttpResponse:
    """Write a note."""
    found = _found(request, pk)
    form = NoteForm(request.POST)
    return _added(
        request,
        found,
        form,
        "note_form",
        lambda: services.write_note(
            actor=request.actor,
            coaching=found,
            text=form.cleaned_data["text"],
            is_shared=form.cleaned_data["leest"] == "shared",
        ),
    )


def _added(request: Request, found: Coaching, form: django_forms.Form, name: str, add: Any) -> HttpResponse:
    if not form.is_valid():
        return _show(request, found, status=422, **{name: form})
    try:
        add()
    except ValidationError as error:
        return _refused(request, found, error)
    return _done(request, found, _("Bewaard."))


@require_POST
def mark_step(request: Request, pk: int, step_pk: int) -> HttpResponse:
    """Tick a goal or an action, or take the tick away."""
    found = _found(request, pk)
    step = get_object_or_404(found.steps, pk=step_pk)
    step.coaching = found
    services.mark_step(actor=request.actor, step=step, is_done=step.done_at is None)
    return redirect("coaching:coaching", pk=pk)


def close(request: Request, pk: int) -> HttpResponse:
    """Say why it ends, and what came of it."""
    found = _found(request, pk)
    return edit(
        request,
        row=found,
        form_class=CloseForm,
        save=lambda form: services.close(
            actor=request.actor, coaching=form.row, seen_version=form.seen_version, values=form.cleaned_data
        ),
        template="coaching/close.html",
        context={"coaching": found, "hub": found.hub},
        done_url=reverse("coaching:coaching", args=[pk]),
        done_text=_("Afgesloten. Wat ervan kwam, blijft hier staan."),
    )


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Go on after all."""
    found = _found(request, pk)
    try:
        services.reopen(actor=request.actor, coaching=found)
    except ValidationError as error:
        return _refused(request, found, error)
    return _done(request, found, _("De begeleiding loopt weer."))


@require_POST
def renew_link(request: Request, pk: int) -> HttpResponse:
    """Send a new private link; the old one is void."""
    found = _found(request, pk)
    services.renew_link(actor=request.actor, coaching=found)
    return _done(request, found, _("De vorige link werkt niet meer. Bij een mailadres ging een nieuwe weg."))


@require_POST
def open_case(request: Request, pk: int) -> HttpResponse:
    """Open a case of what the coaching found."""
    found = _found(request, pk)
    case = services.open_case(actor=request.actor, coaching=found)
    messages.success(request, _("Het dossier is open. Het blijft aan de begeleiding gekoppeld."))
    return redirect("cases:case", pk=case.pk)


@require_POST
def join_case(request: Request, pk: int) -> HttpResponse:
    """Link to a case there is, by its number."""
    found = _found(request, pk)
    require(perms.may_lead_coaching(request.actor, found))
    year, _dash, number = request.POST.get("nummer", "").strip().partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in (year, number)):
        messages.warning(request, _("Schrijf het nummer zoals het op het dossier staat: 2026-014."))
        return redirect("coaching:coaching", pk=pk)
    case = Case.objects.filter(hub=found.hub, year=int(year), number=int(number)).first()
    if case is None:
        messages.warning(request, _("We vinden geen dossier met dit nummer."))
        return redirect("coaching:coaching", pk=pk)
    services.join_case(actor=request.actor, coaching=found, case=case)
    return _done(request, found, _("Gekoppeld aan dossier %(number)s.") % {"number": case.reference})


@require_POST
def leave_case(request: Request, pk: int, case_pk: int) -> HttpResponse:
    """Take the link to a case away."""
    found = _found(request, pk)
    case = next((one for one in cases_of(found) if one.pk == case_pk), None)
    if case is not None:
        services.leave_case(actor=request.actor, coaching=found, case=case)
    return _done(request, found, _("Losgemaakt. Het dossier zelf blijft."))
