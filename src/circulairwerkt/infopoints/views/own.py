"""The page of who has an appointment: when, where, in the own calendar, cancelled. The link is the right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base import calendars
from circulairwerkt.base.requests import Request
from circulairwerkt.infopoints import services
from circulairwerkt.infopoints.calendars import entry_of
from circulairwerkt.infopoints.links import appointment_of
from circulairwerkt.infopoints.models import Appointment


def _mine(token: str) -> Appointment:
    found = appointment_of(token)
    if found is None:
        raise Http404
    return found


def _kept_close(response: HttpResponse) -> HttpResponse:
    """The address is the key: no other site may read it."""
    response["Referrer-Policy"] = "same-origin"
    return response


@login_not_required
@never_cache
@require_safe
def appointment(request: Request, token: str) -> HttpResponse:
    """Show when and where, and what one can still do."""
    mine = _mine(token)
    context = {
        "token": token,
        "appointment": mine,
        "point": mine.keeper,
        "is_ahead": mine.is_booked and mine.starts_at > timezone.now(),
    }
    return _kept_close(render(request, "infopoints/appointment.html", context))


@login_not_required
@require_POST
def cancel(request: Request, token: str) -> HttpResponse:
    """Cancel the appointment with one click."""
    try:
        services.cancel_own(actor=request.actor, appointment=_mine(token))
        messages.success(request, _("Afgezegd. Het moment is weer vrij voor een ander."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("infopoints:appointment", token=token)


@login_not_required
@never_cache
@require_safe
def calendar(request: Request, token: str) -> HttpResponse:
    """Serve the appointment as a calendar: to keep once, or to follow."""
    mine = _mine(token)
    return HttpResponse(
        calendars.written([entry_of(mine)], name=mine.keeper.name),
        content_type=calendars.CONTENT_TYPE,
        headers={
            "Content-Disposition": 'inline; filename="afspraak.ics"',
            "Referrer-Policy": "same-origin",
        },
    )
