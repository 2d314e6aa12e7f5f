"""Photos that an asker sends along: kept, put with the question, taken away, erased with it."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import links, pictures
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import SYSTEM, Actor, require
from circulairwerkt.cases.models import Question, QuestionPhoto
from circulairwerkt.streams import services as streams
from circulairwerkt.streams.models import Photo

#: Most photos of one question.
MOST_PHOTOS = 4
#: How long photos wait for a form that has something wrong.
PHOTOS_WAIT = timedelta(days=1)
_FOLDER = "questions"


@write("cases.keep_photo", gettext_lazy("foto bij een vraag"))
def keep_photo(*, actor: Actor, sent: BinaryIO, size: int) -> QuestionPhoto:
    """Keep a photo, made anew from what was sent, until its question is there.

    Anybody may: it needs no account, as the question itself. Raises ValidationError, in words, for what is no
    photo that we can read.
    """
    picture = pictures.made_anew(sent, size)
    name = pictures.stored(picture, _FOLDER)
    try:
        with transaction.atomic():
            photo = QuestionPhoto.objects.create(file=name, width=picture.width, height=picture.height)
            record(actor=actor, row=photo)
    except Exception:
        default_storage.delete(name)
        raise
    return photo


def put_with(question: Question, photos: Collection[int]) -> int:
    """Put waiting photos with a question, as many as fit; return how many. Inside its transaction."""
    room = MOST_PHOTOS - question.photos.count()
    waiting = QuestionPhoto.objects.filter(pk__in=photos, question=None)
    chosen = list(waiting.order_by("pk").values_list("pk", flat=True)[: max(room, 0)])
    return QuestionPhoto.objects.filter(pk__in=chosen, question=None).update(question=question)


@write("cases.remove_photo", gettext_lazy("foto van een vraag weggehaald"))
def remove_photo(*, actor: Actor, question: Question, pk: int) -> None:
    """Let the asker take one of his photos away, through the private link; one that is gone changes nothing.

    Raises ValidationError where there is no such question any more.
    """
    if question.withdrawn_at is not None:
        raise ValidationError(_("Je trok deze vraag in. Er kan niets meer bij."))
    forget_photos(question.photos.filter(pk=pk))
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"photos": [pk, None]})


def forget_photos(photos: Iterable[QuestionPhoto]) -> None:
    """Delete photos with their files, and the copies that went along to cards. Inside a transaction."""
    rows = list(photos)
    copies = [pk for found in links.results(rows, Photo).values() for pk in found]
    for copy in Photo.objects.filter(pk__in=copies).select_related("card__hub"):
        streams.remove_photo(actor=SYSTEM, photo=copy)
    links.let_go(rows)
    pictures.forget(row.file for row in rows)
    QuestionPhoto.objects.filter(pk__in=[row.pk for row in rows]).delete()


@write("cases.forget_waiting_photos")
def forget_waiting_photos(*, actor: Actor) -> int:
    """Erase photos of forms that were never sent; return how many."""
    require(actor.is_system)
    old = list(QuestionPhoto.objects.filter(question=None, sent_at__lt=timezone.now() - PHOTOS_WAIT))
    forget_photos(old)
    record(actor=actor, row=QuestionPhoto(pk=0), changes={"erased": [len(old), 0]})
    return len(old)
