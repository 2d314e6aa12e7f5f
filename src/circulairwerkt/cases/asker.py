"""Where a case stands, in the words of somebody who asked a question and knows no stages."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulairwerkt.cases.models import Case, Exit, Question, Stage

_WORDS: dict[str, str | Promise] = {
    Stage.QUESTION: _("De hub las je vraag en bekijkt of ze kan helpen."),
    Stage.QUALIFIED: _("De hub bekeek je vraag en zoekt uit wie kan helpen."),
    Stage.CASE: _("De hub nam je vraag op en zoekt mee."),
    Stage.EXPLORATION: _("De hub verkent met anderen wat kan."),
    Stage.TEST_TRAJECTORY: _("Er loopt een test."),
    Stage.REALISED: _("Het is gelukt: er is een oplossing."),
    Stage.SCALED_UP: _("De oplossing groeit: meer mensen doen mee."),
    Exit.ON_HOLD: _("Het staat even in de wacht. De hub neemt het later weer op."),
    Exit.STOPPED: _("De hub stopte hiermee. Vraag gerust waarom."),
    Exit.REFERRED: _("De hub verwees je door."),
}
#: What an asker sees of the way; the stages before are one step to him.
STEPS: tuple[tuple[str | Promise, frozenset[Stage]], ...] = (
    (_("opgenomen"), frozenset({Stage.QUESTION, Stage.QUALIFIED, Stage.CASE})),
    (_("verkend"), frozenset({Stage.EXPLORATION})),
    (_("getest"), frozenset({Stage.TEST_TRAJECTORY})),
    (_("gelukt"), frozenset({Stage.REALISED, Stage.SCALED_UP})),
)


@dataclass(frozen=True)
class Followed:
    """What the asker reads: a sentence, since when, and the steps with the one it is at."""

    words: str
    since: datetime | None
    steps: tuple[tuple[str, str], ...]
    is_under_way: bool


def followed(question: Question) -> Followed | None:
    """Return where the case of a question stands, or None where it was not taken up.

    Who holds the private link of the question may know; title, parties, notes and names are no part of it.
    """
    case: Case | None = Case._base_manager.filter(question=question).first()
    if case is None:
        return None
    stage = Stage(case.stage)
    at = next(place for place, (_word, stages) in enumerate(STEPS) if stage in stages)
    steps = tuple(
        (str(word), "now" if place == at else "past" if place < at else "ahead")
        for place, (word, _stages) in enumerate(STEPS)
    )
    return Followed(
        words=str(_WORDS[case.exit or case.stage]),
        since=case.exit_since if case.exit else case.stage_since,
        steps=steps,
        is_under_way=case.exit == Exit.NONE,
    )
