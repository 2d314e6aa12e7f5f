"""What a file is, told by its first bytes; whether it may stand in a case. Nothing is unpacked or run."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Largest file, in bytes.
MOST_BYTES: Final = 15 * 1024 * 1024
#: Names read from the table of contents of an office file, to tell which it is.
_MOST_NAMES: Final = 2_000
_HEAD: Final = 4096

_MAGIC: Final[tuple[tuple[bytes, int, str], ...]] = (
    (b"%PDF-", 0, "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF87a", 0, "image/gif"),
    (b"GIF89a", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
    (b"ftypisom", 4, "video/mp4"),
    (b"ftypmp42", 4, "video/mp4"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "application/x-ole-storage"),
)
_OFFICE: Final = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_RUNNABLE: Final = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_RUNNABLE_ENDINGS: Final = frozenset(
    ".exe .dll .bat .cmd .com .scr .js .jse .vbs .vbe .wsf .ps1 .msi .jar .lnk .hta .sh .apk .iso".split()
)
NAME_LENGTH: Final = 160


@dataclass(frozen=True)
class Sniffed:
    """A file that may be kept: a harmless name, its type by content, its size in bytes."""

    name: str
    content_type: str
    size_bytes: int


def safe_name(name: str) -> str:
    """Return a file's name without folders, control signs and other surprises.

    >>> safe_name("../../etc/pass\\x00wd.pdf")
    'passwd.pdf'
    """
    base = PurePosixPath(name.replace("\\", "/")).name
    # Signs that turn the direction of writing make "exe.pdf" out of "fdp.exe".
    clean = "".join(sign for sign in base if sign.isprintable() and sign not in '"<>:|?*').strip(" .")
    if not clean:
        return "bestand"
    if len(clean) > NAME_LENGTH:
        ending = PurePosixPath(clean).suffix[:12]
        clean = clean[: NAME_LENGTH - len(ending)] + ending
    return clean


def sniff(name: str, content: BinaryIO, size_bytes: int) -> Sniffed:
    """Return what the file is; raise ValidationError for what does not belong in a case.

    The type follows from the bytes, never from the name or what the browser says.
    """
    if size_bytes == 0:
        raise ValidationError(_("Dit bestand is leeg."))
    if size_bytes > MOST_BYTES:
        raise ValidationError(
            _("Dit bestand is te groot. Hoogstens %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024}
        )
    clean = safe_name(name)
    content.seek(0)
    head = content.read(_HEAD)
    kind = _type_of(head, content)
    content.seek(0)
    if kind is None or PurePosixPath(clean).suffix.lower() in _RUNNABLE_ENDINGS:
        raise ValidationError(
            _("Dit soort bestand nemen we niet aan. Wel: pdf, foto, Word, Excel, PowerPoint, tekst.")
        )
    return Sniffed(clean, kind, size_bytes)


def _type_of(head: bytes, content: BinaryIO) -> str | None:
    if head.startswith(_RUNNABLE):
        return None
    for magic, offset, kind in _MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _office_type(content)
    return "text/plain" if _is_text(head) else None


def _office_type(content: BinaryIO) -> str | None:
    """Tell an office file by its table of contents; any other archive is refused, unopened."""
    try:
        content.seek(0)
        with zipfile.ZipFile(content) as archive:
            if len(archive.filelist) > _MOST_NAMES:
                return None
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    if "[Content_Types].xml" in names:
        for folder, kind in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
                return None if has_macros else kind
    if names and names[0] == "mimetype" and "content.xml" in names:
        return "application/vnd.oasis.opendocument"
    return None


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A letter of several bytes may be cut at the end of what was read.
        if error.start < len(head) - 4:
            return all(sign in b"\t\r\n\f" or sign >= 0x20 for sign in head)
    return True


def from_bytes(name: str, content: bytes) -> Sniffed:
    """Return what ``content`` is, such as an attachment of a mail; errors as ``sniff``."""
    return sniff(name, io.BytesIO(content), len(content))
