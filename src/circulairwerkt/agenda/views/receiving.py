"""Who comes, for those at the door: the list, badges, ticking on a phone, the list as evidence."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.agenda import perms, registered, services, tables
from circulairwerkt.agenda.links import at_door
from circulairwerkt.agenda.models import Event, Mode, OwnQuestion, Registration, Seat, Session
from circulairwerkt.agenda.registration_forms import OwnQuestionForm, RulesForm, WalkInForm
from circulairwerkt.agenda.services.door import is_door_open
from circulairwerkt.agenda.standing import standing_of
from circulairwerkt.agenda.tallies import counted
from circulairwerkt.agenda.views.organising import agenda_hub, event_to_edit
from circulairwerkt.base import downloads
from circulairwerkt.base.edits import edit, row_to_edit, sent_version
from circulairwerkt.base.forms import refused
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request, typed_in

PER_PAGE = 25


def _event(request: Request, slug: str, pk: int) -> Event:
    """Return an event of the hub, or one it joins in, whose visitors the reader receives."""
    hub = agenda_hub(slug)
    event = get_object_or_404(registered.of_hub(hub), pk=pk)
    require(perms.may_receive(request.actor, event))
    event.workplace = hub  # type: ignore[attr-defined]
    return event


def _session(event: Event, session_pk: int) -> Session:
    session = get_object_or_404(Session, pk=session_pk, event=event)
    session.event = event
    return session


@require_safe
def registrations(request: Request, slug: str, pk: int) -> HttpResponse:
    """Who registered, how full each session is, and who waits."""
    event = _event(request, slug, pk)
    asked = typed_in(request, "naam")
    page = page_of(request, registered.registrations_of(event, name=asked), PER_PAGE)
    asked_words = {str(row.pk): row.words for row in event.own_questions.all()}
    for registration in page:
        registration.answered = [
            (asked_words[key], tables.in_words(value))
            for key, value in registration.answers.items()
            if key in asked_words
        ]
    standing = standing_of(event)
    sessions = {row.session.pk: row.session for row in standing}
    for registration in page:
        for seat in registration.seats.all():
            seat.session = sessions[seat.session_id]
    context = {
        "hub": event.workplace,  # type: ignore[attr-defined]
        "event": event,
        "is_hybrid": event.mode == Mode.HYBRID,
        "may_leave": not event.is_over,
        "standing": standing,
        "has_more": len(standing) > 1,
        "online": registered.online_at(event),
        "page_obj": page,
        "asked": asked,
    }
    return render(request, "agenda/registrations.html", context)


@require_POST
def take_out(request: Request, slug: str, pk: int, registration_pk: int) -> HttpResponse:
    """Cancel for somebody who called."""
    event = _event(request, slug, pk)
    registration = get_object_or_404(Registration, pk=registration_pk, event=event)
    registration.event = event
    services.take_out(actor=request.actor, registration=registration)
    messages.success(request, _("Uitgeschreven. De persoon krijgt een mail, de volgende een aanbod."))
    return redirect("agenda:registrations", slug=slug, pk=pk)


@require_safe
def badges(request: Request, slug: str, pk: int) -> HttpResponse:
    """Name badges of all who have seats, to print and cut."""
    event = _event(request, slug, pk)
    return render(
        request,
        "agenda/badges.html",
        {"hub": event.workplace, "event": event, "badges": registered.badges_of(event)},  # type: ignore[attr-defined]
    )


@require_safe
def tallies(request: Request, slug: str, pk: int) -> HttpResponse:
    """What who comes answered, added up for who cooks or sets tables."""
    event = _event(request, slug, pk)
    return render(
        request,
        "agenda/tallies.html",
        {"hub": event.workplace, "event": event, "counted": counted(event)},  # type: ignore[attr-defined]
    )


@require_safe
def attendance(request: Request, slug: str, pk: int, session_pk: int) -> HttpResponse:
    """Tick who is there, on a phone; without a connection the ticks wait in the phone."""
    event = _event(request, slug, pk)
    return _attendance(request, event, _session(event, session_pk), WalkInForm.blank())


def _attendance(request: Request, event: Event, session: Session, form: WalkInForm) -> HttpResponse:
    seats = registered.seats_at(session)
    people = sum(seat.size for seat in seats)
    context = {
        "hub": event.workplace,  # type: ignore[attr-defined]
        "event": event,
        "is_hybrid": event.mode == Mode.HYBRID,
        "session": session,
        "seats": seats,
        "people": people,
        "came": sum(seat.came or 0 for seat in seats),
        "form": form,
        "is_door_open": is_door_open(session, timezone.now()),
        "is_full": session.capacity is not None and people >= session.capacity,
    }
    return render(request, "agenda/attendance.html", context, status=form.status)


def _moment(text: str) -> datetime:
    """Return when it was ticked on the phone; now for what cannot be read or lies ahead."""
    now = timezone.now()
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        return now
    return min(moment, now)


@require_POST
def tick(request: Request, slug: str, pk: int, session_pk: int) -> HttpResponse:
    """Note how many of a registration came; the same tick twice is one, an older one changes nothing."""
    event = _event(request, slug, pk)
    session = _session(event, session_pk)
    sent, came = (request.POST.get(name, "") for name in ("plaats", "hoeveel"))
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in (sent, came)):
        raise Http404
    seat = get_object_or_404(Seat, pk=int(sent), session=session)
    seat.session = session
    is_by_script = "application/json" in request.headers.get("Accept", "")
    try:
        services.tick(
            actor=request.actor, seat=seat, came=int(came), at=_moment(request.POST.get("wanneer", ""))
        )
    except ValidationError as error:
        if is_by_script:
            return HttpResponse(status=422)
        messages.error(request, " ".join(error.messages))
    if is_by_script:
        return HttpResponse(status=204)
    back = reverse("agenda:attendance", args=[slug, pk, session_pk])
    return redirect(f"{back}#plaats-{seat.pk}")


@require_POST
def walk_in(request: Request, slug: str, pk: int, session_pk: int) -> HttpResponse:
    """Write down somebody at the door who was not registered; the phone may send it later, and twice."""
    event = _event(request, slug, pk)
    session = _session(event, session_pk)
    is_by_script = "application/json" in request.headers.get("Accept", "")
    form = WalkInForm(request.POST)
    seat = None
    if form.is_valid():
        try:
            seat = services.walk_in(
                actor=request.actor,
                session=session,
                at=_moment(request.POST.get("wanneer", "")),
                **form.cleaned_data,
            )
        except ValidationError as error:
            refused(form, error)
    if is_by_script:
        return HttpResponse(status=422 if seat is None else 204)
    if seat is None:
        return _attendance(request, event, session, form)
    messages.success(request, _("%(name)s staat in de lijst.") % {"name": seat.registration.name})
    return redirect("agenda:attendance", slug=slug, pk=pk, session_pk=session_pk)


@require_POST
def take_back_walk_in(
    request: Request, slug: str, pk: int, session_pk: int, registration_pk: int
) -> HttpResponse:
    """Take somebody away who was written down by mistake."""
    event = _event(request, slug, pk)
    session = _session(event, session_pk)
    registration = get_object_or_404(
        Registration.objects.exclude(door_key=""), pk=registration_pk, seats__session=session
    )
    registration.event = event
    services.take_back_walk_in(actor=request.actor, registration=registration)
    messages.success(request, _("Weg uit de lijst."))
    return redirect("agenda:attendance", slug=slug, pk=pk, session_pk=session_pk)


@require_safe
def attendance_file(request: Request, slug: str, pk: int, session_pk: int, ending: str) -> HttpResponse:
    """The list of who came, as CSV or XLSX in which no cell can become a formula."""
    event = _event(request, slug, pk)
    session = _session(event, session_pk)
    name = f"aanwezig-{event.slug}-{timezone.localtime(session.starts_at):%Y%m%d-%H%M}"
    return downloads.taken_along(
        request.actor, name, ending, tables.attendance(session), of=event, hub_id=event.hub_id
    )


@require_safe
def registrations_file(request: Request, slug: str, pk: int, ending: str) -> HttpResponse:
    """Who registered, where each stands and what was answered, as CSV or XLSX."""
    event = _event(request, slug, pk)
    name = f"inschrijvingen-{event.slug}"
    return downloads.taken_along(
        request.actor, name, ending, tables.registrations(event), of=event, hub_id=event.hub_id
    )


@require_safe
def door(request: Request, token: str) -> HttpResponse:
    """What the code of a visitor shows to who receives him: his seats, to tick. To others it is not there."""
    registration = at_door(token)
    if registration is None:
        raise Http404
    require(perms.may_receive(request.actor, registration.event))
    seats = [seat for seat in registered.seats_of(registration) if seat.state == "confirmed"]
    context = {
        "registration": registration,
        "event": registration.event,
        "hub": registration.event.hub,
        "seats": seats,
    }
    return render(request, "agenda/door.html", context)


def rules(request: Request, slug: str, pk: int) -> HttpResponse:
    """How people register, and what is asked of them."""
    event = event_to_edit(request, slug, pk)

    def save(form: Any) -> None:
        services.set_rules(
            actor=request.actor, event=form.row, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=event,
        form_class=RulesForm,
        save=save,
        template="agenda/rules.html",
        context={"hub": event.hub, "event": event, "questions": list(event.own_questions.all())},
        done_url=reverse("agenda:inside", args=[slug, pk]),
        done_text=_("Bewaard."),
    )


def new_question(request: Request, slug: str, pk: int) -> HttpResponse:
    """Ask something of one's own."""
    return own_question(request, slug, pk, None)


def own_question(request: Request, slug: str, pk: int, question_pk: int | None) -> HttpResponse:
    """Change a question of one's own."""
    event = event_to_edit(request, slug, pk)
    question = row_to_edit(request, OwnQuestion.objects.all(), question_pk, event=event)

    def save(form: Any) -> None:
        services.save_question(
            actor=request.actor, question=form.row, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=question,
        form_class=OwnQuestionForm,
        save=save,
        template="agenda/own_question.html",
        context={"hub": event.hub, "event": event, "question": question if question.pk else None},
        done_url=reverse("agenda:rules", args=[slug, pk]),
        done_text=_("Bewaard."),
        add_url=reverse("agenda:new_question", args=[slug, pk]),
    )


@require_POST
def remove_question(request: Request, slug: str, pk: int, question_pk: int) -> HttpResponse:
    """Ask it no longer."""
    event = event_to_edit(request, slug, pk)
    question = get_object_or_404(OwnQuestion, pk=question_pk, event=event)
    question.event = event
    try:
        services.remove_question(actor=request.actor, question=question, seen_version=sent_version(request))
        messages.success(request, _("De vraag is weg."))
    except EditConflict:
        messages.error(request, _("Iemand anders veranderde dit intussen. Kijk eerst wat er nu staat."))
    return redirect("agenda:rules", slug=slug, pk=pk)
