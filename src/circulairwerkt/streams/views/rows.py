"""One card, need or capability: its page, print, history, and everything one can do to it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.codes import code_of
from circulairwerkt.base.edits import edit
from circulairwerkt.base.forms import refused
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.base.trail import shown as shown_trail
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.streams import perms, queries, services
from circulairwerkt.streams.correcting import CorrectForm
from circulairwerkt.streams.disclosure import Disclosed
from circulairwerkt.streams.edit_forms import form_for
from circulairwerkt.streams.forms import FullForm, OpenForm, PhotoForm
from circulairwerkt.streams.models import MaterialCard
from circulairwerkt.streams.showing import as_others_see, shown
from circulairwerkt.streams.sorts import CAPABILITY, Sort

#: Guesses that the chips leave out: the code stands folded, the kind follows from the material.
_APART = {"low_code", "kind", "temperature_c", "area_m2", "accepts"}
#: Lines of the trail on one page.
HISTORY_PAGE = 50


def _found(request: Request, sort: Sort, pk: int) -> tuple[Any, Disclosed]:
    found = queries.found(request.actor, sort, pk)
    if found is None:
        raise Http404
    return found


def _kept(request: Request, sort: Sort, pk: int) -> Any:
    row, _told = _found(request, sort, pk)
    require(perms.may_keep(request.actor, row))
    return row


def page(request: Request, sort: Sort, row: Any, told: Disclosed, **more: Any) -> dict[str, Any]:
    """Return what the page of a row needs, with the fields that its reader gets."""
    may_keep = perms.may_keep(request.actor, row)
    question = queries.question_for(row) if may_keep and not row.is_gone else None
    guesses = set(row.guessed) if may_keep else set()
    return {
        "hub": row.hub,
        "sort": sort,
        "row": row,
        "shown": shown(row, told),
        "may_keep": may_keep,
        "may_open": perms.may_open(request.actor, row),
        "sees_lists": perms.may_see_lists(request.actor, row.hub),
        "question": question,
        "correct_form": CorrectForm(row=row) if guesses - _APART else None,
        "code_form": CorrectForm(row=row, of_codes=True) if "low_code" in guesses else None,
        "photos": queries.photos_of(row, told) if isinstance(row, MaterialCard) else [],
        "photo_form": PhotoForm() if may_keep and isinstance(row, MaterialCard) else None,
        "full_form": FullForm(initial={"tot": row.full_until}) if sort is CAPABILITY and may_keep else None,
        "visibility": Visibility(row.visibility) if told.is_inside else None,
        **more,
    }


@login_not_required
@require_safe
def row(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """Show a row with what this reader gets of it.

    A visitor who has not signed in is sent to do so whether the row exists or not: that tells nothing.
    """
    found = queries.found(request.actor, sort, pk)
    if found is None:
        if request.actor.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise Http404
    return render(request, "streams/row.html", page(request, sort, *found))


@require_safe
def printed(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """Show a row on one sheet, with a code that leads to its page."""
    found, told = _found(request, sort, pk)
    address = request.build_absolute_uri(reverse("streams:row", args=[sort, pk]))
    context = {
        "sort": sort,
        "row": found,
        "hub": found.hub,
        "shown": shown(found, told),
        "address": address,
        "code": code_of(address),
    }
    return render(request, "streams/printed.html", context)


def change(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """Change what a row tells; of two at once both versions are shown."""
    found = _kept(request, sort, pk)

    def save(form: Any) -> None:
        services.change(actor=request.actor, row=found, seen_version=form.seen_version, values=form.values())

    return edit(
        request,
        row=found,
        form_class=form_for(sort, sees_money=perms.may_see_money(request.actor, found)),
        save=save,
        template="streams/change.html",
        context={"sort": sort, "row": found, "hub": found.hub},
        done_url=reverse("streams:row", args=[sort, pk]),
        done_text=_("Bewaard."),
    )


@require_safe
def history(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """Who changed what, when."""
    found, _told = _found(request, sort, pk)
    require(perms.may_see_history(request.actor, found))
    lines = Paginator(queries.history_of(found), HISTORY_PAGE).get_page(request.GET.get("pagina"))
    context = {"sort": sort, "row": found, "hub": found.hub, "page": lines, "entries": shown_trail(lines)}
    return render(request, "streams/history.html", context)


@require_POST
def correct(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """Say of the guesses what is right."""
    found, told = _found(request, sort, pk)
    require(perms.may_keep(request.actor, found))
    of_codes = request.POST.get("deel") == "codes"
    form = CorrectForm(request.POST, row=found, of_codes=of_codes)
    if form.is_valid():
        try:
            services.correct(actor=request.actor, row=found, values=form.values())
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Dank je. Wat je bevestigde, is geen vermoeden meer."))
            return redirect("streams:row", sort=sort, pk=pk)
    context = page(request, sort, found, told, **{"code_form" if of_codes else "correct_form": form})
    return render(request, "streams/row.html", context, status=422)


@require_POST
def answer(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """Answer the one question of the page."""
    found, told = _found(request, sort, pk)
    field, text = request.POST.get("veld", "")[:30], request.POST.get("antwoord", "")[:200]
    try:
        services.answer_question(actor=request.actor, row=found, field=field, answer=text)
    except ValidationError as error:
        context = page(
            request, sort, found, told, question_error=" ".join(error.messages), question_answer=text
        )
        return render(request, "streams/row.html", context, status=422)
    messages.success(request, _("Genoteerd."))
    return redirect("streams:row", sort=sort, pk=pk)


@require_POST
def confirm(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """It still holds."""
    found = _kept(request, sort, pk)
    try:
        services.confirm(actor=request.actor, row=found)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Bevestigd: dit klopt vandaag."))
    return redirect("streams:row", sort=sort, pk=pk)


@require_POST
def close(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """It is gone."""
    services.close_as_gone(actor=request.actor, row=_kept(request, sort, pk))
    messages.success(request, _("Genoteerd: dit is weg. Je kan het terugzetten."))
    return redirect("streams:row", sort=sort, pk=pk)


@require_POST
def reopen(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """It is there after all."""
    services.reopen(actor=request.actor, row=_kept(request, sort, pk))
    messages.success(request, _("Dit staat er weer."))
    return redirect("streams:row", sort=sort, pk=pk)


def open_to(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """Say who may see a row: choose, read in plain words what they will see, confirm."""
    found, _told = _found(request, sort, pk)
    require(perms.may_open(request.actor, found))
    form = OpenForm(
        request.POST if request.method == "POST" else None, initial={"zichtbaar": found.visibility}
    )
    wanted = ""
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["zichtbaar"]
        opens = wanted in (Visibility.NETWORK, Visibility.PUBLIC) and wanted != found.visibility
        if not opens or request.POST.get("zeker") == "1":
            try:
                services.open_to(actor=request.actor, row=found, visibility=wanted)
            except ValidationError as error:
                refused(form, error)
                wanted = ""
            else:
                messages.success(request, _("Bewaard."))
                return redirect("streams:row", sort=sort, pk=pk)
    previews = dict(as_others_see(found))
    context = {
        "sort": sort,
        "row": found,
        "hub": found.hub,
        "form": form,
        "wanted": wanted,
        "wanted_word": Visibility(wanted).label if wanted else "",
        "preview": previews.get(wanted),
        "previews": previews,
    }
    return render(request, "streams/open.html", context, status=form.status)


@require_POST
def set_full(request: Request, pk: int) -> HttpResponse:
    """Say until when a processor is full, or that there is room."""
    found = _kept(request, CAPABILITY, pk)
    form = FullForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([str(error) for errors in form.errors.values() for error in errors])
        services.set_full(actor=request.actor, capability=found, until=form.cleaned_data["tot"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Bewaard."))
    return redirect("streams:row", sort=CAPABILITY, pk=pk)
