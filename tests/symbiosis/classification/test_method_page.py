"""The method page says what the code does: its ten sentences are read and compared."""

from datetime import date
from pathlib import Path

import pytest

from symbiosis.classification import Classification, classify
from symbiosis.classification.knowledge import COVERED, NAMED_CODE, TITLE
from symbiosis.classification.lexicon import thesaurus
from symbiosis.resources import materials

PAGE = (Path(__file__).parents[3] / "docs" / "methods" / "classification.md").read_text(encoding="utf-8")
DAY = date(2026, 12, 1)


def worked(name: str) -> list[list[str]]:
    block = PAGE.split(f"<!-- worked: {name} -->")[1].split("<!-- end of worked -->")[0]
    rows = [line for line in block.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[1:]]


def amount_of(answer: Classification) -> str:
    amount = answer.amount
    if amount.quantity is None:
        return ""
    return " ".join(
        filter(None, (f"{amount.quantity:g}", amount.unit, amount.period and amount.period.value))
    )


@pytest.mark.parametrize("row", worked("sentences"), ids=lambda row: row[0])
def test_worked_sentence(row: list[str]) -> None:
    sentence, material, code, known, amount, hazards, _ = row
    answer = classify(sentence, on_date=DAY)
    assert answer.material == material
    assert not code or answer.codes[0].label == code
    assert answer.known == (known == "yes")
    assert amount_of(answer) == amount
    assert hazards_of(answer) == hazards


def hazards_of(answer: Classification) -> str:
    return ", ".join([*answer.hazards, *(f"not {hazard}" for hazard in answer.excluded_hazards)])


@pytest.mark.parametrize("row", worked("denials"), ids=lambda row: row[0])
def test_worked_denial(row: list[str]) -> None:
    sentence, hazards = row
    assert hazards_of(classify(sentence, on_date=DAY)) == hazards


def test_there_are_ten_right_and_wrong() -> None:
    judged = [row[-1].split(":")[0] for row in worked("sentences")]
    assert len(judged) == 10
    assert {"yes", "no", "in part"} == set(judged)


def test_the_numbers_on_the_page() -> None:
    assert f"leaves {COVERED:g} of what each says alone" in PAGE
    assert f"{TITLE:g} x likeness" in PAGE
    assert f"{NAMED_CODE:g} for a code named" in PAGE
    assert f"{len(materials.all())} classes" in PAGE
    assert len({(row.language, term) for row in thesaurus() for term in row.terms}) > 8000
