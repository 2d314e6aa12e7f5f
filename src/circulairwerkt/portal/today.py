"""What needs somebody at a hub today: late questions, mails and messages, tasks, cases that stand still."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases import queries as case_queries
from circulairwerkt.cases.models import Case, Entry, Question, Task
from circulairwerkt.hubs.models import Hub

Row = TypeVar("Row", bound=Model)
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


def _first(rows: QuerySet[Row], most: int) -> tuple[list[Row], int]:
    """Return the first rows and how many there are in all; only where there are more, they are counted."""
    found = list(rows[: most + 1])
    return found[:most], len(found) if len(found) <= most else rows.count()


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
    questions, open_questions = _first(waiting, _SHOWN)
    mails, mails_in_all = _first(mails_at(hub), _SHOWN)
    tasks, tasks_in_all = _first(tasks_for(actor, hub), _SHOWN)
    news, news_in_all = _first(news_at(hub), _STILL_SHOWN)
    return Today(
        questions=questions,
        open_questions=open_questions,
        mails=mails,
        mails_in_all=mails_in_all,
        tasks=tasks,
        tasks_in_all=tasks_in_all,
        news=news,
        news_in_all=news_in_all,
        still=list(case_queries.still_cases(hub).select_related("owner")[:_STILL_SHOWN]),
        counts=case_queries.counts_of(hub),
        still_after=case_queries.still_after(hub),
    )
