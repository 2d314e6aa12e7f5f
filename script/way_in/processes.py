"""Several processes under one roof: their lines with a name before them, and one Ctrl-C that stops all."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import FrameType

from way_in.places import ROOT
from way_in.say import environ

PATIENCE_S = 10.0
RESTART_AFTER_S = 3.0
#: How long what is not essential waits for the first answer of what is.
FIRST_ANSWER_S = 60.0
#: How far what is not essential gives way to what is: somebody waits for a page, nobody for the clock.
GIVES_WAY = 10
_PR_SET_PDEATHSIG = 1


@dataclass
class Process:
    """One process to keep running.

    When an `essential` one ends, all end with its exit code; another one is started again and gives way
    to it where the machine is busy.
    """

    name: str
    command: Sequence[str]
    essential: bool = False
    running: subprocess.Popen[str] | None = field(default=None, init=False)
    reader: threading.Thread | None = field(default=None, init=False)
    start_at: float = field(default=0.0, init=False)


class FirstAnswer:
    """Whether a web server on this machine answered yet, as a call; `then` is called when it does.

    Asked aside: a server that is still loading takes the question and lets it wait.
    """

    def __init__(self, address: str, page: str, *, then: Callable[[], None]) -> None:
        self._came = threading.Event()
        threading.Thread(target=self._ask, args=(address, page, then), daemon=True).start()

    def __call__(self) -> bool:
        return self._came.is_set()

    def _ask(self, address: str, page: str, then: Callable[[], None]) -> None:
        until = time.monotonic() + FIRST_ANSWER_S
        answered = False
        while not answered and time.monotonic() < until:
            connection = http.client.HTTPConnection(address, timeout=max(1.0, until - time.monotonic()))
            try:
                # By its name: a site that is asked by number says in the terminal that it is not meant.
                connection.request("GET", page, headers={"Host": "localhost"})
                connection.getresponse().read()
                answered = True
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
            finally:
                connection.close()
        if answered:
            then()
        self._came.set()


def run(
    processes: Sequence[Process], *, env: Mapping[str, str], is_served: Callable[[], bool] = lambda: True
) -> int:
    """Run all until Ctrl-C, a termination signal, or the end of an essential one; return the exit code.

    What is not essential starts once `is_served`: somebody waits for the first page.
    """
    asked_to_stop = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        asked_to_stop.set()

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)
    width = max(len(process.name) for process in processes)
    code = 0
    try:
        while not asked_to_stop.is_set():
            for process in processes:
                if process.running is None:
                    if time.monotonic() >= process.start_at and (process.essential or is_served()):
                        _start(process, width, env)
                elif process.running.poll() is not None:
                    code = process.running.returncode
                    if process.essential:
                        print(f"{process.name} ended with exit code {code}; stopping the rest", flush=True)
                        return code or 1
                    print(f"{process.name} ended with exit code {code}; it starts again", flush=True)
                    process.running, process.start_at = None, time.monotonic() + RESTART_AFTER_S
            asked_to_stop.wait(0.2)
    finally:
        _stop_all(processes)
    return 0


def _start(process: Process, width: int, env: Mapping[str, str]) -> None:
    process.running = subprocess.Popen(
        process.command,
        cwd=ROOT,
        env=environ({"PYTHONUNBUFFERED": "1", **env}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        # A group of its own, so that Ctrl-C reaches us alone and we stop the others in order.
        start_new_session=True,
        preexec_fn=partial(_in_the_child, process.essential),
    )
    process.reader = threading.Thread(target=_repeat_lines, args=(process.running, process.name.ljust(width)))
    process.reader.daemon = True
    process.reader.start()


def _in_the_child(essential: bool) -> None:
    """Give way if not essential; ask Linux to stop this child when we are killed, so that none stays."""
    if not essential:
        os.nice(GIVES_WAY)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _repeat_lines(running: subprocess.Popen[str], name: str) -> None:
    if running.stdout is None:
        return
    with running.stdout as lines:
        for line in lines:
            print(f"{name} | {line}", end="", flush=True)


def _stop_all(processes: Sequence[Process]) -> None:
    left = [process.running for process in processes if process.running and process.running.poll() is None]
    for running in left:
        running.terminate()
    until = time.monotonic() + PATIENCE_S
    for running in left:
        try:
            running.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
    for process in processes:
        if process.reader is not None:
            process.reader.join(timeout=1)
