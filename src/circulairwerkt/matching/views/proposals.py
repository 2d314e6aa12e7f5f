"""The proposals of a hub: the list, one of them, and the gestures on it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching import panels, perms, queries, seeking, services
from circulairwerkt.matching.forms import DecisionForm, InquiryForm
from circulairwerkt.matching.models import GESTURES, Inquiry, Proposal, Reason, State
from circulairwerkt.matching.pools import TABLES, follower, pk_of
from circulairwerkt.streams.models import Listing
from circulairwerkt.streams.queries import sort_of

PER_PAGE = 20
_MOST_OTHERS = 10


def hub_of(request: Request, slug: str) -> Hub:
    """Return the hub whose proposals the reader may see; 404 for a stranger."""
    hub = get_object_or_404(Hub.objects.select_related("seat"), slug=slug)
    require(perms.may_see_at(request.actor, hub))
    return hub


def found_at(hub: Hub, pk: int) -> Proposal:
    """Return a proposal that this hub may be told of; 404 for any other."""
    found: Proposal = get_object_or_404(queries.at_hub(hub).select_related("run", "case"), pk=pk)
    return found


@dataclass(frozen=True)
class About:
    """The row whose proposals are asked for: ``card``, ``need`` or ``capability``, and the row itself."""

    sort: str
    row: Listing

    @property
    def path(self) -> str:
        """The page of the row."""
        return reverse("streams:row", kwargs={"sort": sort_of(self.row), "pk": self.row.pk})


def _row_of(request: Request, hub: Hub, key: str) -> About | None:
    """Return the own row that a key such as ``card-12`` names, None for no key; 404 for any other."""
    if not key:
        return None
    sort, _dash, number = key.partition("-")
    if sort not in TABLES or not number.isdecimal() or len(number) > 18:
        raise Http404
    return About(sort, get_object_or_404(TABLES[sort].objects.filter(hub=hub), pk=pk_of(key)))


@require_safe
def proposals(request: Request, slug: str) -> HttpResponse:
    """Show the proposals of a hub, a tab for each stand, best first."""
    hub = hub_of(request, slug)
    tab = request.GET.get("stand", "nieuw")
    about = _row_of(request, hub, request.GET.get("rij", ""))
    if tab not in queries.TABS and not (tab == "alle" and about):
        raise Http404
    rows = queries.at_hub(hub).filter(is_lapsed=False)
    if about is not None:
        rows = rows.filter(**{about.sort: about.row})
    if tab != "alle":
        rows = rows.filter(state__in=queries.TABS[tab])
    counts = queries.counts_at(hub)
    page = page_of(request, rows, PER_PAGE)
    labels = {
        "nieuw": _("Nieuw"),
        "lopend": _("Lopend"),
        "later": _("Later"),
        "ja": _("Ja"),
        "nee": _("Nee"),
    }
    context = {
        "hub": hub,
        "tab": tab,
        "tabs": [] if about else [(key, labels[key], counts[key]) for key in queries.TABS],
        "about": about,
        "page_obj": page,
        "shown": [one for one in (queries.shown(row, request.actor) for row in page) if one],
        "gestures": [(one.value, one.label) for one in GESTURES],
        "reasons": Reason.choices,
    }
    return render(request, "matching/proposals.html", context)


def show(request: Request, hub: Hub, found: Proposal, status: int = 200, **more: Any) -> HttpResponse:
    """Draw the page of a proposal, with forms that were sent and are not right."""
    shown = queries.shown(found, request.actor)
    if shown is None:
        raise Http404
    told = seeking.why_of(found.card, found.taker)
    talk = panels.talk_of(request.actor, found, more.pop("message_form", None))
    context = {
        "hub": hub,
        "shown": shown,
        "told": told,
        "sources": _sources(told),
        "decisions": found.decisions.select_related("by"),
        "inquiries": talk["inquiries"],
        "talk": talk,
        "others": _others_of_card(found, request),
        "left": queries.amount_in_words(services.left_of_card(found), found.card.unit, found.card.period),
        "gestures": [(one.value, one.label) for one in GESTURES],
        "reasons": Reason.choices,
        "decision_form": DecisionForm(),
        "inquiry_form": InquiryForm(initial=_initial(found, request)),
        **more,
    }
    return render(request, "matching/proposal.html", context, status=status)


def _others_of_card(found: Proposal, request: Request) -> list[queries.ShownProposal]:
    """Return who else may take a part of the same card, as far as the reader may know; who agreed first."""
    rows = queries.of_rows(card=[found.card_id]).exclude(pk=found.pk).exclude(state=State.NO)
    known = [row for row in rows[:_MOST_OTHERS] if perms.may_see(request.actor, row)]
    shown = [one for one in (queries.shown(row, request.actor) for row in known) if one]
    return sorted(shown, key=lambda one: one.proposal.state != State.YES)


def _initial(found: Proposal, request: Request) -> dict[str, str]:
    """The taker is asked first; his address is filled in only for those who may see it."""
    shown = queries.shown(found, request.actor)
    email = shown.taker.told["contact_email"] if shown else ""
    return {"side": Inquiry.Side.TAKER, "email": email or "", "language": "nl", "transport": "open"}


def _sources(told: Any) -> dict[str, Any]:
    """Return range and sources of each estimate, by its name."""
    if told is None:
        return {}
    return {
        name: measure
        for name, measure in told["measures"].items()
        if isinstance(measure, dict) and measure.get("sources")
    }


@require_safe
def proposal(request: Request, slug: str, pk: int) -> HttpResponse:
    """Show one proposal: both sides as far as they may be told, reasons, figures, what was done."""
    hub = hub_of(request, slug)
    return show(request, hub, found_at(hub, pk))


@require_POST
def decide(request: Request, slug: str, pk: int) -> HttpResponse:
    """One gesture: what was done or answered. The time notes itself."""
    hub = hub_of(request, slug)
    found = found_at(hub, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show(request, hub, found, status=422, decision_form=form)
    values = dict(form.cleaned_data)
    try:
        done = services.decide(actor=request.actor, proposal=found, **values)
    except services.TooMuch as refused:
        left = queries.amount_in_words(refused.left, found.card.unit, found.card.period) or "0"
        form.add_error("quantity", _("Er is nog %(left)s te verdelen.") % {"left": left})
        return show(request, hub, found, status=422, decision_form=form)
    messages.success(
        request,
        _("Genoteerd: %(what)s. Vergist? Neem het terug op de bladzijde van het voorstel.")
        % {"what": done.get_state_display()},
    )
    if request.POST.get("terug_naar") == "lijst":
        return redirect("matching:proposals", slug=hub.slug)
    return redirect("matching:proposal", slug=hub.slug, pk=pk)


@require_POST
def undo(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take the last gesture back."""
    hub = hub_of(request, slug)
    found = found_at(hub, pk)
    try:
        services.undo(actor=request.actor, proposal=found)
    except services.NothingToUndo:
        messages.info(request, _("Er is niets om terug te nemen."))
    except services.TooMuch:
        messages.warning(request, _("Wat vroeger was afgesproken, is intussen aan iemand anders beloofd."))
    else:
        messages.success(request, _("Teruggenomen."))
    return redirect("matching:proposal", slug=hub.slug, pk=pk)


@require_POST
def ask(request: Request, slug: str, pk: int) -> HttpResponse:
    """Mail one party, at this click and never by itself."""
    hub = hub_of(request, slug)
    found = found_at(hub, pk)
    form = InquiryForm(request.POST)
    if not form.is_valid():
        return show(request, hub, found, status=422, inquiry_form=form)
    services.ask_party(actor=request.actor, proposal=found, hub=hub, **form.cleaned_data)
    messages.success(request, _("De mail is vertrokken. Het antwoord komt hier te staan."))
    return redirect("matching:proposal", slug=hub.slug, pk=pk)


@require_POST
def open_case(request: Request, slug: str, pk: int) -> HttpResponse:
    """Open a case with both parties and both streams, or go to the one that there is."""
    hub = hub_of(request, slug)
    case = services.open_case(actor=request.actor, proposal=found_at(hub, pk), hub=hub)
    messages.success(request, _("Dit is nu een dossier."))
    return redirect("cases:case", pk=case.pk)


@require_POST
def look(request: Request, slug: str) -> HttpResponse:
    """Work out now who fits one row of this hub."""
    hub = hub_of(request, slug)
    about = _row_of(request, hub, request.POST.get("rij", ""))
    if about is None:
        raise Http404
    done = services.look_now(actor=request.actor, hub=hub, row=about.row) if follower.is_quick() else None
    if done is None:
        messages.info(request, _("We zoeken het uit. Over enkele minuten staat het hier."))
    elif done.found:
        messages.success(request, _("Gezocht: %(count)d mogelijke links.") % {"count": done.found})
    else:
        messages.info(request, _("Gezocht: niemand gevonden die past."))
    address = request.POST.get("volgende", "")
    if address.startswith("/werkplek/") and "\\" not in address:
        return redirect(address)
    if request.POST.get("terug_naar") == "rij":
        return redirect(f"{about.path}#verder-kop")
    return redirect(reverse("matching:proposals", args=[hub.slug]))
