"""Pages on which an organisation keeps the work that it offers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.edits import edit
from circulairwerkt.base.forms import refused
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.organisations.perms import hubs_of, may_edit
from circulairwerkt.people import freshness, perms, queries, services
from circulairwerkt.people.esco import NOTICE
from circulairwerkt.people.forms.offers import OfferForm
from circulairwerkt.people.models import WorkOffer


def _organisation(request: Request, slug: str) -> Organisation:
    organisation: Organisation = get_object_or_404(Organisation, slug=slug)
    require(may_edit(request.actor, organisation))
    return organisation


def _hub_of(request: Request, organisation: Organisation) -> Hub | None:
    """The hub that shows the work: the first partnership at which this person may offer it."""
    for hub in Hub.objects.filter(pk__in=hubs_of(organisation)).order_by("pk"):
        if perms.may_offer(request.actor, organisation, hub) and is_on(hub, "work"):
            return hub
    return None


@require_safe
def offers(request: Request, slug: str) -> HttpResponse:
    """Everything that the organisation offers, and whether it is still sure."""
    organisation = _organisation(request, slug)
    rows = [(row, freshness.state(row)) for row in queries.offers_of(organisation)]
    context = {"organisation": organisation, "rows": rows, "hub": _hub_of(request, organisation)}
    return render(request, "people/offers.html", context)


def new_offer(request: Request, slug: str) -> HttpResponse:
    """Offer work."""
    organisation = _organisation(request, slug)
    hub = _hub_of(request, organisation)
    if hub is None:
        raise Http404
    blank = WorkOffer(organisation=organisation)
    form = OfferForm(request.POST if request.method == "POST" else None, row=blank)
    if request.method == "POST" and form.is_valid():
        try:
            services.offer(actor=request.actor, organisation=organisation, hub=hub, values=form.values())
        except ValidationError as error:
            refused(form, _beside_fields(error))
        else:
            messages.success(request, _("Het werk staat op de site."))
            return redirect("people:offers", slug=slug)
    context = {"organisation": organisation, "form": form, "title": _("Bied werk aan"), "notice": NOTICE}
    return render(request, "people/offer_form.html", context, status=form.status)


def _beside_fields(error: ValidationError) -> ValidationError:
    """Say of the municipality beside the field in which it was typed."""
    told = dict(error.error_dict) if hasattr(error, "error_dict") else {}
    if "municipality" in told:
        told["plaats"] = told.pop("municipality")
    return ValidationError(told) if told else error


def _offer(request: Request, pk: int) -> WorkOffer:
    rows = WorkOffer._base_manager.select_related("organisation", "municipality", "hub")
    found: WorkOffer = get_object_or_404(rows, pk=pk)
    require(perms.may_keep_offer(request.actor, found))
    return found


def change_offer(request: Request, pk: int) -> HttpResponse:
    """Change work on offer."""
    found = _offer(request, pk)

    def save(form: Any) -> None:
        try:
            services.change_offer(
                actor=request.actor, offer=form.row, seen_version=form.seen_version, values=form.values()
            )
        except ValidationError as error:
            raise _beside_fields(error) from None

    return edit(
        request,
        row=found,
        form_class=OfferForm,
        save=save,
        template="people/offer_form.html",
        context={"organisation": found.organisation, "title": _("Verander dit werk"), "notice": NOTICE},
        done_url=reverse("people:offers", args=[found.organisation.slug]),
        done_text=_("Bewaard."),
    )


@require_POST
def choose_offer(request: Request, pk: int) -> HttpResponse:
    """Still there, gone, or there again."""
    found = _offer(request, pk)
    choice = request.POST.get("keuze", "")
    if choice == "klopt":
        services.confirm_offer(actor=request.actor, offer=found)
        messages.success(request, _("Goed. Het werk blijft op de site."))
    elif choice == "weg":
        services.close_offer(actor=request.actor, offer=found)
        messages.success(request, _("Het werk is van de site. Je kan het terugzetten."))
    else:
        raise Http404
    return redirect("people:offers", slug=found.organisation.slug)
