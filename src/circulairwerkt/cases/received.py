"""A mail as it came, made into plain parts with limits: who, about what, which words, which files."""

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

import nh3

#: Largest mail read, in bytes; a larger one is left in the mailbox.
MOST_BYTES: Final = 25 * 1024 * 1024
MOST_ATTACHMENTS: Final = 20
MOST_PARTS: Final = 200
TEXT_LENGTH: Final = 20_000
_HTML_LENGTH: Final = 400_000
_BREAKS: Final = re.compile(r"<\s*(?:br|/p|/div|/tr|/li|/h[1-6]|/blockquote)\b[^>]{0,200}>", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s<>,;:\"()]{1,120}@[^\s<>,;:\"()]{1,190}")
#: Headers in which a mailbox finds the address a mail was sent to.
_TO_HEADERS: Final = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "Resent-To")
_QUOTED: Final = re.compile(
    r"^(?:-{2,}\s*(?:oorspronkelijk bericht|original message|message d'origine)\s*-{2,}"
    r"|(?:op|on|le)\s.{5,160}(?:schreef|wrote|a écrit).{0,80}:\s*$"
    r"|_{10,}\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
#: Subjects of absence messages of programs that say so nowhere else.
_AWAY: Final = re.compile(
    r"^(?:automatisch antwoord|afwezigheidsbericht|out of office|automatic reply|réponse automatique)\b",
    re.IGNORECASE,
)
_FORGED: Final = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)
_REPLY: Final = re.compile(r"^(?:re|antw|aw|tr)\s*:", re.IGNORECASE)


class BadMail(Exception):
    """The bytes are no mail that can be read, or break a limit; ``args[0]`` says what is wrong."""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ReceivedMail:
    """What a mail says; ``is_automatic`` marks replies of machines, which never join a thread.

    ``is_doubtful``: the mail server that took it in says that its sender's domain disowns it (DMARC), so the
    address in *From* proves nothing.
    """

    message_id: str
    sender_name: str
    sender_email: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    sent_at: datetime | None
    attachments: tuple[Attachment, ...] = ()
    left_out: int = 0
    is_automatic: bool = False
    is_doubtful: bool = False


def read(content: bytes) -> ReceivedMail:
    """Read a mail of at most ``MOST_BYTES``; raise BadMail for anything that is none."""
    if len(content) > MOST_BYTES:
        raise BadMail("too large")
    try:
        return _read(content)
    except BadMail:
        raise
    except Exception as error:
        # The parser of the standard library raises errors of every sort on mails made to break it.
        raise BadMail(type(error).__name__) from error


def _read(content: bytes) -> ReceivedMail:
    message = message_from_bytes(content, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise BadMail("no headers")
    name, email = _sender(message)
    if "@" not in email:
        raise BadMail("no sender")
    text, attachments, left_out = _parts(message)
    subject = _line(str(message.get("Subject", "")))[:250]
    return ReceivedMail(
        message_id=_message_id(message, content),
        sender_name=name[:160],
        sender_email=email[:254].lower(),
        recipients=tuple(_recipients(message)),
        subject=subject,
        text=without_quoted(text, subject)[:TEXT_LENGTH],
        sent_at=_sent_at(message),
        attachments=attachments,
        left_out=left_out,
        is_automatic=_is_automatic(message) or bool(_AWAY.match(subject)),
        is_doubtful=_is_doubtful(message),
    )


def _sender(message: EmailMessage) -> tuple[str, str]:
    header = message.get("From")
    found: Iterable[Address] = getattr(header, "addresses", ())
    for address in found:
        return _line(address.display_name), _line(address.addr_spec)
    name, email = parseaddr(str(header or ""))
    return _line(name), _line(email)


def _recipients(message: EmailMessage) -> Iterator[str]:
    for header in _TO_HEADERS:
        for value in message.get_all(header, []):
            yield from (found.lower() for found in _ADDRESS.findall(str(value)[:20_000]))


def _message_id(message: EmailMessage, content: bytes) -> str:
    """The mail's own id; without one its digest, so that the same mail never joins twice."""
    given = _line(str(message.get("Message-ID", "")))[:240]
    return given or f"<{hashlib.sha256(content).hexdigest()[:40]}@digest>"


def _sent_at(message: EmailMessage) -> datetime | None:
    try:
        sent = parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, OverflowError):
        return None
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def _is_automatic(message: EmailMessage) -> bool:
    """Whether a machine sent it (RFC 3834), so that no two machines go on answering each other."""
    automatic = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    return (
        automatic not in {"", "no"}
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or any(name in message for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or str(message.get("Return-Path", "-")).strip() == "<>"
        or message.get_content_type() in {"multipart/report"}
    )


def _is_doubtful(message: EmailMessage) -> bool:
    """Whether our own mail server found the sender's address forged.

    Only the topmost line is read: a server puts its own on top, those below may be made up. No line never
    makes a sender more certain.
    """
    verdicts = message.get_all("Authentication-Results", [])
    return bool(verdicts) and bool(_FORGED.search(str(verdicts[0])))


def _parts(message: EmailMessage) -> tuple[str, tuple[Attachment, ...], int]:
    """Return the words, the files, and how many files were left out by the limits."""
    plain: list[str] = []
    rich: list[str] = []
    files: list[Attachment] = []
    left_out = 0
    for count, part in enumerate(message.walk()):
        if count > MOST_PARTS:
            raise BadMail("too many parts")
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        is_file = part.get_content_disposition() == "attachment" or bool(part.get_filename())
        if not is_file and kind in {"text/plain", "text/html"}:
            (plain if kind == "text/plain" else rich).append(_decoded(part))
        elif len(files) < MOST_ATTACHMENTS:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                files.append(Attachment(_line(part.get_filename() or kind.replace("/", ".")), payload))
        else:
            left_out += 1
    words = "\n".join(plain).strip() or text_of("\n".join(rich))
    return _tidy(words), tuple(files), left_out


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return payload.decode("utf-8", errors="replace")


def text_of(markup: str) -> str:
    """Return the words of an HTML mail: no tags, no scripts, no addresses that load something.

    >>> text_of("<p>Dag</p><script>x()</script><p>tot <b>morgen</b></p>")
    'Dag\\ntot morgen'
    """
    broken = _BREAKS.sub("\n", markup[:_HTML_LENGTH])
    return _tidy(html.unescape(nh3.clean(broken, tags=set())))


def _tidy(text: str) -> str:
    clean = "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or sign.isprintable())
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in clean.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", "".join(s if s.isprintable() else " " for s in text)).strip()


def without_quoted(text: str, subject: str) -> str:
    """Return a reply without the mail it answers; a forwarded mail is kept whole: there it is the message."""
    if not _REPLY.match(subject):
        return text
    found = _QUOTED.search(text)
    kept = text[: found.start()] if found else text
    lines = kept.split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith(">")):
        lines.pop()
    return "\n".join(lines).strip() or text
