"""What a cell of a file tells, and what it is refused for."""

from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base.cells import day_in, number_in, word_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", None),
        ("12", 12),
        ("12,5", 12.5),
        ("1.200,5", 1200.5),
        ("1,200.5", 1200.5),
        ("1 200", 1200),
        ("1.200.000", 1_200_000),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1200", 1200),
        ("3,1250", 3.125),
    ],
)
def test_numbers_are_read_as_three_languages_write_them(text: str, number: float | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["1.200", "12,125", "veel", "-3", "1,2,3", "nan", "inf", "1e5", "½"])
def test_what_is_no_number_or_could_be_two_is_refused_by_its_value(text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        number_in(text)


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_number_with_two_decimals_is_read_back(whole: int, part: int) -> None:
    assert number_in(f"{whole},{part:02d}") == pytest.approx(whole + part / 100)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (number_in, day_in):
        with suppress(ValidationError):
            assert reader(text) is None or reader(text) == reader(f" {text} ")


def test_days_begin_with_the_day() -> None:
    for text in ("2026-03-02", "02/03/2026", "2-3-2026", "2.3.2026", "2026-03-02T00:00:00"):
        assert day_in(text) == date(2026, 3, 2)
    with pytest.raises(ValidationError, match="31/02/2026"):
        day_in("31/02/2026")


def test_a_word_is_known_though_misspelt() -> None:
    assert word_in("Wekelijkss", {"wekelijks": "week"}, "wekelijks") == "week"
    assert word_in(" ", {"wekelijks": "week"}, "wekelijks") == ""
    with pytest.raises(ValidationError, match="Verwacht: wekelijks"):
        word_in("nooit", {"wekelijks": "week"}, "wekelijks")
