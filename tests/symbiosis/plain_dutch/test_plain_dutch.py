"""What the check on plain Dutch says, on worked sentences, and how often it is right."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.plain_dutch import LONGEST_SENTENCE, LONGEST_WORD, Kind, read
from symbiosis.plain_dutch.data_files import instead_of, read_rows
from symbiosis.plain_dutch.passive import passive_in
from symbiosis.plain_dutch.sentences import sentences_of, words_in

METHOD = Path(__file__).parents[3] / "docs" / "methods" / "plain-dutch.md"
with Path(__file__).with_name("passives.csv").open(encoding="utf-8") as lines:
    LABELLED = [(row["sentence"], row["passive"] == "yes") for row in csv.DictReader(lines)]


def test_the_method_page_tells_how_often_a_passive_is_right_on_the_labelled_sentences() -> None:
    found = [(passive_in(sentence) is not None, is_passive) for sentence, is_passive in LABELLED]
    right, wrong, missed = found.count((True, True)), found.count((True, False)), found.count((False, True))
    told = re.search(
        r"(\d+) labelled sentences: (\d+) right, (\d+) wrong, (\d+) missed", METHOD.read_text("utf-8")
    )
    assert told is not None
    assert tuple(map(int, told.groups())) == (len(LABELLED), right, wrong, missed)
    assert right / (right + wrong) > 0.95
    assert right / (right + missed) > 0.95


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bel ons. Mail ons!", ["Bel ons.", "Mail ons!"]),
        ("Bel de heer J. Peeters, bv. morgen.", ["Bel de heer J. Peeters, bv. morgen."]),
        ("Het kost 2.500 euro. Veel?", ["Het kost 2.500 euro.", "Veel?"]),
        (
            "# Kop\nEen zin\nover twee regels.\n\n- een\n- twee",
            ["Kop", "Een zin over twee regels.", "een", "twee"],
        ),
        ("Lees [onze gids](https://voorbeeld.be/a.b?c=d) of https://x.be/y.z.", ["Lees onze gids of"]),
        ("**Let op:** *nu* `kijken`.", ["Let op: nu kijken."]),
        (
            "Tekst\n| Dag | Wat |\n|---|---|\n| 28 februari | start |",
            ["Tekst", "Dag", "Wat", "28 februari", "start"],
        ),
        ("", []),
        (" \n\n\t\n- \n## ", []),
    ],
)
def test_sentences_are_what_a_reader_meets(text: str, expected: list[str]) -> None:
    assert sentences_of(text) == expected


def test_a_long_sentence_is_told_with_its_length() -> None:
    short, long = " ".join(["woord"] * LONGEST_SENTENCE), " ".join(["woord"] * (LONGEST_SENTENCE + 1))
    assert read(f"{short}.").remarks == ()
    (remark,) = read(f"Eerst dit. Dan {long[6:]}.").remarks
    assert (remark.kind, remark.number, remark.count) == (Kind.LONG_SENTENCE, 2, LONGEST_SENTENCE + 1)


def test_a_heavy_word_is_named_once_with_what_says_the_same() -> None:
    reading = read("Teneinde u te helpen. Teneinde alles te doen. Met betrekking tot de kosten.")
    assert [(each.words, each.instead, each.number) for each in reading.remarks] == [
        ("Teneinde", "om", 1),
        ("Met betrekking tot", "over", 3),
    ]


def test_a_long_word_is_told_but_not_for_its_hyphens() -> None:
    long = "a" * (LONGEST_WORD + 1)
    (remark,) = read(f"Een {long} en een {'b' * LONGEST_WORD}-{'c' * LONGEST_WORD}.").remarks
    assert (remark.kind, remark.words, remark.count) == (Kind.LONG_WORD, long, LONGEST_WORD + 1)


def test_a_plain_text_gets_no_remark() -> None:
    text = "## Zo beschrijf je een restje\n\nZeg wat het is. Zeg hoeveel.\n\n- Neem een foto.\n- Bel de hub."
    reading = read(text)
    assert (reading.remarks, reading.sentences, reading.words) == ((), 5, 17)
    assert reading.words_a_sentence == pytest.approx(3.4)


@given(st.text(max_size=400))
def test_any_text_is_read_and_each_remark_stands_in_its_sentence(text: str) -> None:
    reading, sentences = read(text), sentences_of(text)
    assert reading.sentences == len(sentences)
    assert reading.words == sum(len(words_in(sentence)) for sentence in sentences)
    for remark in reading.remarks:
        assert remark.sentence == sentences[remark.number - 1]


def test_each_row_of_the_lists_says_where_it_comes_from() -> None:
    for name in ("heavy_words.csv", "verb_words.csv"):
        for row in read_rows(name):
            assert all((row["source"], row["valid_from"])), row
    assert len(instead_of()) > 100
    assert all(instead and instead != " ".join(word) for word, instead in instead_of().items())
