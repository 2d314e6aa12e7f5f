"""A proposal as a party sees it that was asked by mail, without an account."""

from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from circulairwerkt.base import scope
from circulairwerkt.base.requests import Request
from circulairwerkt.matching import services
from circulairwerkt.matching.forms import PartyMessageForm
from circulairwerkt.matching.models import Inquiry, Proposal
from circulairwerkt.matching.queries import amount_in_words
from circulairwerkt.matching.said import messages_of_party
from circulairwerkt.streams.queries import material_name

_LABELS = {
    "yes": (gettext_lazy("Ja, ik wil meer weten"), "check"),
    "no": (gettext_lazy("Nee"), "x"),
    "too_small": (gettext_lazy("Te klein voor mij"), "minimize-2"),
    "later": (gettext_lazy("Nu niet, later"), "clock"),
}


def _others(proposal: Proposal, side: str) -> int:
    """Return how many others were asked for the same card: a number, no names."""
    with scope.everywhere("the others that were asked for this card, as a number"):
        asked = Inquiry.objects.filter(proposal__card_id=proposal.card_id, side=side)
        return asked.exclude(proposal=proposal).values("proposal").distinct().count()


def show(
    request: Request,
    token: str,
    inquiry: Inquiry,
    *,
    status: int = 200,
    form: PartyMessageForm | None = None,
    is_wrong: bool = False,
) -> HttpResponse:
    """Draw the page of a party, with a form that was sent and is not right."""
    offer = inquiry.offer
    language = get_language() or "nl"
    chosen = request.GET.get("antwoord", "")
    order = sorted(services.ANSWERS, key=lambda key: key != chosen)
    context = {
        "token": token,
        "inquiry": inquiry,
        "hub": inquiry.asking_hub,
        "what": material_name(offer.get("material", ""), language) or _("materiaal"),
        "amount": amount_in_words(
            offer.get("quantity"), offer.get("unit", ""), offer.get("period", ""), language
        ),
        "others": _others(inquiry.proposal, inquiry.side),
        "answers": [(key, *_LABELS[key]) for key in order],
        "answered": _LABELS[inquiry.answer][0] if inquiry.answer else "",
        "is_wrong": is_wrong,
        "talk": messages_of_party(inquiry),
        "form": form or PartyMessageForm(),
    }
    response = render(request, "matching/party.html", context, status=status)
    # The address is the key: no other site may read it. Without any referrer a browser hides the origin too,
    # and then refuses the page's own forms.
    response["Referrer-Policy"] = "same-origin"
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def party(request: Request, token: str) -> HttpResponse:
    """Tell a party what is asked of it, and take its answer. Opening the page writes nothing."""
    with scope.everywhere("the link is the right to read this one proposal"):
        inquiry = services.inquiry_of(token)
        if inquiry is None:
            raise Http404
        if request.method != "POST":
            return show(request, token, inquiry)
        answer = request.POST.get("antwoord", "")
        if answer not in services.ANSWERS:
            return show(request, token, inquiry, status=422, is_wrong=True)
        with suppress(services.AlreadyAnswered):
            services.answer(actor=request.actor, inquiry=inquiry, answer=answer)
        return redirect("matching:party", token=token)
