"""The mailbox of the cases, read over IMAP: what belongs to a case is handed over, and then removed there."""

import imaplib
import logging
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import unquote, urlsplit

from circulairwerkt.cases.received import MOST_BYTES

logger = logging.getLogger(__name__)
_TIMEOUT_SECONDS: Final = 30
#: Mails in one round; the rest comes with the next.
MOST_AT_ONCE: Final = 200
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxGone(Exception):
    """The server cannot be reached or refuses; the next round tries again."""


@contextmanager
def opened(url: str) -> Iterator[imaplib.IMAP4]:
    """Open the folder of a mailbox; ``imaps://USER:PASSWORD@HOST:PORT/FOLDER``, INBOX by default."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        if parts.scheme == "imaps":
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                host, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=_TIMEOUT_SECONDS
            )
        else:
            server = imaplib.IMAP4(host, parts.port or 143, timeout=_TIMEOUT_SECONDS)
    except OSError as error:
        raise MailboxGone(type(error).__name__) from error
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        answer, _data = server.select(_quoted(unquote(parts.path.strip("/")) or "INBOX"))
        if answer != "OK":
            raise MailboxGone("no such folder")
        yield server
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxGone(type(error).__name__) from error
    finally:
        try:
            server.logout()
        except (imaplib.IMAP4.error, OSError):
            logger.info("the mailbox closed the line first")


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_new(url: str, take: Callable[[bytes], bool]) -> int:
    """Hand each new mail to ``take``; return how many it took.

    A mail that was taken is removed from the mailbox, one that was not is marked as seen and left for a
    person. Killed in between, the same mail is handed over again: ``take`` must bear that.
    """
    taken = 0
    with opened(url) as server:
        for number in _new(server)[:MOST_AT_ONCE]:
            content = _content(server, number)
            if content is not None and take(content):
                server.uid("STORE", number, "+FLAGS", r"(\Seen \Deleted)")
                taken += 1
            else:
                server.uid("STORE", number, "+FLAGS", r"(\Seen \Flagged)")
        if taken:
            server.expunge()
    return taken


def _new(server: imaplib.IMAP4) -> list[str]:
    answer, data = server.uid("SEARCH", "UNSEEN")
    if answer != "OK" or not data or not data[0]:
        return []
    return [number.decode("ascii") for number in data[0].split()]


def _content(server: imaplib.IMAP4, number: str) -> bytes | None:
    """Fetch a mail without marking it as read; None for one that is too large, whose body is not fetched."""
    _answer, sizes = server.uid("FETCH", number, "(RFC822.SIZE)")
    said = b" ".join(part if isinstance(part, bytes) else part[0] for part in sizes if part)
    size = _SIZE.search(said)
    if size is None or int(size[1]) > MOST_BYTES:
        logger.warning("a mail of the mailbox is too large and is left there")
        return None
    _answer, data = server.uid("FETCH", number, "(BODY.PEEK[])")
    return next((part[1] for part in data if isinstance(part, tuple)), None)
