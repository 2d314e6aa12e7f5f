"""What needs somebody at a hub today: late questions, mails and messages, tasks, cases that stand still."""

from collections.abc import Sequence
from dataclasses import dataclass

from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases import queries as case_queries
from circulairwerkt.cases.models import Case, Entry, Question, Task
from circulairwerkt.hubs.models import Hub

#: Rows of each sort on the page; its number opens the list behind it.
_SHOWN = 8
_STILL_SHOWN = 5


@dataclass(frozen=True)
class Today:
    """The first page of the day: rows to act on, and the numbers of the hub's cases."""

    questions: Sequence[Question]
    open_questions: int
    mails: Sequence[Entry]
    tasks: Sequence[Task]
    news: Sequence[Entry]
    still: Sequence[Case]
    counts: case_queries.Counts
    still_after: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing asks for anybody today."""
        return not (self.questions or self.mails or self.tasks or self.news or self.still)


def today_at(actor: Actor, hub: Hub) -> Today | None:
    """Return what needs ``actor`` at ``hub`` today, or None for who does not work its cases.

    The number of queries does not grow with the hub.
    """
    if not case_perms.may_see_cases_at(actor, hub):
        return None
    waiting = case_queries.waiting_for(actor).filter(hub=hub)
    return Today(
        questions=list(waiting[:_SHOWN]),
        open_questions=waiting.count(),
        mails=list(case_queries.waiting_mails(hub)[:_SHOWN]),
        tasks=list(case_queries.tasks_due(hub, for_user=actor.user_id)[:_SHOWN]),
        news=list(case_queries.news_since(hub, case_queries.a_week_ago())[:_STILL_SHOWN]),
        still=list(case_queries.still_cases(hub).select_related("owner")[:_STILL_SHOWN]),
        counts=case_queries.counts_of(hub),
        still_after=case_queries.still_after(hub.pk),
    )
