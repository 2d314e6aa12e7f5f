"""Case stories: a list to search, and a page for each."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from circulairwerkt.base.paging import page_of
from circulairwerkt.base.requests import Request
from circulairwerkt.base.texts import shown
from circulairwerkt.knowledge import perms as knowledge_perms
from circulairwerkt.knowledge import queries
from circulairwerkt.portal import schema
from circulairwerkt.portal.forms import StoryForm

PER_PAGE = 24


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def stories(request: Request) -> HttpResponse:
    """Search the stories by words, sector and hub."""
    form = StoryForm(request.GET or None)
    valid = not form.is_bound or form.is_valid()
    page = page_of(request, queries.matching(form.wanted()), PER_PAGE)
    context = {"form": form, "page_obj": page, "is_narrowed": bool(form.chosen)}
    context["schema"] = schema.of_list(
        title=_("Verhalen"),
        page="portal:stories",
        entries=[(str(shown(row.title)), reverse("portal:story", args=[row.slug])) for row in page],
    )
    template = "portal/_story_list.html" if request.htmx else "portal/stories.html"
    return render(request, template, context, status=200 if valid else 422)


@login_not_required
@require_safe
def story(request: Request, slug: str) -> HttpResponse:
    """One story with its source and date."""
    found = get_object_or_404(queries.published().prefetch_related("organisations"), slug=slug)
    return render(
        request,
        "portal/story.html",
        {
            "story": found,
            "may_write": knowledge_perms.may_write_story(request.actor, found),
            "may_take_back": knowledge_perms.may_take_back(request.actor, found),
            "schema": schema.of_story(found),
            "trail": [(_("Verhalen"), reverse("portal:stories"))],
            "here": str(shown(found.title)),
        },
    )
