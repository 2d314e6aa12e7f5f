"""A mail server for tests: keeps what it gets, and refuses as told."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


class PostOffice:
    """What came in, in order; ``refusals`` maps an address to the answer it gets instead."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.refusals: dict[str, str] = {}
        self.pause_s = 0.0
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take or refuse an address."""
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a letter, then answer: a sender killed in between does not know that it arrived."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        time.sleep(self.pause_s)
        return "250 OK"

    @property
    def message_ids(self) -> list[str]:
        """The Message-ID of each letter, in order."""
        return [str(letter["Message-ID"]) for letter in self.letters]


@contextmanager
def open_office() -> Iterator[PostOffice]:
    """A server on a free port of this machine."""
    office = PostOffice()
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        office.port = trial.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
