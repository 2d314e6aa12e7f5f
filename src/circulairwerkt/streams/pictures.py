"""Pictures made anew from what was sent: right way up, of a modest size, without any hidden data.

What is sent is read as an image of a known kind and nothing else; one that would unfold to more than fits is
refused before it is unfolded.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
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
