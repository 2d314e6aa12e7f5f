"""The info points of a hub: the list, where and when, and the days on which one is closed."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base import downloads
from circulairwerkt.base.edits import edit
from circulairwerkt.base.forms import PeriodForm, refused
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on
from circulairwerkt.infopoints import perms, queries, services, tables
from circulairwerkt.infopoints.forms import ClosedForm, PointForm
from circulairwerkt.infopoints.models import InfoPoint

PER_PAGE = 30


def points_hub(slug: str) -> Hub:
    """Return a hub that uses info points; of one that does not, these pages do not exist."""
    hub = get_object_or_404(Hub.objects.select_related("seat"), slug=slug)
    require(is_on(hub, queries.SWITCH))
    return hub


def own_point(request: Request, slug: str, pk: int) -> InfoPoint:
    """Return an info point of the hub to who may sit there; to others it does not exist."""
    hub = points_hub(slug)
    rows = InfoPoint.objects.select_related("municipality").prefetch_related("closed_days")
    found: InfoPoint = get_object_or_404(rows, pk=pk, hub=hub)
    found.hub = hub
    require(perms.may_serve(request.actor, found))
    return found


def _to_edit(request: Request, slug: str, pk: int) -> InfoPoint:
    found = own_point(request, slug, pk)
    require(perms.may_edit(request.actor, found))
    return found


@require_safe
def points(request: Request, slug: str) -> HttpResponse:
    """The info points of the hub, hidden ones too."""
    hub = points_hub(slug)
    require(perms.may_serve_at(request.actor, hub))
    return _of_hub(request, hub, PeriodForm.asked({})[0])


def _of_hub(request: Request, hub: Hub, period: PeriodForm) -> HttpResponse:
    page = page_of(request, queries.at_hub(hub), PER_PAGE)
    context = {
        "hub": hub,
        "page_obj": page,
        "rows": queries.with_standing(list(page.object_list)),
        "may_edit": perms.may_edit_at(request.actor, hub),
        "period": period,
    }
    return render(request, "infopoints/of_hub.html", context, status=period.status)


@require_safe
def visits_file(request: Request, slug: str, ending: str) -> HttpResponse:
    """The visits of a period, as CSV or XLSX, without a word about who came."""
    hub = points_hub(slug)
    require(perms.may_serve_at(request.actor, hub))
    form, first, last = PeriodForm.asked(request.GET)
    if form.status != HTTPStatus.OK:
        return _of_hub(request, hub, form)
    name = f"bezoeken-{hub.slug}-{first:%Y%m%d}-{last:%Y%m%d}"
    return downloads.taken_along(
        request.actor, name, ending, tables.visits(hub, first, last), of=hub, hub_id=hub.pk
    )


def _edit(request: Request, point: InfoPoint, *, done_url: str, context: dict[str, Any]) -> HttpResponse:
    def save(form: Any) -> None:
        services.save_point(
            actor=request.actor,
            point=form.row,
            seen_version=form.seen_version,
            values=form.values(),
            hosts=form.cleaned_data["hosts"],
        )

    return edit(
        request,
        row=point,
        form_class=PointForm,
        save=save,
        template="infopoints/edit.html",
        context={"hub": point.hub, "point": point, **context},
        done_url=done_url,
        done_text=_("Bewaard. Zo weet iedereen wanneer de deur open is."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_point(request: Request, slug: str) -> HttpResponse:
    """Make an info point."""
    hub = points_hub(slug)
    require(perms.may_edit_at(request.actor, hub))
    return _edit(request, InfoPoint(hub=hub), done_url=reverse("infopoints:of_hub", args=[slug]), context={})


def _closed_context(point: InfoPoint, form: ClosedForm | None = None) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "closed": [row for row in point.closed_days.all() if row.last_day >= today],
        "closed_form": form or ClosedForm(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def edit_point(request: Request, slug: str, pk: int) -> HttpResponse:
    """Change where, when and with whom."""
    point = _to_edit(request, slug, pk)
    done_url = reverse("infopoints:desk", args=[slug, pk])
    return _edit(request, point, done_url=done_url, context=_closed_context(point))


@require_POST
def note_closed(request: Request, slug: str, pk: int) -> HttpResponse:
    """Close the info point on some days."""
    point = _to_edit(request, slug, pk)
    form = ClosedForm(request.POST)
    if form.is_valid():
        try:
            services.note_closed(actor=request.actor, point=point, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Genoteerd. Het staat nu bij de openingsuren."))
            return redirect("infopoints:edit", slug=slug, pk=pk)
    context = {"hub": point.hub, "point": point, "form": PointForm(row=point)}
    return render(request, "infopoints/edit.html", {**context, **_closed_context(point, form)}, status=422)


@require_POST
def take_back_closed(request: Request, slug: str, pk: int, closed_pk: int) -> HttpResponse:
    """The info point is open after all."""
    point = _to_edit(request, slug, pk)
    services.take_back_closed(actor=request.actor, closed=get_object_or_404(point.closed_days, pk=closed_pk))
    messages.success(request, _("Teruggenomen. Op deze dagen is het infopunt open."))
    return redirect("infopoints:edit", slug=slug, pk=pk)
