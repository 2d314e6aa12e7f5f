"""Voting without an account: a link by mail gives one vote.

A link in a mail is opened by scanners too: GET only shows, the vote is a button that posts.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from circulairwerkt.base.forms import refused
from circulairwerkt.base.rates import is_too_often, is_too_often_for
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import queries, services
from circulairwerkt.calls.forms.jury import AskVoteForm, VoteForm
from circulairwerkt.calls.models import Call
from circulairwerkt.calls.views.public import shown_call
from circulairwerkt.calls.voting import is_voting, vote_of, voter_digest, voter_of

#: Links asked for from one address within an hour: a family or an office; to one mailbox in a day: it may get
#: lost once or twice.
_MOST_AN_HOUR = 20
_MOST_TO_ONE = 3
_DAY = 24 * 3600


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_vote(request: Request, slug: str) -> HttpResponse:
    """Show the ideas one can vote for, and mail a link that gives one vote."""
    call = shown_call(request, slug)
    if call.is_draft:
        raise Http404
    step = vote_of(call)
    is_open = is_voting(step, timezone.now())
    form = AskVoteForm(request.POST if request.method == "POST" else None)
    status, is_sent = form.status, False
    if form.is_bound and form.is_valid():
        address = form.cleaned_data["email"]
        if is_too_often(request, action="calls.vote", most=_MOST_AN_HOUR, seconds=3600):
            form.add_error(None, _("Vanaf hier vroegen al veel mensen een link. Probeer het over een uur."))
            status = 429
        else:
            try:
                # A mailbox that got enough links gets none, and the page says the same: it tells nothing.
                digest = voter_digest(call, address)
                if not is_too_often_for(digest, action="calls.vote", most=_MOST_TO_ONE, seconds=_DAY):
                    services.ask_vote(
                        actor=request.actor, call=call, address=address, language=get_language() or "nl"
                    )
                is_sent = True
            except ValidationError as error:
                refused(form, error)
                status = 422
    context = {
        "call": call,
        "step": step,
        "is_open": is_open,
        "is_sent": is_sent,
        "form": form,
        "entries": queries.still_in(call) if is_open else [],
    }
    return render(request, "calls/ask_vote.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: Request, token: str) -> HttpResponse:
    """Give one's vote."""
    found = voter_of(token)
    if found is None:
        raise Http404
    call = get_object_or_404(queries.in_use(Call.objects.select_related("hub")), pk=found[0])
    is_open = is_voting(vote_of(call), timezone.now())
    form = VoteForm(
        request.POST if request.method == "POST" else None, entries=queries.still_in(call) if is_open else []
    )
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            services.cast_vote(actor=request.actor, call=call, digest=found[1], entry=form.picked())
            messages.success(request, _("Dank je. Je stem telt mee."))
            return redirect("calls:call", slug=call.slug)
        except ValidationError as error:
            refused(form, error)
            status = 422
    answer = render(
        request, "calls/vote.html", {"call": call, "form": form, "is_open": is_open}, status=status
    )
    # The address is the key: no other site may read it.
    answer["Referrer-Policy"] = "same-origin"
    return answer
