"""A real mailbox on this machine: an SMTP server that delivers into an IMAP server, while a test runs."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from smtplib import SMTP
from typing import Any

from aiosmtpd.controller import Controller

USER, PASSWORD = "dossiers", "geheim"


@dataclass(frozen=True)
class Office:
    """Where the two servers listen."""

    imap_port: int
    smtp_port: int

    @property
    def url(self) -> str:
        """The mailbox as ``CW_MAILBOX_URL`` names it."""
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.imap_port}/INBOX"

    def post(self, content: bytes, *, to: str = "dossier@voorbeeld.be") -> None:
        """Send a mail through the SMTP server, as the outside world does."""
        with SMTP("127.0.0.1", self.smtp_port, timeout=10) as line:
            line.sendmail("iemand@example.org", [to], content)

    def left(self) -> int:
        """How many mails lie in the mailbox."""
        with imaplib.IMAP4("127.0.0.1", self.imap_port, timeout=10) as line:
            line.login(USER, PASSWORD)
            _answer, data = line.select("INBOX", readonly=True)
            return int(data[0] or b"0")

    def empty(self) -> None:
        """Throw away what lies in the mailbox."""
        with imaplib.IMAP4("127.0.0.1", self.imap_port, timeout=10) as line:
            line.login(USER, PASSWORD)
            line.select("INBOX")
            line.store("1:*", "+FLAGS", r"(\Deleted)")
            line.expunge()


class _Delivery:
    """What the SMTP server does with a mail: it goes into the mailbox."""

    def __init__(self, imap_port: int) -> None:
        self.imap_port = imap_port

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - theirs
        """Put a mail into INBOX, with the address it was sent to, as mail servers note it."""
        content = b"Delivered-To: " + envelope.rcpt_tos[0].encode() + b"\r\n" + envelope.content
        with imaplib.IMAP4("127.0.0.1", self.imap_port, timeout=10) as line:
            line.login(USER, PASSWORD)
            line.append("INBOX", "", "", content)
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_for(port: int) -> None:
    for _try in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens on {port}")


@contextmanager
def opened() -> Iterator[Office]:
    """Start both servers (pymap in a process of its own, aiosmtpd in a thread) and stop them again."""
    imap_port, smtp_port = _free_port(), _free_port()
    program = [sys.executable, "-c", "from pymap.main import main; main()"]
    place = ["--host", "127.0.0.1", "--port", str(imap_port), "--no-tls"]
    who = ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    server = subprocess.Popen([*program, *place, *who], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    controller = Controller(_Delivery(imap_port), hostname="127.0.0.1", port=smtp_port)
    try:
        _wait_for(imap_port)
        controller.start()
        yield Office(imap_port, smtp_port)
    finally:
        controller.stop(no_assert=True)
        server.terminate()
        server.wait(timeout=10)
