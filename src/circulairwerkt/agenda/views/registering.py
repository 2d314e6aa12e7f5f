"""Registering without an account, and one's own page: to see, change, cancel, and answer an offer.

A link in a mail is opened by scanners too: GET only shows, every change is a button that posts.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.agenda import queries, services
from circulairwerkt.agenda import registered as who
from circulairwerkt.agenda.feeds import calendar_of_registration
from circulairwerkt.agenda.links import door_address, registration_of
from circulairwerkt.agenda.models import Event, Registration, Session
from circulairwerkt.agenda.registering import is_open, why_closed
from circulairwerkt.agenda.registration_forms import RegistrationForm
from circulairwerkt.agenda.standing import standing_of
from circulairwerkt.base.calendars import CONTENT_TYPE
from circulairwerkt.base.codes import code_of
from circulairwerkt.base.forms import refused
from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request

#: Registrations from one address within an hour: an office that comes along, no machine.
_MOST_AN_HOUR = 40


def _event(slug: str) -> Event:
    """Return an event in the agenda at which one registers here."""
    event = get_object_or_404(queries.published(), slug=slug)
    if event.registration != Event.Registration.HERE:
        raise Http404
    return event


def _sessions(event: Event) -> list[Session]:
    return list(event.sessions.filter(starts_at__gt=timezone.now(), cancelled_at__isnull=True))


@login_not_required
@never_cache
def register(request: Request, slug: str) -> HttpResponse:
    """Register for an event, without an account."""
    event = _event(slug)
    now = timezone.now()
    context: dict[str, Any] = {"event": event, "standing": standing_of(event)}
    if not is_open(event, now):
        return render(request, "agenda/register.html", {**context, "closed": why_closed(event, now)})
    form = RegistrationForm(
        request.POST if request.method == "POST" else None, event=event, sessions=_sessions(event)
    )
    status = form.status
    if request.method == "POST" and form.is_valid():
        if form.is_a_machine:
            return redirect("agenda:registered", slug=slug)
        if is_too_often(request, action="agenda.register", most=_MOST_AN_HOUR, seconds=3600):
            form.add_error(None, _("Vanaf hier schreven al veel mensen in. Probeer het over een uur."))
            status = 429
        else:
            try:
                services.register(
                    actor=request.actor,
                    event=event,
                    email=form.cleaned_data["email"],
                    values=form.values(get_language() or "nl"),
                    sessions=form.chosen(),
                )
                return redirect("agenda:registered", slug=slug)
            except ValidationError as error:
                refused(form, error)
                status = 422
    return render(request, "agenda/register.html", {**context, "form": form}, status=status)


@login_not_required
@require_safe
def registered(request: Request, slug: str) -> HttpResponse:
    """Say that a mail is on its way; the same whoever registered, or had done so before."""
    return render(request, "agenda/registered.html", {"event": _event(slug)})


def _mine(token: str) -> Registration:
    """Return the registration of a private link; a wrong or void one does not exist."""
    found = registration_of(token)
    if found is None or not found.email:
        raise Http404
    return found


def _page(
    request: Request, token: str, mine: Registration, form: RegistrationForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    seats = who.seats_of(mine)
    coming = [seat for seat in seats if seat.session.starts_at > now and seat.session.cancelled_at is None]
    is_coming = any(seat.is_inside for seat in coming)
    if form is None and is_coming:
        form = RegistrationForm(event=mine.event, sessions=[], registration=mine)
    answer = render(
        request,
        "agenda/registration.html",
        {
            "token": token,
            "registration": mine,
            "event": mine.event,
            "hub": mine.event.hub,
            "seats": seats,
            "form": form,
            "is_coming": is_coming,
            "has_seat": any(seat.state == "confirmed" for seat in coming),
            "is_open": is_open(mine.event, now),
            "code": code_of(door_address(mine)) if any(s.state == "confirmed" for s in seats) else "",
        },
        status=status,
    )
    # The address is the key: no other site may read it.
    answer["Referrer-Policy"] = "same-origin"
    return answer


@login_not_required
@never_cache
@require_safe
def registration(request: Request, token: str) -> HttpResponse:
    """Show where one stands, and what one can do."""
    return _page(request, token, _mine(token))


@login_not_required
@never_cache
@require_safe
def own_file(request: Request, token: str) -> HttpResponse:
    """Serve the sessions that one has seats at as a calendar: to keep once, or to follow."""
    mine = _mine(token)
    return HttpResponse(
        calendar_of_registration(mine),
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": f'inline; filename="{mine.event.slug}.ics"',
            "Referrer-Policy": "same-origin",
        },
    )


@login_not_required
@require_POST
def change(request: Request, token: str) -> HttpResponse:
    """Change what one said of oneself, or with how many one comes."""
    mine = _mine(token)
    form = RegistrationForm(request.POST, event=mine.event, sessions=[], registration=mine)
    if not form.is_valid():
        return _page(request, token, mine, form, status=422)
    try:
        services.change_registration(
            actor=request.actor, registration=mine, values=form.values(mine.language)
        )
    except ValidationError as error:
        refused(form, error)
        return _page(request, token, mine, form, status=422)
    messages.success(request, _("Bewaard."))
    return redirect("agenda:registration", token=token)


@login_not_required
@require_POST
def leave(request: Request, token: str) -> HttpResponse:
    """Cancel: for one session, or for all."""
    mine = _mine(token)
    session = _session(request, mine) if "sessie" in request.POST else None
    services.leave(actor=request.actor, registration=mine, session=session)
    messages.success(request, _("Je bent uitgeschreven. Bedankt om het te laten weten."))
    return redirect("agenda:registration", token=token)


def _session(request: Request, mine: Registration) -> Session:
    sent = request.POST.get("sessie", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        raise Http404
    return get_object_or_404(Session.objects.select_related("event"), pk=int(sent), event=mine.event)


def _answered(request: Request, token: str, act: Callable[..., object], done: str) -> HttpResponse:
    """Do what a button of one session says; say so, or why it cannot be done any more."""
    mine = _mine(token)
    session = _session(request, mine)
    try:
        act(actor=request.actor, registration=mine, session=session)
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("agenda:registration", token=token)


@login_not_required
@require_POST
def accept(request: Request, token: str) -> HttpResponse:
    """Take the seat that was offered."""
    return _answered(request, token, services.accept, _("De plaats is van jou."))


@login_not_required
@require_POST
def decline(request: Request, token: str) -> HttpResponse:
    """Let the seat that was offered go."""
    return _answered(request, token, services.decline, _("Dank je. De volgende is nu aan de beurt."))


@login_not_required
@require_POST
def come_back(request: Request, token: str) -> HttpResponse:
    """Register again for a session, at the end of the line."""
    return _answered(request, token, services.come_back, _("Je staat er weer bij. Kijk hieronder hoe."))
