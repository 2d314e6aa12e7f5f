"""All cases of one hub: the board, the list, opening one, the page for the steering group."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from circulairwerkt.base.paging import page_of
from circulairwerkt.base.periods import midnight
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import inside, perms, phone_note, queries, services, stages
from circulairwerkt.cases.forms.cases import FilterForm, NewCaseForm, RhythmForm
from circulairwerkt.cases.forms.work import HubCallForm
from circulairwerkt.cases.models import Case, Exit, Lesson, Stage
from circulairwerkt.cases.views.found import hub_with_cases
from circulairwerkt.cases.views.thread import from_note
from circulairwerkt.hubs.models import Hub

PER_PAGE = 25
#: Cases of each sort on the page for the steering group.
_ON_PAPER = 40
_LOOKED_BACK = timedelta(days=365)


def _counted(request: Request, hub: Hub) -> dict[str, Any]:
    return {
        **_at(request, hub),
        "counts": queries.counts_of(hub),
        "still_after": inside.still_after(hub),
    }


def _at(request: Request, hub: Hub) -> dict[str, Any]:
    return {
        "hub": hub,
        "still_border": inside.still_border(hub),
        "may_open": perms.may_open(request.actor, hub),
        "may_set_rhythm": perms.may_set_rhythm(request.actor, hub),
    }


@require_safe
def board(request: Request, slug: str) -> HttpResponse:
    """Show the cases on their way, a column for each stage; on a phone one stage at a time."""
    hub = hub_with_cases(request, slug)
    context = _counted(request, hub)
    columns = queries.board(hub, context["counts"])
    asked = request.GET.get("stap", "")
    first = next((c.stage.value for c in columns if c.total and c.stage != Stage.SCALED_UP), Stage.CASE.value)
    context |= {
        "columns": [(column, _forward(column.stage)) for column in columns],
        "shown_stage": asked if asked in Stage.values else first,
    }
    return render(request, "cases/board.html", context)


def _forward(stage: Stage) -> list[Stage]:
    """Stages to which a case goes on from ``stage`` without a reason: one press on the board."""
    return [
        step.to.stage
        for step in stages.steps_from(stages.Position(stage))
        if not step.needs_reason and not step.to.exit
    ]


@require_safe
def case_list(request: Request, slug: str) -> HttpResponse:
    """List the cases of a hub, narrowed by what is asked."""
    hub = hub_with_cases(request, slug)
    form = FilterForm(request.GET, hub=hub)
    context = _at(request, hub)
    context |= {
        "form": form,
        "is_narrowed": any(request.GET.get(name) for name in ("stap", "stand", "wie", "doel")),
        "page_obj": page_of(request, queries.cases_matching(hub, form.wanted()), PER_PAGE),
    }
    return render(request, "cases/list.html", context)


def new_case(request: Request, slug: str) -> HttpResponse:
    """Open a case without a question."""
    hub = hub_with_cases(request, slug)
    require(perms.may_open(request.actor, hub))
    form = NewCaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        case = services.open_case(
            actor=request.actor,
            hub=hub,
            title=form.cleaned_data["title"],
            summary=form.cleaned_data["summary"],
            stage=Stage(form.cleaned_data["stage"]),
        )
        messages.success(request, _("Het dossier is geopend."))
        return redirect("cases:case", pk=case.pk)
    return render(request, "cases/new.html", {"hub": hub, "form": form}, status=form.status)


def call(request: Request, slug: str) -> HttpResponse:
    """Note a call before there is a case: one box opens it, with the person and the task."""
    hub = hub_with_cases(request, slug)
    require(perms.may_open(request.actor, hub))
    form = HubCallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = from_note(form)
        case = services.open_with_call(
            actor=request.actor, hub=hub, title=form.cleaned_data["title"], **values
        )
        messages.success(request, _("Bewaard. Kijk na wat we lazen: de persoon en de taak staan hieronder."))
        return redirect("cases:case", pk=case.pk)
    context = {"hub": hub, "form": form, "note": _read(form)}
    return render(request, "cases/call.html", context, status=form.status)


def _read(form: HubCallForm) -> phone_note.PhoneNote | None:
    text = form.data.get("text", "") if form.is_bound else ""
    return phone_note.read(text, timezone.localdate()) if text else None


def rhythm(request: Request, slug: str) -> HttpResponse:
    """Say when a case of the hub stands still."""
    hub = hub_with_cases(request, slug)
    require(perms.may_set_rhythm(request.actor, hub))
    start = {"still_after_days": inside.still_after(hub)}
    form = RhythmForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        services.set_rhythm(actor=request.actor, hub=hub, **form.cleaned_data)
        messages.success(request, _("Bewaard."))
        return redirect("cases:board", slug=slug)
    return render(request, "cases/rhythm.html", {"hub": hub, "form": form}, status=form.status)


@require_safe
def steering_group(request: Request, slug: str) -> HttpResponse:
    """One page to print for the steering group: where the cases stand, what stands still, what came of it."""
    hub = hub_with_cases(request, slug)
    today = timezone.localdate()
    sheet = queries.Sheet(hub, first=today - _LOOKED_BACK, last=today)
    context = _counted(request, hub)
    context |= {
        "sheet": sheet,
        "stages": [(stage, context["counts"].by_stage.get(stage.value, 0)) for stage in Stage],
        "still": queries.still_cases(hub).select_related("owner")[:_ON_PAPER],
        "tests": _on_paper(hub, Stage.TEST_TRAJECTORY),
        "results": _on_paper(hub, Stage.REALISED, Stage.SCALED_UP),
        "stopped": queries.cases_of(hub)
        .filter(exit=Exit.STOPPED, exit_since__gte=midnight(sheet.first))
        .prefetch_related(Prefetch("lessons", Lesson.objects.order_by("-learnt_at")))
        .order_by("-exit_since")[:_ON_PAPER],
        "subsidies": queries.subsidy_counts(hub),
        "goals": queries.goal_counts(hub),
    }
    return render(request, "cases/steering_group.html", context)


def _on_paper(hub: Hub, *at: Stage) -> QuerySet[Case]:
    return (
        queries.cases_of(hub)
        .filter(stage__in=at, exit=Exit.NONE)
        .prefetch_related("parties__organisation")
        .order_by("stage", "-stage_since")[:_ON_PAPER]
    )


@require_safe
def questions(request: Request, slug: str) -> HttpResponse:
    """List the questions of a hub: what waits first, then what was answered, or what waits alone."""
    hub = hub_with_cases(request, slug)
    require(request.actor.may(perms.ANSWER, hub_id=hub.pk))
    only_open = request.GET.get("open") == "on"
    rows = queries.questions_of(hub)
    if only_open:
        rows = rows.filter(answered_at__isnull=True)
    context: Mapping[str, Any] = {
        "hub": hub,
        "page_obj": page_of(request, rows, PER_PAGE),
        "only_open": only_open,
        "may_open": perms.may_open(request.actor, hub),
    }
    return render(request, "cases/questions.html", context)
