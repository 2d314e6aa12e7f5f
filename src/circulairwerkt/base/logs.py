"""Logging without personal data: what people typed, their addresses and numbers never reach a log."""

import logging
import re
import traceback
from types import TracebackType

_ADDRESS = re.compile(r"[^\s<>()]*@[^\s<>(),;]+")
_PHONE = re.compile(r"(?<![\w.:/-])(?:\+|00?)\d[\d ./-]{7,14}\d(?![\w-])")
_QUERY = re.compile(r"(?<=\?)[^\s\"']+")
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")


def without_personal_data(text: str) -> str:
    """Return ``text`` with mail addresses, phone numbers, network addresses and query strings masked.

    >>> without_personal_data("GET /zoek?q=jan from 10.0.0.7: an@voorbeeld.be, 0470 12 34 56")
    'GET /zoek?[...] from [ip]: [mail], [phone]'
    """
    text = _QUERY.sub("[...]", text)
    text = _ADDRESS.sub("[mail]", text)
    text = _IP.sub("[ip]", text)
    return _PHONE.sub("[phone]", text)


class WithoutPersonalData(logging.Filter):
    """Masks the message of each record, and drops the request that Django hangs on it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean ``record`` in place; always keep it."""
        record.msg = without_personal_data(record.getMessage())
        record.args = None
        for name in ("request", "status_code", "server_time"):
            record.__dict__.pop(name, None)
        return True


class PlainFormatter(logging.Formatter):
    """One line a record; of an error where it happened, not the values that caused it.

    The text of an exception may hold what somebody typed (a database names the row it refuses), so only its
    type is kept.
    """

    def formatException(  # noqa: N802 - the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Return the places in the code and the type of the exception, without its message."""
        kind, _, trace = ei
        lines = [
            f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)[-12:]
        ]
        return "\n".join([*lines, f"  {kind.__name__ if kind else 'unknown'}"])
