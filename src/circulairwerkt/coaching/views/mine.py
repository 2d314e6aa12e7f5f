"""The page of an entrepreneur who is coached: his coach, his appointments, what they agreed. The link is the
right.
"""

from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base import calendars
from circulairwerkt.base.forms import refused
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request
from circulairwerkt.base.slots import Span
from circulairwerkt.coaching import services
from circulairwerkt.coaching.calendars import entries_of
from circulairwerkt.coaching.finding import Fit, coaches_for
from circulairwerkt.coaching.forms.confirming import ConfirmForm
from circulairwerkt.coaching.forms.work import OwnNoteForm
from circulairwerkt.coaching.links import coaching_of
from circulairwerkt.coaching.models import Coach, Coaching, Step
from circulairwerkt.coaching.words import Closing

#: Moments that are shown of each coach.
MOST_SHOWN = 24
_AT_FIRST = 6


def _mine(token: str) -> Coaching:
    found = coaching_of(token)
    if found is None:
        raise Http404
    return found


def by_day(slots: tuple[Span, ...] | list[Span]) -> list[tuple[datetime, list[datetime]]]:
    """Return the beginnings of moments by day, in Belgian time."""
    starts = [timezone.localtime(slot.start) for slot in slots]
    return [(day[0], day) for day in (list(group) for _day, group in groupby(starts, key=datetime.date))]


def _offers(coaching: Coaching) -> list[tuple[Fit, Any, Any]]:
    """Return who can help with the first moments, and the others behind a fold; his own coach alone."""
    if not coaching.is_open:
        return []
    fits = coaches_for(coaching)
    own = [fit for fit in fits if fit.coach.pk == coaching.coach_id]
    return [
        (fit, by_day(fit.slots[:_AT_FIRST]), by_day(fit.slots[_AT_FIRST:MOST_SHOWN])) for fit in own or fits
    ]


def _page(
    request: Request, token: str, coaching: Coaching, form: OwnNoteForm | None = None, status: int = 200
) -> HttpResponse:
    meetings = list(coaching.meetings.select_related("keeper__user"))
    now = timezone.now()
    steps = list(coaching.steps.all())
    response = render(
        request,
        "coaching/mine.html",
        {
            "token": token,
            "coaching": coaching,
            "hub": coaching.hub,
            "is_withdrawn": coaching.closing == Closing.WITHDRAWN,
            "offers": _offers(coaching),
            "held": next(
                (m for m in meetings if m.state == SlotState.HELD and not m.is_held_too_long(now)), None
            ),
            "coming": [m for m in meetings if m.is_booked and m.starts_at > now],
            "past": [
                m for m in meetings if m.state != SlotState.HELD and not (m.is_booked and m.starts_at > now)
            ],
            "goals": [step for step in steps if step.kind == Step.Kind.GOAL],
            "actions": [step for step in steps if step.kind == Step.Kind.ACTION],
            "notes": coaching.notes.filter(is_shared=True).select_related("author"),
            "form": form or OwnNoteForm(),
        },
        status=status,
    )
    return _kept_close(response)


def _kept_close(response: HttpResponse) -> HttpResponse:
    """The address is the key: no other site may read it."""
    response["Referrer-Policy"] = "same-origin"
    return response


@login_not_required
@never_cache
@require_safe
def mine(request: Request, token: str) -> HttpResponse:
    """Show where it stands, and what the entrepreneur can do."""
    return _page(request, token, _mine(token))


def moment_sent(text: str) -> datetime | None:
    """Return the instant that a button names; None for what is none."""
    try:
        return datetime.fromisoformat(text[:40]).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)


@login_not_required
@require_POST
def choose(request: Request, token: str) -> HttpResponse:
    """Hold the moment that was chosen, and ask to confirm it."""
    coaching = _mine(token)
    coach = get_object_or_404(
        Coach._base_manager, pk=_number(request.POST.get("coach", "")), hub_id=coaching.hub_id
    )
    start = moment_sent(request.POST.get("begin", ""))
    if start is None:
        raise Http404
    if is_too_often(request, action="coaching.hold", most=20, seconds=600):
        messages.warning(request, _("Je koos al veel kort na elkaar. Probeer het over tien minuten opnieuw."))
        return redirect("coaching:mine", token=token)
    try:
        meeting = services.hold(actor=request.actor, coaching=coaching, coach=coach, start=start)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("coaching:mine", token=token)
    return redirect("coaching:confirm", token=token, pk=meeting.pk)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request, token: str, pk: int) -> HttpResponse:
    """Show what was chosen, and make it an appointment."""
    coaching = _mine(token)
    meeting = get_object_or_404(coaching.meetings.select_related("keeper__user", "coaching__hub"), pk=pk)
    if meeting.state != SlotState.HELD:
        return redirect("coaching:mine", token=token)
    form = ConfirmForm(request.POST if request.method == "POST" else None, meeting=meeting)
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            services.confirm(actor=request.actor, meeting=meeting, **form.cleaned_data)
        except services.NotFree as gone:
            messages.warning(request, " ".join(gone.messages))
            return redirect("coaching:mine", token=token)
        except ValidationError as error:
            refused(form, error)
            status = 422
        else:
            messages.success(request, _("Afgesproken. Je vindt de afspraak hieronder terug."))
            return redirect("coaching:mine", token=token)
    context = {"token": token, "meeting": meeting, "hub": coaching.hub, "form": form}
    return _kept_close(render(request, "coaching/confirm.html", context, status=status))


@login_not_required
@require_POST
def let_go(request: Request, token: str, pk: int) -> HttpResponse:
    """Give a held moment back."""
    meeting = get_object_or_404(_mine(token).meetings.select_related("coaching"), pk=pk)
    try:
        services.let_go(actor=request.actor, meeting=meeting)
    except services.NotFree as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("coaching:mine", token=token)


@login_not_required
@require_POST
def cancel(request: Request, token: str, pk: int) -> HttpResponse:
    """Cancel an appointment with one click."""
    meeting = get_object_or_404(_mine(token).meetings.select_related("keeper__user", "coaching__hub"), pk=pk)
    try:
        services.cancel_own(actor=request.actor, meeting=meeting)
        messages.success(request, _("Afgezegd. Je coach weet het. Een ander moment kies je hieronder."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("coaching:mine", token=token)


@login_not_required
@require_POST
def write(request: Request, token: str) -> HttpResponse:
    """Write something to the coach."""
    coaching = _mine(token)
    form = OwnNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, token, coaching, form, status=422)
    if is_too_often(request, action="coaching.write", most=10, seconds=600):
        form.add_error(None, _("Je schreef al veel kort na elkaar. Probeer het over tien minuten opnieuw."))
        return _page(request, token, coaching, form, status=429)
    try:
        services.write_as_entrepreneur(actor=request.actor, coaching=coaching, text=form.cleaned_data["text"])
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, token, coaching, form, status=409)
    messages.success(request, _("Bewaard. Je coach krijgt bericht."))
    return redirect("coaching:mine", token=token)


@login_not_required
@require_POST
def tick(request: Request, token: str, pk: int) -> HttpResponse:
    """Tick an own action, or take the tick away."""
    coaching = _mine(token)
    step = get_object_or_404(
        coaching.steps.select_related("coaching"),
        pk=pk,
        kind=Step.Kind.ACTION,
        whose=Step.Whose.ENTREPRENEUR,
    )
    services.mark_own_step(actor=request.actor, step=step, is_done=step.done_at is None)
    return redirect("coaching:mine", token=token)


@login_not_required
@require_POST
def withdraw(request: Request, token: str) -> HttpResponse:
    """Stop, and erase who it is and what was said."""
    services.withdraw(actor=request.actor, coaching=_mine(token))
    messages.success(request, _("Gestopt. Wat je schreef en je contactgegevens zijn gewist."))
    return redirect("coaching:mine", token=token)


@login_not_required
@never_cache
@require_safe
def calendar(request: Request, token: str) -> HttpResponse:
    """Serve the appointments as a calendar: to keep once, or to follow."""
    coaching = _mine(token)
    name = _("Begeleiding door %(hub)s") % {"hub": coaching.hub}
    return HttpResponse(
        calendars.written(entries_of(coaching), name=name),
        content_type=calendars.CONTENT_TYPE,
        headers={
            "Content-Disposition": 'inline; filename="begeleiding.ics"',
            "Referrer-Policy": "same-origin",
        },
    )
