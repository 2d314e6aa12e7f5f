"""What needs somebody at a hub today: late questions, mails and messages, tasks, cases that stand still."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

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
    mails_in_all: int
    tasks: Sequence[Task]
    tasks_in_all: int
    news: Sequence[Entry]
    news_in_all: int
    still: Sequence[Case]
    counts: case_queries.Counts
    still_after: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing asks for anybody today."""
        return not (self.questions or self.mails or self.tasks or self.news or self.still)


def mails_at(hub: Hub) -> QuerySet[Entry]:
    """Return the mails of people nobody knows that wait to be let in."""
    return case_queries.waiting_mails(hub)


def tasks_for(actor: Actor, hub: Hub) -> QuerySet[Task]:
    """Return what ``actor`` or nobody in particular has to do at ``hub`` until today."""
    return case_queries.tasks_due(hub, for_user=actor.user_id)


def news_at(hub: Hub) -> QuerySet[Entry]:
    """Return what parties wrote in the week before now."""
    return case_queries.news_since(hub, case_queries.a_week_ago())


def today_at(actor: Actor, hub: Hub) -> Today | None:
    """Return what needs ``actor`` at ``hub`` today, or None for who does not work its cases.

    The number of queries does not grow with the hub.
    """
    if not case_perms.may_see_cases_at(actor, hub):
        return None
    waiting = case_queries.waiting_for(actor).filter(hub=hub)
    mails, tasks, news = mails_at(hub), tasks_for(actor, hub), news_at(hub)
    return Today(
        questions=list(waiting[:_SHOWN]),
        open_questions=waiting.count(),
        mails=list(mails[:_SHOWN]),
        mails_in_all=mails.count(),
        tasks=list(tasks[:_SHOWN]),
        tasks_in_all=tasks.count(),
        news=list(news[:_STILL_SHOWN]),
        news_in_all=news.count(),
        still=list(case_queries.still_cases(hub).select_related("owner")[:_STILL_SHOWN]),
        counts=case_queries.counts_of(hub),
        still_after=case_queries.still_after(hub.pk),
    )
