"""A question as its readers see it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base import links, pictures
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms, services
from circulairwerkt.cases.forms import AnswerForm, LiftDangerForm
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.cases.services.made import made_of
from circulairwerkt.cases.understanding import PartInWords, in_words, wishes_in
from circulairwerkt.streams.models import MaterialCard, Need
from circulairwerkt.streams.queries import danger as danger_of
from circulairwerkt.streams.queries import disclosed, shown, sort_of
from circulairwerkt.streams.services import Alike, Dangerous


def _readable(request: Request, pk: int) -> Question:
    question: Question = get_object_or_404(
        Question.objects.select_related("hub", "municipality", "answered_by").prefetch_related(
            "remarks__author", "parts"
        ),
        pk=pk,
    )
    require(perms.may_answer(request.actor, question))
    return question


def _page(
    request: Request, found: Question, form: AnswerForm, status: int = 200, **more: Any
) -> HttpResponse:
    may_take_up = found.withdrawn_at is None and found.hub_id is not None
    context = {
        "question": found,
        "form": form,
        "parts": _parts(found),
        "danger": danger_of(found.danger) if found.danger else None,
        "lift_form": LiftDangerForm(),
        "wishes": wishes_in(found),
        "case": Case.objects.filter(question=found).first(),
        "photos": list(found.photos.all()),
        "made": [shown(row, told) for row in made_of(found) if (told := disclosed(row, request.actor))],
        "sees_hub": found.hub is not None and perms.may_see_cases_at(request.actor, found.hub),
        "may_make": may_take_up and not found.danger,
        "may_take_up": may_take_up and request.actor.may(perms.WORK, hub_id=found.hub_id),
        **more,
    }
    return render(request, "cases/question.html", context, status=status)


def _parts(found: Question) -> list[tuple[int, bool, PartInWords, bool]]:
    """Each stream with its place, whether it is sought, its words, and whether a card was made of it."""
    parts = list(found.parts.all())
    made = {part.pk: False for part in parts}
    for model in (MaterialCard, Need):
        keys = links.results(parts, model)
        alive = set(
            model._base_manager.filter(
                pk__in=[pk for rows in keys.values() for pk in rows], is_gone=False
            ).values_list("pk", flat=True)
        )
        made |= {pk: True for pk, rows in keys.items() if alive.intersection(rows)}
    return [(part.place, part.is_sought, in_words(part), made[part.pk]) for part in parts]


@require_safe
def question(request: Request, pk: int) -> HttpResponse:
    """Show one question with how to reach the asker, what was understood and what was said."""
    return _page(request, _readable(request, pk), AnswerForm())


@require_POST
def make_card(request: Request, pk: int, place: int) -> HttpResponse:
    """Make a card, or note a need, of one stream of the question; what resembles it is shown first."""
    found = _readable(request, pk)
    same_as = request.POST.get("zelfde", "")
    try:
        row = services.make_of_part(
            actor=request.actor,
            question=found,
            place=place,
            is_another=request.POST.get("toch") == "1",
            same_as=int(same_as) if same_as.isdecimal() and len(same_as) < 16 else None,
        )
    except Alike as alike:
        seen = [(one.row, disclosed(one.row, request.actor)) for one in alike.likenesses]
        there = [shown(row, told) for row, told in seen if told is not None]
        part = get_object_or_404(found.parts, place=place)
        context = {"question": found, "part": part, "alike": there}
        return render(request, "cases/alike.html", context, status=409)
    except Dangerous:
        messages.error(
            request, _("Dit kan gevaarlijk zijn. Eerst moet dat duidelijk zijn: er komt geen kaart.")
        )
        return redirect("cases:question", pk=pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("cases:question", pk=pk)
    messages.success(request, _("De kaart staat er. Kijk na wat we begrepen en vul aan van wie het is."))
    return redirect("streams:row", sort=sort_of(row), pk=row.pk)


@require_safe
@cache_control(private=True, max_age=600)
def photo(request: Request, pk: int, photo_pk: int) -> HttpResponseBase:
    """Serve a photo of the question to those who answer it."""
    return pictures.served(get_object_or_404(_readable(request, pk).photos, pk=photo_pk).file)


@require_POST
def lift_danger(request: Request, pk: int) -> HttpResponse:
    """Say that there is no danger after all, and how one knows."""
    found = _readable(request, pk)
    form = LiftDangerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, AnswerForm(), status=422, lift_form=form)
    services.lift_danger(actor=request.actor, question=found, reason=form.cleaned_data["reden"])
    messages.success(request, _("Genoteerd: er is geen gevaar. De vraag kan verder."))
    return redirect("cases:question", pk=pk)


@require_POST
def say(request: Request, pk: int) -> HttpResponse:
    """Answer the asker, or note something for the hub alone."""
    found = _readable(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    text = form.cleaned_data["text"]
    if form.cleaned_data["soort"] == "note":
        services.note(actor=request.actor, question=found, text=text)
        messages.success(request, _("Notitie bewaard. Alleen de hub ziet ze."))
        return redirect("cases:question", pk=pk)
    try:
        services.reply(actor=request.actor, question=found, text=text)
    except services.NoLongerOpen:
        form.add_error(
            None, _("De vraagsteller heeft de vraag intussen ingetrokken. Je antwoord is niet verstuurd.")
        )
        return _page(request, found, form, status=409)
    if found.has_mail:
        messages.success(request, _("Je antwoord is verstuurd."))
    else:
        messages.warning(
            request,
            _("Je antwoord staat achter de link van de vraagsteller. Er is geen mailadres: bel ook even."),
        )
    return redirect("cases:question", pk=pk)


@require_POST
def mark_answered(request: Request, pk: int) -> HttpResponse:
    """Stop the clock after a call or a visit."""
    services.mark_answered(actor=request.actor, question=_readable(request, pk))
    messages.success(request, _("Genoteerd: deze vraag is beantwoord."))
    return redirect("cases:question", pk=pk)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Undo: the question waits again."""
    services.reopen(actor=request.actor, question=_readable(request, pk))
    messages.success(request, _("De vraag wacht weer op antwoord."))
    return redirect("cases:question", pk=pk)


@require_POST
def renew_link(request: Request, pk: int) -> HttpResponse:
    """Send the asker a new private link; the old one stops working."""
    services.renew_link(actor=request.actor, question=_readable(request, pk))
    messages.success(request, _("De vraagsteller kreeg een nieuwe link. De oude werkt niet meer."))
    return redirect("cases:question", pk=pk)
