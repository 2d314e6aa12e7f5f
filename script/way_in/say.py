"""Progress in plain words, and errors that name the command that mends them."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from way_in.places import LOGS, ROOT, shown


class SetupError(Exception):
    """Something could not be set up; `remedy` is the command that mends it, `log` where more is told."""

    def __init__(self, what: str, *, remedy: str = "", log: Path | None = None) -> None:
        super().__init__(what)
        self.remedy = remedy
        self.log = log


def explain(error: SetupError) -> None:
    """Print an error with its remedy and the end of its log."""
    sys.stdout.flush()
    print(f"\nThis did not work: {error}", file=sys.stderr)
    if error.log is not None and error.log.exists():
        told = error.log.read_text(encoding="utf-8", errors="replace").splitlines()
        # Some programs say the cause first and then at length how they are used; most say it last.
        for line in told if len(told) <= 24 else [*told[:8], "...", *told[-15:]]:
            print(f"    {line}", file=sys.stderr)
        print(f"The whole log: {shown(error.log)}", file=sys.stderr)
    if error.remedy:
        print(f"This mends it:\n    {error.remedy}", file=sys.stderr)


@contextmanager
def doing(words: str) -> Iterator[None]:
    """Say what starts and how long it took."""
    print(f"  {words} ...", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - began:.0f} s", flush=True)


def call(
    command: Sequence[str],
    *,
    what: str,
    remedy: str = "",
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> str:
    """Run a command quietly and return its output; where it fails, raise with what it said.

    The output goes to a log in `var/logs`, named after the command's own purpose.
    """
    log = LOGS / f"{re.sub('[^a-z0-9]+', '-', what.lower())[:60]}.log"
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environ(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        raise SetupError(f"{what}: the program {command[0]} is not found", remedy=remedy) from error
    if done.returncode != 0:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(f"$ {' '.join(command)}\n{done.stdout}", encoding="utf-8")
        raise SetupError(f"{what} (exit code {done.returncode})", remedy=remedy or " ".join(command), log=log)
    return done.stdout


def environ(more: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child process: ours, in UTF-8, without another environment's leanings."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}
    }
    return inherited | {"PYTHONUTF8": "1", **more}


def program(*names: str) -> str | None:
    """The path of the first of these programs that the system has."""
    return next((found for name in names if (found := shutil.which(name))), None)
