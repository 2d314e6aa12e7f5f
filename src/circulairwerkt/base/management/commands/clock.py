"""Runs what is due by the clock, until stopped."""

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from circulairwerkt.base import clock

_PAUSE_SECONDS = 30


class Command(BaseCommand):
    """``clock`` runs duties as they fall due; ``clock --once`` runs one round and ends."""

    help = "Runs what is due by the clock (reminders, escalation, retention)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--once``."""
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run rounds until SIGTERM or Ctrl-C; a round that runs is ended first."""
        clock.discover()
        stopped = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopped.set()

        if not options["once"]:
            signal.signal(signal.SIGTERM, stop)
            signal.signal(signal.SIGINT, stop)
        while not stopped.is_set():
            for name in clock.run_due():
                self.stdout.write(f"done: {name}")
            if options["once"]:
                return
            stopped.wait(_PAUSE_SECONDS)
            close_old_connections()
