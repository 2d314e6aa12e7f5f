"""Photos sent along with a question: kept as they come, so that a mistake elsewhere loses none."""

from collections.abc import Iterable
from typing import Any, BinaryIO, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.services import MOST_PHOTOS, PHOTOS_WAIT, keep_photo

_SALT = "cases.question-photos"
_NAME_LENGTH = 60


def kept_with(request: Request, form: forms.Form, *, there: int = 0) -> list[int]:
    """Keep the photos of a form that was sent, and return the keys of all that wait for it.

    What is wrong with a photo is said beside the field with its name; the others are kept. ``there`` photos
    are with the question already. The form is read by then; its hidden field names what is kept.
    """
    kept = _named_in(form.data.get("bewaard", ""))
    sent: Iterable[UploadedFile[Any]] = form.cleaned_data.get("fotos") or []
    for file in sent:
        if there + len(kept) >= MOST_PHOTOS:
            form.add_error("fotos", _("Hoogstens vier foto's. De eerste vier zijn bewaard."))
            break
        if is_too_often(request, action="cases.photos", most=40, seconds=3600):
            form.add_error("fotos", _("Je stuurde al veel foto's. Probeer het over een uur opnieuw."))
            break
        try:
            kept.append(keep_photo(actor=request.actor, sent=cast(BinaryIO, file), size=file.size or 0).pk)
        except ValidationError as error:
            name = (file.name or "")[:_NAME_LENGTH]
            form.add_error("fotos", [f"{name}: {words}" for words in error.messages])
    return kept


def named(kept: list[int]) -> str:
    """Return what a hidden field holds of the photos that wait: signed, so that nobody names another's."""
    return signing.dumps(kept, salt=_SALT) if kept else ""


def _named_in(text: str) -> list[int]:
    try:
        found = signing.loads(text, salt=_SALT, max_age=PHOTOS_WAIT) if text else []
    except signing.BadSignature:
        return []
    return [int(pk) for pk in found][:MOST_PHOTOS]
