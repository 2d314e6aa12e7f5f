"""Handing in an idea without an account, and one's own page of it: to see, improve, take back.

A link in a mail is opened by scanners too: GET only shows, every change is a button that posts.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base.forms import refused
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import queries, services
from circulairwerkt.calls.forms.idea import HandInForm, IdeaForm
from circulairwerkt.calls.links import entry_of
from circulairwerkt.calls.models import Call, Entry
from circulairwerkt.calls.peering import seen_by
from circulairwerkt.calls.views.public import shown_call

#: Ideas from one address within an hour: a class that hands in together, no machine.
_MOST_AN_HOUR = 30


def _open(request: Request, slug: str) -> Call:
    found = shown_call(request, slug)
    if found.is_draft:
        raise Http404
    return found


def _page(request: Request, call: Call, form: HandInForm | None, status: int = 200) -> HttpResponse:
    return render(request, "calls/hand_in.html", {"call": call, "form": form}, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: Request, slug: str) -> HttpResponse:
    """Hand in an idea."""
    call = _open(request, slug)
    if not call.is_open:
        return _page(request, call, None)
    if request.method != "POST":
        chosen = request.GET.get("uitdaging", "")
        return _page(
            request,
            call,
            HandInForm(call=call, initial={"getoond": fresh_stamp(), "challenge": chosen[:9]}),
        )
    form = HandInForm(request.POST, call=call)
    status = form.held_back(
        request,
        action="calls.hand_in",
        most=_MOST_AN_HOUR,
        seconds=3600,
        too_often=_("Vanaf hier kwamen al veel ideeën. Probeer het over een uur."),
    )
    if status is not None:
        return _page(request, call, form, status=status)
    try:
        services.hand_in(actor=request.actor, call=call, values=form.values(get_language() or "nl"))
    except ValidationError as error:
        refused(form, error)
        return _page(request, call, form, status=422)
    return redirect("calls:handed_in", slug=slug)


@login_not_required
@require_safe
def handed_in(request: Request, slug: str) -> HttpResponse:
    """Say that a mail is on its way."""
    return render(request, "calls/handed_in.html", {"call": _open(request, slug)})


def own_idea(token: str) -> Entry:
    """Return the idea of a private link; a wrong or void one does not exist."""
    found = entry_of(token)
    if found is None:
        raise Http404
    return found


def _own_page(
    request: Request, token: str, entry: Entry, form: IdeaForm | None = None, status: int = 200
) -> HttpResponse:
    if form is None and entry.is_in and entry.call.is_open:
        form = IdeaForm(initial=IdeaForm.of(entry.last))
    answer = render(
        request,
        "calls/mine.html",
        {
            "token": token,
            "entry": entry,
            "idea": entry.last,
            "call": entry.call,
            "hub": entry.call.hub,
            "way": queries.way_of(entry.call),
            "step": queries.step_now(entry.call),
            "form": form,
            "peers": seen_by(entry, entry.call, timezone.now()),
        },
        status=status,
    )
    # The address is the key: no other site may read it.
    answer["Referrer-Policy"] = "same-origin"
    return answer


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: Request, token: str) -> HttpResponse:
    """Show where one's idea stands, and hand in a better version until the deadline."""
    entry = own_idea(token)
    if request.method != "POST":
        return _own_page(request, token, entry)
    form = IdeaForm(request.POST)
    if not form.is_valid():
        return _own_page(request, token, entry, form, status=422)
    try:
        services.change_idea(actor=request.actor, entry=entry, values=form.idea())
    except ValidationError as error:
        refused(form, error)
        return _own_page(request, token, entry, form, status=422)
    messages.success(request, _("Bewaard. Je kan je idee blijven verbeteren tot de laatste dag."))
    return redirect("calls:mine", token=token)


@login_not_required
@require_POST
def withdraw(request: Request, token: str) -> HttpResponse:
    """Take the idea back."""
    try:
        services.withdraw(actor=request.actor, entry=own_idea(token))
        messages.success(request, _("Je idee is ingetrokken. Je naam en adres zijn gewist."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:mine", token=token)
