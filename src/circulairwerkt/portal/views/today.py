"""The lists behind the day of a hub: every task, mail and message of which the first page shows a few."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.hubs.models import Hub
from circulairwerkt.portal import today

PER_PAGE = 50


def _hub(request: Request, slug: str) -> Hub:
    hub = get_object_or_404(Hub, slug=slug)
    require(case_perms.may_see_cases_at(request.actor, hub))
    return hub


@require_safe
def tasks(request: Request, slug: str) -> HttpResponse:
    """Show what the reader has to do until today."""
    hub = _hub(request, slug)
    context = {
        "hub": hub,
        "title": _("Taken tot en met vandaag"),
        "rows_template": "portal/_today_tasks.html",
        "empty_text": _("Hier staan taken van dossiers waarvan de dag gekomen is."),
        "page_obj": page_of(request, today.tasks_for(request.actor, hub), PER_PAGE),
    }
    return render(request, "portal/today_list.html", context)


@require_safe
def mails(request: Request, slug: str) -> HttpResponse:
    """Show the mails of people nobody knows."""
    hub = _hub(request, slug)
    context = {
        "hub": hub,
        "title": _("Mail van iemand die we niet kennen"),
        "rows_template": "portal/_today_mails.html",
        "empty_text": _("Hier staat mail voor een dossier, van een adres dat we niet kennen."),
        "page_obj": page_of(request, today.mails_at(hub), PER_PAGE),
    }
    return render(request, "portal/today_list.html", context)


@require_safe
def news(request: Request, slug: str) -> HttpResponse:
    """Show what parties wrote in the last week."""
    hub = _hub(request, slug)
    context = {
        "hub": hub,
        "title": _("Pas geschreven door betrokkenen"),
        "rows_template": "portal/_today_news.html",
        "empty_text": _("Hier staat wat betrokkenen de voorbije week schreven."),
        "page_obj": page_of(request, today.news_at(hub), PER_PAGE),
    }
    return render(request, "portal/today_list.html", context)
