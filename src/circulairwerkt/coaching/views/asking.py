"""Asking for a coach, without an account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.requests import Request, typed_in
from circulairwerkt.coaching import services
from circulairwerkt.coaching.bridge import Point
from circulairwerkt.coaching.forms.intake import AskForm
from circulairwerkt.coaching.links import token_of
from circulairwerkt.coaching.words import Maturity, Theme
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import answer_for
from circulairwerkt.reference.queries import FoundPlace


def hub_for(place: FoundPlace) -> Hub | None:
    """Return the hub that gives an entrepreneur from ``place`` a coach; None where there is none."""
    found = answer_for(place.municipality, Point(lat=place.lat, lon=place.lon))
    return next((hub for hub in found.hubs if services.reads(hub)), None)


def _page(request: Request, form: AskForm, status: int = 200, nobody: str = "") -> HttpResponse:
    return render(request, "coaching/ask.html", {"form": form, "nobody": nobody}, status=status)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """Ask for a coach; what the self-scan found stands there already."""
    if request.method != "POST":
        return _page(request, AskForm(initial=_from_scan(request)))
    form = AskForm(request.POST)
    status = form.held_back(
        request,
        action="coaching.ask",
        most=5,
        seconds=600,
        too_often=_("Je vroeg al enkele keren kort na elkaar. Probeer het over tien minuten opnieuw."),
    )
    if status is not None:
        return _page(request, form, status=status)
    place: FoundPlace = form.cleaned_data["plaats"]
    hub = hub_for(place)
    if hub is None:
        return _page(request, form, status=409, nobody=place.value)
    coaching = services.ask(
        actor=request.actor, hub=hub, values=form.values(), language=get_language() or settings.LANGUAGE_CODE
    )
    messages.success(
        request, _("Je vraag is bij %(hub)s. Kies nu een coach en een moment.") % {"hub": hub.name}
    )
    return redirect("coaching:mine", token=token_of(coaching))


def _from_scan(request: Request) -> dict[str, object]:
    """Return what the address brings along from the self-scan; anything else in it counts for nothing."""
    staat = request.GET.get("staat", "")
    return {
        "plaats": typed_in(request, "plaats"),
        "staat": staat if staat in Maturity.values else None,
        "themas": [theme for theme in request.GET.getlist("thema") if theme in Theme.values],
        "getoond": fresh_stamp(),
    }
