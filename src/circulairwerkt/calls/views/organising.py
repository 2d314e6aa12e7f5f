"""Calls from the inside: made, changed, opened, stopped."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base import downloads
from circulairwerkt.base.edits import edit
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import perms, queries, services, tables
from circulairwerkt.calls.forms.call import CallForm, NewCallForm, StopForm
from circulairwerkt.calls.judging import round_of
from circulairwerkt.calls.models import Call
from circulairwerkt.calls.origins import origins_of
from circulairwerkt.calls.peering import is_reviewing, peer_step, round_now
from circulairwerkt.calls.services.calls import what_is_missing
from circulairwerkt.hubs.models import Hub

PER_PAGE = 30
_IDEAS = 50


def calls_hub(slug: str) -> Hub:
    """Return a hub that uses calls or hackathons; of one that does not, these pages do not exist."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.uses_calls(hub))
    return hub


def own_call(request: Request, slug: str, pk: int) -> Call:
    """Return a call of the hub that the reader may see from the inside; to others it does not exist."""
    hub = calls_hub(slug)
    rows = queries.in_use(Call.objects.select_related("event")).prefetch_related("steps", "challenges")
    found: Call = get_object_or_404(rows, pk=pk, hub=hub)
    found.hub = hub
    require(perms.may_see(request.actor, found))
    return found


def call_to_edit(request: Request, slug: str, pk: int) -> Call:
    """Return a call that the reader may lead."""
    found = own_call(request, slug, pk)
    require(perms.may_edit(request.actor, found))
    return found


def at_hub(request: Request, slug: str) -> HttpResponse:
    """The calls of a hub: in preparation, running, ended."""
    hub = calls_hub(slug)
    require(perms.may_see_at(request.actor, hub))
    context = {
        "hub": hub,
        "page_obj": page_of(request, queries.at_hub(hub), PER_PAGE),
        "may_edit": perms.may_edit_at(request.actor, hub),
    }
    return render(request, "calls/at_hub.html", context)


def new_call(request: Request, slug: str) -> HttpResponse:
    """Make a call; it is a draft until it is opened."""
    hub = calls_hub(slug)
    require(perms.may_edit_at(request.actor, hub))
    form = NewCallForm(request.POST if request.method == "POST" else None, hub=hub)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        made = services.make_call(
            actor=request.actor, hub=hub, kind=data["kind"], values={"title": {"nl": data["title"]}}
        )
        messages.success(request, _("Bewaard. Nog niemand ziet het: open de oproep als alles klopt."))
        return redirect("calls:inside", slug=slug, pk=made.pk)
    return render(request, "calls/new_call.html", {"hub": hub, "form": form}, status=form.status)


def inside(request: Request, slug: str, pk: int) -> HttpResponse:
    """One call from the inside: what is to do, its way, its challenges, the ideas."""
    call = own_call(request, slug, pk)
    entries = page_of(request, queries.entries_of(call), _IDEAS)
    next_step, jury = queries.next_step(call), round_of(call)
    now, challenges = timezone.now(), list(call.challenges.all())
    origins = origins_of(request.actor, challenges)
    cases = queries.cases_of(request.actor, entries.object_list)
    context = {
        "hub": call.hub,
        "call": call,
        "missing": what_is_missing(call, now) if call.is_draft else [],
        "may_edit": perms.may_edit(request.actor, call),
        "may_decide": call.is_running and not call.takes_ideas(now),
        "way": queries.way_of(call),
        "next_step": next_step,
        "is_judging": jury is not None and jury.judged_at is None,
        "peers": peer_step(call),
        "is_reviewing": is_reviewing(round_now(call), now),
        "challenges": [(each, origins[each.pk]) for each in challenges],
        "page_obj": entries,
        "came": None if call.is_draft else queries.came_of(request.actor, call),
        "ideas": [(each, [case for case, may_see in cases[each.pk] if may_see]) for each in entries],
    }
    return render(request, "calls/inside.html", context)


@require_safe
def ideas_file(request: Request, slug: str, pk: int, ending: str) -> HttpResponse:
    """What was handed in, how far each came and what juries gave, as CSV or XLSX."""
    call = own_call(request, slug, pk)
    name = f"ideeen-{call.slug}"
    return downloads.taken_along(request.actor, name, ending, tables.ideas(call), of=call, hub_id=call.hub_id)


def edit_call(request: Request, slug: str, pk: int) -> HttpResponse:
    """What is asked, until when, at which event."""
    call = call_to_edit(request, slug, pk)

    def save(form: Any) -> None:
        services.edit_call(
            actor=request.actor, call=form.row, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=call,
        form_class=CallForm,
        save=save,
        template="calls/edit_call.html",
        context={"hub": call.hub, "call": call},
        done_url=reverse("calls:inside", args=[slug, pk]),
        done_text=_("Bewaard."),
    )


@require_POST
def publish(request: Request, slug: str, pk: int) -> HttpResponse:
    """Open the call for ideas."""
    call = call_to_edit(request, slug, pk)
    try:
        services.publish(actor=request.actor, call=call)
        messages.success(request, _("De oproep staat open. Iedereen ziet ze nu."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:inside", slug=slug, pk=pk)


def stop(request: Request, slug: str, pk: int) -> HttpResponse:
    """End the call before its time, with a word why."""
    call = call_to_edit(request, slug, pk)
    form = StopForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.stop(actor=request.actor, call=call, reason=form.cleaned_data["reason"])
            messages.success(request, _("Gestopt. Wie inzond, krijgt een mail."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("calls:inside", slug=slug, pk=pk)
    context = {"hub": call.hub, "call": call, "form": form}
    return render(request, "calls/stop.html", context, status=form.status)


@require_POST
def remove_call(request: Request, slug: str, pk: int) -> HttpResponse:
    """Remove a draft."""
    call = call_to_edit(request, slug, pk)
    try:
        services.remove_call(actor=request.actor, call=call)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("calls:inside", slug=slug, pk=pk)
    messages.success(request, _("Verwijderd."))
    return redirect("calls:at_hub", slug=slug)
