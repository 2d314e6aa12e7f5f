"""A training from the inside: what one learns, who has a right to an attest, giving and withdrawing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.agenda import queries as agenda_queries
from circulairwerkt.agenda.models import Event, Kind
from circulairwerkt.base import downloads
from circulairwerkt.base.edits import edit
from circulairwerkt.base.paper import served
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.trainings import paper as papers
from circulairwerkt.trainings import perms, queries, services, tables
from circulairwerkt.trainings.forms import ESCO_SITE, TrainingForm, WithdrawForm
from circulairwerkt.trainings.models import Attest


def _event(request: Request, slug: str, pk: int) -> Event:
    """Return a training of the hub to who may give its attests; to others it does not exist."""
    rows = agenda_queries.in_use(Event.objects.filter(kind=Kind.TRAINING).select_related("hub"))
    found: Event = get_object_or_404(rows, pk=pk, hub__slug=slug)
    require(perms.may_attest(request.actor, found))
    return found


@require_safe
def training(request: Request, slug: str, pk: int) -> HttpResponse:
    """Where the training stands: who has an attest, who has a right to one."""
    event = _event(request, slug, pk)
    context = {"hub": event.hub, "event": event, "standing": queries.standing_of(event)}
    return render(request, "trainings/training.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_training(request: Request, slug: str, pk: int) -> HttpResponse:
    """Say what one learns, and what an attest asks."""
    event = _event(request, slug, pk)
    row = queries.training_of(event)
    row.event = event

    def save(form: Any) -> None:
        services.save_training(
            actor=request.actor,
            training=form.row,
            seen_version=form.seen_version,
            values=form.values(),
            asked=form.cleaned_data["asked"],
        )

    return edit(
        request,
        row=row,
        form_class=TrainingForm,
        save=save,
        template="trainings/edit.html",
        context={"hub": event.hub, "event": event, "esco_site": ESCO_SITE},
        done_url=reverse("trainings:training", args=[slug, pk]),
        done_text=_("Bewaard. Het staat nu op de pagina van de opleiding."),
    )


@require_POST
def give(request: Request, slug: str, pk: int) -> HttpResponse:
    """Give attests to who was present and has none yet."""
    event = _event(request, slug, pk)
    try:
        made = services.give(actor=request.actor, event=event)
        words = ngettext("%(n)d attest gegeven.", "%(n)d attesten gegeven.", len(made)) % {"n": len(made)}
        messages.success(request, words)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("trainings:training", slug=slug, pk=pk)


@require_safe
def attests_file(request: Request, slug: str, pk: int, ending: str) -> HttpResponse:
    """The attests that were given, as CSV or XLSX: what a hub shows to who pays for a training."""
    event = _event(request, slug, pk)
    name = f"attesten-{event.slug}"
    return downloads.taken_along(
        request.actor, name, ending, tables.attests(event), of=event, hub_id=event.hub_id
    )


def _attest(event: Event, pk: int) -> Attest:
    found: Attest = get_object_or_404(Attest, pk=pk, event=event)
    found.event = event
    return found


@never_cache
@require_safe
def paper(request: Request, slug: str, pk: int, attest_pk: int) -> HttpResponse:
    """Serve an attest as a file, to hand it over: who came in at the door has no address for the link."""
    event = _event(request, slug, pk)
    attest = _attest(event, attest_pk)
    if not (attest.is_valid and attest.name):
        raise Http404
    return served(
        request,
        lambda: papers.written(attest),
        name=f"attest-{attest.spelt}.pdf",
        instead=reverse("trainings:training", args=[slug, pk]),
        is_same=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, slug: str, pk: int, attest_pk: int) -> HttpResponse:
    """Say that an attest holds no longer, and why."""
    event = _event(request, slug, pk)
    attest = _attest(event, attest_pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.withdraw(actor=request.actor, attest=attest, reason=form.cleaned_data["reason"])
        messages.success(request, _("Ingetrokken. Wie het nakijkt, ziet dat."))
        return redirect("trainings:training", slug=slug, pk=pk)
    context = {"hub": event.hub, "event": event, "attest": attest, "form": form}
    return render(request, "trainings/withdraw.html", context, status=form.status)


@require_POST
def restore(request: Request, slug: str, pk: int, attest_pk: int) -> HttpResponse:
    """An attest was withdrawn by mistake."""
    event = _event(request, slug, pk)
    services.restore(actor=request.actor, attest=_attest(event, attest_pk))
    messages.success(request, _("Het attest geldt opnieuw."))
    return redirect("trainings:training", slug=slug, pk=pk)
