"""The living style page: every component of the look on one page. Not there in production."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.hubs.models import Hub, LifeCycle

#: Made-up hubs at real towns, to look at the map with.
SAMPLE_HUBS = [
    {"name": "Hub A", "lat": 50.828, "lon": 3.265},
    {"name": "Hub B", "lat": 51.166, "lon": 4.143},
    {"name": "Hub C", "lat": 50.966, "lon": 5.5, "unsure": True},
    {"name": "Hub D", "lat": 50.93, "lon": 5.34},
]


class SampleForm(forms.Form):
    """One field of each sort, so that each can be looked at, empty, filled and wrong."""

    place = forms.CharField(label=_("Waar ben je?"), help_text=_("Een gemeente of een postcode."))
    sentence = forms.CharField(
        label=_("Wat heb je over, of wat zoek je?"),
        help_text=_("Schrijf het zoals je het zegt."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    email = forms.EmailField(label=_("Je e-mailadres"))
    kind = forms.ChoiceField(
        label=_("Soort"),
        choices=[("material", _("materiaal")), ("space", _("ruimte")), ("food", _("voeding"))],
    )
    rhythm = forms.ChoiceField(
        label=_("Hoe vaak?"),
        widget=forms.RadioSelect,
        choices=[("once", _("één keer")), ("week", _("elke week")), ("month", _("elke maand"))],
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectoren"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("textiles", _("textiel")), ("food", _("voeding")), ("ict", _("ICT"))],
    )
    agreed = forms.BooleanField(label=_("De hub mag mij bellen"), help_text=_("Alleen over deze vraag."))


@login_not_required
def style(request: HttpRequest) -> HttpResponse:
    """Show every component, the form once empty and once with errors."""
    # Of today, and the same from one minute to the next: two looks at the page tell the same.
    now = timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0)
    context = {
        "empty_form": SampleForm(prefix="leeg"),
        "place_form": SampleForm(prefix="plaats"),
        "wrong_form": SampleForm({"fout-email": "jan@", "fout-place": ""}, prefix="fout"),
        "page_obj": Paginator(range(230), 20).get_page(request.GET.get("page")),
        "hubs": [Hub(name=f"Hub {state.label}", life_cycle=state, checked_on=now) for state in LifeCycle],
        "trail": [(_("Start"), "/")],
        "sample_hubs": SAMPLE_HUBS,
        "sample_points": {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [hub["lon"], hub["lat"]]},
                    "properties": {"sort": "hub", "id": hub["name"], "url": "#kaart", **hub},
                }
                for hub in SAMPLE_HUBS
            ],
        },
        "kinds": ["material", "product", "energy", "water", "space", "food"],
        "three_days_ago": timezone.now() - timedelta(days=3),
        "now": now,
    }
    return render(request, "portal/style.html", context)
