"""Pages for who seeks work: short sentences, large buttons, a person who calls back."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.paging import page_of
from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.queries import answer_for
from circulairwerkt.people import near, queries, services
from circulairwerkt.people.bridge import Point
from circulairwerkt.people.forms.seekers import CallForm, NearForm, SayForm, fresh_stamp, place_in
from circulairwerkt.people.links import call_of, call_token
from circulairwerkt.people.models import Caller, CallRequest, WorkOffer
from circulairwerkt.people.wording import national_number_in, phone_in, tells_of_health
from circulairwerkt.people.words import Asks, Helps
from circulairwerkt.reference.queries import FoundPlace

_PER_PAGE = 12


@dataclass(frozen=True)
class CallBox:
    """The box *bel mij terug*: who calls at this place, and the form; without a caller, who else helps."""

    place: FoundPlace | None
    callers: list[Caller]
    form: CallForm | None
    #: Somebody calls somewhere: without a place the box asks for one.
    is_there: bool


def call_box(place: FoundPlace | None, form: CallForm | None = None) -> CallBox:
    """Return the box for ``place``; the form stands there only where somebody agreed to call."""
    callers = queries.callers_for(place.municipality) if place else []
    shown = form
    if shown is None and (callers or place is None):
        shown = CallForm(
            initial={"plaats": place.value if place else "", "stempel": fresh_stamp()}, auto_id="bel_%s"
        )
    return CallBox(place, callers, shown, bool(callers) or (place is None and queries.somebody_calls()))


def _page(request: Request, template: str, values: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Draw a page for job seekers, with the box and with the place carried along in its links."""
    place = values.pop("place", None)
    box = values.pop("box", None) or call_box(place)
    carried = f"?{urlencode({'plaats': place.value})}" if place else ""
    return render(
        request, template, {"place": place, "box": box, "carried": carried, **values}, status=status
    )


def _asked_place(request: Request) -> FoundPlace | None:
    return place_in(request.GET.get("plaats", "")[:80])


@login_not_required
@require_safe
@never_cache
def start(request: Request) -> HttpResponse:
    """What one can do here, in large tiles."""
    return _page(
        request,
        "people/start.html",
        {
            "place": _asked_place(request),
            "form": NearForm(request.GET or None),
            "say": SayForm(auto_id="zeg_%s"),
        },
    )


@login_not_required
@require_safe
@never_cache
def near_me(request: Request) -> HttpResponse:
    """Work near a place; which, and in which order, the person sees and chooses."""
    form = NearForm(request.GET)
    form.is_valid()
    typed = request.GET.get("plaats", "")[:80].strip()
    place = place_in(typed)
    found = near.Nearest(near.vacancies(), form.wanted(place))
    return _page(
        request,
        "people/near.html",
        {
            "place": place,
            "form": form,
            "is_unknown": bool(typed) and place is None,
            "page_obj": page_of(request, found, _PER_PAGE),
        },
    )


@login_not_required
@require_safe
@never_cache
def activities(request: Request) -> HttpResponse:
    """Activities, apart from vacancies, and along which route one comes to them."""
    place = _asked_place(request)
    wanted = near.Wanted(here=Point(lat=place.lat, lon=place.lon) if place else None, km=50)
    found = near.Nearest(near.activities(), wanted)
    return _page(
        request, "people/activities.html", {"place": place, "page_obj": page_of(request, found, _PER_PAGE)}
    )


@login_not_required
@require_safe
@never_cache
def offer(request: Request, pk: int) -> HttpResponse:
    """What one would do there, what it asks and what helps, told as it is."""
    rows = near.open_offers()
    found: WorkOffer = get_object_or_404(rows.select_related("organisation", "municipality", "hub"), pk=pk)
    place = _asked_place(request)
    return _page(
        request,
        "people/offer.html",
        {
            "place": place,
            "offer": found,
            "asks": [Asks(key).label for key in found.asks if key in Asks.values],
            "helps": [Helps(key).label for key in found.helps if key in Helps.values],
        },
    )


@login_not_required
@require_safe
@never_cache
def who_helps(request: Request) -> HttpResponse:
    """Who helps: VDAB, the OCMW, the hub; what an inclusive enterprise is and who decides about it."""
    place = _asked_place(request)
    found = answer_for(place.municipality, Point(lat=place.lat, lon=place.lon)) if place else None
    return _page(request, "people/who_helps.html", {"place": place, "hubs": found.hubs if found else ()})


@login_not_required
@require_POST
@never_cache
def say(request: Request) -> HttpResponse:
    """Read one sentence, take place and number out of it, keep nothing; tell what was left out and why."""
    form = SayForm(request.POST, auto_id="zeg_%s")
    if not form.is_valid():
        return _page(request, "people/start.html", {"form": NearForm(), "say": form}, status=422)
    sentence = form.cleaned_data["zin"]
    place = place_in(request.POST.get("plaats", "")[:80]) or place_in(sentence)
    number = phone_in(sentence)
    box = call_box(
        place,
        CallForm(
            initial={"plaats": place.value if place else "", "nummer": number, "stempel": fresh_stamp()},
            auto_id="bel_%s",
        ),
    )
    values = {
        "place": place,
        "box": box,
        "told_health": tells_of_health(sentence),
        "told_number": national_number_in(sentence),
        "number": number,
    }
    return _page(request, "people/said.html", values)


@login_not_required
@never_cache
def call_me(request: Request) -> HttpResponse:
    """Ask to be called: a first name and a number."""
    if request.method != "POST":
        return _page(request, "people/call_me.html", {"place": _asked_place(request)})
    form = CallForm(request.POST, auto_id="bel_%s")
    status = 422
    if form.is_valid():
        place: FoundPlace = form.cleaned_data["plaats"]
        if form.cleaned_data["website"] or not form.nonce:
            form.add_error(None, _("Kijk nog eens na wat er staat. Druk dan opnieuw op de knop."))
            form.data = _with(request, website="", stempel=fresh_stamp())
        elif is_too_often(request, action="people.call", most=5, seconds=600):
            form.add_error(None, _("Je vroeg het al een paar keer. Wacht tien minuten."))
            status = 429
        else:
            try:
                asked = services.ask_call(
                    actor=request.actor,
                    municipality=place.municipality,
                    first_name=form.cleaned_data["voornaam"],
                    phone=form.cleaned_data["nummer"],
                    language=get_language() or settings.LANGUAGE_CODE,
                    nonce=form.nonce,
                )
            except services.NobodyCalls:
                return _page(request, "people/nobody.html", {"place": place}, status=409)
            if asked.nonce != form.nonce:
                # The number waits already; whoever typed it now may be somebody else.
                return _page(request, "people/waits.html", {"place": place, "asked": asked})
            return redirect("people:called", token=call_token(asked))
    form.forget_secrets()
    place_again = place_in(request.POST.get("plaats", "")[:80])
    box = call_box(place_again, form)
    return _page(
        request, "people/call_me.html", {"place": place_again, "box": box, "form": form}, status=status
    )


def _with(request: Request, **values: str) -> Any:
    data = request.POST.copy()
    for name, value in values.items():
        data[name] = value
    return data


def _asked(token: str) -> CallRequest:
    found = call_of(token)
    if found is None:
        raise Http404
    return found


@login_not_required
@require_safe
@never_cache
def called(request: Request, token: str) -> HttpResponse:
    """Who calls and when; afterwards, that name and number are gone."""
    asked = _asked(token)
    answer = render(
        request,
        "people/called.html",
        {
            "asked": asked,
            "caller": queries.caller_of(asked),
            "token": token,
            "carried": f"?{urlencode({'plaats': asked.municipality.name})}",
        },
    )
    # The address is the key: it must not leave with a referrer.
    answer["Referrer-Policy"] = "same-origin"
    return answer


@login_not_required
@require_POST
def withdraw_call(request: Request, token: str) -> HttpResponse:
    """No longer call me."""
    services.withdraw_call(actor=request.actor, request=_asked(token))
    return redirect(reverse("people:called", args=[token]))
