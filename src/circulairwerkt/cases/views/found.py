"""What the pages of cases share: finding the case, with the right of who asks, and telling a clash."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms
from circulairwerkt.cases.models import Case
from circulairwerkt.hubs.models import Hub


def hub_with_cases(request: Request, slug: str) -> Hub:
    """Return a hub whose cases the reader may see; to a stranger they do not exist."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_see_cases_at(request.actor, hub))
    return hub


def readable(request: Request, pk: int) -> Case:
    """Return a case that the reader may see."""
    found: Case = get_object_or_404(
        Case.objects.select_related("hub", "owner").prefetch_related("shares__hub", "hub__switches"),
        pk=pk,
    )
    require(perms.may_see(request.actor, found))
    return found


def workable(request: Request, pk: int) -> Case:
    """Return a case that the reader answers for."""
    found = readable(request, pk)
    require(perms.may_work(request.actor, found))
    return found


def open_to(request: Request, pk: int) -> Case:
    """Return a case that the reader may add something to."""
    found = readable(request, pk)
    require(perms.may_contribute(request.actor, found))
    return found


def moved_meanwhile(request: Request, current: Case) -> HttpResponse:
    """Tell that somebody else was first, and show the case as it stands now."""
    where = current.get_exit_display() if current.exit else current.get_stage_display()
    messages.warning(
        request,
        _("Iemand anders was je voor: dit dossier staat nu op “%(where)s”. Er is niets veranderd.")
        % {"where": where},
    )
    return redirect("cases:case", pk=current.pk)
