"""What came of visits: the questions that they became, the cases of those, and what moved and was learnt."""

from collections.abc import Sequence
from dataclasses import dataclass

from circulairwerkt.base import links
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases.models import Question
from circulairwerkt.cases.queries import Yield, yields_of
from circulairwerkt.infopoints.models import Visit


@dataclass(frozen=True)
class Came:
    """A visit, whether it became a question, and what came of it as far as the reader may see that."""

    visit: Visit
    is_question: bool
    came: Yield


def question_keys(visits: Sequence[Visit]) -> dict[int, list[int]]:
    """Return the keys of the questions that came of each visit, by the visit's key."""
    return links.results(visits, Question)


def came_of(actor: Actor, visits: Sequence[Visit]) -> list[Came]:
    """Return each visit with what came of it, in the same order; as many queries whatever their number."""
    keys, came = question_keys(visits), yields_of(actor, visits)
    return [Came(visit, bool(keys[visit.pk]), came[visit.pk]) for visit in visits]
