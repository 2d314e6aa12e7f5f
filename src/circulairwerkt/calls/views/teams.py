"""Taking part in a hackathon without an account, and the teams from the inside."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base.forms import refused
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import perms, services
from circulairwerkt.calls.forms.team import TakePartForm
from circulairwerkt.calls.links import participant_of
from circulairwerkt.calls.models import Call, Challenge, Kind, Participant
from circulairwerkt.calls.teaming import Team, people_of, teams_of
from circulairwerkt.calls.views.organising import call_to_edit, own_call
from circulairwerkt.calls.views.public import shown_call

#: People from one address within an hour: a class that comes along, no machine.
_MOST_AN_HOUR = 40
#: More than this no counter has.
_MOST_FIGURES = 9


def _page(request: Request, call: Call, form: TakePartForm | None, status: int = 200) -> HttpResponse:
    return render(request, "calls/take_part.html", {"call": call, "form": form}, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: Request, slug: str) -> HttpResponse:
    """Say that one takes part, what one brings and wishes."""
    call = shown_call(request, slug)
    if call.is_draft or call.kind != Kind.HACKATHON:
        raise Http404
    if not call.is_open:
        return _page(request, call, None)
    if request.method != "POST":
        return _page(request, call, TakePartForm(call=call, initial={"getoond": fresh_stamp()}))
    form = TakePartForm(request.POST, call=call)
    status = form.held_back(
        request,
        action="calls.take_part",
        most=_MOST_AN_HOUR,
        seconds=3600,
        too_often=_("Vanaf hier schreven al veel mensen in. Probeer het over een uur."),
    )
    if status is not None:
        return _page(request, call, form, status=status)
    try:
        services.take_part(actor=request.actor, call=call, values=form.values(get_language() or "nl"))
    except ValidationError as error:
        refused(form, error)
        return _page(request, call, form, status=422)
    messages.success(request, _("Je doet mee. Kijk in je mail."))
    return redirect("calls:call", slug=slug)


def _mine(token: str) -> Participant:
    """Return who holds a private link; a wrong or void one does not exist."""
    found = participant_of(token)
    if found is None:
        raise Http404
    return found


@login_not_required
@never_cache
@require_safe
def participation(request: Request, token: str) -> HttpResponse:
    """Show with whom one works once the hub said so, and how to leave."""
    mine = _mine(token)
    is_told = mine.told_at is not None and mine.challenge_id is not None
    people = tuple(mine.call.participants.filter(challenge=mine.challenge_id)) if is_told else ()
    context = {
        "token": token,
        "mine": mine,
        "call": mine.call,
        "team": Team(cast(Challenge, mine.challenge), people) if people else None,
    }
    answer = render(request, "calls/participation.html", context)
    # The address is the key: no other site may read it.
    answer["Referrer-Policy"] = "same-origin"
    return answer


@login_not_required
@require_POST
def leave(request: Request, token: str) -> HttpResponse:
    """Take part no longer."""
    mine = _mine(token)
    slug = mine.call.slug
    services.leave(actor=request.actor, participant=mine)
    messages.success(request, _("Je bent uitgeschreven. Wat je over jezelf zei, is gewist."))
    return redirect("calls:call", slug=slug)


@require_safe
def teams(request: Request, slug: str, pk: int) -> HttpResponse:
    """The teams, and who has none and why."""
    call = own_call(request, slug, pk)
    if call.kind != Kind.HACKATHON:
        raise Http404
    people = people_of(call)
    context = {
        "hub": call.hub,
        "call": call,
        "teams": teams_of(call, people),
        "without": [one for one in people if one.challenge_id is None],
        "untold": sum(one.waits_for_word for one in people),
        "challenges": list(call.challenges.all()),
        "may_edit": perms.may_edit(request.actor, call) and call.is_running,
    }
    return render(request, "calls/teams.html", context)


def _turn(request: Request) -> int:
    """Return which teams the sender saw."""
    sent = request.POST.get("beurt", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < _MOST_FIGURES else -1


def _changed(request: Request, call: Call, change: Callable[[], str]) -> HttpResponse:
    """Change the teams and say what was done, or why that cannot be."""
    try:
        messages.success(request, change())
    except services.TeamsMoved as error:
        messages.warning(request, " ".join(error.messages))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:teams", slug=call.hub.slug, pk=call.pk)


@require_POST
def build_teams(request: Request, slug: str, pk: int) -> HttpResponse:
    """Divide everybody anew."""
    call = call_to_edit(request, slug, pk)

    def change() -> str:
        count = services.build_teams(actor=request.actor, call=call, seen_turn=_turn(request))
        return ngettext("%(n)s team gemaakt.", "%(n)s teams gemaakt.", count) % {"n": count}

    return _changed(request, call, change)


@require_POST
def undo_teams(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take the last change back."""
    call = call_to_edit(request, slug, pk)

    def change() -> str:
        services.undo_teams(actor=request.actor, call=call, seen_turn=_turn(request))
        return _("De teams zijn weer zoals voordien.")

    return _changed(request, call, change)


@require_POST
def tell_teams(request: Request, slug: str, pk: int) -> HttpResponse:
    """Mail who was not told yet where he is."""
    call = call_to_edit(request, slug, pk)

    def change() -> str:
        count = services.tell_teams(actor=request.actor, call=call)
        return ngettext("%(n)s mail vertrekt.", "%(n)s mails vertrekken.", count) % {"n": count}

    return _changed(request, call, change)


@require_POST
def place(request: Request, slug: str, pk: int, participant_pk: int) -> HttpResponse:
    """Put somebody in another team, or apart."""
    call = call_to_edit(request, slug, pk)
    participant = get_object_or_404(Participant.objects.filter(call=call), pk=participant_pk)
    participant.call = call
    sent = request.POST.get("uitdaging", "")
    challenge = next((row for row in call.challenges.all() if str(row.pk) == sent), None)
    if sent and challenge is None:
        raise Http404

    def change() -> str:
        services.place(
            actor=request.actor, participant=participant, challenge=challenge, seen_turn=_turn(request)
        )
        where = challenge.title if challenge else _("geen team")
        return _("%(name)s: nu in “%(where)s”.") % {"name": participant.name, "where": where}

    return _changed(request, call, change)
