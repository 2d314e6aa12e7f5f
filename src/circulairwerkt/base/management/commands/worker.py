"""Does what was put in the queue, until stopped."""

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from circulairwerkt.base import jobs


class PatientWorker(Worker):
    """A worker that, asked to end, has the job in hand put back at its next step."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Take no further task; the one that runs is told to pause."""
        jobs.ending.set()
        super().shutdown(signum, frame)


class Command(BaseCommand):
    """``worker`` runs jobs and sends mail as they come; ``worker --once`` empties the queue and ends."""

    help = "Runs long work and sends mail, as it comes into the queue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--once``."""
        parser.add_argument("--once", action="store_true", help="empty the queue, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM or Ctrl-C."""
        jobs.discover()
        worker = PatientWorker(
            queue_names=["*"],
            interval=0.5,
            batch=options["once"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if not options["once"]:
            signal.signal(signal.SIGTERM, worker.shutdown)
            signal.signal(signal.SIGINT, worker.shutdown)
        worker.run()
