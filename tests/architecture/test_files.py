"""Sizes, names and openings of files."""

import ast
from pathlib import PurePosixPath

from tests.architecture.repository import ROOT, SOURCE, files, python_files, shown, text_of, tree_of

HARD_LIMIT = 600
MEASURED = {".py", ".js", ".mjs", ".ts", ".css", ".html"}
# They say nothing of what is inside.
EMPTY_NAMES = {"util", "helper", "common", "manager", "handler", "misc", "tool", "stuff"}


def test_no_file_is_over_the_hard_limit() -> None:
    long = {
        shown(path): lines
        for path in files()
        if path.suffix in MEASURED and (lines := _lines(path)) > HARD_LIMIT
    }
    assert not long, f"Over {HARD_LIMIT} lines; divide by what they do: {long}"


def _lines(path: object) -> int:
    return (text_of(path) or "").count("\n")  # type: ignore[arg-type]


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    wrong = [
        shown(path)
        for path in files()
        for part in PurePosixPath(shown(path)).parts
        if part.split(".")[0].lower().rstrip("s").strip("_") in EMPTY_NAMES
    ]
    assert not wrong, f"Name these after what they hold: {wrong}"


def test_every_module_opens_with_its_purpose() -> None:
    folders = [SOURCE, ROOT / "script", ROOT / "bench", ROOT / "tests"]
    wrong = [
        shown(path)
        for path in python_files(*folders)
        if "migrations" not in path.parts and tree_of(path).body and not ast.get_docstring(tree_of(path))
    ]
    assert not wrong, f"A module opens with a sentence of purpose: {wrong}"
