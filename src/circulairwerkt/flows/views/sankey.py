"""Flows of a hub and of the region: diagrams of what was agreed and what moved, and the table."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from circulairwerkt.base import downloads
from circulairwerkt.base.forms import Form
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.flows import perms
from circulairwerkt.flows.bridge import REST, unit_word
from circulairwerkt.flows.sankey import (
    KEPT_MINUTES,
    Flows,
    flows_of_hub,
    names_of,
    recent_flows_of_region,
)
from circulairwerkt.flows.sankey_drawing import drawing_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams.words import Kind

#: How many years back one can look.
_YEARS = 5
_PER_PAGE = 50


class FlowsForm(Form):
    """Which year; which kind stands in the address as a chip has it."""

    jaar = forms.ChoiceField(label=gettext_lazy("Jaar"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.localdate().year
        fields: dict[str, Any] = self.fields
        fields["jaar"].choices = [(str(year), str(year)) for year in range(now, now - _YEARS, -1)]
        self.initial["jaar"] = now

    @property
    def year(self) -> int:
        """The year asked for, else the one that runs."""
        return int(getattr(self, "cleaned_data", {}).get("jaar") or 0) or timezone.localdate().year


@require_safe
def of_hub(request: Request, slug: str) -> HttpResponse:
    """What moves through the cases of a hub, from party to party."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_see_flows(request.actor, hub))
    form = FlowsForm(request.GET)
    valid = form.is_valid()
    flows = flows_of_hub(hub, form.year, request.GET.get("soort", "")[:60])
    here = reverse("flows:of_hub", args=[slug])
    context = {
        **_page(request, flows, form, here),
        "hub": hub,
        "file_url": reverse("flows:file_of_hub", args=[slug]),
    }
    return render(request, "flows/flows_of_hub.html", context, status=200 if valid else 422)


@login_not_required
@require_safe
def of_region(request: Request) -> HttpResponse:
    """What moves through all hubs together, between kinds of organisations."""
    form = FlowsForm(request.GET)
    valid = form.is_valid()
    flows = recent_flows_of_region(form.year, request.GET.get("soort", "")[:60])
    here = reverse("flows:of_region")
    context = {
        **_page(request, flows, form, here),
        "kept_minutes": KEPT_MINUTES,
        "file_url": reverse("flows:file_of_region"),
    }
    return render(request, "flows/flows_of_region.html", context, status=200 if valid else 422)


@require_safe
def file_of_hub(request: Request, slug: str) -> HttpResponse:
    """The table of a hub's flows as a file."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_see_flows(request.actor, hub))
    form = FlowsForm(request.GET)
    form.is_valid()
    flows = flows_of_hub(hub, form.year, request.GET.get("soort", "")[:60])
    return _file(request, flows, f"stromen-{slug}-{flows.year}")


@login_not_required
@require_safe
def file_of_region(request: Request) -> HttpResponse:
    """The table of the region's flows as a file."""
    form = FlowsForm(request.GET)
    form.is_valid()
    flows = recent_flows_of_region(form.year, request.GET.get("soort", "")[:60])
    return _file(request, flows, f"stromen-{flows.year}")


def _page(request: Request, flows: Flows, form: FlowsForm, here: str) -> dict[str, Any]:
    page = page_of(request, flows.lines, _PER_PAGE)
    # Who reads on wants the lines that follow.
    drawn = (
        [
            ("afgesproken", _("Wat afgesproken is"), flows.planned),
            ("echt", _("Wat echt verhuisde"), flows.real),
        ]
        if page.number == 1
        else []
    )
    ends = {end for line in page.object_list for end in (line.source, line.target)}
    ends |= {node.key for _key, _title, found in drawn if found is not None for node in found.nodes}
    names = {**names_of(ends), REST: _("andere, samen")}
    unit = _unit_of(flows)
    figures = [drawing_of(key, title, found, names, unit) for key, title, found in drawn if found is not None]
    return {
        "flows": flows,
        "form": form,
        "here": here,
        "unit": unit,
        "kind": str(Kind(flows.choice.kind).label) if flows.choice else "",
        "chips": [
            {
                "label": f"{Kind(one.kind).label} ({unit_word(one.unit, 2, get_language() or 'nl')})",
                "query": f"?jaar={flows.year}&soort={one.key}",
                "is_on": one == flows.choice,
            }
            for one in flows.choices
        ],
        "query": f"?jaar={flows.year}&soort={flows.choice.key}" if flows.choice else "",
        "figures": figures,
        "page_obj": page,
        "lines": [
            {"one": line, "source": names[line.source], "target": names[line.target]}
            for line in page.object_list
        ],
    }


def _unit_of(flows: Flows) -> str:
    return unit_word(flows.choice.unit, 2, get_language() or "nl") if flows.choice else ""


def _file(request: Request, flows: Flows, name: str) -> HttpResponse:
    """Return the table as CSV or XLSX, in which no cell can become a formula."""
    unit = _unit_of(flows)
    names = names_of({end for line in flows.lines for end in (line.source, line.target)})
    columns: downloads.Columns = {
        _("Van"): [names[line.source] for line in flows.lines],
        _("Naar"): [names[line.target] for line in flows.lines],
        _("Soort"): [flows.choice.kind if flows.choice else "" for _line in flows.lines],
        _("Eenheid"): [unit for _line in flows.lines],
        _("Afgesproken"): [line.planned for line in flows.lines],
        _("Echt"): [line.real for line in flows.lines],
        _("Onzekerheid (±)"): [line.sigma if line.real is not None else None for line in flows.lines],
        _("Genoteerd"): [line.measured for line in flows.lines],
        _("Raming"): [_("ja") if line.is_adjusted else _("nee") for line in flows.lines],
        _("Tot en met"): [flows.until.isoformat() for _line in flows.lines],
    }
    return downloads.table(name, request.GET.get("vorm", "csv"), columns)
