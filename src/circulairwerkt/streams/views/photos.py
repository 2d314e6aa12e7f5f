"""Photos of a card: added, described, removed, and served to those alone who may see the card."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base import pictures
from circulairwerkt.base.forms import refused
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.streams import perms, queries, services
from circulairwerkt.streams.forms import PhotoForm, PhotoTextForm
from circulairwerkt.streams.models import Photo
from circulairwerkt.streams.sorts import CARD
from circulairwerkt.streams.views.rows import page


@require_POST
def add(request: Request, pk: int) -> HttpResponse:
    """Add a photo to a card."""
    found = queries.found(request.actor, CARD, pk)
    if found is None:
        raise Http404
    card, told = found
    require(perms.may_keep(request.actor, card))
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["foto"]
        try:
            services.add_photo(
                actor=request.actor, card=card, sent=sent, size=sent.size, alt=form.cleaned_data["alt"]
            )
        except ValidationError as error:
            refused(form, ValidationError({"foto": error.messages}))
        else:
            messages.success(request, _("De foto staat erbij. Alleen je hub ziet ze."))
            return redirect("streams:row", sort=CARD, pk=pk)
    context = page(request, CARD, card, told, photo_form=form)
    return render(request, "streams/row.html", context, status=422)


def _kept(request: Request, pk: int) -> Photo:
    photo = get_object_or_404(Photo, pk=pk)
    found = queries.found(request.actor, CARD, photo.card_id)
    if found is None:
        raise Http404
    photo.card = found[0]
    require(perms.may_keep(request.actor, photo.card))
    return photo


def change(request: Request, pk: int) -> HttpResponse:
    """Say what is to be seen, and who may see it."""
    photo = _kept(request, pk)
    form = PhotoTextForm(
        request.POST if request.method == "POST" else None,
        initial={"alt": photo.alt, "is_open": photo.is_open},
    )
    if not perms.may_open(request.actor, photo.card):
        del form.fields["is_open"]
    if request.method == "POST" and form.is_valid():
        services.change_photo(
            actor=request.actor,
            photo=photo,
            alt=form.cleaned_data["alt"],
            is_open=form.cleaned_data.get("is_open", photo.is_open),
        )
        messages.success(request, _("Bewaard."))
        return redirect("streams:row", sort=CARD, pk=photo.card_id)
    context = {"photo": photo, "row": photo.card, "sort": CARD, "form": form, "hub": photo.card.hub}
    return render(request, "streams/photo.html", context, status=form.status)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Remove a photo."""
    photo = _kept(request, pk)
    services.remove_photo(actor=request.actor, photo=photo)
    messages.success(request, _("De foto is weg."))
    return redirect("streams:row", sort=CARD, pk=photo.card_id)


@login_not_required
@require_safe
@cache_control(private=True, max_age=600)
def picture(request: Request, pk: int) -> HttpResponseBase:
    """Serve a photo to whoever may see it; to others it does not exist."""
    photo = get_object_or_404(Photo, pk=pk)
    found = queries.found(request.actor, CARD, photo.card_id)
    if found is None or not (found[1].is_inside or photo.is_open):
        raise Http404
    return pictures.served(photo.file)
