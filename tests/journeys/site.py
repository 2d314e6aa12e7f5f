"""The whole platform for a browser: a database of its own with the data that ships, served by gunicorn."""

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests import migrated
from tests.circulairwerkt.signing import pem

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "circulairwerkt.sqlite3"
MAIL = "mail"
LOADS = ("load_reference", "load_hubs")
#: On a busy machine a start takes many times what it takes on a free one.
PATIENCE_S = 110.0


class Site:
    """A running site: its address, and the folder with its database and its outgoing mail."""

    def __init__(self, url: str, folder: Path, template: Path) -> None:
        self.url = url
        self.folder = folder
        self._template = template
        # Held open: a connection is told whether another one wrote.
        self._watching = sqlite3.connect(folder / DATABASE, timeout=PATIENCE_S)
        self._kept = template
        self._undone_at = -1

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site's database and return what it said."""
        return _manage(self.folder, *arguments)

    def stage(self, name: str, code: str) -> str:
        """Let every test of the module start from what `code` makes; return what it printed.

        Done once for all workers of a test run.
        """
        self._start_from(_staged(self._template, name, code))
        return (self._kept / "printed").read_text(encoding="utf-8")

    def clear(self) -> None:
        """Let tests start from the data that ships again."""
        self._start_from(self._template)

    def undo(self) -> None:
        """Bring the database and the mail back to where they were, under the running server."""
        if self._version() == self._undone_at:
            return
        _copy(self._kept / DATABASE, self.folder / DATABASE)
        shutil.rmtree(self.folder / MAIL, ignore_errors=True)
        if (self._kept / MAIL).exists():
            shutil.copytree(self._kept / MAIL, self.folder / MAIL)
        self._undone_at = self._version()

    def close(self) -> None:
        """Let go of the database."""
        self._watching.close()

    def _start_from(self, kept: Path) -> None:
        self._kept = kept
        self._undone_at = -1
        self.undo()

    def _version(self) -> int:
        return int(self._watching.execute("PRAGMA data_version").fetchone()[0])


def prepared(folder: Path) -> Path:
    """A folder with a loaded database, made once for all workers of a test run."""
    with _first(folder) as is_first:
        if is_first:
            shutil.copy(migrated.sqlite_file(), folder / DATABASE)
            for load in LOADS:
                _manage(folder, load)
    return folder


def _staged(template: Path, name: str, code: str) -> Path:
    """A folder with the prepared database as `code` leaves it, made once for all workers."""
    folder = template / name
    with _first(folder) as is_first:
        if is_first:
            shutil.copy(template / DATABASE, folder / DATABASE)
            told = _manage(folder, "shell", "-v0", "-c", code)
            (folder / "printed").write_text(told, encoding="utf-8")
    return folder


@contextmanager
def _first(folder: Path) -> Iterator[bool]:
    """Whether this worker is the first to need the folder; another one waits until that one is done."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = folder / "ready"
        is_first = not ready.exists()
        yield is_first
        ready.touch()


@contextmanager
def serving(template: Path, folder: Path) -> Iterator[Site]:
    """Serve a copy of the prepared database in `folder` on a free port of localhost."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(template / DATABASE, folder / DATABASE)
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    url = f"http://localhost:{port}"
    log = folder / "server.log"
    command = [sys.executable, "-m", "gunicorn", "circulairwerkt.wsgi:application", "--threads", "4"]
    # A worker that a busy machine starves is not dead: it is not started anew.
    command += ["--timeout", "0"]
    with log.open("w") as output:
        server = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--limit-request-line", "0"],
            cwd=ROOT,
            env=_environment(folder) | {"CW_BASE_URL": url},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(port, server, log)
            # The first answer loads every template: no test should wait for that.
            with urlopen(url, timeout=PATIENCE_S):
                pass
            with closing(Site(url, folder, template)) as site:
                yield site
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_S)


def _copy(source: Path, target: Path) -> None:
    """Copy one database over another, which may be in use."""
    with closing(sqlite3.connect(source)) as of, closing(sqlite3.connect(target, timeout=PATIENCE_S)) as to:
        of.backup(to)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the site did not start: {log.read_text()[-2000:]}")


def _environment(folder: Path) -> dict[str, str]:
    """Settings as of a local start, on a database of its own, with a key so that there are badges to see."""
    ours = {"CW_ENV": "local", "CW_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    ours["CW_BADGE_KEYS"] = pem()
    foreign = ("CW_", "DATABASE_URL", "DJANGO_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | ours


def _manage(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "circulairwerkt", *arguments],
        cwd=ROOT,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stdout[-3000:]}")
    return done.stdout
