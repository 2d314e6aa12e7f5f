"""Long work as the person sees it who waits for it; letters that were not delivered, or not wanted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base import outbox, perms, queries, services
from circulairwerkt.base.models import Job, OutgoingMail
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request, typed_in


def _found(request: Request, pk: int) -> Job:
    job: Job = get_object_or_404(Job.objects.select_related("who", "hub"), pk=pk)
    require(perms.may_see_job(request.actor, job))
    return job


@require_safe
def job(request: Request, pk: int) -> HttpResponse:
    """How far a job is, and what came of it; the changing part asks for itself anew until it ended."""
    template = "base/_job.html" if request.htmx else "base/job.html"
    answer = render(request, template, {"job": _found(request, pk)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def stop_job(request: Request, pk: int) -> HttpResponse:
    """Ask a job to stop."""
    services.stop_job(actor=request.actor, job=_found(request, pk))
    return redirect("base:job", pk=pk)


@require_safe
def undelivered(request: Request) -> HttpResponse:
    """Letters that could not be delivered, and why; those of one hub where the address names it."""
    require(perms.may_mend_some_mail(request.actor))
    rows = queries.undelivered_for(request.actor)
    if hub := typed_in(request, "hub"):
        rows = rows.filter(hub__slug=hub)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "base/undelivered.html", {"page_obj": page})


def _letter(pk: int) -> OutgoingMail:
    letter: OutgoingMail = get_object_or_404(OutgoingMail, pk=pk, state=OutgoingMail.State.GIVEN_UP)
    return letter


@require_POST
def try_mail_again(request: Request, pk: int) -> HttpResponse:
    """Send a letter once more."""
    services.try_mail_again(actor=request.actor, mail=_letter(pk))
    messages.success(request, _("De mail vertrekt opnieuw."))
    return redirect("base:undelivered")


@require_POST
def let_mail_go(request: Request, pk: int) -> HttpResponse:
    """Take a letter from the list."""
    services.let_mail_go(actor=request.actor, mail=_letter(pk))
    messages.success(request, _("Afgehandeld. Adres en tekst zijn gewist."))
    return redirect("base:undelivered")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: Request, token: str) -> HttpResponse:
    """Stop bundles with one click, from a mail program (RFC 8058) or on this page; the link is the right.

    A page that scanners of mail open writes nothing: only POST does.
    """
    address_digest = outbox.digest_of_token(token)
    if address_digest is None:
        raise Http404
    done = ""
    if request.method == "POST":
        if request.POST.get("keuze") == "weer":
            services.want_mail(actor=request.actor, address_digest=address_digest)
            done = "wanted"
        else:
            services.stop_mail(actor=request.actor, address_digest=address_digest)
            done = "stopped"
    answer = render(request, "base/stop_mail.html", {"done": done})
    answer["Referrer-Policy"] = "same-origin"
    return answer
