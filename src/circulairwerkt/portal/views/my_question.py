"""A question as its asker sees it through the private link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base import pictures
from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import queries as case_queries
from circulairwerkt.cases import services
from circulairwerkt.cases.models import Question
from circulairwerkt.hubs import queries as hub_queries
from circulairwerkt.hubs.models import Hub
from circulairwerkt.portal import sent_photos
from circulairwerkt.portal.part_form import ANSWERS, PartForm, Shown, tapped
from circulairwerkt.portal.question_form import AdditionForm


def _mine(token: str) -> Question:
    found = case_queries.question_of(token)
    if found is None:
        raise Http404
    return found


def _page(
    request: Request,
    token: str,
    found: Question,
    form: AdditionForm | None = None,
    status: int = 200,
    sent: QueryDict | None = None,
) -> HttpResponse:
    referrals = case_queries.of_question(found)
    response = render(
        request,
        "portal/my_question.html",
        {
            "referrals": referrals,
            "followed": case_queries.followed(found) if not found.withdrawn_at else None,
            "is_on_its_way": any(each.referral.is_open for each in referrals),
            "token": token,
            "question": found,
            "remarks": found.remarks.filter(is_inside=False),
            "form": form or AdditionForm(),
            "photos": list(found.photos.all()),
            "understood": Shown.of_question(found, sent) if not found.withdrawn_at else None,
            "other_hub": _next_hub(found) if found.is_open and found.escalated_at else None,
        },
        status=status,
    )
    # The address is the key: no other site may read it. Without any referrer a browser hides the origin too,
    # and then refuses the page's own forms.
    response["Referrer-Policy"] = "same-origin"
    return response


def _next_hub(question: Question) -> hub_queries.NearHub | None:
    """Return the nearest hub that can read the question and does not hold it, with its distance."""
    return hub_queries.nearest_reading(question.municipality, besides=question.hub)


@login_not_required
@never_cache
@require_safe
def my_question(request: Request, token: str) -> HttpResponse:
    """Show where the question is, what was said, and what the asker can do."""
    return _page(request, token, _mine(token))


@login_not_required
@require_POST
def add(request: Request, token: str) -> HttpResponse:
    """Add something to the question."""
    found = _mine(token)
    form = AdditionForm(request.POST, request.FILES)
    form.full_clean()
    photos = sent_photos.kept_with(request, form, there=found.photos.count())
    form.data, form.photos_kept = request.POST.copy(), len(photos)
    form.data["bewaard"] = sent_photos.named(photos)
    if not form.is_valid():
        return _page(request, token, found, form, status=422)
    if is_too_often(request, action="cases.add", most=10, seconds=600):
        form.add_error(None, _("Je schreef al veel kort na elkaar. Probeer het over tien minuten opnieuw."))
        return _page(request, token, found, form, status=429)
    try:
        services.add(
            actor=request.actor, question=found, text=form.cleaned_data["text"], waiting_photos=photos
        )
    except services.NoLongerOpen:
        form.add_error(None, _("Je trok deze vraag in. Er kan niets meer bij."))
        return _page(request, token, found, form, status=409)
    messages.success(request, _("Toegevoegd. De hub krijgt bericht."))
    return redirect("portal:my_question", token=token)


@login_not_required
@require_safe
@cache_control(private=True, max_age=600)
def photo(request: Request, token: str, pk: int) -> HttpResponseBase:
    """Serve one of the asker's own photos."""
    answer = pictures.served(get_object_or_404(_mine(token).photos, pk=pk).file)
    answer["Referrer-Policy"] = "same-origin"
    return answer


@login_not_required
@require_POST
def remove_photo(request: Request, token: str, pk: int) -> HttpResponse:
    """Take a photo away."""
    found = _mine(token)
    get_object_or_404(found.photos, pk=pk)
    services.remove_photo(actor=request.actor, question=found, pk=pk)
    messages.success(request, _("De foto is weg, ook bij de hub."))
    return redirect("portal:my_question", token=token)


def _place(text: str) -> int:
    """Return the number of a part of the question; 404 for what is none."""
    if not text.isdecimal() or len(text) > 1:
        raise Http404
    return int(text)


@login_not_required
@require_POST
def correct(request: Request, token: str) -> HttpResponse:
    """Correct what we understood, or answer the one next question, with a tap or a number."""
    found = _mine(token)
    part = get_object_or_404(found.parts, place=_place(request.POST.get("plaats", "0")))
    form = PartForm(tapped(request.POST), part=part)
    if not form.is_valid():
        return _page(request, token, found, status=422, sent=request.POST)
    values = form.values()
    asked = request.POST.get("vraag", "")
    if "overslaan" in request.POST and asked in ANSWERS:
        values = {"skipped": asked}
    if values:
        try:
            services.correct_part(actor=request.actor, question=found, place=part.place, values=values)
        except services.NoLongerOpen:
            messages.warning(request, _("Je trok deze vraag in. Er kan niets meer bij."))
            return redirect("portal:my_question", token=token)
        messages.success(request, _("Genoteerd. Dank je."))
    return redirect("portal:my_question", token=token)


@login_not_required
@require_POST
def withdraw(request: Request, token: str) -> HttpResponse:
    """Take the question back."""
    services.withdraw(actor=request.actor, question=_mine(token))
    messages.success(request, _("Je vraag is ingetrokken. Wat je schreef en je contactgegevens zijn gewist."))
    return redirect("portal:my_question", token=token)


@login_not_required
@require_POST
def move(request: Request, token: str) -> HttpResponse:
    """Ask another hub, after the first let the day pass."""
    found = _mine(token)
    hub = get_object_or_404(Hub, slug=request.POST.get("hub", "")[:50])
    try:
        services.move(actor=request.actor, question=found, hub=hub)
        messages.success(request, _("Je vraag is nu bij %(hub)s.") % {"hub": hub.name})
    except services.NoLongerOpen:
        messages.warning(request, _("Deze vraag is al beantwoord of staat al bij een andere hub."))
    return redirect("portal:my_question", token=token)
