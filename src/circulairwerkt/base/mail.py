"""Mail on a machine without a mail server: printed in the terminal and kept for a page on this machine."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, TextIO
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

#: How many letters stay; the oldest go first.
KEPT = 200


class LocalMail(BaseEmailBackend):
    """Writes each outgoing message to ``LOCAL_MAIL_DIR`` and prints its text. Production never uses it."""

    def __init__(self, *, stream: TextIO | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stream = stream

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep and print ``email_messages``; return how many."""
        folder = Path(settings.LOCAL_MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d%H%M%S%f}-{uuid4().hex[:8]}.eml"
            (folder / name).write_bytes(message.message().as_bytes())
            stream = self.stream or sys.stdout
            stream.write(
                f"\n--- {', '.join(message.to)} | {message.subject}\n{message.body}\n"
                f"--- {settings.BASE_URL}/lokaal/post/\n"
            )
            stream.flush()
        for old in sorted(folder.glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return len(email_messages)


@dataclass(frozen=True)
class Letter:
    """One kept message."""

    key: str
    sent_at: datetime
    recipient: str
    subject: str
    text: str


def letters() -> list[Letter]:
    """Return the kept messages, newest first."""
    folder = Path(settings.LOCAL_MAIL_DIR)
    found = sorted(folder.glob("*.eml"), reverse=True) if folder.is_dir() else []
    return [_read(path) for path in found]


def letter(key: str) -> Letter | None:
    """Return one kept message, or None where there is none with this ``key``."""
    path = Path(settings.LOCAL_MAIL_DIR) / f"{key}.eml"
    if not key.replace("-", "").isalnum() or not path.is_file():
        return None
    return _read(path)


def _read(path: Path) -> Letter:
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = parsed.get_body(preferencelist=("plain",))
    return Letter(
        key=path.stem,
        sent_at=datetime.strptime(path.stem[:20], "%Y%m%d%H%M%S%f").replace(tzinfo=UTC),
        recipient=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        text=body.get_content() if body else "",
    )
