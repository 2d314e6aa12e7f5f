"""What no file may hold: places of one machine, addresses of registries, secrets, benchmark texts."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.repository import SHARED, files, shown, text_of

# Written so that the patterns do not find themselves.
REGISTRIES = re.compile(r"pypi[.]org|python[h]osted|registry[.]npm[j]s|deb[.]debian[.]org|registry[.]yarnpkg")
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|tmp|root|home)/[a-z]")
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\bxox[abp]-[0-9A-Za-z-]{20,}|\bpypi-[A-Za-z0-9_-]{40,}|\bnpm_[A-Za-z0-9]{36}\b"
)
TEXTS = ("eural_texts.csv", "stream_properties.csv")
SHORTEST = 12


def _found(pattern: re.Pattern[str], paths: Iterator[Path]) -> list[str]:
    return [
        f"{shown(path)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for path in paths
        if (text := text_of(path)) is not None
        for match in pattern.finditer(text)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert not _found(REGISTRIES, (path for path in files() if path.suffix != ".md"))


def test_no_file_names_a_place_of_one_machine() -> None:
    assert not _found(MACHINE, iter(files()))


def test_no_file_holds_a_secret() -> None:
    assert not _found(SECRETS, iter(files()))


def test_no_generated_file_is_committed() -> None:
    generated = {".mo", ".pyc", ".sqlite3", ".log"}
    assert not [shown(path) for path in files() if path.suffix in generated or "node_modules" in path.parts]


def test_no_file_holds_a_text_of_the_benchmarks() -> None:
    """The shared waste descriptions are for measuring; a core that has read them would measure itself."""
    folder = SHARED / "data" / "waste_descriptions_nl"
    if not folder.is_dir():
        pytest.skip(
            f"the benchmark texts are not at {folder}: nobody looked whether a file holds one (CW_SHARED)"
        )
    texts = {_plain(row["text"]) for name in TEXTS for row in _rows(folder / name)}
    by_beginning: dict[str, list[str]] = {}
    for text in texts:
        if len(text) >= SHORTEST:
            by_beginning.setdefault(text[:SHORTEST], []).append(text)
    assert by_beginning
    wrong = []
    for path in files():
        held = _plain(text_of(path) or "")
        for start in range(len(held) - SHORTEST + 1):
            for text in by_beginning.get(held[start : start + SHORTEST], ()):
                if held.startswith(text, start):
                    wrong.append(f"{shown(path)}: {text}")
    assert not wrong, "Texts of the benchmarks in our files:\n" + "\n".join(sorted(set(wrong)))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _plain(text: str) -> str:
    """Lower case, one space for each stretch of white space: a text over two lines is the same text."""
    return " ".join(text.lower().split())
