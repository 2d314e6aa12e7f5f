"""The self-scan: the worked numbers of docs/methods/self-scan.md, and laws for any answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.coaching.scan import LEAST_ANSWERS, MOST_STEPS, QUESTIONS, Answer, outcome_of

KEYS = [question.key for question in QUESTIONS]


@pytest.mark.parametrize(
    ("points", "maturity", "steps"),
    [
        # 3 of 16 points, 0.19
        ([1, 0, 0, 0, 1, 1, 0, 0], "not_started", ["ontwerp", "herstel", "delen"]),
        # 4 of 16 points, 0.25: begun
        ([2, 0, 0, 0, 1, 1, 0, 0], "first_steps", ["ontwerp", "herstel", "delen"]),
        # 11 of 16 points, 0.69
        ([2, 2, 1, 0, 2, 2, 1, 1], "first_steps", ["delen", "herstel", "energie"]),
        # 12 of 16 points, 0.75: far
        ([2, 2, 2, 0, 2, 2, 1, 1], "far", ["delen", "energie", "regels"]),
        ([2, 2, 2, 2, 2, 2, 2, 2], "far", []),
        # four answers, 3 of 8 points, 0.38; the others count for nothing
        ([0, 1, 2, 0, None, None, None, None], "first_steps", ["resten", "delen", "ontwerp"]),
    ],
)
def test_the_worked_numbers(points: list[int | None], maturity: str, steps: list[str]) -> None:
    found = outcome_of({key: n for key, n in zip(KEYS, points, strict=True) if n is not None})
    assert found is not None
    assert found.maturity == maturity
    assert [step.question.key for step in found.steps] == steps


@given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from([0, 1, 2])))
def test_laws_for_any_answers(answers: dict[str, int]) -> None:
    found = outcome_of(answers)
    if len(answers) < LEAST_ANSWERS:
        assert found is None
        return
    assert found is not None
    assert len(found.steps) <= MOST_STEPS
    assert all(step.text and answers[step.question.key] < Answer.YES for step in found.steps)
    # Nothing that is left out was answered lower than what is named.
    named = [answers[step.question.key] for step in found.steps]
    rest = [n for key, n in answers.items() if key not in {step.question.key for step in found.steps}]
    assert named == sorted(named)
    assert all(n >= max(named, default=0) for n in rest)
    # One answer better never brings an enterprise further back.
    order = ["not_started", "first_steps", "far"]
    for key, n in answers.items():
        if n < Answer.YES:
            better = outcome_of({**answers, key: n + 1})
            assert better is not None
            assert order.index(better.maturity) >= order.index(found.maturity)
