"""Photos of a card: added, described, removed."""

from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import pictures
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.streams import perms
from circulairwerkt.streams.models import MaterialCard, Photo

#: Most photos of one card.
MOST = 6
_FOLDER = "streams"


@write("streams.add_photo", _("foto toegevoegd"))
def add_photo(
    *, actor: Actor, card: MaterialCard, sent: BinaryIO, size: int, alt: str = "", is_open: bool = False
) -> Photo:
    """Add a photo, made anew from what was sent. Raises ValidationError for a seventh or a wrong one."""
    require(perms.may_keep(actor, card))
    MaterialCard._base_manager.select_for_update().get(pk=card.pk)
    if card.photos.count() >= MOST:
        raise ValidationError(_("Er staan al zes foto's. Haal er eerst een weg."))
    picture = pictures.made_anew(sent, size)
    name = pictures.stored(picture, _FOLDER)
    try:
        with transaction.atomic():
            photo = Photo.objects.create(
                card=card,
                file=name,
                alt=alt[:200],
                width=picture.width,
                height=picture.height,
                is_open=is_open,
            )
            record(actor=actor, row=card, changes={"photos": [None, photo.pk]}, hub_id=card.hub_id)
    except Exception:
        default_storage.delete(name)
        raise
    return photo


@write("streams.adopt_photo", _("foto van de vraag bij de kaart"))
def adopt_photo(*, actor: Actor, card: MaterialCard, name: str, alt: str, width: int, height: int) -> Photo:
    """Put a copy of a kept picture with a card, closed; Raises ValidationError for a seventh."""
    require(perms.may_keep(actor, card))
    MaterialCard._base_manager.select_for_update().get(pk=card.pk)
    if card.photos.count() >= MOST:
        raise ValidationError(_("Er staan al zes foto's. Haal er eerst een weg."))
    copy = pictures.copied(name, _FOLDER)
    try:
        with transaction.atomic():
            photo = Photo.objects.create(card=card, file=copy, alt=alt[:200], width=width, height=height)
            record(actor=actor, row=card, changes={"photos": [None, photo.pk]}, hub_id=card.hub_id)
    except Exception:
        default_storage.delete(copy)
        raise
    return photo


@write("streams.change_photo", _("foto beschreven"))
def change_photo(*, actor: Actor, photo: Photo, alt: str, is_open: bool) -> Photo:
    """Say what is to be seen, and whether others than the hub may see it."""
    require(perms.may_keep(actor, photo.card))
    if is_open != photo.is_open:
        require(perms.may_open(actor, photo.card))
    changes = differences(photo, {"alt": alt[:200], "is_open": is_open})
    photo.alt, photo.is_open = alt[:200], is_open
    photo.save(update_fields=["alt", "is_open"])
    record(actor=actor, row=photo.card, changes=changes, hub_id=photo.card.hub_id)
    return photo


@write("streams.remove_photo", _("foto weggehaald"))
def remove_photo(*, actor: Actor, photo: Photo) -> None:
    """Remove a photo, and its file once that is saved."""
    require(perms.may_keep(actor, photo.card))
    name, pk = photo.file, photo.pk
    photo.delete()
    pictures.forget([name])
    record(actor=actor, row=photo.card, changes={"photos": [pk, None]}, hub_id=photo.card.hub_id)
