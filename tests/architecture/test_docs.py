"""The pages for newcomers stay true: what they name exists."""

import importlib
import re

import pytest
from babel.messages.pofile import read_po
from way_in import extraction

from tests.architecture.repository import ROOT, SOURCE, WEB, python_files, text_of

MAIN_PATH = text_of(ROOT / "docs" / "main-path.md") or ""
GLOSSARY = text_of(ROOT / "docs" / "glossary.md") or ""
NAMED = sorted(set(re.findall(r"`((?:circulairwerkt|symbiosis)\.[\w.]+)`", MAIN_PATH)))
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.splitlines()
    if line.startswith("|") and not line.startswith(("| Dutch", "|---"))
]


@pytest.mark.parametrize("name", NAMED)
def test_what_the_main_path_names_exists(name: str) -> None:
    module, _dot, thing = name.rpartition(".")
    assert hasattr(importlib.import_module(module), thing)


def test_the_main_path_goes_from_the_browser_to_the_core_and_back() -> None:
    order = (
        "combobox.js",
        "portal.views",
        "hubs.queries",
        "hubs.bridge",
        "symbiosis.places",
        "cases.services",
    )
    at = [MAIN_PATH.index(step) for step in order]
    assert at == sorted(at)
    for path in re.findall(r"`((?:static|portal)/[\w/.-]+\.(?:js|html))`", MAIN_PATH):
        assert (WEB / path).exists() or (WEB / "templates" / path).exists(), path


def test_the_glossary_gives_each_word_in_three_languages_with_a_meaning() -> None:
    assert len(ROWS) > 30
    assert [row for row in ROWS if len(row) != 5 or not all(row)] == []


@pytest.mark.parametrize(("locale", "column"), [("en", 1), ("fr", 2)])
def test_the_catalogues_say_a_word_as_the_glossary_does(locale: str, column: int) -> None:
    """Where a label is exactly a word of the glossary, its translation is one of those in its row."""
    with extraction.path_of(locale).open("rb") as file:
        said = {str(one.id).lower(): str(one.string).lower() for one in read_po(file) if one.id}
    compared = 0
    for row in ROWS:
        known = {word.strip().lower() for word in re.split("[;,]", re.sub(r"\(.*?\)", "", row[column]))}
        for word in re.split("[;,]", re.sub(r"\(.*?\)", "", row[0])):
            told = said.get(word.strip().lower())
            if told is not None:
                compared += 1
                assert re.sub(r"\s*\(.*?\)", "", told) in known, f"{word.strip()}: {told} or {known}?"
    assert compared > 15


def test_the_words_of_rooms_that_stand_are_names_in_the_code() -> None:
    """A class of the glossary is in the code; where its room is not yet there, nothing calls it."""
    source = "\n".join(text_of(path) or "" for path in python_files(SOURCE))
    defined = set(re.findall(r"^class (\w+)", source, flags=re.MULTILINE))
    for row in ROWS:
        for name in re.findall(r"`([A-Z]\w+)(?:\.(\w+))?`", row[3]):
            cls, member = name
            if member:
                assert re.search(rf"^    {member} = ", source, flags=re.MULTILINE), name
            elif cls not in defined:
                assert not re.search(rf"\b{cls}\(", source), name
