"""What came of visits: the questions that they became, the cases of those; and back."""

from collections.abc import Sequence
from dataclasses import dataclass

from circulairwerkt.base import links
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.infopoints import perms
from circulairwerkt.infopoints.models import Visit


@dataclass(frozen=True)
class Came:
    """A visit, with the question that it became and the case of that, as far as the reader may see them."""

    visit: Visit
    is_question: bool
    question: Question | None
    case: Case | None


def question_keys(visits: Sequence[Visit]) -> dict[int, list[int]]:
    """Return the keys of the questions that came of each visit, by the visit's key."""
    return links.results(visits, Question)


def came_of(actor: Actor, visits: Sequence[Visit]) -> list[Came]:
    """Return each visit with what came of it, in the same order; three queries whatever their number."""
    keys = question_keys(visits)
    wanted = [key for found in keys.values() for key in found]
    asked = Question._base_manager.filter(pk__in=wanted).select_related("hub") if wanted else []
    questions = {row.pk: row for row in asked if case_perms.may_answer(actor, row)}
    rows = Case._base_manager.filter(question__in=wanted).prefetch_related("shares") if wanted else []
    cases = {row.question_id: row for row in rows if case_perms.may_see(actor, row)}
    found = []
    for visit in visits:
        key = next(iter(keys[visit.pk]), None)
        found.append(
            Came(
                visit=visit,
                is_question=key is not None,
                question=questions.get(key) if key else None,
                case=cases.get(key) if key else None,
            )
        )
    return found


def visits_behind(actor: Actor, question: Question) -> list[Visit]:
    """Return the visits that a question came of, as far as the reader may see them."""
    keys = links.origins(question, Visit)
    if not keys:
        return []
    rows = Visit._base_manager.filter(pk__in=keys).select_related("point__hub")
    return [row for row in rows if perms.may_serve(actor, row.point)]
