"""A proposal as a party sees it that was asked by mail, without an account."""

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
from circulairwerkt.matching.models import Inquiry, Proposal
from circulairwerkt.matching.queries import amount_in_words
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


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def party(request: Request, token: str) -> HttpResponse:
    """Tell a party what is asked of it, and take its answer. Opening the page writes nothing."""
    with scope.everywhere("the link is the right to read this one proposal"):
        inquiry = services.inquiry_of(token)
    if inquiry is None:
        raise Http404
    status = 200
    if request.method == "POST":
        answer = request.POST.get("antwoord", "")
        if answer in services.ANSWERS:
            try:
                with scope.everywhere("the link is the right to answer this one proposal"):
                    services.answer(actor=request.actor, inquiry=inquiry, answer=answer)
            except services.AlreadyAnswered:
                pass
            return redirect("matching:party", token=token)
        status = 422
    offer = inquiry.offer
    language = get_language() or "nl"
    chosen = request.GET.get("antwoord", "")
    order = sorted(services.ANSWERS, key=lambda key: key != chosen)
    context = {
        "inquiry": inquiry,
        "hub": inquiry.proposal.hub,
        "what": material_name(offer.get("material", ""), language) or _("materiaal"),
        "amount": amount_in_words(
            offer.get("quantity"), offer.get("unit", ""), offer.get("period", ""), language
        ),
        "others": _others(inquiry.proposal, inquiry.side),
        "answers": [(key, *_LABELS[key]) for key in order],
        "answered": _LABELS[inquiry.answer][0] if inquiry.answer else "",
        "is_wrong": status == 422,
    }
    response = render(request, "matching/party.html", context, status=status)
    # The address is the key: no other site may read it. Without any referrer a browser hides the origin too,
    # and then refuses the page's own forms.
    response["Referrer-Policy"] = "same-origin"
    return response
