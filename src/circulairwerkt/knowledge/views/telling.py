"""Putting the lesson of a case in the stories, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circulairwerkt.base.edits import edit
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.models import Case, Lesson
from circulairwerkt.knowledge import perms, services
from circulairwerkt.knowledge.forms import TEXTS, TellForm
from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.knowledge.plain import hints_on
from circulairwerkt.knowledge.releasing import draft_of


def _lesson(request: Request, pk: int, lesson_pk: int) -> Lesson:
    """Return a lesson that the reader may release; to others it does not exist."""
    case = get_object_or_404(Case.objects.select_related("hub", "owner", "question__municipality"), pk=pk)
    require(perms.may_tell(request.actor, case))
    lesson = get_object_or_404(Lesson, pk=lesson_pk, case=case)
    lesson.case = case
    return lesson


def tell(request: Request, pk: int, lesson_pk: int) -> HttpResponse:
    """Read over what everybody will read, without names, and release it."""
    lesson = _lesson(request, pk, lesson_pk)
    known = CaseStory.objects.filter(told_of=lesson).first()
    context = {"case": lesson.case, "hub": lesson.case.hub, "lesson": lesson, "story": known}
    if request.method == "POST" and "bekijk" in request.POST:
        return _looked_at(request, known or draft_of(lesson), context)

    def save(form: Any) -> None:
        services.tell(
            actor=request.actor, lesson=lesson, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=known or draft_of(lesson),
        form_class=TellForm,
        save=save,
        template="knowledge/tell.html",
        context=context,
        done_url=reverse("cases:case", args=[pk]),
        done_text=_("De les staat in de verhalen. Je haalt ze terug met één klik."),
    )


def _looked_at(request: Request, story: CaseStory, context: dict[str, Any]) -> HttpResponse:
    """Show how it will look and which sentences could be plainer; nothing is saved, so no tick is asked."""
    form = TellForm(request.POST, row=story)
    form.fields["consent"].required = False
    valid = form.is_valid()
    form.fields["consent"].required = True
    texts = form.texts()
    read = hints_on(texts[name]["nl"] for name in TEXTS if name != "title")
    context |= {"form": form, "preview": texts, "reading": read}
    return render(request, "knowledge/tell.html", context, status=200 if valid else 422)


@require_POST
def take_back(request: Request, pk: int, lesson_pk: int) -> HttpResponse:
    """Take the lesson out of the stories."""
    lesson = _lesson(request, pk, lesson_pk)
    story = get_object_or_404(CaseStory, told_of=lesson)
    services.take_back(actor=request.actor, story=story)
    messages.success(request, _("De les staat niet meer in de verhalen."))
    return redirect("cases:case", pk=pk)


@require_POST
def take_back_story(request: Request, slug: str) -> HttpResponse:
    """Take a story out from its own page, also where its case is gone."""
    story = get_object_or_404(CaseStory, slug=slug)
    services.take_back(actor=request.actor, story=story)
    messages.success(request, _("De les staat niet meer in de verhalen."))
    return redirect("portal:stories")
