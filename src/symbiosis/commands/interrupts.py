"""Ctrl-C as a question: the first asks the work to end with what it has, the second ends it at once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from symbiosis.network.program import Stop


@contextmanager
def asked_to_stop() -> Iterator[Stop]:
    """A `Stop` that turns true on the first interrupt; a second one raises `KeyboardInterrupt` as usual."""
    asked = False

    def on_signal(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = signal.signal(signal.SIGINT, on_signal)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
