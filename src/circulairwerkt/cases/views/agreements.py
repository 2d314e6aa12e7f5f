"""Pages of agreements: written, agreed, ended; what moved; the questions of the law."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base.edits import edit
from circulairwerkt.base.forms import refused
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import agreed, perms, services, value_flows
from circulairwerkt.cases.forms.agreements import AgreementForm, EndForm, LegalForm, TransferForm
from circulairwerkt.cases.models import Agreement, AgreementState, Case, Transfer
from circulairwerkt.hubs.models import Hub


def _case(request: Request, pk: int) -> Case:
    case: Case = get_object_or_404(Case.objects.select_related("hub").prefetch_related("shares"), pk=pk)
    require(perms.may_see(request.actor, case))
    return case


def _found(request: Request, pk: int, agreement_pk: int) -> Agreement:
    case = _case(request, pk)
    rows = Agreement.objects.select_related("giver", "processor", "taker", "card", "capability")
    rows = rows.prefetch_related("shares__organisation")
    found: Agreement = get_object_or_404(rows, pk=agreement_pk, case=case)
    found.case = case
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def write_agreement(request: Request, pk: int, agreement_pk: int | None = None) -> HttpResponse:
    """Write a new agreement, or change a draft."""
    case = _case(request, pk)
    require(perms.may_contribute(request.actor, case))
    found = _found(request, pk, agreement_pk) if agreement_pk is not None else None
    row = found if found is not None else Agreement(case=case, what=case.title[:160])
    saved: list[Agreement] = []

    def save(form: Any) -> None:
        saved.append(
            services.save_agreement(
                actor=request.actor,
                case=case,
                agreement=found,
                seen_version=form.seen_version,
                values=form.values(),
                shares=form.shares(),
            )
        )

    def form_class(*args: Any, **kwargs: Any) -> AgreementForm:
        return AgreementForm(*args, case=case, **kwargs)

    form_class.initial_of = AgreementForm.initial_of  # type: ignore[attr-defined]
    answer = edit(
        request,
        row=row,
        form_class=form_class,  # type: ignore[arg-type]
        save=save,
        template="cases/agreement_form.html",
        context={"case": case, "agreement": found},
        done_url="",
        done_text=_("Bewaard als voorstel."),
    )
    if saved:
        return redirect("cases:agreement", pk=case.pk, agreement_pk=saved[0].pk)
    return answer


def _page(
    request: Request,
    found: Agreement,
    *,
    transfer_form: TransferForm | None = None,
    end_form: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_write = perms.may_write_agreement(request.actor, found)
    context = {
        "case": found.case,
        "agreement": found,
        "warnings": list(agreed.warnings_of(found)) if found.state != AgreementState.ENDED else [],
        "table": agreed.planned_table(found) if found.state != AgreementState.DRAFT else None,
        "transfers": agreed.transfers_of(found),
        "legal": agreed.legal_items(found),
        "may_write": may_write,
        "may_conclude": perms.may_conclude(request.actor, found),
        "transfer_form": transfer_form or (TransferForm(agreement=found) if may_write else None),
        "end_form": end_form or EndForm(),
    }
    return render(request, "cases/agreement.html", context, status=status)


@require_safe
def agreement(request: Request, pk: int, agreement_pk: int) -> HttpResponse:
    """One agreement: what, who, planned and real, what moved."""
    return _page(request, _found(request, pk, agreement_pk))


@require_POST
def agree(request: Request, pk: int, agreement_pk: int) -> HttpResponse:
    """Note that the parties agreed."""
    found = _found(request, pk, agreement_pk)
    try:
        services.agree(actor=request.actor, agreement=found, seen_version=_seen(request))
    except EditConflict:
        messages.warning(request, _("Iemand veranderde dit intussen. Kijk het nog eens na."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Afgesproken. Nu kan je noteren wat er vertrekt."))
    return redirect("cases:agreement", pk=pk, agreement_pk=agreement_pk)


@require_POST
def end_agreement(request: Request, pk: int, agreement_pk: int) -> HttpResponse:
    """End what was agreed."""
    found = _found(request, pk, agreement_pk)
    require(perms.may_conclude(request.actor, found))
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, found, end_form=form, status=422)
    try:
        services.end_agreement(
            actor=request.actor, agreement=found, seen_version=_seen(request), **form.cleaned_data
        )
    except EditConflict:
        messages.warning(request, _("Iemand veranderde dit intussen. Kijk het nog eens na."))
    except ValidationError as error:
        refused(form, error)
        return _page(request, found, end_form=form, status=422)
    else:
        messages.success(request, _("Gestopt. Wat vrijkomt, kan een ander gebruiken."))
    return redirect("cases:agreement", pk=pk, agreement_pk=agreement_pk)


def _seen(request: Request) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


@require_POST
def note_transfer(request: Request, pk: int, agreement_pk: int) -> HttpResponse:
    """Note what moved."""
    found = _found(request, pk, agreement_pk)
    require(perms.may_write_agreement(request.actor, found))
    form = TransferForm(request.POST, agreement=found)
    if not form.is_valid():
        return _page(request, found, transfer_form=form, status=422)
    try:
        services.note_transfer(actor=request.actor, agreement=found, **form.cleaned_data)
    except ValidationError as error:
        refused(form, error)
        return _page(request, found, transfer_form=form, status=422)
    messages.success(request, _("Genoteerd."))
    return redirect("cases:agreement", pk=pk, agreement_pk=agreement_pk)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_transfer(request: Request, pk: int, agreement_pk: int, transfer_pk: int) -> HttpResponse:
    """Tell a transfer anew; the row that was wrong stays."""
    found = _found(request, pk, agreement_pk)
    require(perms.may_write_agreement(request.actor, found))
    transfer: Transfer = get_object_or_404(Transfer.objects.filter(agreement=found), pk=transfer_pk)
    transfer.agreement = found
    form = TransferForm(
        request.POST if request.method == "POST" else None, agreement=found, corrects=transfer
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_transfer(actor=request.actor, transfer=transfer, **form.cleaned_data)
        except services.CorrectedMeanwhile:
            messages.warning(request, _("Iemand verbeterde deze levering al. Verbeter die verbetering."))
            return redirect("cases:agreement", pk=pk, agreement_pk=agreement_pk)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Verbeterd. De oude regel blijft staan en telt niet meer mee."))
            return redirect("cases:agreement", pk=pk, agreement_pk=agreement_pk)
    context = {"case": found.case, "agreement": found, "transfer": transfer, "form": form}
    return render(request, "cases/correct_transfer.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def legal(request: Request, pk: int, agreement_pk: int) -> HttpResponse:
    """The questions of the law: answered by who works on the case, printed for the parties."""
    found = _found(request, pk, agreement_pk)
    may_write = perms.may_write_agreement(request.actor, found)
    items = agreed.legal_items(found)
    form = LegalForm(request.POST if request.method == "POST" else None, items=items)
    if request.method == "POST":
        require(may_write)
        if form.is_valid():
            answers = form.answers()
            if answers:
                services.answer_legal(actor=request.actor, agreement=found, answers=answers)
            messages.success(request, _("Bewaard."))
            return redirect(reverse("cases:legal", args=[pk, agreement_pk]))
    context = {
        "case": found.case,
        "agreement": found,
        "form": form,
        "items": items,
        "stops": [item for item in items if item.is_stop],
        "may_write": may_write,
    }
    return render(request, "cases/legal.html", context, status=form.status)


def _document(rows: Any, name: str) -> HttpResponse:
    text = json.dumps(value_flows.document(rows), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/ld+json")
    answer["Content-Disposition"] = f'attachment; filename="{name}.jsonld"'
    return answer


@require_safe
def case_value_flows(request: Request, pk: int) -> HttpResponse:
    """The agreements of a case and what moved, as ValueFlows."""
    case = _case(request, pk)
    return _document(agreed.agreements_of(case), f"waardestromen-{case.reference}")


@require_safe
def hub_value_flows(request: Request, slug: str) -> HttpResponse:
    """The agreements of a hub's cases and what moved, as ValueFlows."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_see_cases_at(request.actor, hub))
    return _document(agreed.agreements_at(hub), f"waardestromen-{hub.slug}")
