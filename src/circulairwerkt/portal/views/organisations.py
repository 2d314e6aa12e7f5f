"""The directory of organisations, and a page for each."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from circulairwerkt.base.paging import page_of
from circulairwerkt.base.requests import Request
from circulairwerkt.knowledge import queries as knowledge_queries
from circulairwerkt.organisations import queries
from circulairwerkt.portal import schema
from circulairwerkt.portal.forms import DirectoryForm

PER_PAGE = 24


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def organisations(request: Request) -> HttpResponse:
    """Search and narrow the organisations; the address holds the search."""
    form = DirectoryForm(request.GET or None)
    valid = not form.is_bound or form.is_valid()
    page = page_of(request, queries.directory(form.wanted()), PER_PAGE)
    context = {"form": form, "page_obj": page, "is_narrowed": bool(form.chosen)}
    context["schema"] = schema.of_list(
        title=_("Organisaties"),
        page="portal:organisations",
        entries=[(row.name, reverse("portal:organisation", args=[row.slug])) for row in page],
    )
    template = "portal/_organisation_list.html" if request.htmx else "portal/organisations.html"
    return render(request, template, context, status=200 if valid else 422)


@login_not_required
@require_safe
def organisation(request: Request, slug: str) -> HttpResponse:
    """Who this is, where it works, with which hubs, and what it did."""
    found = get_object_or_404(queries.by_slug(slug))
    return render(
        request,
        "portal/organisation.html",
        {
            "organisation": found,
            "partnerships": [row for row in found.partnerships.all() if row.valid_to is None],
            "former_partnerships": [row for row in found.partnerships.all() if row.valid_to is not None],
            "recognitions": found.recognitions.all(),
            "schema": schema.of_organisation(found),
            "trail": [(_("Organisaties"), reverse("portal:organisations"))],
            "stories": knowledge_queries.published().filter(organisations=found),
        },
    )
