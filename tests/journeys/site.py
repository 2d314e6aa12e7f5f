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
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "circulairwerkt.sqlite3"
KEPT = "kept.sqlite3"
LOADS = ("load_reference", "load_hubs")
PATIENCE_S = 30.0


@dataclass(frozen=True)
class Site:
    """A running site: its address, and the folder with its database and its outgoing mail."""

    url: str
    folder: Path

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site's database and return what it said."""
        return _manage(self.folder, *arguments)

    def keep(self) -> None:
        """Let every test of the module start from the database as it is now."""
        _copy(self.folder / DATABASE, self.folder / KEPT)

    def undo(self) -> None:
        """Bring the database back to where ``keep`` left it, under the running server."""
        _copy(self.folder / KEPT, self.folder / DATABASE)


def prepared(folder: Path) -> Path:
    """A folder with a loaded database, made once for all workers of a test run."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = folder / "ready"
        if not ready.exists():
            _manage(folder, "migrate", "--no-input")
            for load in LOADS:
                _manage(folder, load)
            ready.touch()
    return folder


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
            site = Site(url, folder)
            site.keep()
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
    """Settings as of a local start, on a database of its own."""
    ours = {"CW_ENV": "local", "CW_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
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
