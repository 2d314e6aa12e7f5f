"""Pages with which organisations are edited, claimed and made partner of a hub."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from circulairwerkt.base.edits import edit, row_to_edit, sent_version
from circulairwerkt.base.forms import refused
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request, typed_in
from circulairwerkt.base.trail import shown
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations import inside, perms, services
from circulairwerkt.organisations.forms import (
    ClaimForm,
    DecisionForm,
    KindForm,
    NewOrganisationForm,
    OrganisationForm,
    PartnerForm,
    RecognitionForm,
    SiteForm,
)
from circulairwerkt.organisations.models import (
    Claim,
    ContactPerson,
    Kind,
    Organisation,
    Partnership,
    Recognition,
    Site,
)

#: Lines of the trail on one page.
HISTORY_PAGE = 50
_CHANGED = gettext_lazy("Iemand anders veranderde dit intussen. Kijk eerst wat er nu staat.")


def _organisation(slug: str) -> Organisation:
    return get_object_or_404(Organisation, slug=slug)


def _hub(slug: str) -> Hub:
    return get_object_or_404(Hub, slug=slug)


def manage(request: Request, slug: str) -> HttpResponse:
    """Everything about an organisation that can be edited, on one page."""
    organisation = _organisation(slug)
    require(perms.may_edit(request.actor, organisation))
    context = {
        "organisation": organisation,
        "sites": organisation.sites.select_related("municipality"),
        "recognitions": organisation.recognitions.select_related("site"),
        "partnerships": organisation.partnerships.select_related("hub"),
        "may_vouch": perms.may_vouch(request.actor, organisation),
    }
    return render(request, "organisations/manage.html", context)


def edit_organisation(request: Request, slug: str) -> HttpResponse:
    """Texts, number, website, sectors."""
    organisation = _organisation(slug)
    require(perms.may_edit(request.actor, organisation))

    def save(form: Any) -> None:
        services.edit_organisation(
            actor=request.actor,
            organisation=form.row,
            seen_version=form.seen_version,
            values=form.values(),
            sectors=form.cleaned_data["sectors"],
        )

    return edit(
        request,
        row=organisation,
        form_class=OrganisationForm,
        save=save,
        template="organisations/edit.html",
        context={"organisation": organisation},
        done_url=reverse("organisations:manage", args=[slug]),
        done_text=_("Bewaard."),
    )


def confirm_kind(request: Request, slug: str) -> HttpResponse:
    """What the organisation is, for certain."""
    organisation = _organisation(slug)
    require(perms.may_vouch(request.actor, organisation))

    def save(form: Any) -> None:
        services.confirm_kind(
            actor=request.actor,
            organisation=form.row,
            seen_version=form.seen_version,
            kind=Kind(form.cleaned_data["kind"]),
        )

    return edit(
        request,
        row=organisation,
        form_class=KindForm,
        save=save,
        template="organisations/kind.html",
        context={"organisation": organisation},
        done_url=reverse("organisations:manage", args=[slug]),
        done_text=_("Bewaard."),
    )


def site(request: Request, slug: str, pk: int | None = None) -> HttpResponse:
    """Add or change a site."""
    organisation = _organisation(slug)
    require(perms.may_edit(request.actor, organisation))

    def save(form: Any) -> None:
        services.save_site(
            actor=request.actor, site=form.row, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=row_to_edit(request, Site.objects.all(), pk, organisation=organisation),
        form_class=SiteForm,
        save=save,
        template="organisations/site.html",
        context={"organisation": organisation},
        done_url=reverse("organisations:manage", args=[slug]),
        done_text=_("De vestiging is bewaard."),
        add_url=reverse("organisations:add_site", args=[slug]),
    )


@require_POST
def remove_site(request: Request, slug: str, pk: int) -> HttpResponse:
    """Remove a site that was entered by mistake."""
    row = get_object_or_404(Site.objects.select_related("organisation"), pk=pk, organisation__slug=slug)
    try:
        services.remove_site(actor=request.actor, site=row, seen_version=sent_version(request))
    except EditConflict:
        messages.error(request, _CHANGED)
        return redirect("organisations:site", slug=slug, pk=pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("De vestiging is weg."))
    return redirect("organisations:manage", slug=slug)


def recognition(request: Request, slug: str, pk: int | None = None) -> HttpResponse:
    """Add or change a recognition."""
    organisation = _organisation(slug)
    require(perms.may_vouch(request.actor, organisation))

    def save(form: Any) -> None:
        services.save_recognition(
            actor=request.actor,
            recognition=form.row,
            seen_version=form.seen_version,
            values=form.cleaned_data,
        )

    return edit(
        request,
        row=row_to_edit(request, Recognition.objects.all(), pk, organisation=organisation),
        form_class=RecognitionForm,
        save=save,
        template="organisations/recognition.html",
        context={"organisation": organisation},
        done_url=reverse("organisations:manage", args=[slug]),
        done_text=_("De erkenning is bewaard."),
        add_url=reverse("organisations:add_recognition", args=[slug]),
    )


@require_POST
def remove_recognition(request: Request, slug: str, pk: int) -> HttpResponse:
    """Remove a recognition that was entered by mistake."""
    row = get_object_or_404(
        Recognition.objects.select_related("organisation"), pk=pk, organisation__slug=slug
    )
    try:
        services.remove_recognition(actor=request.actor, recognition=row, seen_version=sent_version(request))
    except EditConflict:
        messages.error(request, _CHANGED)
        return redirect("organisations:recognition", slug=slug, pk=pk)
    messages.success(request, _("De erkenning is weg."))
    return redirect("organisations:manage", slug=slug)


def history(request: Request, slug: str) -> HttpResponse:
    """Who changed what about the organisation, when."""
    organisation = _organisation(slug)
    require(perms.may_see_history(request.actor, organisation))
    page = Paginator(inside.history_of(organisation), HISTORY_PAGE).get_page(request.GET.get("pagina"))
    return render(
        request,
        "organisations/history.html",
        {"organisation": organisation, "page": page, "entries": shown(page)},
    )


def partners(request: Request, slug: str) -> HttpResponse:
    """The partners of a hub, or those of which nobody is sure what they are; finding one to add."""
    hub = _hub(slug)
    require(perms.may_manage_partners(request.actor, hub))
    text = typed_in(request, "zoek", most=140)
    only_uncertain = request.GET.get("onzeker") == "on"
    context = {
        "hub": hub,
        "partnerships": inside.uncertain_partners(hub).select_related("organisation")
        if only_uncertain
        else inside.partnerships_of(hub),
        "only_uncertain": only_uncertain,
        "text": text,
        "found": inside.found_for_partner(hub, text),
    }
    return render(request, "organisations/partners.html", context)


def add_partner(request: Request, slug: str, organisation: str) -> HttpResponse:
    """Make an organisation of the directory a partner."""
    hub = _hub(slug)
    require(perms.may_manage_partners(request.actor, hub))
    row = _organisation(organisation)

    def save(form: Any) -> None:
        services.add_partner(actor=request.actor, hub=hub, organisation=row, values=form.cleaned_data)

    return edit(
        request,
        row=Partnership(hub=hub, organisation=row),
        form_class=PartnerForm,
        save=save,
        template="organisations/partner.html",
        context={"hub": hub, "organisation": row},
        done_url=reverse("organisations:partners", args=[slug]),
        done_text=_("De partner is toegevoegd."),
    )


def new_partner(request: Request, slug: str) -> HttpResponse:
    """Add an organisation that is not in the directory yet, as a partner."""
    hub = _hub(slug)
    require(perms.may_manage_partners(request.actor, hub))
    form = NewOrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.add_organisation(
                actor=request.actor,
                hub=hub,
                **{**form.cleaned_data, "kind": Kind(form.cleaned_data["kind"])},
            )
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("De organisatie is toegevoegd als partner."))
            return redirect("organisations:manage", slug=row.slug)
    return render(request, "organisations/new_partner.html", {"hub": hub, "form": form}, status=form.status)


def change_partner(request: Request, slug: str, pk: int) -> HttpResponse:
    """Role and dates of a partnership."""
    hub = _hub(slug)
    require(perms.may_manage_partners(request.actor, hub))
    partnership = get_object_or_404(Partnership.objects.select_related("organisation", "hub"), pk=pk, hub=hub)

    def save(form: Any) -> None:
        services.change_partner(
            actor=request.actor,
            partnership=form.row,
            seen_version=form.seen_version,
            values=form.cleaned_data,
        )

    return edit(
        request,
        row=partnership,
        form_class=PartnerForm,
        save=save,
        template="organisations/partner.html",
        context={
            "hub": hub,
            "organisation": partnership.organisation,
            "people": ContactPerson.objects.filter(hub=hub, organisation=partnership.organisation_id),
        },
        done_url=reverse("organisations:partners", args=[slug]),
        done_text=_("Bewaard."),
    )


@require_POST
def erase_contact(request: Request, slug: str, pk: int) -> HttpResponse:
    """Erase somebody whom the hub noted at a partner."""
    hub = _hub(slug)
    person = get_object_or_404(ContactPerson.objects.select_related("hub"), pk=pk, hub=hub)
    services.erase_contact(actor=request.actor, person=person)
    messages.success(request, _("Gewist."))
    return redirect("organisations:partners", slug=slug)


def ask_claim(request: Request, slug: str) -> HttpResponse:
    """Say that one speaks for an organisation."""
    organisation = _organisation(slug)
    form = ClaimForm(
        request.POST if request.method == "POST" else None, hubs=inside.hubs_to_ask(organisation)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_claim(actor=request.actor, organisation=organisation, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Je vraag is bij de hub. Je krijgt een mail met het antwoord."))
            return redirect("portal:workspace")
    context = {"organisation": organisation, "form": form}
    return render(request, "organisations/claim.html", context, status=form.status)


@require_POST
def withdraw_claim(request: Request, pk: int) -> HttpResponse:
    """Take the own claim back."""
    claim = inside.claim_by(request.actor.user_id or 0, pk)
    if claim is None:
        raise Http404
    try:
        services.withdraw_claim(actor=request.actor, claim=claim)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Je vraag is ingetrokken."))
    return redirect("portal:workspace")


def claims(request: Request, slug: str) -> HttpResponse:
    """The claims that wait at a hub."""
    hub = _hub(slug)
    require(perms.may_manage_partners(request.actor, hub))
    return render(request, "organisations/claims.html", {"hub": hub, "claims": inside.claims_at(hub)})


def decide_claim(request: Request, slug: str, pk: int) -> HttpResponse:
    """Answer a claim."""
    claim: Claim = get_object_or_404(
        Claim.objects.select_related("organisation", "user", "hub"), pk=pk, hub__slug=slug
    )
    require(perms.may_decide_claim(request.actor, claim))
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_claim(
                actor=request.actor,
                claim=claim,
                is_confirmed=form.cleaned_data["decision"] == "confirm",
            )
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Je antwoord is verstuurd."))
            return redirect("organisations:claims", slug=slug)
    context = {"hub": claim.hub, "claim": claim, "form": form}
    return render(request, "organisations/decide_claim.html", context, status=form.status)
