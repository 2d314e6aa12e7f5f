"""Doing in a test what a worker does, inside the transaction of the test."""

from unittest.mock import patch

from django.core.management import call_command


def work() -> None:
    """Empty the queue. A real worker drops stale connections between tasks; the test's own must stay."""
    with patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        call_command("worker", "--once")
