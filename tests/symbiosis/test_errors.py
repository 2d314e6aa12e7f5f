"""Problems with input: one sentence each, in three languages."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.error_texts import LANGUAGES, PROBLEM_TEXTS, WORDS
from symbiosis.errors import (
    MAX_SHOWN_VALUE,
    ExitCode,
    InvalidValue,
    Problem,
    ProblemCode,
    Report,
    language,
    shown,
)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_problem_speaks_three_languages() -> None:
    assert set(PROBLEM_TEXTS) == {code.value for code in ProblemCode}
    for code, texts in PROBLEM_TEXTS.items():
        assert set(texts) == set(LANGUAGES), code
        for part in (0, 1):
            assert all(texts[lang][part] for lang in LANGUAGES), code
            assert len({frozenset(_places(texts[lang][part])) for lang in LANGUAGES}) == 1, code
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["nl"])}


def test_a_sentence_names_where_what_and_what_was_expected() -> None:
    problem = Problem(
        ProblemCode.OUT_OF_RANGE,
        file="offers.csv",
        row=3,
        line=4,
        column="lat",
        value="95",
        details={"allowed": "-90 … 90"},
    )
    assert problem.sentence("nl") == (
        'offers.csv, rij 3 (regel 4), kolom lat: "95" valt buiten de grenzen; verwacht: een getal -90 … 90'
    )
    assert problem.sentence("en") == (
        'offers.csv, row 3 (line 4), column lat: "95" is out of range; expected: a number -90 … 90'
    )
    assert problem.sentence("fr") == (
        'offers.csv, rangée 3 (ligne 4), colonne lat: "95" est hors limites; attendu: un nombre -90 … 90'
    )
    assert str(InvalidValue(problem)) == problem.sentence("en")


def test_an_unknown_language_is_answered_in_dutch() -> None:
    assert language("de") == "nl"
    assert Problem(ProblemCode.EMPTY).sentence("xx") == Problem(ProblemCode.EMPTY).sentence("nl")


@given(st.text())
def test_a_value_is_shown_on_one_short_line(value: str) -> None:
    text = shown(value)
    assert len(text) <= MAX_SHOWN_VALUE
    assert text.isprintable()


def test_a_report_counts_rows_and_decides_the_exit_code() -> None:
    report = Report()
    report.count(file="a.csv", read=10, refused=0)
    assert report.exit_code(strict=True) is ExitCode.OK
    report.count(file="b.csv", read=5, refused=2)
    report.extend([Problem(ProblemCode.EMPTY), Problem(ProblemCode.COORDINATES_FAR)])
    assert report.refused == 2
    assert report.exit_code(strict=False) is ExitCode.OK
    assert report.exit_code(strict=True) is ExitCode.ROWS_REFUSED
    assert [problem.code for problem in report.errors] == [ProblemCode.EMPTY]
    assert [problem.code for problem in report.warnings] == [ProblemCode.COORDINATES_FAR]
    assert report.summary("nl") == [
        "a.csv: 10 rijen gelezen, 10 gebruikt, 0 geweigerd",
        "b.csv: 5 rijen gelezen, 3 gebruikt, 2 geweigerd",
    ]
    assert report.lines("en")[1].startswith("note: ")


@pytest.mark.parametrize(
    ("code", "number"), [(ExitCode.OK, 0), (ExitCode.USAGE, 2), (ExitCode.ROWS_REFUSED, 3)]
)
def test_exit_codes_are_those_of_the_contract(code: ExitCode, number: int) -> None:
    assert code == number
