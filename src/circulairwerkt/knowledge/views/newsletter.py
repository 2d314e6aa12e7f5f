"""The newsletter for everybody: asked for, confirmed, ended with one click, and the issues so far."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from circulairwerkt.base import news
from circulairwerkt.base.forms import Form
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.knowledge import links, perms, queries, services

PER_PAGE = 24


class SubscribeForm(Form):
    """Where the newsletter goes."""

    email = forms.EmailField(
        label=gettext_lazy("Je e-mailadres"),
        max_length=200,
        help_text=gettext_lazy("Je krijgt eerst een mail om te bevestigen. Stoppen kan met één klik."),
        error_messages={
            "invalid": gettext_lazy("Dit is geen e-mailadres. Schrijf bijvoorbeeld naam@bedrijf.be.")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def _hub(request: Request, slug: str) -> Hub:
    """Return a hub that has a newsletter; one that does not use it has no such page."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_read_newsletter(request.actor, hub))
    return hub


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter(request: Request, slug: str) -> HttpResponse:
    """Ask for the newsletter, and read what was sent before."""
    hub = _hub(request, slug)
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if is_too_often(request, action="knowledge.subscribe", most=5, seconds=3600):
            return render(request, "429.html", status=429)
        services.subscribe(actor=request.actor, hub=hub, email=form.cleaned_data["email"])
        messages.success(
            request,
            _(
                "Kijk in je mailbox en klik op de link om te bevestigen. "
                "Was je al ingeschreven, dan komt er niets."
            ),
        )
        return redirect("knowledge:newsletter", slug=slug)
    page = page_of(request, queries.sent_issues(hub), PER_PAGE)
    return render(
        request,
        "knowledge/newsletter.html",
        {
            "hub": hub,
            "form": form if perms.may_subscribe(request.actor, hub) else None,
            "page_obj": page,
        },
        status=form.status,
    )


@login_not_required
@require_safe
def issue(request: Request, slug: str, number: int) -> HttpResponse:
    """One issue as everybody may read it; what was withdrawn since is gone."""
    hub = _hub(request, slug)
    found = get_object_or_404(queries.sent_issues(hub), number=number)
    items = news.shown(found.keys)
    return render(request, "knowledge/issue.html", {"hub": hub, "issue": found, "items": items})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_newsletter(request: Request, token: str) -> HttpResponse:
    """Say yes to the newsletter; only a press does, because scanners of mail open links."""
    row = links.to_confirm(token)
    if row is None:
        raise Http404
    if request.method == "POST":
        services.confirm_subscription(actor=request.actor, subscription=row)
    answer = render(
        request,
        "knowledge/confirm_newsletter.html",
        {"hub": row.hub, "is_done": row.confirmed_at is not None},
    )
    answer["Referrer-Policy"] = "same-origin"
    return answer


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off_newsletter(request: Request, token: str) -> HttpResponse:
    """End the newsletter with one click, in a mail program (RFC 8058) or here; the link is the right."""
    if not links.is_sign_off(token):
        raise Http404
    row = links.to_sign_off(token)
    hub = row.hub if row else None
    if row is not None and request.method == "POST":
        services.sign_off(actor=request.actor, subscription=row)
        row = None
    answer = render(request, "knowledge/sign_off_newsletter.html", {"hub": hub, "is_done": row is None})
    answer["Referrer-Policy"] = "same-origin"
    return answer
