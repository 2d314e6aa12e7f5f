"""The page behind a freshness letter: per row still right, changed or gone, without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from circulairwerkt.base.forms import refused
from circulairwerkt.base.permissions import NOBODY
from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request
from circulairwerkt.streams import services
from circulairwerkt.streams.disclosure import Viewer, disclosed_to
from circulairwerkt.streams.forms import AnswerForm
from circulairwerkt.streams.letters import rows_of
from circulairwerkt.streams.links import letter_of
from circulairwerkt.streams.services.freshness import Answer
from circulairwerkt.streams.showing import shown
from circulairwerkt.streams.sorts import sort_of


@login_not_required
@never_cache
def letter(request: Request, token: str) -> HttpResponse:
    """Show the rows of a letter, and take in what its reader says of them."""
    found = letter_of(token)
    if found is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    parts = []
    for row in rows_of(found):
        # The letter went to the party itself: it sees its own row, money excepted.
        told = disclosed_to(row, Viewer.COLLEAGUE)
        if told is None:
            continue
        key = f"{sort_of(row).key}-{row.pk}"
        initial = {"hoeveel": row.quantity, "eenheid": row.unit, "hoe_vaak": row.period}
        parts.append((row, shown(row, told), AnswerForm(data, prefix=key, initial=initial)))
    forms = [form for _row, _shown, form in parts]
    # Each is looked at, so that all that is wrong stands there at once.
    verdicts = [form.is_valid() for form in forms]
    is_valid = data is not None and all(verdicts)
    status = 200 if data is None or is_valid else 422
    if is_valid and is_too_often(request, action="streams.letter", most=20, seconds=600):
        messages.error(request, _("Je antwoordde al vaak kort na elkaar. Probeer het over tien minuten."))
        status = 429
    elif is_valid:
        answers = {
            (sort_of(row).key, row.pk): Answer(
                word=form.cleaned_data["antwoord"],
                quantity=form.cleaned_data["hoeveel"],
                unit=form.cleaned_data["eenheid"],
                period=form.cleaned_data["hoe_vaak"],
                remark=form.cleaned_data["opmerking"],
            )
            for row, _shown, form in parts
            if form.cleaned_data["antwoord"]
        }
        try:
            services.answer_letter(actor=NOBODY, letter=found, answers=answers)
        except ValidationError as error:
            refused(forms[0], ValidationError(error.messages))
            status = 422
        else:
            if answers:
                messages.success(request, _("Dank je. We hebben het genoteerd."))
            else:
                messages.info(request, _("Je koos nog geen antwoord. Er is niets veranderd."))
            return redirect("streams:freshness", token=token)
    context = {"letter": found, "parts": parts, "token": token, "form_errors": status == 422}
    response = render(request, "streams/letter.html", context, status=status)
    # The address is the key: it must not leave with a referrer.
    response["Referrer-Policy"] = "same-origin"
    return response
