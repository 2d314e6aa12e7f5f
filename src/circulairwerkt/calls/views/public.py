"""Calls for everybody: what runs and what ended, the page of one, its calendar."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from circulairwerkt.base.calendars import CONTENT_TYPE
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import feeds, perms, queries
from circulairwerkt.calls.judging import chosen_with_points
from circulairwerkt.calls.models import Call
from circulairwerkt.calls.voting import is_voting, vote_of

PER_PAGE = 20


def shown_call(request: Request, slug: str) -> Call:
    """Return a call that the reader may see; a draft is shown to its hub alone."""
    found = get_object_or_404(queries.of_address(slug), slug=slug)
    if found.is_draft and not perms.may_see(request.actor, found):
        raise Http404
    return found


@login_not_required
@require_safe
def calls(request: Request) -> HttpResponse:
    """What one can take part in, and what came of what ended."""
    page = page_of(request, queries.ended(), PER_PAGE)
    running = list(queries.running()) if page.number == 1 else []
    return render(request, "calls/calls.html", {"running": running, "page_obj": page})


@login_not_required
@require_safe
def call(request: Request, slug: str) -> HttpResponse:
    """One call: what is asked, until when, the way it goes, and the result."""
    found = shown_call(request, slug)
    voting = vote_of(found)
    is_open = is_voting(voting, timezone.now())
    chosen = queries.chosen(found) if found.is_finished else []
    context = {
        "vote": voting if is_open else None,
        "call": found,
        "hub": found.hub,
        "way": queries.way_of(found),
        "challenges": list(found.challenges.all()),
        "stories": list(queries.stories_told_of(found)) if found.is_finished else [],
        "chosen": chosen_with_points(found, chosen),
        "count": queries.entries_of(found).count() if found.position or found.is_finished else None,
        "may_see_inside": perms.may_see(request.actor, found),
        "trail": [(_("Oproepen"), reverse("calls:calls"))],
        "here": found.shown_title,
    }
    return render(request, "calls/call.html", context)


@login_not_required
@require_safe
def calendar(request: Request, slug: str) -> HttpResponse:
    """The deadline and the steps as a calendar."""
    found = shown_call(request, slug)
    answer = HttpResponse(feeds.calendar_of(found), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return answer
