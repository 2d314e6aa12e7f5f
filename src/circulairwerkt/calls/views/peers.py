"""Reading ideas of each other by the own private link, and how far that is from the inside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base.forms import refused
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import perms, services
from circulairwerkt.calls.forms.peers import FeedbackForm
from circulairwerkt.calls.models import Entry, PeerWord, Reading
from circulairwerkt.calls.peering import (
    can_be_read,
    is_reviewing,
    peer_step,
    readings_of,
    round_now,
    shares_of,
)
from circulairwerkt.calls.queries import entries_of
from circulairwerkt.calls.views.handing_in import own_idea
from circulairwerkt.calls.views.organising import call_to_edit, own_call

_IDEAS = 30


def _reading(mine: Entry, pk: int) -> Reading | None:
    """Return what an entrant got to read, open or not; None where it is of another or left."""
    found = readings_of(mine).filter(pk=pk).first()
    if found is not None:
        found.reader, found.step.call = mine, mine.call
    return found


def _private(answer: HttpResponse) -> HttpResponse:
    """The address is the key: no other site may read it."""
    answer["Referrer-Policy"] = "same-origin"
    return answer


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: Request, token: str, pk: int) -> HttpResponse:
    """Read the idea of another entrant, and write what one thinks of it.

    Who sends what he wrote too late gets it back with the reason, without the idea; also where the idea left
    meanwhile, and its feedback with it.
    """
    mine = own_idea(token)
    reading = _reading(mine, pk)
    if reading is None:
        if request.method != "POST":
            raise Http404
        context = {"token": token, "call": mine.call, "form": FeedbackForm(request.POST)}
        return _private(render(request, "calls/given_back.html", context, status=422))
    is_open = can_be_read(reading, timezone.now())
    if not is_open and request.method != "POST":
        raise Http404
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial=FeedbackForm.of(reading))
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            services.give_feedback(actor=request.actor, reading=reading, values=form.cleaned_data)
            messages.success(request, _("Bewaard. Je kan het nog veranderen tot het einde."))
            return redirect("calls:mine", token=token)
        except ValidationError as error:
            refused(form, error)
            status = 422
    context = {
        "token": token,
        "call": reading.reader.call,
        "reading": reading,
        "idea": reading.entry.last,
        "step": reading.step,
        "form": form,
        "is_open": is_open,
    }
    return _private(render(request, "calls/read.html", context, status=status))


@login_not_required
@require_POST
def tell_interest(request: Request, token: str, pk: int) -> HttpResponse:
    """Say that one has an interest in an idea, so that another reads it; or take that back."""
    has_interest = "terug" not in request.POST
    reading = _reading(own_idea(token), pk)
    if reading is None:
        messages.error(request, _("Dit idee doet niet meer mee."))
        return redirect("calls:mine", token=token)
    try:
        services.tell_peer_interest(actor=request.actor, reading=reading, has_interest=has_interest)
        messages.success(
            request, _("Genoteerd. Jij leest dit idee niet.") if has_interest else _("Teruggenomen.")
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:mine", token=token)


@login_not_required
@require_POST
def answer(request: Request, token: str) -> HttpResponse:
    """Say whether other entrants may read one's idea."""
    is_agreed = "ja" in request.POST
    try:
        services.answer_peers(actor=request.actor, entry=own_idea(token), is_agreed=is_agreed)
        messages.success(
            request,
            _("Dank je. Andere inzenders mogen je idee lezen.")
            if is_agreed
            else _("Genoteerd. Geen andere inzender leest je idee."),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:mine", token=token)


@require_safe
def peers(request: Request, slug: str, pk: int) -> HttpResponse:
    """Who said yes, who still has something to read, and what was written, which the hub can keep back."""
    call = own_call(request, slug, pk)
    step = peer_step(call)
    if step is None:
        raise Http404
    is_reached = call.position >= step.number
    is_running = round_now(call) is not None and is_reviewing(step, timezone.now())
    rows = entries_of(call)
    rows = rows.filter(position__gte=step.number) if is_reached else rows.filter(state="in")
    page = page_of(request, rows.order_by("pk"), _IDEAS)
    shares = shares_of(step, page.object_list)
    in_call = list(call.entries.filter(state="in").values_list("peer_word", "peers_asked_at"))
    context = {
        "hub": call.hub,
        "call": call,
        "step": step,
        "page_obj": page,
        "shares": shares,
        "is_reached": is_reached,
        "is_reviewing": is_running,
        "may_ask": call.is_running and (call.position < step.number or is_running),
        "yes": sum(word == PeerWord.YES for word, _asked in in_call),
        "no": sum(word == PeerWord.NO for word, _asked in in_call),
        "open": sum(word == PeerWord.OPEN for word, _asked in in_call),
        "unasked": sum(word == PeerWord.OPEN and asked is None for word, asked in in_call),
        "may_edit": perms.may_edit(request.actor, call),
    }
    return render(request, "calls/peers.html", context)


@require_POST
def ask_peers(request: Request, slug: str, pk: int) -> HttpResponse:
    """Ask who handed in under another promise."""
    call = call_to_edit(request, slug, pk)
    try:
        count = services.ask_peers(actor=request.actor, call=call)
        messages.success(
            request, ngettext("%(n)s mail vertrekt.", "%(n)s mails vertrekken.", count) % {"n": count}
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:peers" if peer_step(call) else "calls:inside", slug=slug, pk=pk)


@require_POST
def hide(request: Request, slug: str, pk: int, reading_pk: int) -> HttpResponse:
    """Keep feedback from who handed in the idea, or show it again."""
    call = call_to_edit(request, slug, pk)
    rows = Reading.objects.filter(step__call=call, given_at__isnull=False).select_related("step")
    reading = get_object_or_404(rows, pk=reading_pk)
    reading.step.call = call
    is_hidden = "terug" not in request.POST
    try:
        services.hide_feedback(actor=request.actor, reading=reading, is_hidden=is_hidden)
        messages.success(
            request,
            _("Verborgen. De inzender leest dit niet.")
            if is_hidden
            else _("Deze feedback is weer te lezen."),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:peers", slug=slug, pk=pk)
