"""What an organisation has, seeks and can do, on one page for those who speak for it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.organisations.perms import may_edit
from circulairwerkt.streams import queries
from circulairwerkt.streams.disclosure import disclosed
from circulairwerkt.streams.showing import shown


@require_safe
def rows(request: Request, slug: str) -> HttpResponse:
    """Show everything of the own organisation."""
    organisation = get_object_or_404(Organisation, slug=slug)
    require(may_edit(request.actor, organisation))
    parts = []
    for sort, found in queries.rows_of_organisation(organisation):
        told = [(row, disclosed(row, request.actor)) for row in found]
        parts.append((sort, [shown(row, each) for row, each in told if each is not None]))
    return render(request, "streams/own.html", {"organisation": organisation, "parts": parts})
