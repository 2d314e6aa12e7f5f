"""Pictures made anew from what was sent: right way up, of a modest size, without any hidden data.

What is sent is read as an image of a known kind and nothing else; one that would unfold to more than fits is
refused before it is unfolded.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

#: Largest file taken, in bytes.
MOST_BYTES = 10 * 1024 * 1024
#: Most pixels that a picture may unfold to; a camera of today makes 50 million.
MOST_PIXELS = 60_000_000
#: Longest side of what is kept, in pixels.
LONGEST_SIDE = 1600
_KINDS = ("JPEG", "PNG", "WEBP")
_QUALITY = 82
#: What a telephone may call its own kinds of photo, at byte 4 of the file.
_OF_PHONES = (b"ftyphei", b"ftyphev", b"ftypmif", b"ftypmsf", b"ftypavif")


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: a JPEG of ``width`` x ``height`` pixels."""

    data: bytes
    width: int
    height: int


def made_anew(sent: BinaryIO, size: int) -> Picture:
    """Return the picture in ``sent``, made anew. Raises ValidationError, saying what is wrong with it."""
    if size > MOST_BYTES:
        raise ValidationError(_("Deze foto is te groot. Kies er een van hoogstens 10 MB."))
    _refuse_other_kinds(sent)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(sent, formats=_KINDS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise ValidationError(_("Deze foto heeft te veel beeldpunten. Maak ze eerst kleiner."))
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                found = Image.new("RGB", upright.size, "white")
                see_through = upright.convert("RGBA")
                found.paste(see_through, mask=see_through.getchannel("A"))
    except Image.DecompressionBombWarning as error:
        raise ValidationError(_("Deze foto heeft te veel beeldpunten. Maak ze eerst kleiner.")) from error
    except Image.DecompressionBombError as error:
        raise ValidationError(_("Deze foto heeft te veel beeldpunten. Maak ze eerst kleiner.")) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Warning) as error:
        raise ValidationError(
            _("Dit is geen foto die we kunnen lezen. Kies een JPEG, een PNG of een WebP.")
        ) from error
    out = BytesIO()
    found.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(data=out.getvalue(), width=found.width, height=found.height)


def _refuse_other_kinds(sent: BinaryIO) -> None:
    """Say honestly what a file is that looks like a photo to its sender. Raises ValidationError."""
    start = sent.read(1024)
    sent.seek(0)
    if start[4:].startswith(_OF_PHONES):
        raise ValidationError(
            _(
                "Dit is een HEIC-foto, zoals een iPhone ze bewaart. Die kunnen we niet lezen. Zet je camera "
                "op “meest compatibel”, of bewaar de foto als JPEG."
            )
        )
    if b"<svg" in start.lower():
        raise ValidationError(_("Een SVG is een tekening en geen foto. Kies een JPEG, een PNG of een WebP."))


def stored(picture: Picture, folder: str) -> str:
    """Keep a picture under a name that nobody can guess, and return that name."""
    return default_storage.save(f"{folder}/{get_random_string(32).lower()}.jpg", ContentFile(picture.data))


def copied(name: str, folder: str) -> str:
    """Keep a second copy of a picture in another folder, and return its name."""
    with default_storage.open(name) as file:
        return default_storage.save(f"{folder}/{get_random_string(32).lower()}.jpg", file)


def forget(names: Iterable[str]) -> None:
    """Remove files once the transaction in force is saved; what is gone already is no error."""
    for name in list(names):
        transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]


def served(name: str) -> FileResponse:
    """Return a kept picture as an answer; who may see it was asked before. Raises Http404."""
    try:
        file = default_storage.open(name)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, content_type="image/jpeg")
