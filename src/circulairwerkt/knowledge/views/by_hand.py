"""Writing a story by hand, with the same preview and check on plain Dutch as other texts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from circulairwerkt.base.edits import edit
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on
from circulairwerkt.knowledge import perms, queries, services
from circulairwerkt.knowledge.article_form import StoryForm
from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.knowledge.plain import hints_on

PER_PAGE = 50


def _hub(request: Request, slug: str) -> Hub:
    """Return a hub that uses stories and whose stories the reader writes; to others there is nothing here."""
    hub = get_object_or_404(Hub, slug=slug)
    require(
        perms.may_write_story(request.actor, CaseStory(hub=hub, is_by_hand=True)) and is_on(hub, "stories")
    )
    return hub


@require_safe
def stories_of_hub(request: Request, slug: str) -> HttpResponse:
    """The stories of a hub, written by hand, told of a case or read from a file: which everybody reads."""
    hub = _hub(request, slug)
    page = page_of(request, queries.stories_of(hub), PER_PAGE)
    return render(request, "knowledge/stories_of_hub.html", {"hub": hub, "page_obj": page})


def new_story(request: Request, slug: str) -> HttpResponse:
    """Write a new story."""
    hub = _hub(request, slug)
    return _write(request, CaseStory(hub=hub, is_by_hand=True, is_example=hub.is_example))


def edit_story(request: Request, slug: str) -> HttpResponse:
    """Change a story that was written by hand."""
    return _write(request, get_object_or_404(CaseStory.objects.select_related("hub"), slug=slug))


def _write(request: Request, story: CaseStory) -> HttpResponse:
    require(perms.may_write_story(request.actor, story))
    context: dict[str, Any] = {"story": story, "hub": story.hub}
    if request.method == "POST" and "bekijk" in request.POST:
        form = StoryForm(request.POST, row=story)
        status = 200 if form.is_valid() else 422
        texts = form.texts()
        read = hints_on(texts[name].get("nl", "") for name in ("summary", "lesson", "body"))
        context |= {"form": form, "preview": texts, "reading": read}
        return render(request, "knowledge/write_story.html", context, status=status)

    def save(form: Any) -> None:
        services.write_story(
            actor=request.actor, story=form.row, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=story,
        form_class=StoryForm,
        save=save,
        template="knowledge/write_story.html",
        context=context,
        done_url=reverse("knowledge:stories_of_hub", args=[story.hub.slug]),
        done_text=_("Bewaard."),
    )
