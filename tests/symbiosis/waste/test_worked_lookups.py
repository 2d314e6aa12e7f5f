"""The lookups worked out in docs/methods/list-of-waste.md come out as written there."""

from datetime import date
from pathlib import Path

import pytest

from symbiosis.errors import InvalidValue, ProblemCode
from symbiosis.waste import low

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "list-of-waste.md"


def worked() -> list[list[str]]:
    """The rows of the table of worked lookups, cell by cell."""
    table = PAGE.read_text(encoding="utf-8").split("<!-- worked: lookups -->")[1].split("<!--")[0]
    rows = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def answered(code: str, day: date) -> tuple[str, str, str]:
    """What the core answers, in the words of the table."""
    try:
        entry = low.lookup(code, day)
    except InvalidValue as refused:
        problem = refused.problem
        words = {
            ProblemCode.LOW_CODE_SHAPE: "no code",
            ProblemCode.LOW_CODE_UNKNOWN: "unknown",
            ProblemCode.LOW_CODE_NOT_VALID: f"not valid: {problem.details.get('reason')}",
        }
        return words[problem.code], "", ""
    partners = [member.label for member in low.mirror_group(code, day) if member.code != entry.code]
    return entry.label, "yes" if entry.hazardous else "no", ", ".join(partners)


@pytest.mark.parametrize("row", worked(), ids=lambda row: f"{row[0]} on {row[1]}")
def test_the_page_tells_what_the_core_answers(row: list[str]) -> None:
    code, day, *expected = row
    assert answered(code, date.fromisoformat(day)) == tuple(expected)


def test_the_page_holds_both_sides_of_the_change() -> None:
    days = {row[1] for row in worked()}
    assert {"2026-11-08", "2026-11-09"} <= days
