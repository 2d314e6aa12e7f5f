"""What counts mean, and the numbers of a hub and of the programme, each with the list behind it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from circulairwerkt.base.forms import PeriodForm
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import counts, perms
from circulairwerkt.cases.models import Definition
from circulairwerkt.hubs.models import Hub

PER_PAGE = 50


@login_not_required
@require_safe
def definitions(request: Request) -> HttpResponse:
    """What each counted word means, since when, and what it meant before."""
    rows: dict[str, list[Definition]] = {}
    for row in Definition.objects.order_by("position", "key", "-valid_from"):
        rows.setdefault(row.key, []).append(row)
    return render(request, "cases/definitions.html", {"definitions": list(rows.values())})


@require_safe
def hub_counts(request: Request, slug: str) -> HttpResponse:
    """The numbers of one hub in a period; each opens its list, a page at a time (``?lijst=KEY``)."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_see_cases_at(request.actor, hub))
    form, first, last = PeriodForm.asked(request.GET)
    asked = request.GET.get("lijst", "")
    definitions_now = counts.definitions_on(last)
    if asked and asked not in {each.key for each in definitions_now}:
        raise Http404
    rows: list[tuple[Definition, int, Page[Any] | None]] = []
    for definition in definitions_now:
        if definition.key == asked:
            things = counts.counted(asked, first, last, hub)
            rows.append((definition, len(things), page_of(request, things, PER_PAGE)))
        else:
            rows.append((definition, counts.how_many(definition.key, first, last, hub), None))
    context = {"hub": hub, "form": form, "first": first, "last": last, "rows": rows}
    return render(request, "cases/counts.html", context, status=form.status)


@require_safe
def programme_counts(request: Request) -> HttpResponse:
    """The numbers of every hub and of the programme; rows are shown to nobody here, only counts."""
    require(perms.may_see_programme_counts(request.actor))
    form, first, last = PeriodForm.asked(request.GET)
    definitions_now = counts.definitions_on(last)
    tallies = [(each, counts.tallied(each.key, first, last)) for each in definitions_now]
    hubs = [
        (hub, [(definition, tally.by_hub.get(hub.pk, 0)) for definition, tally in tallies])
        for hub in Hub.objects.filter(is_example=False).order_by("name")
    ]
    context = {
        "form": form,
        "first": first,
        "last": last,
        "definitions": definitions_now,
        "hubs": hubs,
        "programme": [(definition, tally.programme) for definition, tally in tallies],
    }
    return render(request, "cases/programme_counts.html", context, status=form.status)
