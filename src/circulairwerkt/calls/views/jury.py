"""Judging by a private link, without an account; and the jury from the inside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base.forms import refused
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import queries, services
from circulairwerkt.calls.forms.jury import JudgeForm, JurorForm
from circulairwerkt.calls.judging import has_own_interest, progress_of, round_of, spreads_at
from circulairwerkt.calls.links import juror_of
from circulairwerkt.calls.models import Entry, Judgement, Juror
from circulairwerkt.calls.views.organising import call_to_edit


def _juror(token: str) -> Juror:
    """Return the juror of a private link; a wrong or void one does not exist."""
    found = juror_of(token)
    if found is None:
        raise Http404
    return found


def _private(answer: HttpResponse) -> HttpResponse:
    # The address is the key: no other site may read it.
    answer["Referrer-Policy"] = "same-origin"
    return answer


@login_not_required
@never_cache
@require_safe
def judging(request: Request, token: str) -> HttpResponse:
    """The ideas to judge, and what is done; nothing of what others gave."""
    juror = _juror(token)
    step = round_of(juror.call)
    entries = queries.still_in(juror.call) if step else []
    given = {row.entry_id: row for row in Judgement.objects.filter(juror=juror, step=step)} if step else {}
    ideas = [(entry, given.get(entry.pk), has_own_interest(juror, entry)) for entry in entries]
    context = {"token": token, "juror": juror, "call": juror.call, "step": step, "ideas": ideas}
    return _private(render(request, "calls/judging.html", context))


def _idea(juror: Juror, pk: int) -> Entry:
    return get_object_or_404(queries.entries_of(juror.call).filter(state="in"), pk=pk)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: Request, token: str, pk: int) -> HttpResponse:
    """Read one idea and give points."""
    juror = _juror(token)
    step = round_of(juror.call)
    if step is None or step.judged_at is not None:
        return redirect("calls:judging", token=token)
    entry = _idea(juror, pk)
    given = Judgement.objects.filter(juror=juror, entry=entry, step=step).first()
    form = JudgeForm(
        request.POST if request.method == "POST" else None, criteria=juror.call.criteria, given=given
    )
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            services.judge(
                actor=request.actor,
                juror=juror,
                entry=entry,
                points=form.points(),
                words=form.cleaned_data["words"],
            )
            messages.success(request, _("Bewaard. Je kan het nog veranderen zolang de beoordeling loopt."))
            return redirect("calls:judging", token=token)
        except ValidationError as error:
            refused(form, error)
            status = 422
    context = {
        "token": token,
        "juror": juror,
        "call": juror.call,
        "entry": entry,
        "idea": entry.last,
        "form": form,
        "given": given,
        "is_own": has_own_interest(juror, entry),
    }
    return _private(render(request, "calls/judge.html", context, status=status))


@login_not_required
@require_POST
def tell_interest(request: Request, token: str, pk: int) -> HttpResponse:
    """Say that one has an interest in an idea, or take that back."""
    juror = _juror(token)
    has_interest = "terug" not in request.POST
    try:
        services.tell_interest(
            actor=request.actor, juror=juror, entry=_idea(juror, pk), has_interest=has_interest
        )
        messages.success(
            request, _("Genoteerd. Je beoordeelt dit idee niet.") if has_interest else _("Teruggenomen.")
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:judging", token=token)


def jury(request: Request, slug: str, pk: int) -> HttpResponse:
    """Who judges, how far they are, and after the round what each idea got; somebody is added here."""
    call = call_to_edit(request, slug, pk)
    form = JurorForm(request.POST if request.method == "POST" else None)
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            services.add_juror(actor=request.actor, call=call, values=form.cleaned_data)
            messages.success(request, _("Gevraagd. De link is gemaild."))
            return redirect("calls:jury", slug=slug, pk=pk)
        except ValidationError as error:
            refused(form, error)
            status = 422
    jurors = list(call.jurors.all())
    step = round_of(call)
    rounds = [each for each in call.steps.all() if each.judged_at is not None]
    spreads = [(each, spreads_at(each)) for each in rounds]
    entries = {entry.pk: entry for entry in queries.entries_of(call)} if rounds else {}
    progress = progress_of(step, jurors, queries.still_in(call)) if step else []
    context = {
        "hub": call.hub,
        "call": call,
        "form": form,
        "jurors": jurors,
        "step": step,
        "progress": progress,
        "unready": [row.juror.name for row in progress if not row.is_done],
        "rounds": [
            (
                each,
                sorted(
                    ((entries[key], spread) for key, spread in found.items() if key in entries),
                    key=lambda row: (-(row[1].mean or 0), row[0].pk),
                ),
            )
            for each, found in spreads
        ],
    }
    return render(request, "calls/jury.html", context, status=status)


def _juror_of(request: Request, slug: str, pk: int, juror_pk: int) -> Juror:
    call = call_to_edit(request, slug, pk)
    found = get_object_or_404(Juror.objects.filter(call=call), pk=juror_pk)
    found.call = call
    return found


@require_POST
def remove_juror(request: Request, slug: str, pk: int, juror_pk: int) -> HttpResponse:
    """Take somebody out of the jury."""
    juror = _juror_of(request, slug, pk, juror_pk)
    try:
        services.remove_juror(actor=request.actor, juror=juror)
        messages.success(request, _("Uit de jury."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:jury", slug=slug, pk=pk)


@require_POST
def renew_juror_link(request: Request, slug: str, pk: int, juror_pk: int) -> HttpResponse:
    """Mail a juror a new link."""
    services.renew_juror_link(actor=request.actor, juror=_juror_of(request, slug, pk, juror_pk))
    messages.success(request, _("De nieuwe link is gemaild. De vorige werkt niet meer."))
    return redirect("calls:jury", slug=slug, pk=pk)


@require_POST
def close_round(request: Request, slug: str, pk: int) -> HttpResponse:
    """End the round of the jury."""
    call = call_to_edit(request, slug, pk)
    try:
        services.close_round(actor=request.actor, call=call)
        messages.success(request, _("De beoordeling is gesloten. Hieronder staat wat elk idee kreeg."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calls:jury", slug=slug, pk=pk)
