"""The lists of a hub: cards, what is sought, who can do what; its own, and what other hubs opened."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams import perms, queries
from circulairwerkt.streams.disclosure import disclosed
from circulairwerkt.streams.forms import FilterForm
from circulairwerkt.streams.showing import shown
from circulairwerkt.streams.sorts import CARD, SORTS, Sort

PER_PAGE = 24


@require_safe
@vary_on_headers("HX-Request")
def rows(request: Request, slug: str, sort: Sort = CARD) -> HttpResponse:
    """Narrow and read one sort of rows of a hub; the address holds the search."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_see_lists(request.actor, hub))
    form = FilterForm(request.GET)
    valid = form.is_valid()
    of_others = request.GET.get("waar") == "anderen"
    found = queries.rows_of_others if of_others else queries.rows_at
    narrowed = found(sort, hub, form.wanted())
    page = page_of(request, narrowed, PER_PAGE, total=queries.number_of(narrowed))
    in_full = queries.in_full(sort, cast("QuerySet[Any]", page.object_list))
    told = [(row, disclosed(row, request.actor)) for row in in_full]
    context = {
        "hub": hub,
        "sort": sort,
        "sorts": SORTS,
        "form": form,
        "page_obj": page,
        "rows": [shown(row, each) for row, each in told if each is not None],
        "of_others": of_others,
        "may_make": perms.may_make(request.actor, hub, None),
    }
    template = "streams/_list.html" if request.htmx else "streams/list.html"
    return render(request, template, context, status=200 if valid else 422)
