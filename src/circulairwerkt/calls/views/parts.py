"""The steps and challenges of a call: added, changed, removed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circulairwerkt.base.edits import edit, row_to_edit, sent_version
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import services
from circulairwerkt.calls.forms.call import ChallengeForm, StepForm
from circulairwerkt.calls.models import Challenge, Step
from circulairwerkt.calls.models.call import TITLE_LENGTH, WORDS_LENGTH
from circulairwerkt.calls.origins import origin_at
from circulairwerkt.calls.views.organising import call_to_edit


def step(request: Request, slug: str, pk: int, step_pk: int | None = None) -> HttpResponse:
    """Add a step, or change one."""
    call = call_to_edit(request, slug, pk)

    def save(form: Any) -> None:
        services.save_step(
            actor=request.actor, step=form.row, seen_version=form.seen_version, values=form.values()
        )

    row = row_to_edit(request, Step.objects.all(), step_pk, call=call)
    row.call = call
    return edit(
        request,
        row=row,
        form_class=StepForm,
        save=save,
        template="calls/step.html",
        context={"hub": call.hub, "call": call, "step": row},
        done_url=reverse("calls:inside", args=[slug, pk]),
        done_text=_("Bewaard."),
        add_url=reverse("calls:new_step", args=[slug, pk]),
    )


def challenge(request: Request, slug: str, pk: int, challenge_pk: int | None = None) -> HttpResponse:
    """Add a challenge, or change one."""
    call = call_to_edit(request, slug, pk)

    def save(form: Any) -> None:
        services.save_challenge(
            actor=request.actor, challenge=form.row, seen_version=form.seen_version, values=form.values()
        )

    row = row_to_edit(request, Challenge.objects.all(), challenge_pk, call=call)
    row.call = call
    return edit(
        request,
        row=row,
        form_class=ChallengeForm,
        save=save,
        template="calls/challenge.html",
        context={"hub": call.hub, "call": call, "challenge": row},
        done_url=reverse("calls:inside", args=[slug, pk]),
        done_text=_("Bewaard."),
        add_url=reverse("calls:new_challenge", args=[slug, pk]),
    )


def challenge_of(request: Request, slug: str, pk: int, sort: str, key: int) -> HttpResponse:
    """Make a challenge of a card, a need or a case: everything stands there, the hub reads it over."""
    call = call_to_edit(request, slug, pk)
    origin = origin_at(request.actor, call.hub, sort, key)
    if origin is None:
        raise Http404

    def save(form: Any) -> None:
        services.save_challenge(
            actor=request.actor,
            challenge=form.row,
            seen_version=form.seen_version,
            values=form.values(),
            came_of=origin.row,
        )

    row = Challenge(call=call, title=origin.title[:TITLE_LENGTH], words=origin.words[:WORDS_LENGTH])
    return edit(
        request,
        row=row,
        form_class=ChallengeForm,
        save=save,
        template="calls/challenge.html",
        context={"hub": call.hub, "call": call, "challenge": row, "origin": origin},
        done_url=reverse("calls:inside", args=[slug, pk]),
        done_text=_("Bewaard. De uitdaging en waar ze vandaan komt, blijven verbonden."),
    )


def _removed(request: Request, slug: str, pk: int, remove: Callable[[], object]) -> HttpResponse:
    """Remove it, or say why that cannot be."""
    try:
        remove()
        messages.success(request, _("Verwijderd."))
    except EditConflict:
        messages.warning(request, _("Iemand anders veranderde dit intussen. Kijk het nog eens na."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:inside", slug=slug, pk=pk)


@require_POST
def remove_step(request: Request, slug: str, pk: int, step_pk: int) -> HttpResponse:
    """Leave a step out."""
    call = call_to_edit(request, slug, pk)
    row = get_object_or_404(Step.objects.filter(call=call), pk=step_pk)
    row.call = call
    seen = sent_version(request)
    return _removed(
        request, slug, pk, lambda: services.remove_step(actor=request.actor, step=row, seen_version=seen)
    )


@require_POST
def remove_challenge(request: Request, slug: str, pk: int, challenge_pk: int) -> HttpResponse:
    """Take a challenge away."""
    call = call_to_edit(request, slug, pk)
    row = get_object_or_404(Challenge.objects.filter(call=call), pk=challenge_pk)
    row.call = call
    seen = sent_version(request)
    return _removed(
        request,
        slug,
        pk,
        lambda: services.remove_challenge(actor=request.actor, challenge=row, seen_version=seen),
    )
