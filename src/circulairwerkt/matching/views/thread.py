"""The thread of a proposal: what the hub writes, shares and lets in, and what a party writes on its link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from circulairwerkt.base import scope
from circulairwerkt.base.permissions import require
from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request
from circulairwerkt.matching import perms, said, services
from circulairwerkt.matching.forms import MessageForm, PartyMessageForm
from circulairwerkt.matching.links import inquiry_of
from circulairwerkt.matching.models import Message
from circulairwerkt.matching.views.party import show as show_party
from circulairwerkt.matching.views.proposals import found_at, hub_of, show


def _back(request: Request, slug: str, pk: int) -> HttpResponse:
    """Go back to the case that one came from, else to the proposal."""
    case = request.POST.get("dossier", "")
    if case.isdecimal() and len(case) < 12:
        return redirect("cases:case", pk=int(case))
    return redirect("matching:proposal", slug=slug, pk=pk)


@require_POST
def write(request: Request, slug: str, pk: int) -> HttpResponse:
    """Write to one or more parties; nothing goes to a company without this press."""
    hub = hub_of(request, slug)
    found = found_at(hub, pk)
    require(perms.may_decide(request.actor, found))
    form = MessageForm(request.POST, inquiries=said.inquiries_for(request.actor, [found]))
    if not form.is_valid():
        return show(request, hub, found, status=422, message_form=form)
    services.write_to(actor=request.actor, proposal=found, **form.cleaned_data)
    messages.success(request, _("Je bericht is verstuurd."))
    return _back(request, slug, pk)


@require_POST
def decide(request: Request, slug: str, pk: int, message_pk: int) -> HttpResponse:
    """Share what a party wrote with the others, let a waiting mail in, or erase it."""
    hub = hub_of(request, slug)
    message = get_object_or_404(
        Message.objects.select_related("proposal", "writer__proposal"),
        pk=message_pk,
        proposal=found_at(hub, pk),
        writer__isnull=False,
    )
    choice = request.POST.get("besluit", "")
    if choice == "delen" and not message.is_waiting:
        services.share(actor=request.actor, message=message)
        messages.success(request, _("Gedeeld. De andere partij leest het op haar link, zonder naam."))
    elif choice == "toelaten" and message.is_waiting:
        services.let_in(actor=request.actor, message=message)
        messages.success(request, _("De mail staat in het gesprek."))
    elif choice == "wissen" and message.is_waiting:
        services.turn_away(actor=request.actor, message=message)
        messages.success(request, _("De mail is gewist."))
    else:
        raise Http404
    return _back(request, slug, pk)


@login_not_required
@never_cache
@require_POST
def party_writes(request: Request, token: str) -> HttpResponse:
    """Let a party answer the hub in words."""
    with scope.everywhere("the link is the right to write about this one proposal"):
        inquiry = inquiry_of(token)
        if inquiry is None:
            raise Http404
        form = PartyMessageForm(request.POST)
        if not form.is_valid():
            return show_party(request, token, inquiry, status=422, form=form)
        if is_too_often(request, action="matching.party_writes", most=10, seconds=600):
            form.add_error(
                None, _("Je schreef al veel kort na elkaar. Probeer het over tien minuten opnieuw.")
            )
            return show_party(request, token, inquiry, status=429, form=form)
        services.party_writes(actor=request.actor, inquiry=inquiry, text=form.cleaned_data["text"])
    messages.success(request, _("Verstuurd. De hub krijgt bericht."))
    return redirect("matching:party", token=token)


@login_not_required
@require_POST
def stop_mail(request: Request, token: str) -> HttpResponse:
    """Say: no more mail about this."""
    with scope.everywhere("the link is the right to stop the mail about this one proposal"):
        inquiry = inquiry_of(token)
        if inquiry is None:
            raise Http404
        services.stop_mail(actor=request.actor, inquiry=inquiry)
    messages.success(request, _("Je krijgt hierover geen mail meer. Deze pagina blijft werken."))
    return redirect("matching:party", token=token)
