"""The way of a case: which steps are open, which ask for a reason, and that no sequence leads off the map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.cases.models import Exit, Stage
from circulairwerkt.cases.stages import ORDER, Position, step_to, steps_from

POSITIONS = [Position(stage, way_out) for stage in Stage for way_out in Exit]


@pytest.mark.parametrize("here", POSITIONS, ids=str)
def test_no_position_is_a_dead_end(here: Position) -> None:
    assert steps_from(here)


@given(st.lists(st.integers(0, 20), max_size=60))
def test_any_sequence_of_open_steps_stays_on_the_map(choices: list[int]) -> None:
    here = Position(Stage.CASE)
    for choice in choices:
        steps = steps_from(here)
        step = steps[choice % len(steps)]
        moved, left = step.to.stage != here.stage, step.to.exit != here.exit
        assert moved != left, "one changes the stage or the exit, never both"
        if moved:
            assert here.exit == Exit.NONE, "a case that left its way does not move"
        here = step.to
        assert here.stage in ORDER


def test_every_stage_is_reached_from_the_first_and_the_first_from_every_stage() -> None:
    def reached(start: Position) -> set[Position]:
        seen, todo = {start}, [start]
        while todo:
            for step in steps_from(todo.pop()):
                if step.to not in seen:
                    seen.add(step.to)
                    todo.append(step.to)
        return seen

    assert all(reached(here) == set(POSITIONS) for here in POSITIONS)


def test_a_step_back_and_a_result_without_a_test_ask_why() -> None:
    for here in POSITIONS:
        for step in steps_from(here):
            if step.is_back or step.to.exit:
                assert step.needs_reason
    skipped = step_to(Position(Stage.EXPLORATION), Position(Stage.REALISED))
    assert skipped is not None
    assert skipped.needs_reason


def test_scaling_up_comes_after_a_result_alone() -> None:
    before = {here.stage for here in POSITIONS if step_to(here, Position(Stage.SCALED_UP)) and not here.exit}
    assert before == {Stage.REALISED}
