"""The lists behind the day of a hub: every task, mail and message of which the first page shows a few."""

from typing import Any

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


def _listed(request: Request, hub: Hub, rows: Any, *, title: str, template: str, empty: str) -> HttpResponse:
    context = {
        "hub": hub,
        "title": title,
        "rows_template": template,
        "empty_text": empty,
        "page_obj": page_of(request, rows, PER_PAGE),
    }
    return render(request, "portal/today_list.html", context)


@require_safe
def tasks(request: Request, slug: str) -> HttpResponse:
    """Show what the reader has to do until today."""
    hub = _hub(request, slug)
    return _listed(
        request,
        hub,
        today.tasks_for(request.actor, hub),
        title=_("Taken tot en met vandaag"),
        template="portal/_today_tasks.html",
        empty=_("Hier staan taken van dossiers waarvan de dag gekomen is."),
    )


@require_safe
def mails(request: Request, slug: str) -> HttpResponse:
    """Show the mails of people nobody knows."""
    hub = _hub(request, slug)
    return _listed(
        request,
        hub,
        today.mails_at(hub),
        title=_("Mail van iemand die we niet kennen"),
        template="portal/_today_mails.html",
        empty=_("Hier staat mail voor een dossier, van een adres dat we niet kennen."),
    )


@require_safe
def news(request: Request, slug: str) -> HttpResponse:
    """Show what parties wrote in the last week."""
    hub = _hub(request, slug)
    return _listed(
        request,
        hub,
        today.news_at(hub),
        title=_("Pas geschreven door betrokkenen"),
        template="portal/_today_news.html",
        empty=_("Hier staat wat betrokkenen de voorbije week schreven."),
    )
