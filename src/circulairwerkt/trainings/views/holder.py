"""Attests from the outside: the link shows the name and the file, the number shows neither."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.paper import served
from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request
from circulairwerkt.trainings import badges, keys, queries, services
from circulairwerkt.trainings import paper as papers
from circulairwerkt.trainings.forms import BadgeForm, NumberForm
from circulairwerkt.trainings.links import attest_of
from circulairwerkt.trainings.models import Attest


def _mine(token: str) -> Attest:
    found = attest_of(token)
    if found is None:
        raise Http404
    return found


def _kept_close(response: HttpResponse) -> HttpResponse:
    """The address is the key: no other site may read it."""
    response["Referrer-Policy"] = "same-origin"
    return response


@login_not_required
@never_cache
@require_safe
def check(request: Request) -> HttpResponse:
    """Say whether a number is right: which training, when, by which hub, and whether it still holds."""
    form = NumberForm(request.GET if "nummer" in request.GET else None)
    found, status = None, form.status
    if form.is_bound and form.is_valid():
        if is_too_often(request, action="trainings.check", most=30, seconds=600):
            form.add_error("nummer", _("Je keek al veel nummers na. Probeer het over tien minuten opnieuw."))
            status = 429
        else:
            found = queries.attest_numbered(form.cleaned_data["nummer"])
            if found is None:
                form.add_error("nummer", _("Dit nummer kennen we niet. Kijk na of elk teken juist is."))
                status = 404
    return render(request, "trainings/check.html", {"form": form, "attest": found}, status=status)


@login_not_required
@never_cache
@require_safe
def attest(request: Request, token: str) -> HttpResponse:
    """Show the attest with the name: the page behind the code on paper."""
    return _page(request, token, _mine(token))


def _page(request: Request, token: str, mine: Attest, *, status: int = 200) -> HttpResponse:
    form = BadgeForm() if queries.gives_badge(mine) else None
    context = {"token": token, "attest": mine, "badge_form": form}
    return _kept_close(render(request, "trainings/attest.html", context, status=status))


@login_not_required
@never_cache
@require_safe
def paper(request: Request, token: str) -> HttpResponse:
    """Serve the attest as a file; not once it was withdrawn, or the name was erased."""
    mine = _mine(token)
    if not (mine.is_valid and mine.name):
        raise Http404
    answer = served(
        request,
        lambda: papers.written(mine),
        name=f"attest-{mine.spelt}.pdf",
        instead=reverse("trainings:attest", args=[token]),
    )
    return _kept_close(answer)


@login_not_required
@never_cache
@require_safe
def badge(request: Request, token: str) -> HttpResponse:
    """Serve the attest as a badge, for who holds the link; where there is none any more, say why."""
    mine = _mine(token)
    if not keys.all_keys():
        raise Http404
    if not queries.gives_badge(mine):
        told = (
            _("Er is geen badge meer: de naam is gewist.")
            if mine.is_valid
            else _("Er is geen badge meer: het attest is ingetrokken.")
        )
        messages.warning(request, told)
        return _page(request, token, mine, status=404)
    form = BadgeForm(request.GET)
    with_name = form.is_valid() and form.cleaned_data["naam"]
    # The standard's section on documents: one compact JWS, named .jwt, as plain text.
    answer = HttpResponse(badges.signed(mine, with_name=with_name), content_type="text/plain")
    answer["Content-Disposition"] = f'attachment; filename="badge-{mine.spelt}.jwt"'
    return _kept_close(answer)


@login_not_required
@require_POST
def forget_name(request: Request, token: str) -> HttpResponse:
    """Erase the name at the wish of who holds the link."""
    services.forget_own_name(actor=request.actor, attest=_mine(token))
    messages.success(request, _("Gewist. Je naam staat nergens meer bij dit attest."))
    return redirect("trainings:attest", token=token)
