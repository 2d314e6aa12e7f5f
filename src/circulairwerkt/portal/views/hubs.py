"""A hub's own page."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from circulairwerkt.agenda import queries as agenda_queries
from circulairwerkt.agenda.perms import uses_agenda
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import queries as call_queries
from circulairwerkt.hubs import perms as hub_perms
from circulairwerkt.hubs.models import Hub, HubArea
from circulairwerkt.hubs.queries import switched_off
from circulairwerkt.infopoints import queries as info_point_queries
from circulairwerkt.knowledge import queries as knowledge_queries
from circulairwerkt.organisations.queries import partners_of
from circulairwerkt.portal import schema

#: Events on the page of a hub; the agenda has the rest.
_EVENTS = 3
#: Calls on the page of a hub, those that take ideas first.
_CALLS = 4
#: Texts on the page of a hub; all stand on a page of their own.
MOST_TEXTS = 6


@login_not_required
@require_safe
def hub(request: Request, slug: str) -> HttpResponse:
    """What the hub does, for whom, with whom, and whom to call."""
    area = HubArea.objects.select_related("municipality").only("hub", "valid_to", "municipality__name")
    found = get_object_or_404(
        Hub.objects.select_related("seat").prefetch_related(
            "sectors", "aliases", Prefetch("area", area), "switches"
        ),
        slug=slug,
    )
    off = switched_off(found)
    return render(
        request,
        "portal/hub.html",
        {
            "hub": found,
            "schema": schema.of_hub(found),
            "trail": [(_("Hubs"), reverse("portal:home") + "#hubs")],
            "area": [row.municipality for row in found.area.all() if row.valid_to is None],
            "partners": partners_of(found),
            "uses_stories": "stories" not in off,
            "uses_newsletter": found.is_working and "newsletter" not in off,
            "uses_map": "material_cards" not in off,
            "uses_agenda": uses_agenda(found),
            "events": agenda_queries.to_come(agenda_queries.EventSearch(hub=slug))[:_EVENTS],
            "calls": call_queries.running(found)[:_CALLS],
            "info_points": info_point_queries.with_standing(info_point_queries.shown(found)),
            "texts": knowledge_queries.articles_at(found)[:MOST_TEXTS],
            "coaches": "coaching" not in off and found.is_claimed and found.is_working,
            "stories": knowledge_queries.published(found),
            "may_edit": hub_perms.may_edit(request.actor, found),
        },
    )
