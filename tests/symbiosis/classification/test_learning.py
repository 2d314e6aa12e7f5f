"""Laws of learning: deterministic, whatever the order; taught is known; untaught is not forgotten."""

from datetime import date
from itertools import product

import numpy as np
import pytest

from symbiosis.classification import Classifier, Example, classify, learn_from
from symbiosis.classification.reading import read

DAY = date(2019, 1, 1)

THINGS = [
    "kiepbak",
    "laadbak",
    "zijbak",
    "vulbak",
    "stortbak",
    "perscontainer",
    "rolbak",
    "kuipbak",
    "kantelbak",
]
WORDS = {
    "lot wolkenmeel": "020304",
    "lot zandgruis": "170107",
    "lot blauwsel": "080111",
    "lot veldgoed": "020103",
}
EXAMPLES = [
    Example(f"{word} uit {thing} {number}", (code,))
    for (word, code), (number, thing) in product(WORDS.items(), enumerate(THINGS))
] + [Example(f"betonpuin {thing}", ("170101",)) for thing in THINGS]

UNTAUGHT = [
    "frietolie uit de keuken",
    "golfplaten eterniet",
    "oude matrassen",
    "gazetten en papier",
    "kapotte frigo",
    "koperen kabels",
    "loodslabben",
    "slib van de zuivering van een zuivelfabriek",
]


@pytest.fixture(scope="module")
def taught() -> Classifier:
    return learn_from(EXAMPLES, on_date=DAY)


def test_what_is_taught_is_known(taught: Classifier) -> None:
    for word, code in WORDS.items():
        (answer,) = taught.classify([f"{word} uit een andere bak"])
        assert answer.codes[0].code == code
        assert answer.codes[0].probability > 0.5


def test_what_was_known_is_not_forgotten(taught: Classifier) -> None:
    for before, after in zip(
        (classify(text, on_date=DAY) for text in UNTAUGHT), taught.classify(UNTAUGHT), strict=True
    ):
        assert after.codes[0].code == before.codes[0].code
        likely = {guess.code for guess in before.codes if guess.probability >= 0.05}
        assert likely <= {guess.code for guess in after.codes}


def test_the_order_of_examples_does_not_matter(taught: Classifier) -> None:
    texts = [*UNTAUGHT, "lot blauwsel", "betonpuin kiepbak"]
    again = learn_from(reversed(EXAMPLES), on_date=DAY)
    assert again.classify(texts) == taught.classify(texts)


def test_few_examples_move_only_what_resembles_them() -> None:
    few = learn_from([Example("lot wolkenmeel", ("020304",))], on_date=DAY)
    taught_answer, other = few.classify(["lot wolkenmeel", "golfplaten eterniet"])
    assert taught_answer.codes[0].code == "020304"
    assert other.codes[0].code == "170605"


def test_examples_without_valid_codes_teach_nothing() -> None:
    assert learn_from([Example("iets", ("200143",))], on_date=DAY).learnt is None
    assert learn_from([], on_date=DAY).learnt is None


def test_an_ended_code_counts_as_its_successor() -> None:
    later = learn_from([Example("zwarte accubak", ("200134",))] * 3, on_date=date(2026, 12, 1))
    (answer,) = later.classify(["zwarte accubak"])
    assert "200144" in {guess.code for guess in answer.codes[:3]}


def test_probabilities_are_shares(taught: Classifier) -> None:
    shares = taught.probabilities([read(text) for text in UNTAUGHT])
    assert np.all(shares >= 0)
    assert np.all(shares.sum(axis=1) <= 1 + 1e-9)
