"""Which way a case may go: moves between stages, exits and returns, and which of them ask for a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from circulairwerkt.cases.models import Exit, Stage

ORDER: tuple[Stage, ...] = tuple(Stage)

#: Forward moves that the work itself explains.
_FORWARD: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.QUESTION: frozenset({Stage.QUALIFIED, Stage.CASE}),
        Stage.QUALIFIED: frozenset({Stage.CASE, Stage.EXPLORATION}),
        Stage.CASE: frozenset({Stage.EXPLORATION, Stage.TEST_TRAJECTORY}),
        Stage.EXPLORATION: frozenset({Stage.TEST_TRAJECTORY}),
        Stage.TEST_TRAJECTORY: frozenset({Stage.REALISED}),
        Stage.REALISED: frozenset({Stage.SCALED_UP}),
        Stage.SCALED_UP: frozenset(),
    }
)
#: Moves that somebody will ask about later: a step back, or a result without a test.
_WITH_REASON: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.QUESTION: frozenset(),
        Stage.QUALIFIED: frozenset({Stage.QUESTION}),
        Stage.CASE: frozenset({Stage.QUALIFIED}),
        Stage.EXPLORATION: frozenset({Stage.CASE, Stage.REALISED}),
        Stage.TEST_TRAJECTORY: frozenset({Stage.EXPLORATION}),
        Stage.REALISED: frozenset({Stage.TEST_TRAJECTORY}),
        Stage.SCALED_UP: frozenset({Stage.REALISED}),
    }
)
#: From an exit (or none) to an exit. One comes back to one's stage by ``Exit.NONE``.
_EXITS: Mapping[Exit, frozenset[Exit]] = MappingProxyType(
    {
        Exit.NONE: frozenset({Exit.ON_HOLD, Exit.STOPPED, Exit.REFERRED}),
        Exit.ON_HOLD: frozenset({Exit.NONE, Exit.STOPPED, Exit.REFERRED}),
        Exit.REFERRED: frozenset({Exit.NONE, Exit.STOPPED}),
        Exit.STOPPED: frozenset({Exit.NONE}),
    }
)


@dataclass(frozen=True)
class Position:
    """Where a case is: its stage, and the exit by which it left its way, if any."""

    stage: Stage
    exit: Exit = Exit.NONE


@dataclass(frozen=True)
class Step:
    """A move that is open from a position."""

    to: Position
    needs_reason: bool
    is_back: bool = False


def steps_from(here: Position) -> tuple[Step, ...]:
    """Return every step that is open: the next stages first, then those back, then the exits.

    A case that left its way moves on only after it came back: otherwise nobody knows whether it runs.

    >>> [step.to.stage.value for step in steps_from(Position(Stage.REALISED)) if not step.to.exit]
    ['scaled_up', 'test_trajectory']
    """
    steps = []
    if here.exit == Exit.NONE:
        reached = _FORWARD[here.stage] | _WITH_REASON[here.stage]
        place = ORDER.index(here.stage)
        ahead = [stage for stage in ORDER if stage in reached and ORDER.index(stage) > place]
        back = [stage for stage in reversed(ORDER) if stage in reached and ORDER.index(stage) < place]
        for stage in [*ahead, *back]:
            steps.append(Step(Position(stage), stage in _WITH_REASON[here.stage], stage in back))
    for way_out in Exit:
        if way_out in _EXITS[here.exit]:
            steps.append(Step(Position(here.stage, way_out), needs_reason=way_out != Exit.NONE))
    return tuple(steps)


def step_to(here: Position, there: Position) -> Step | None:
    """Return the step from ``here`` to ``there``, or None where there is none."""
    return next((step for step in steps_from(here) if step.to == there), None)
