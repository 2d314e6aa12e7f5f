"""The room in a hub's workspace: the list, writing down who asks, a coach's week and his hours."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base.edits import edit
from circulairwerkt.base.forms import refused
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.coaching import perms, queries, services
from circulairwerkt.coaching.forms.coach import AwayForm, CoachForm
from circulairwerkt.coaching.forms.intake import IntakeForm
from circulairwerkt.coaching.forms.work import ListForm
from circulairwerkt.coaching.models import Away, Coach
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on

PER_PAGE = 50


def _hub(slug: str) -> Hub:
    """Return the hub, where it coaches; an instrument that is off has no pages."""
    hub = get_object_or_404(Hub.objects.select_related("seat"), slug=slug)
    require(is_on(hub, "coaching"))
    return hub


@require_safe
def coachings(request: Request, slug: str) -> HttpResponse:
    """The list: everything to who leads it, his own to a coach."""
    hub = _hub(slug)
    require(perms.may_see_room(request.actor, hub))
    form = ListForm(request.GET)
    stand = form.cleaned_data["stand"] if form.is_valid() else ""
    rows = queries.narrowed(queries.coachings_for(request.actor, hub), stand)
    context = {
        "hub": hub,
        "form": form,
        "page_obj": page_of(request, rows, PER_PAGE),
        "may_file": perms.may_file(request.actor, hub),
        "may_coach": perms.may_coach(request.actor, hub),
        "may_lead": perms.may_lead(request.actor, hub),
        "has_coaches": queries.coaches_at(hub.pk).exists(),
    }
    return render(request, "coaching/list.html", context, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "HEAD", "POST"])
def file_for(request: Request, slug: str) -> HttpResponse:
    """Write down what an entrepreneur asks on the phone."""
    hub = _hub(slug)
    require(perms.may_file(request.actor, hub))
    form = IntakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            filed = services.file_for(
                actor=request.actor,
                hub=hub,
                values=form.values(),
                language=get_language() or settings.LANGUAGE_CODE,
            )
        except services.NobodyReads:
            form.add_error(None, _("Bevestig eerst je hub. Dan kan ze ondernemers begeleiden."))
        else:
            messages.success(request, _("Genoteerd. Wie een mailadres gaf, kreeg een link."))
            if perms.may_work(request.actor, filed):
                return redirect("coaching:coaching", pk=filed.pk)
            return redirect("portal:hub_workspace", slug=slug)
    return render(request, "coaching/file.html", {"hub": hub, "form": form}, status=form.status)


@require_safe
def week(request: Request, slug: str) -> HttpResponse:
    """A coach's day and week."""
    hub = _hub(slug)
    require(perms.may_coach(request.actor, hub))
    coach = queries.own_coach(request.actor, hub)
    context = {"hub": hub, "coach": coach, "week": queries.week_of(coach) if coach else None}
    return render(request, "coaching/week.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request, slug: str) -> HttpResponse:
    """What a coach helps with, and when he is free."""
    hub = _hub(slug)
    require(perms.may_coach(request.actor, hub))
    coach = queries.own_coach(request.actor, hub) or Coach(hub=hub, user_id=request.actor.person_id)

    def save(form: Any) -> None:
        services.save_coach(
            actor=request.actor, coach=form.row, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=coach,
        form_class=CoachForm,
        save=save,
        template="coaching/profile.html",
        context={"hub": hub, "coach": coach, "away": _away(coach), "away_form": AwayForm()},
        done_url=reverse("coaching:week", args=[slug]),
        done_text=_("Bewaard. Ondernemers zien nu deze momenten."),
    )


def _away(coach: Coach) -> list[Away]:
    if not coach.pk:
        return []
    return list(coach.away.filter(last_day__gte=timezone.localdate()))


def _own_coach(request: Request, slug: str) -> Coach:
    hub = _hub(slug)
    require(perms.may_coach(request.actor, hub))
    return get_object_or_404(Coach, hub=hub, user_id=request.actor.user_id)


@require_POST
def note_away(request: Request, slug: str) -> HttpResponse:
    """Note days on which the coach sees nobody."""
    coach = _own_coach(request, slug)
    form = AwayForm(request.POST)
    if form.is_valid():
        try:
            services.note_away(actor=request.actor, coach=coach, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Genoteerd. Op deze dagen kiest niemand een moment."))
            return redirect("coaching:profile", slug=slug)
    context = {
        "hub": coach.hub,
        "coach": coach,
        "form": CoachForm(row=coach),
        "away": _away(coach),
        "away_form": form,
    }
    return render(request, "coaching/profile.html", context, status=422)


@require_POST
def take_back_away(request: Request, slug: str, pk: int) -> HttpResponse:
    """The coach is there after all."""
    coach = _own_coach(request, slug)
    services.take_back_away(actor=request.actor, away=get_object_or_404(Away, pk=pk, coach=coach))
    messages.success(request, _("Teruggenomen. Op deze dagen kan men weer kiezen."))
    return redirect("coaching:profile", slug=slug)
