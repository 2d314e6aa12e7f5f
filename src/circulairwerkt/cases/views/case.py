"""One case: seen, moved, left, handed over, shared, printed, taken up and taken back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.edits import edit
from circulairwerkt.base.forms import refused
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms, services
from circulairwerkt.cases.forms.cases import (
    CaseForm,
    GoalsForm,
    HandOverForm,
    LeaveForm,
    MoveForm,
    PositionForm,
    ShareForm,
)
from circulairwerkt.cases.models import Entry, Exit, Question, Stage
from circulairwerkt.cases.views import page
from circulairwerkt.cases.views.found import moved_meanwhile, readable, workable
from circulairwerkt.hubs.models import Hub


@require_safe
def case(request: Request, pk: int) -> HttpResponse:
    """Show a case with everything in it."""
    return page.show(request, readable(request, pk))


@require_safe
def print_case(request: Request, pk: int) -> HttpResponse:
    """Show a case as one page to print."""
    found = readable(request, pk)
    steps = found.entries.filter(kind=Entry.Kind.STAGE).order_by("at")
    return render(request, "cases/print.html", page.context_of(request, found) | {"steps_taken": steps})


@require_POST
def take_up(request: Request, pk: int) -> HttpResponse:
    """Make a case of a question: *Opnemen*."""
    question: Question = get_object_or_404(Question.objects.select_related("hub"), pk=pk)
    require(perms.may_answer(request.actor, question))
    try:
        made = services.take_up(actor=request.actor, question=question)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("cases:question", pk=pk)
    messages.success(request, _("Opgenomen. De vraag is nu een dossier, met de vraagsteller als contact."))
    return redirect("cases:case", pk=made.pk)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a case back that was opened by mistake."""
    found = workable(request, pk)
    question_pk, slug = found.question_id, found.hub.slug
    try:
        services.undo_take_up(actor=request.actor, case=found)
    except services.CannotUndo:
        messages.warning(
            request, _("Er gebeurde al iets in dit dossier. Stop het, dan blijft het verhaal bewaard.")
        )
        return redirect("cases:case", pk=pk)
    messages.success(request, _("Ongedaan gemaakt. Het dossier is weg."))
    return redirect("cases:question", pk=question_pk) if question_pk else redirect("cases:board", slug=slug)


@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """Move a case to another stage, from the board or from its page."""
    found = workable(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return page.show(request, found, move_form=form, status=422)
    to = Stage(form.cleaned_data["to"])
    try:
        services.move_case(
            actor=request.actor, case=found, seen=form.seen, to=to, reason=form.cleaned_data["reason"]
        )
    except services.MovedMeanwhile as clash:
        return moved_meanwhile(request, clash.current)
    except ValidationError as error:
        refused(form, error)
        return page.show(request, found, move_form=form, status=422)
    messages.success(request, _("“%(title)s” staat nu op %(stage)s.") % {"title": found, "stage": to.label})
    if request.POST.get("terug") == "bord":
        address = reverse("cases:board", args=[found.hub.slug])
        return redirect(f"{address}?stap={to.value}#dossier-{pk}")
    return redirect("cases:case", pk=pk)


def leave(request: Request, pk: int) -> HttpResponse:
    """Put a case on hold, stop it or note that it was referred."""
    found = workable(request, pk)
    start = {"seen_stage": found.stage, "seen_exit": found.exit, "way_out": request.GET.get("hoe", "")}
    form = LeaveForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.leave(
                actor=request.actor,
                case=found,
                seen=form.seen,
                way_out=Exit(values["way_out"]),
                reason=values["reason"],
                lesson=values["lesson"],
                resume_on=values["resume_on"],
            )
        except services.MovedMeanwhile as clash:
            return moved_meanwhile(request, clash.current)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Bewaard."))
            return redirect("cases:case", pk=pk)
    context = {"case": found, "hub": found.hub, "form": form}
    return render(request, "cases/leave.html", context, status=form.status)


@require_POST
def resume(request: Request, pk: int) -> HttpResponse:
    """Bring a case back to its stage."""
    found = workable(request, pk)
    form = PositionForm(request.POST)
    if not form.is_valid():
        return page.show(request, found, status=422)
    try:
        services.resume(actor=request.actor, case=found, seen=form.seen)
    except services.MovedMeanwhile as clash:
        return moved_meanwhile(request, clash.current)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Het dossier loopt weer."))
    return redirect("cases:case", pk=pk)


def edit_case(request: Request, pk: int) -> HttpResponse:
    """Title, what it is about, what came of it."""
    found = workable(request, pk)

    def save(form: Any) -> None:
        services.edit_case(
            actor=request.actor, case=found, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=found,
        form_class=CaseForm,
        save=save,
        template="cases/edit.html",
        context={"case": found, "hub": found.hub},
        done_url=reverse("cases:case", args=[pk]),
        done_text=_("Bewaard."),
    )


def goals(request: Request, pk: int) -> HttpResponse:
    """Choose the goals that the case counts for."""
    found = workable(request, pk)
    start = {"goals": [goal.pk for goal in found.goals.all()]}
    form = GoalsForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        services.set_goals(actor=request.actor, case=found, goals=form.cleaned_data["goals"])
        messages.success(request, _("Doelen bewaard."))
        return redirect("cases:case", pk=pk)
    context = {"case": found, "hub": found.hub, "form": form}
    return render(request, "cases/goals.html", context, status=form.status)


@require_POST
def accept_goal(request: Request, pk: int) -> HttpResponse:
    """Take over one proposed goal with one press."""
    found = workable(request, pk)
    form = GoalsForm(request.POST)
    if form.is_valid():
        both = {*found.goals.all(), *form.cleaned_data["goals"]}
        services.set_goals(actor=request.actor, case=found, goals=both)
        messages.success(request, _("Doelen bewaard."))
    return redirect("cases:case", pk=pk)


def hand_over(request: Request, pk: int) -> HttpResponse:
    """Give a case to a colleague."""
    found = workable(request, pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, case=found)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.hand_over(
                actor=request.actor,
                case=found,
                seen_owner_id=values["seen_owner"],
                to=values["to"],
                note=values["note"],
                tasks_too=values["tasks_too"],
            )
        except services.MovedMeanwhile as clash:
            messages.warning(
                request,
                _("Iemand anders droeg dit dossier al over aan %(name)s.") % {"name": clash.current.owner},
            )
            return redirect("cases:case", pk=pk)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Overgedragen aan %(name)s.") % {"name": values["to"]})
            return redirect("cases:case", pk=pk)
    context = {"case": found, "hub": found.hub, "form": form}
    return render(request, "cases/hand_over.html", context, status=form.status)


def share(request: Request, pk: int) -> HttpResponse:
    """Let another hub work along, or let it go."""
    found = workable(request, pk)
    form = ShareForm(request.POST if request.method == "POST" else None, case=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.share(actor=request.actor, case=found, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("%(hub)s werkt nu mee.") % {"hub": form.cleaned_data["hub"]})
            return redirect("cases:case", pk=pk)
    context = {
        "case": found,
        "hub": found.hub,
        "form": form,
        "shares": [each for each in found.shares.all() if each.ended_at is None],
    }
    return render(request, "cases/share.html", context, status=form.status)


@require_POST
def stop_sharing(request: Request, pk: int, hub_pk: int) -> HttpResponse:
    """Let another hub go."""
    found = workable(request, pk)
    hub = get_object_or_404(Hub, pk=hub_pk)
    services.stop_sharing(actor=request.actor, case=found, hub=hub)
    messages.success(request, _("%(hub)s ziet dit dossier niet meer.") % {"hub": hub})
    return redirect("cases:case", pk=pk)
