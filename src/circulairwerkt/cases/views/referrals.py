"""Pages on which something is handed on, taken up or sent back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base.forms import refused
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms, referred, services
from circulairwerkt.cases.bodies import bodies
from circulairwerkt.cases.forms.referrals import AnswerForm, ReferralForm
from circulairwerkt.cases.models import Case, Question, Referral
from circulairwerkt.hubs.models import Hub


@require_http_methods(["GET", "HEAD", "POST"])
def refer_question(request: Request, pk: int) -> HttpResponse:
    """Hand a question on to another hub, or bring its asker to somebody beside the hubs."""
    question: Question = get_object_or_404(Question.objects.select_related("hub", "municipality"), pk=pk)
    require(perms.may_refer_question(request.actor, question))
    context = {"question": question, "hub": question.hub, "title": question.sentence}
    return _refer(request, context, question=question)


@require_http_methods(["GET", "HEAD", "POST"])
def refer_case(request: Request, pk: int) -> HttpResponse:
    """Hand a case on."""
    case: Case = get_object_or_404(Case.objects.select_related("hub"), pk=pk)
    require(perms.may_refer_case(request.actor, case))
    return _refer(request, {"case": case, "hub": case.hub, "title": case.title}, case=case)


def _refer(
    request: Request, context: dict[str, Any], *, question: Question | None = None, case: Case | None = None
) -> HttpResponse:
    hub: Hub | None = context["hub"]
    near = referred.next_hubs(question=question, case=case, besides=hub.pk if hub else None)
    form = ReferralForm(request.POST if request.method == "POST" else None, near=near)
    if request.method == "POST" and form.is_valid():
        to_hub, to_body = form.target
        try:
            services.refer(
                actor=request.actor,
                question=question,
                case=case,
                to_hub=to_hub,
                to_body=to_body,
                reason=form.cleaned_data["reason"],
                due_on=form.cleaned_data["due_on"],
            )
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(
                request,
                _("Doorverwezen. Je leest hier wat het antwoord is.")
                if to_hub
                else _(
                    "Genoteerd. Wij sturen zelf niets door: bel of mail zelf, of laat de vraagsteller bellen."
                ),
            )
            return _back(question, hub)
    page = {**context, "form": form, "bodies": bodies().values()}
    return render(request, "cases/refer.html", page, status=form.status)


def _back(question: Question | None, hub: Hub | None) -> HttpResponse:
    if question is not None:
        return redirect("cases:question", pk=question.pk)
    return redirect("cases:referrals", slug=hub.slug if hub else "")


@require_safe
def referrals(request: Request, slug: str) -> HttpResponse:
    """What waits for an answer of this hub, and what this hub handed on."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_see_cases_at(request.actor, hub))
    context = {
        "hub": hub,
        "incoming": referred.incoming(hub),
        "outgoing": referred.outgoing(hub),
        "closed": referred.closed(hub),
    }
    return render(request, "cases/referrals.html", context)


def _found(request: Request, slug: str, pk: int) -> tuple[Hub, Referral]:
    hub = get_object_or_404(Hub, slug=slug)
    found = referred.referral_at(hub, pk)
    if found is None:
        raise Http404
    require(perms.may_see_referral(request.actor, found))
    return hub, found


def _page(
    request: Request, hub: Hub, referral: Referral, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    is_back = referral.state in referred.NOT_TAKEN_UP and perms.may_take_back(request.actor, referral)
    near = (
        referred.next_hubs(question=referral.question, case=referral.case, besides=referral.from_hub_id)
        if is_back
        else []
    )
    context = {
        "hub": hub,
        "shown": referred.shown(referral),
        "referral": referral,
        "form": form or AnswerForm(),
        "may_answer": referral.is_open and perms.may_answer_referral(request.actor, referral),
        "may_take_back": referral.is_open and perms.may_take_back(request.actor, referral),
        "is_mine": referral.from_hub_id == hub.pk,
        "next_hub": near[0] if near else None,
    }
    return render(request, "cases/referral.html", context, status=status)


@require_safe
def referral(request: Request, slug: str, pk: int) -> HttpResponse:
    """Where one referral stands."""
    return _page(request, *_found(request, slug, pk))


def _answered(
    request: Request, slug: str, pk: int, service: Callable[..., Referral], done: str
) -> HttpResponse:
    hub, found = _found(request, slug, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, hub, found, form, status=422)
    try:
        service(actor=request.actor, referral=found, answer=form.cleaned_data["answer"])
    except services.NotOpen as error:
        messages.warning(
            request, _("Intussen is dit al %(state)s.") % {"state": error.current.get_state_display()}
        )
    except ValidationError as error:
        refused(form, error)
        return _page(request, hub, found, form, status=422)
    else:
        messages.success(request, done)
    return redirect("cases:referral", slug=slug, pk=pk)


@require_POST
def accept(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take it up."""
    return _answered(request, slug, pk, services.accept, _("Opgenomen. Het is nu bij je hub."))


@require_POST
def send_back(request: Request, slug: str, pk: int) -> HttpResponse:
    """Say no."""
    return _answered(request, slug, pk, services.send_back, _("Teruggestuurd. De andere hub leest waarom."))


@require_POST
def take_back(request: Request, slug: str, pk: int) -> HttpResponse:
    """Think again."""
    _hub, found = _found(request, slug, pk)
    try:
        services.take_back(actor=request.actor, referral=found)
    except services.NotOpen as error:
        messages.warning(
            request, _("Intussen is dit al %(state)s.") % {"state": error.current.get_state_display()}
        )
    else:
        messages.success(request, _("Teruggenomen. Het blijft bij jou."))
    return redirect("cases:referral", slug=slug, pk=pk)
