"""Events from the inside: made, changed, copied, put in the agenda, called off; and what came of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from circulairwerkt.agenda import perms, queries, services
from circulairwerkt.agenda.forms import (
    CallOffForm,
    CopyForm,
    EventForm,
    NewEventForm,
    SessionForm,
)
from circulairwerkt.agenda.models import SWITCHES, Event, Kind, Session
from circulairwerkt.agenda.series_forms import SeriesForm, reach_in
from circulairwerkt.agenda.services.events import called_off_with, may_come_back, what_is_missing
from circulairwerkt.agenda.standing import standing_of
from circulairwerkt.base.edits import edit, row_to_edit, sent_version
from circulairwerkt.base.forms import refused
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.queries import yield_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import switched_off

PER_PAGE = 30


def agenda_hub(slug: str) -> Hub:
    """Return a hub that uses the agenda; of one that does not, these pages do not exist."""
    hub = get_object_or_404(Hub.objects.select_related("seat"), slug=slug)
    require(perms.uses_agenda(hub))
    return hub


def own_event(request: Request, slug: str, pk: int) -> Event:
    """Return an event of the hub that the reader may see from the inside; to others it does not exist."""
    hub = agenda_hub(slug)
    found: Event = get_object_or_404(
        queries.in_use(Event.objects.select_related("municipality")), pk=pk, hub=hub
    )
    found.hub = hub
    require(perms.may_see(request.actor, found))
    return found


def event_to_edit(request: Request, slug: str, pk: int) -> Event:
    found = own_event(request, slug, pk)
    require(perms.may_edit(request.actor, found))
    return found


def events(request: Request, slug: str) -> HttpResponse:
    """What the hub organises: to come, or over."""
    hub = agenda_hub(slug)
    require(perms.may_see_at(request.actor, hub))
    gone = bool(request.GET.get("voorbij"))
    context = {
        "hub": hub,
        "page_obj": page_of(request, queries.at_hub(hub, gone=gone), PER_PAGE),
        "gone": gone,
        "may_edit": perms.may_edit_at(request.actor, hub),
    }
    return render(request, "agenda/events.html", context)


def new_event(request: Request, slug: str) -> HttpResponse:
    """Make an event, with its first session; it is a draft until it is put in the agenda."""
    hub = agenda_hub(slug)
    require(perms.may_edit_at(request.actor, hub))
    off = switched_off(hub)
    kind = next(key for key in Kind.values if SWITCHES[key] not in off)
    made: list[Event] = []

    def save(form: Any) -> None:
        made.append(
            services.make_event(
                actor=request.actor, hub=hub, values=form.values(), links=form.links(), times=[form.span]
            )
        )

    answer = edit(
        request,
        row=Event(hub=hub, kind=kind),
        form_class=NewEventForm,
        save=save,
        template="agenda/new_event.html",
        context={"hub": hub},
        done_url="",
        done_text=_("Bewaard. Nog niemand ziet het: zet het in de agenda als het klaar is."),
    )
    return redirect("agenda:inside", slug=slug, pk=made[0].pk) if made else answer


def inside(request: Request, slug: str, pk: int) -> HttpResponse:
    """One event from the inside: what is still to do, its sessions, what came of it."""
    event = own_event(request, slug, pk)
    context = {
        "hub": event.hub,
        "event": event,
        "sessions": list(event.sessions.all()),
        "standing": standing_of(event) if event.registration == "here" else [],
        "may_receive": perms.may_receive(request.actor, event),
        "missing": what_is_missing(event) if event.is_draft else [],
        "may_edit": perms.may_edit(request.actor, event),
        "came": yield_of(request.actor, event),
        "goals": list(event.goals.all()),
        "siblings": list(queries.in_series(event)),
        **_way_back(event),
    }
    return render(request, "agenda/inside.html", context)


def _way_back(event: Event) -> dict[str, Any]:
    """Say whether calling off can be undone, and how many other times come back with it."""
    if not may_come_back(event):
        return {"may_come_back": False}
    return {"may_come_back": True, "called_off_with": called_off_with(event)}


def edit_event(request: Request, slug: str, pk: int) -> HttpResponse:
    """What, where, with whom, at what price."""
    event = event_to_edit(request, slug, pk)

    def save(form: Any) -> None:
        services.edit_event(
            actor=request.actor,
            event=form.row,
            seen_version=form.seen_version,
            values=form.values(),
            links=form.links(),
            reach=reach_in(form),
        )

    return edit(
        request,
        row=event,
        form_class=EventForm,
        save=save,
        template="agenda/edit_event.html",
        context={"hub": event.hub, "event": event},
        done_url=reverse("agenda:inside", args=[slug, pk]),
        done_text=_("Bewaard."),
    )


@require_POST
def publish(request: Request, slug: str, pk: int) -> HttpResponse:
    """Put it in the agenda."""
    event = event_to_edit(request, slug, pk)
    try:
        services.publish(actor=request.actor, event=event)
        messages.success(request, _("Het staat in de agenda."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("agenda:inside", slug=slug, pk=pk)


def call_off(request: Request, slug: str, pk: int) -> HttpResponse:
    """Call it off, with a word why."""
    event = event_to_edit(request, slug, pk)
    form = CallOffForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            services.call_off(
                actor=request.actor,
                event=event,
                reason=form.cleaned_data["reason"],
                reach=reach_in(form),
            )
            messages.success(request, _("Afgelast. Het blijft in de agenda staan, met jouw uitleg."))
            return redirect("agenda:inside", slug=slug, pk=pk)
        except ValidationError as error:
            refused(form, error)
    return render(
        request, "agenda/call_off.html", {"hub": event.hub, "event": event, "form": form}, status=form.status
    )


@require_POST
def bring_back(request: Request, slug: str, pk: int) -> HttpResponse:
    """Undo calling off."""
    event = event_to_edit(request, slug, pk)
    try:
        rows = services.bring_back(actor=request.actor, event=event)
        words = ngettext("Het gaat toch door.", "%(n)d keren gaan toch door.", len(rows))
        messages.success(request, words % {"n": len(rows)})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("agenda:inside", slug=slug, pk=pk)


def copy_event(request: Request, slug: str, pk: int) -> HttpResponse:
    """Make the same for another day."""
    event = event_to_edit(request, slug, pk)
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        copy = services.copy_event(actor=request.actor, event=event, starts_at=form.starts_at)
        messages.success(request, _("Hier is de kopie. Nog niemand ziet ze."))
        return redirect("agenda:inside", slug=slug, pk=copy.pk)
    return render(
        request,
        "agenda/copy_event.html",
        {"hub": event.hub, "event": event, "form": form},
        status=form.status,
    )


@require_POST
def remove_event(request: Request, slug: str, pk: int) -> HttpResponse:
    """Remove a draft."""
    event = event_to_edit(request, slug, pk)
    try:
        services.remove_event(actor=request.actor, event=event)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("agenda:inside", slug=slug, pk=pk)
    messages.success(request, _("Weg."))
    return redirect("agenda:events", slug=slug)


def make_series(request: Request, slug: str, pk: int) -> HttpResponse:
    """Let it come back: first the days are shown, then they are made."""
    event = event_to_edit(request, slug, pk)
    if event.first_starts_at is None or event.series_id is not None:
        raise Http404
    form = SeriesForm(request.POST if request.method == "POST" else None, first=event.first_starts_at)
    times: list[Any] = []
    if request.method == "POST" and form.is_valid():
        if "maak" in request.POST:
            try:
                services.make_series(
                    actor=request.actor,
                    event=event,
                    rule=form.rule,
                    exceptions=form.cleaned_data["exceptions"],
                )
                messages.success(request, _("De reeks staat er. Elke keer heeft een eigen pagina."))
                return redirect("agenda:inside", slug=slug, pk=pk)
            except ValidationError as error:
                refused(form, error)
        times = list(form.times)
    return render(
        request,
        "agenda/series.html",
        {"hub": event.hub, "event": event, "form": form, "times": times},
        status=form.status,
    )


def new_session(request: Request, slug: str, pk: int) -> HttpResponse:
    """Add a session."""
    return edit_session(request, slug, pk, None)


def edit_session(request: Request, slug: str, pk: int, session_pk: int | None) -> HttpResponse:
    """Change or move a session."""
    event = event_to_edit(request, slug, pk)
    session = row_to_edit(request, Session.objects.all(), session_pk, event=event)

    def save(form: Any) -> None:
        services.save_session(
            actor=request.actor,
            session=form.row,
            seen_version=form.seen_version,
            values=form.values(),
            reach=reach_in(form),
        )

    return edit(
        request,
        row=session,
        form_class=SessionForm,
        save=save,
        template="agenda/session.html",
        context={"hub": event.hub, "event": event, "session": session if session.pk else None},
        done_url=reverse("agenda:inside", args=[slug, pk]),
        done_text=_("Bewaard."),
        add_url=reverse("agenda:new_session", args=[slug, pk]),
    )


@require_POST
def call_off_session(request: Request, slug: str, pk: int, session_pk: int) -> HttpResponse:
    """Take one session out."""
    event = event_to_edit(request, slug, pk)
    session = get_object_or_404(Session, pk=session_pk, event=event)
    session.event = event
    try:
        services.call_off_session(actor=request.actor, session=session, seen_version=sent_version(request))
        messages.success(request, _("De sessie is geschrapt."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except EditConflict:
        messages.error(request, _("Iemand anders veranderde dit intussen. Kijk eerst wat er nu staat."))
    return redirect("agenda:inside", slug=slug, pk=pk)
