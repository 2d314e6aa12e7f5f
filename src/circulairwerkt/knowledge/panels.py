"""What stories add to the page of a case: the way from its lessons to everybody."""

from collections.abc import Mapping
from typing import Any

from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.models import Case
from circulairwerkt.knowledge import perms
from circulairwerkt.knowledge.models import CaseStory


@panel("cases:case_side", template="knowledge/_case_lessons.html", order=10)
def lessons_to_tell(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Give the lessons of the case with the story that each became, to who may release them."""
    if not perms.may_tell(request.actor, case):
        return None
    learnt = list(case.lessons.all())
    if not learnt:
        return None
    stories = {story.told_of_id: story for story in CaseStory.objects.filter(told_of__case=case)}
    return {"case": case, "lessons": [(lesson, stories.get(lesson.pk)) for lesson in learnt]}
