"""A case as one of its parties follows it: by a private link, without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import services
from circulairwerkt.cases.forms.work import PartyWritesForm
from circulairwerkt.cases.links import contact_of
from circulairwerkt.cases.models import Contact, Entry

#: Messages that the page shows, newest last.
_MOST = 100


def _mine(token: str) -> Contact:
    found = contact_of(token)
    if found is None:
        raise Http404
    return found


def _page(
    request: Request, token: str, contact: Contact, form: PartyWritesForm | None = None, status: int = 200
) -> HttpResponse:
    mine = Q(contact=contact, kind__in=[Entry.Kind.MESSAGE, Entry.Kind.MAIL_IN])
    told = Q(recipients=contact, audience=Entry.Audience.PARTIES)
    entries = contact.case.entries.filter(mine | told, is_waiting=False).distinct().order_by("-at", "-pk")
    context = {
        "token": token,
        "contact": contact,
        "case": contact.case,
        "entries": list(entries[:_MOST])[::-1],
        "form": form or PartyWritesForm(),
    }
    response = render(request, "cases/party_thread.html", context, status=status)
    # The address is the key: it must not leave with a referrer.
    response["Referrer-Policy"] = "same-origin"
    return response


@login_not_required
@never_cache
@require_safe
def thread(request: Request, token: str) -> HttpResponse:
    """Show what the hub wrote to this person and what this person wrote; nothing of anybody else."""
    return _page(request, token, _mine(token))


@login_not_required
@require_POST
def write(request: Request, token: str) -> HttpResponse:
    """Answer the hub."""
    contact = _mine(token)
    form = PartyWritesForm(request.POST)
    if not form.is_valid():
        return _page(request, token, contact, form, status=422)
    if is_too_often(request, action="cases.party_writes", most=10, seconds=600):
        form.add_error(None, _("Je schreef al veel kort na elkaar. Probeer het over tien minuten opnieuw."))
        return _page(request, token, contact, form, status=429)
    services.party_writes(actor=request.actor, contact=contact, text=form.cleaned_data["text"])
    messages.success(request, _("Verstuurd. De hub krijgt bericht."))
    return redirect("cases:party_thread", token=token)


@login_not_required
@require_POST
def stop_mail(request: Request, token: str) -> HttpResponse:
    """Say: no more mail about this."""
    services.stop_mail(actor=request.actor, contact=_mine(token))
    messages.success(request, _("Je krijgt hierover geen mail meer. Deze pagina blijft werken."))
    return redirect("cases:party_thread", token=token)
