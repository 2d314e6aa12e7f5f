"""A PostgreSQL for the length of a test run: its own folder and port, gone at the end."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from way_in import system
from way_in.say import SetupError, call, doing, environ, program

USER = "circulairwerkt"
INITDB = ("-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
# Nothing here outlives the run, so nothing waits for the disk.
SPEED = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    # Two workers may each let fifty people act at once.
    "max_connections": "200",
}


@contextmanager
def temporary() -> Iterator[str]:
    """Start a cluster and give its address (a DATABASE_URL); stop and remove it afterwards.

    PostgreSQL refuses to run as root: then the cluster runs as Debian's user `postgres`.
    """
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="circulairwerkt-postgresql-"))
    data, log = folder / "data", folder / "log"
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    options = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
        "port": str(port),
        **SPEED,
    }
    try:
        with doing("Starting a PostgreSQL for this run"):
            as_user = _as_user(folder)
            call(
                [*as_user, str(binaries / "initdb"), "-D", str(data), *INITDB],
                what="Making a PostgreSQL cluster",
                cwd=folder,
            )
            told = " ".join(f"-c {name}={value}" for name, value in options.items())
            _control(as_user, binaries, data, folder, "-l", str(log), "-o", told, "-w", "-t", "60", "start")
            call(
                [*as_user, str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", USER, USER],
                what="Making a PostgreSQL database",
                cwd=folder,
            )
        yield f"postgresql://{USER}@127.0.0.1:{port}/{USER}"
    finally:
        if (data / "postmaster.pid").exists():
            _control(_as_user(folder), binaries, data, folder, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """The folder with PostgreSQL's programs: on the path, or the newest that Debian keeps apart."""
    for attempt in (1, 2):
        debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        for folder in [*reversed(debian), *[Path(found).parent for found in [program("initdb")] if found]]:
            if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
                return folder
        if attempt == 1:
            system.install("postgresql", why="test on PostgreSQL")
    raise SetupError("PostgreSQL's initdb is not found", remedy="apt-get install -y postgresql")


def _as_user(folder: Path) -> list[str]:
    """What to put before a command so that it does not run as root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _control(as_user: list[str], binaries: Path, data: Path, folder: Path, *arguments: str) -> None:
    """Call pg_ctl with its output closed: the server inherits it, and a reader would wait for ever."""
    done = subprocess.run(
        [*as_user, str(binaries / "pg_ctl"), "-D", str(data), *arguments],
        cwd=folder,
        env=environ({}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        log = folder / "log"
        told = log.read_text(errors="replace")[-1500:] if log.exists() else "no log"
        raise SetupError(f"PostgreSQL does not {arguments[-1]}: {told}")
