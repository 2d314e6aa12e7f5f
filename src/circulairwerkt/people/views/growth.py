"""Pages about growth: notes of a minute, what is needed at work, the step to regular work."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base.forms import refused
from circulairwerkt.base.permissions import NOBODY, require
from circulairwerkt.base.requests import Request
from circulairwerkt.people import perms, queries, services
from circulairwerkt.people.forms.growth import AdjustForm, FollowUpForm, NoteForm, StageForm
from circulairwerkt.people.links import follow_up_of
from circulairwerkt.people.models import Note, Purpose, Transition
from circulairwerkt.people.views.files import closed, own_file, shown


@require_POST
def note(request: Request, pk: int) -> HttpResponse:
    """Note one small thing."""
    file = own_file(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            services.note(actor=request.actor, file=file, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
            # What is not kept is not shown again either.
            form.data = {**dict(form.data.items()), "text": ""}
        except services.Closed:
            return closed(request, file)
        else:
            messages.success(request, _("Genoteerd. De persoon kan het lezen."))
            return redirect("people:file", pk=pk)
    return shown(request, file, Purpose.GUIDING, status=422, note_form=form)


@require_POST
def move_note(request: Request, pk: int, note_pk: int) -> HttpResponse:
    """Say how far a step is, or take back what the person says is not right."""
    file = own_file(request, pk)
    found = get_object_or_404(Note.objects.select_related("file"), pk=note_pk, file=file)
    to = request.POST.get("naar", "")
    try:
        if to == "weg":
            services.take_back_note(actor=request.actor, note=found)
            messages.success(request, _("Weggehaald."))
        else:
            services.move_note(actor=request.actor, note=found, to=to)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except services.Closed:
        return closed(request, file)
    if request.POST.get("van") == "vandaag":
        return redirect("people:today", slug=file.organisation.slug)
    return redirect("people:file", pk=pk)


@never_cache
def adjust(request: Request, pk: int) -> HttpResponse:
    """What somebody needs at work: for his own coach alone, with his consent."""
    file = own_file(request, pk)
    try:
        services.read_file(actor=request.actor, file=file, purpose=Purpose.GUIDING)
    except services.Closed:
        return closed(request, file)
    needs = [row.need for row in file.adjustments.all()]
    form = AdjustForm(
        request.POST if request.method == "POST" else None,
        initial={"needs": needs, "has_agreed": bool(needs)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.adjust(
                actor=request.actor,
                file=file,
                needs=set(form.cleaned_data["needs"]),
                has_agreed=form.cleaned_data["has_agreed"],
            )
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Bewaard."))
            return redirect("people:file", pk=pk)
    return render(request, "people/adjust.html", {"file": file, "form": form}, status=form.status)


@require_POST
def transition(request: Request, pk: int) -> HttpResponse:
    """Begin the step to regular work, or say that a stage was reached."""
    file = own_file(request, pk)
    known: Transition | None = queries.transition_of(file)
    try:
        if known is None:
            services.begin_transition(actor=request.actor, file=file)
            messages.success(request, _("Begonnen. Noteer elke stap met zijn dag."))
            return redirect("people:file", pk=pk)
        form = StageForm(request.POST, transition=known)
        if form.is_valid():
            services.move_transition(actor=request.actor, transition=known, **form.cleaned_data)
            messages.success(request, _("Genoteerd."))
            return redirect("people:file", pk=pk)
    except ValidationError as error:
        refused(form, error)
    except services.Closed:
        return closed(request, file)
    return shown(request, file, Purpose.GUIDING, status=422, stage_form=form)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: Request, token: str) -> HttpResponse:
    """The two questions; opening the page writes nothing."""
    found = follow_up_of(token)
    if found is None:
        raise Http404
    form: Any = FollowUpForm(request.POST if request.method == "POST" and found.is_open else None)
    if form.is_bound and form.is_valid():
        # Answered meanwhile: the page says so.
        with suppress(services.AlreadyAnswered):
            services.answer_follow_up(actor=NOBODY, follow_up=found, **form.cleaned_data)
        return redirect("people:follow_up", token=token)
    context = {"follow_up": found, "form": form}
    answer = render(request, "people/follow_up.html", context, status=form.status)
    answer["Referrer-Policy"] = "same-origin"
    return answer


@require_safe
def figures(request: Request) -> HttpResponse:
    """What the funder sees: counts with their definitions, the same for every hub."""
    require(perms.may_see_figures(request.actor))
    return render(request, "people/figures.html", {"periods": queries.published_figures()})
