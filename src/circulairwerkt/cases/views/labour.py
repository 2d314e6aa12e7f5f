"""Pages on the work in cases: of one case, told by its hub; of a hub; of the programme."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from circulairwerkt.base.edits import edit
from circulairwerkt.base.kept import until_written
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import overview, perms, services
from circulairwerkt.cases.forms.labour import WorkPackageForm
from circulairwerkt.cases.labour import reckoning, sums, telling
from circulairwerkt.cases.models import Agreement, Case, CaseStream, WorkPackage
from circulairwerkt.cases.views import page
from circulairwerkt.cases.views.found import open_to, readable
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams.models import MaterialCard

#: Cases on one page of a hub's list.
PER_PAGE = 20


def told_of(request: Request, case: Case) -> dict[str, Any]:
    """Return the work of one case, as its page and its panel show it."""
    reckoned = reckoning.of_case(case)
    return {
        "case": case,
        "sums": telling.shown_reckoning(reckoned),
        "planned": telling.shown_works(reckoned.planned),
        "possible": telling.shown_works(reckoned.possible),
        "may_write": perms.may_contribute(request.actor, case),
    }


@require_safe
def of_case(request: Request, pk: int) -> HttpResponse:
    """Show the work in a case with the reckoning, made to be printed too."""
    case = readable(request, pk)
    context = told_of(request, case) | {"hub": page.home_of(request.actor, case)}
    return render(request, "cases/labour.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def of_agreement(request: Request, pk: int, agreement_pk: int) -> HttpResponse:
    """Set right what is guessed of the work of an agreement."""
    case = open_to(request, pk)
    rows = Agreement.objects.select_related("card", "capability", "giver", "processor", "work_package")
    found: Agreement = get_object_or_404(rows, pk=agreement_pk, case=case)
    found.case = case
    return _edit(
        request, case, found, getattr(found, "work_package", None) or WorkPackage(case=case, agreement=found)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def of_card(request: Request, pk: int, link_pk: int) -> HttpResponse:
    """Set right what is guessed of the work of a card."""
    case = open_to(request, pk)
    # A card that the reader may not see is not named here either.
    rows = CaseStream.objects.filter(card__in=MaterialCard.objects.all())
    found: CaseStream = get_object_or_404(rows.select_related("card", "work_package"), pk=link_pk, case=case)
    found.case = case
    return _edit(
        request, case, found, getattr(found, "work_package", None) or WorkPackage(case=case, stream=found)
    )


def _edit(request: Request, case: Case, of: Agreement | CaseStream, row: WorkPackage) -> HttpResponse:
    if row.pk:
        row.agreement, row.stream = (of, None) if isinstance(of, Agreement) else (None, of)

    def save(form: Any) -> None:
        services.save_work_package(
            actor=request.actor, of=of, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=row,
        form_class=WorkPackageForm,
        save=save,
        template="cases/labour_form.html",
        context={
            "case": case,
            "hub": page.home_of(request.actor, case),
            "shown": telling.shown(reckoning.of_row(row)),
        },
        done_url=reverse("cases:labour", args=[case.pk]),
        done_text=_("Bewaard. De raming is opnieuw berekend."),
    )


@require_safe
def of_hub(request: Request, slug: str) -> HttpResponse:
    """Show the work in all cases of a hub, and case by case; the last news first, never the most hours."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_see_cases_at(request.actor, hub))
    cases = overview.cases_of(hub)
    listed = page_of(request, reckoning.with_streams(cases).order_by("-moved_at", "-pk"), PER_PAGE)
    here = reckoning.of_cases(Case._base_manager.filter(pk__in=[case.pk for case in listed]))
    context = {
        "hub": hub,
        "page_obj": listed,
        "rows": [(case, telling.shown_reckoning(here.of({case.pk}))) for case in listed],
        "sums": telling.shown_reckoning(until_written(f"work:{hub.pk}", partial(sums.of_cases, cases))),
    }
    return render(request, "cases/labour_hub.html", context)


@require_safe
def of_programme(request: Request) -> HttpResponse:
    """Show the sums of every hub and of the programme, in which what hubs share counts once."""
    require(perms.may_see_programme_counts(request.actor))
    hubs = list(Hub.objects.filter(is_example=False).order_by("name"))
    with everywhere("sums of every hub for who answers for the programme; no row is shown"):
        together, by_hub = until_written("work", partial(_programme_sums, hubs))
    context = {
        "hubs": [(hub, telling.shown_reckoning(by_hub[hub.pk])) for hub in hubs],
        "together": telling.shown_reckoning(together),
    }
    return render(request, "cases/labour_programme.html", context)


def _programme_sums(hubs: Sequence[Hub]) -> tuple[sums.Sums, dict[int, sums.Sums]]:
    real = {"is_example": False, "hub__is_example": False}
    by_hub = {hub.pk: sums.of_cases(overview.cases_of(hub).filter(**real)) for hub in hubs}
    return sums.of_cases(Case.objects.filter(**real)), by_hub
