"""Why two rows did not match, and whom the hub still has to find."""

from functools import partial

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from circulairwerkt.base.kept import until_written
from circulairwerkt.base.requests import Request
from circulairwerkt.matching import seeking
from circulairwerkt.matching.forms import PairForm
from circulairwerkt.matching.models import OPEN
from circulairwerkt.matching.views.proposals import hub_of
from circulairwerkt.streams.models import Capability, MaterialCard, Need


@require_safe
def why_not(request: Request, slug: str) -> HttpResponse:
    """Ask of a card and a taker: does it fit, and if not, what is in the way and what would mend it?"""
    hub = hub_of(request, slug)
    told_here = Q(hub=hub) | Q(visibility__in=OPEN)
    # With a card alone, as its own page links here, nothing was compared yet.
    asked = bool({"gezocht", "kan"} & request.GET.keys())
    form = PairForm(
        request.GET if asked else None,
        cards=MaterialCard.objects.filter(hub=hub, is_gone=False),
        needs=Need.objects.filter(told_here, is_gone=False),
        capabilities=Capability.objects.filter(told_here, is_gone=False),
        chosen=request.GET.dict(),
    )
    told = None
    if asked and form.is_valid():
        told = seeking.why_of(
            form.cleaned_data["kaart"], form.cleaned_data["gezocht"] or form.cleaned_data["kan"]
        )
    context = {"hub": hub, "form": form, "told": told, "is_answered": asked and form.is_valid()}
    return render(request, "matching/why_not.html", context, status=form.status)


@require_safe
def gaps(request: Request, slug: str) -> HttpResponse:
    """Show which material nobody takes yet, and what kind of taker is missing."""
    hub = hub_of(request, slug)
    found = until_written(f"gaps.{hub.pk}.{get_language()}", partial(seeking.gaps_at, hub))
    return render(request, "matching/gaps.html", {"hub": hub, "gaps": found})
