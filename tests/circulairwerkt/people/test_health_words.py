"""Words on health are known with a typing error too, and what only looks like them passes."""

import re
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt import people
from circulairwerkt.people.wording import _harmless, _health, _plain, tells_of_health

SOURCES = Path(people.__file__).parents[2]
#: Words of the list that a typing error does not hide: one word, long enough.
LONG = sorted(word for word in chain(*_health()) if len(word) > 6 and " " not in word)
#: Words in our own texts and lists that do tell of health, though the list holds them in another form.
RIGHTLY = {"diagnosis", "medicine", "medicines", "ziekten"}


@given(word=st.sampled_from(LONG), data=st.data())
def test_one_letter_wrong_hides_no_word(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    assert tells_of_health(f"ik heb {wrong} gehad") or wrong in _harmless()


def test_words_of_our_own_texts_and_lists_pass() -> None:
    """Words in three languages, names of places and materials among them: none is taken for illness."""
    files = chain(
        SOURCES.glob("circulairwerkt/locale/*/LC_MESSAGES/django.po"),
        SOURCES.rglob("*.csv"),
        SOURCES.rglob("*.txt"),
    )
    words = set()
    for file in files:
        if file.name != "health_words.txt":
            words |= set(
                re.findall(r"[a-z]{6,29}", _plain(file.read_text(encoding="utf-8", errors="ignore")))
            )
    assert len(words) > 8000
    exact, beginnings = _health()
    taken = {word for word in words if tells_of_health(word)}
    assert {word for word in taken if word not in exact and not word.startswith(beginnings)} <= RIGHTLY


@pytest.mark.parametrize("word", sorted(_harmless()))
def test_a_word_that_only_looks_like_one_passes_and_would_not_otherwise(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not tells_of_health(word)
    monkeypatch.setattr("circulairwerkt.people.wording._harmless", frozenset)
    assert tells_of_health(word), "it stands in no_health_words.txt for nothing"


@pytest.mark.parametrize(
    "text",
    [
        "wij zoeken twee sterke krachten",
        "mijn zwager werkt er ook",
        "bewerking van hout",
        "ik kan goed met mensen om",
        "ik werk graag in de tuin of de keuken",
        "heftruck rijden en pakken maken",
    ],
)
def test_what_people_write_of_work_passes(text: str) -> None:
    assert not tells_of_health(text)
