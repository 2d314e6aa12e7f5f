"""Stamps: a step whose inputs have not changed since it was last done is not done again."""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from way_in.places import ROOT, VAR


def digest(paths: Iterable[Path], *words: str) -> str:
    """A fingerprint of files (name and content) and words; a missing file counts as missing."""
    total = hashlib.sha256()
    for word in words:
        total.update(f"word {word}\0".encode())
    for path in sorted(set(paths)):
        total.update(f"file {path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"missing")
    return total.hexdigest()


def files_under(folder: Path, pattern: str = "*", *, leaving_out: Iterable[str] = ()) -> list[Path]:
    """The files below a folder that fit the pattern, without those below a folder of one of the names."""
    out = {"__pycache__", "node_modules", *leaving_out}
    return [
        path
        for path in folder.rglob(pattern)
        if path.is_file() and not out.intersection(path.relative_to(folder).parts[:-1])
    ]


class Stamp:
    """A file that holds the fingerprint of the inputs that a step was last done with."""

    def __init__(self, path: Path, key: str, *, makes: Iterable[Path] = ()) -> None:
        self.path = path
        self.key = key
        self.makes = tuple(makes)

    @property
    def fresh(self) -> bool:
        """Whether the step was done with these inputs and all it makes is still there."""
        try:
            same = self.path.read_text(encoding="ascii") == self.key
        except FileNotFoundError:
            return False
        return same and all(made.exists() for made in self.makes)

    def drop(self) -> None:
        """Forget that the step was done: before doing it again, so that a half-done step is not trusted."""
        self.path.unlink(missing_ok=True)

    def set(self) -> None:
        """Remember that the step was done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.key, encoding="ascii")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold this checkout's lock, so that two scripts started together do not trip each other."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  Waiting for another script that is setting up this checkout ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
