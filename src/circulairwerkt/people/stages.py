"""Which state may follow which: of a step of growth, and of the way to regular work."""

from collections.abc import Mapping

from circulairwerkt.people.models import Note, Transition

State, Stage = Note.State, Transition.Stage

#: A step that was let go can be planned anew; nothing is struck from the record.
NOTE_STEPS: Mapping[str, tuple[str, ...]] = {
    State.PLANNED: (State.DOING, State.DONE, State.DROPPED),
    State.DOING: (State.DONE, State.DROPPED),
    State.DONE: (State.DOING,),
    State.DROPPED: (State.PLANNED,),
}
#: Stages may be skipped up to the start; who stopped may begin anew; from the end there is no way.
TRANSITION_STEPS: Mapping[str, tuple[str, ...]] = {
    Stage.EXPLORING: (Stage.INTERNSHIP, Stage.OFFERED, Stage.STARTED, Stage.STOPPED),
    Stage.INTERNSHIP: (Stage.OFFERED, Stage.STARTED, Stage.STOPPED),
    Stage.OFFERED: (Stage.STARTED, Stage.STOPPED),
    Stage.STARTED: (Stage.AFTERCARE, Stage.SETTLED, Stage.STOPPED),
    Stage.AFTERCARE: (Stage.SETTLED, Stage.STOPPED),
    Stage.SETTLED: (),
    Stage.STOPPED: (Stage.EXPLORING,),
}
