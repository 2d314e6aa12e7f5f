"""A migrated database made once and copied from then on: the migrations cost more than most tests together.

Only while the migrations, the libraries' versions, the settings and this file are what they were: another
digest is another copy. Whether migrations and models agree is told by ``script/check migrations``.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "test" / "migrated"


def digest() -> str:
    """A fingerprint of all that the migrated database depends on."""
    source = ROOT / "src" / "circulairwerkt"
    files = [*source.glob("*/migrations/*.py"), *source.glob("settings/*.py")]
    files += [source / "base" / name for name in ("migrating.py", "moments.py")]
    files += [ROOT / "requirements" / "test.txt", Path(__file__)]
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def sqlite_file() -> Path:
    """A migrated SQLite database, made now if it is not there; others of an earlier day go."""
    with _alone():
        path = KEPT / f"{digest()}.sqlite3"
        if not path.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            made = KEPT / "made"
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
            _migrate(f"sqlite:///{made / 'new.sqlite3'}", made)
            # One file, whatever still stood in the log beside it.
            with closing(sqlite3.connect(made / "new.sqlite3")) as new:
                new.execute("PRAGMA journal_mode=DELETE")
            (made / "new.sqlite3").rename(path)
            shutil.rmtree(made)
    return path


def postgresql_template(url: str) -> str:
    """The name of a migrated database beside the one at `url`, made now if that cluster lacks it."""
    import psycopg
    from psycopg import sql

    name = f"migrated_{digest()}"
    with _alone(), psycopg.connect(url, autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not there:
            half = f"{name}_half"
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(half)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
            _migrate(url.rpartition("/")[0] + f"/{half}", KEPT)
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name))
            )
    return name


@contextmanager
def _alone() -> Iterator[None]:
    """One worker makes it; the others wait and find it made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str, folder: Path) -> None:
    environment = os.environ | {
        "CW_ENV": "test",
        "CW_DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "circulairwerkt.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "circulairwerkt", "migrate", "--no-input", "-v0"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"migrate: {done.stdout[-3000:]}")
