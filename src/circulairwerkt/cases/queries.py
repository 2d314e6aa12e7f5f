"""Questions that wait for an answer."""

from django.db.models import QuerySet

from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import perms
from circulairwerkt.cases.addresses import mail_address
from circulairwerkt.cases.agreed import last_day_of
from circulairwerkt.cases.amounts import periods_in
from circulairwerkt.cases.asker import Followed, followed
from circulairwerkt.cases.beginnings import Beginning, LetGo, begins, origin_keys
from circulairwerkt.cases.bridge import amount_units, similar_materials
from circulairwerkt.cases.digest import monthly
from circulairwerkt.cases.inside import goals_today, still_after, streams_of
from circulairwerkt.cases.links import private_address, question_of, token_of
from circulairwerkt.cases.models import Question
from circulairwerkt.cases.overview import (
    PER_COLUMN,
    CaseFilter,
    Column,
    Counts,
    Sheet,
    a_week_ago,
    board,
    cases_matching,
    cases_of,
    counts_of,
    goal_counts,
    news_since,
    questions_of,
    still_cases,
    subsidy_counts,
    tasks_due,
    waiting_mails,
)
from circulairwerkt.cases.referred import incoming, of_question
from circulairwerkt.cases.understanding import (
    NextQuestion,
    Understanding,
    contact_in,
    danger_in,
    next_question,
    pack_size_of,
    understood,
)
from circulairwerkt.cases.working_days import working_day_after
from circulairwerkt.cases.yields import Yield, yield_of, yield_together, yields_of

__all__ = [
    "PER_COLUMN",
    "Beginning",
    "CaseFilter",
    "Column",
    "Counts",
    "Followed",
    "LetGo",
    "NextQuestion",
    "Sheet",
    "Understanding",
    "Yield",
    "a_week_ago",
    "amount_units",
    "begins",
    "board",
    "cases_matching",
    "cases_of",
    "contact_in",
    "counts_of",
    "danger_in",
    "followed",
    "goal_counts",
    "goals_today",
    "incoming",
    "last_day_of",
    "mail_address",
    "monthly",
    "news_since",
    "next_question",
    "of_question",
    "origin_keys",
    "pack_size_of",
    "periods_in",
    "private_address",
    "question_of",
    "questions_of",
    "similar_materials",
    "still_after",
    "still_cases",
    "streams_of",
    "subsidy_counts",
    "tasks_due",
    "token_of",
    "understood",
    "waiting_for",
    "waiting_mails",
    "working_day_after",
    "yield_of",
    "yield_together",
    "yields_of",
]


def waiting_for(actor: Actor) -> QuerySet[Question]:
    """Return the open questions that ``actor`` answers for, as lines, those due first on top."""
    questions = (
        Question.objects.filter(answered_at__isnull=True, withdrawn_at__isnull=True)
        .select_related("hub", "municipality")
        .only("sentence", "asked_at", "answer_by", "hub__name", "municipality__name")
    )
    if actor.may(perms.ANSWER):
        return questions
    hubs = [hub_id for hub_id in actor.by_hub if actor.may(perms.ANSWER, hub_id=hub_id)]
    return questions.filter(hub_id__in=hubs)
