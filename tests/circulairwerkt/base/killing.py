"""Runs work in processes that are killed at random moments, and says what was left: a program, not a test.

    python -m tests.circulairwerkt.base.killing MODULE KILLS LONGEST_MS SEED

Django starts once here; each worker is forked from this process, which has no threads, so it costs a few
milliseconds. MODULE offers ``begin()``, ``work()`` (what one worker does), ``take_back()`` (what the clock
does), ``is_over()`` and ``facts()``.
"""

import json
import os
import random
import signal
import sys
import time
from importlib import import_module

from django.db import connections

from tests.platform_settings import start_django

#: A worker that nobody kills is given so long.
PATIENCE_S = 60


def main(module: str, kills: int, longest_ms: int, seed: int) -> None:
    work = import_module(module)
    chance = random.Random(seed)
    work.begin()
    killed = 0
    began = time.monotonic()
    while killed < kills or not work.is_over():
        if work.is_over():
            # A fast machine is done before it was killed often enough.
            work.begin()
        if time.monotonic() - began > PATIENCE_S:
            raise SystemExit("the work never ends")
        pid = _forked(work.work)
        if killed < kills:
            time.sleep(chance.uniform(0, longest_ms) / 1000)
            killed += _kill(pid)
        else:
            os.waitpid(pid, 0)
        work.take_back()
    told = {"kills": killed, "seconds": time.monotonic() - began, **work.facts()}
    sys.stdout.write(json.dumps(told) + "\n")


def _forked(work: object) -> int:
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        work()  # type: ignore[operator]
    finally:
        os._exit(0)


def _kill(pid: int) -> int:
    """Kill; 1 when it was at work, 0 when it had ended by itself."""
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return int(os.WIFSIGNALED(status))


if __name__ == "__main__":
    start_django()
    main(sys.argv[1], *(int(each) for each in sys.argv[2:5]))
