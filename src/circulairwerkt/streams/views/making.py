"""One sentence becomes a card, a need or a capability; what is dangerous or told twice is shown."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from circulairwerkt.base.forms import refused
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.organisations.perms import hubs_of, may_edit
from circulairwerkt.organisations.queries import partners_of
from circulairwerkt.streams import perms, services
from circulairwerkt.streams.disclosure import disclosed
from circulairwerkt.streams.forms import MakeForm, OwnMakeForm
from circulairwerkt.streams.showing import shown
from circulairwerkt.streams.sorts import CAPABILITY, CARD, NEED, Sort
from circulairwerkt.streams.words import Source

_MAKERS: Mapping[str, Any] = {
    CARD.key: services.make_card,
    NEED.key: services.make_need,
    CAPABILITY.key: services.make_capability,
}


def new(request: Request, slug: str, sort: Sort) -> HttpResponse:
    """Note something for the hub."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_make(request.actor, hub, None))
    sent = request.POST if request.method == "POST" else None
    needs = sort is CAPABILITY
    form = MakeForm(sent, needs_organisation=needs)
    partners = [row.organisation.name for _kind, rows in partners_of(hub) for row in rows]
    context = {"hub": hub, "sort": sort, "form": form, "partners": partners}
    if request.method == "POST" and form.is_valid():
        told = {"hub": hub, "source": Source.DIRECT, **form.told()}
        return _make(request, sort, form, told, context, "streams/new.html")
    return render(request, "streams/new.html", context, status=form.status)


def new_of_own(request: Request, slug: str, sort: Sort) -> HttpResponse:
    """Say something of the own organisation, to one of its hubs."""
    organisation = get_object_or_404(Organisation, slug=slug)
    require(may_edit(request.actor, organisation))
    hubs = Hub.objects.filter(pk__in=hubs_of(organisation)).order_by("name")
    sent = request.POST if request.method == "POST" else None
    form = OwnMakeForm(sent, organisation=organisation, hubs=hubs)
    context = {"organisation": organisation, "sort": sort, "form": form, "has_hub": bool(hubs)}
    if request.method == "POST" and form.is_valid():
        told = {"source": Source.ORGANISATION, **form.told()}
        return _make(request, sort, form, told, context, "streams/new_of_own.html")
    return render(request, "streams/new_of_own.html", context, status=form.status)


def _make(
    request: Request, sort: Sort, form: Any, told: dict[str, Any], context: dict[str, Any], template: str
) -> HttpResponse:
    is_another = request.POST.get("toch") == "1"
    try:
        row = _MAKERS[sort.key](actor=request.actor, is_another=is_another, **told)
    except services.Dangerous as stopped:
        return render(request, "streams/stopped.html", {**context, "dangers": stopped.dangers}, status=422)
    except services.Alike as alike:
        seen = [(one, disclosed(one.row, request.actor)) for one in alike.likenesses]
        there = [shown(one.row, each) for one, each in seen if each is not None]
        if there:
            page = {**context, "alike": there, "sent": request.POST}
            return render(request, "streams/alike.html", page, status=409)
        # What he may not see must not be told by refusing: to him it does not exist.
        row = _MAKERS[sort.key](actor=request.actor, is_another=True, **told)
    except ValidationError as error:
        refused(form, error)
        return render(request, template, context, status=422)
    messages.success(request, _("Bewaard. Kijk na wat we begrepen."))
    return redirect("streams:row", sort=sort, pk=row.pk)
