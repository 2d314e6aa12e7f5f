"""Where a question or case was handed on to, what waits for a hub, and who could be asked next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.bodies import Body, bodies
from circulairwerkt.cases.models import Case, Question, Referral, ReferralState
from circulairwerkt.cases.working_days import answer_day
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import NearHub, reading_by_distance
from circulairwerkt.reference.models import Municipality

#: Where an answer was expected and none came, or it was no.
NOT_TAKEN_UP = (ReferralState.RETURNED, ReferralState.LAPSED)
#: Closed referrals on a page; older ones stand in the trail.
SHOWN_CLOSED = 50


@dataclass(frozen=True)
class Shown:
    """A referral as its two hubs see it: what it is about, from where to where, and who could be next."""

    referral: Referral
    title: str
    place: str
    to_name: str
    body: Body | None

    @property
    def is_question(self) -> bool:
        """Whether a question was handed on, and not a case."""
        return self.referral.question_id is not None


def shown(referral: Referral) -> Shown:
    """Return ``referral`` with its words; contact data are no part of it."""
    body = bodies().get(referral.to_body)
    if referral.question is not None:
        title, place = referral.question.sentence, str(referral.question.municipality)
    else:
        title, place = (str(referral.case) if referral.case else ""), ""
    to_name = referral.to_hub.name if referral.to_hub else body.name if body else referral.to_body
    return Shown(referral, title, place, to_name, body)


def referral_at(hub: Hub, pk: int) -> Referral | None:
    """Return the referral from or to ``hub``, with the question or case it is about, or None.

    Who is asked to take something up reads what it is: the row itself is in sight of two hubs only.
    """
    found = Referral.objects.filter(pk=pk).first()
    if found is None or hub.pk not in (found.from_hub_id, found.to_hub_id):
        return None
    return _whole([found.pk])[0]


def incoming(hub: Hub) -> list[Shown]:
    """Return what waits for an answer of ``hub``, what is due first on top."""
    pks = Referral.objects.filter(to_hub=hub, state=ReferralState.OPEN).values_list("pk", flat=True)
    rows = [shown(each) for each in _whole(pks)]
    return sorted(rows, key=lambda each: (each.referral.due_on, each.referral.pk))


def outgoing(hub: Hub) -> list[Shown]:
    """Return what ``hub`` handed on and nobody answered yet, what is due first on top."""
    pks = Referral.objects.filter(from_hub=hub, state=ReferralState.OPEN).values_list("pk", flat=True)
    rows = [shown(each) for each in _whole(pks)]
    return sorted(rows, key=lambda each: (each.referral.due_on, each.referral.pk))


def closed(hub: Hub) -> list[Shown]:
    """Return the latest referrals from ``hub`` that were answered, taken back or lapsed, newest first."""
    rows = Referral.objects.filter(from_hub=hub).exclude(state=ReferralState.OPEN)
    pks = list(rows.order_by("-closed_at", "-pk").values_list("pk", flat=True)[:SHOWN_CLOSED])
    order = {pk: place for place, pk in enumerate(pks)}
    return [shown(each) for each in sorted(_whole(pks), key=lambda each: order[each.pk])]


def of_question(question: Question) -> list[Shown]:
    """Return every referral of a question, newest first; for its hub and, by the private link, its asker."""
    pks = Referral._base_manager.filter(question=question).values_list("pk", flat=True)
    return [shown(each) for each in _whole(pks)]


def of_case(case: Case) -> list[Shown]:
    """Return every referral of a case, newest first."""
    pks = Referral._base_manager.filter(case=case).values_list("pk", flat=True)
    return [shown(each) for each in _whole(pks)]


def _whole(pks: Iterable[int]) -> list[Referral]:
    """Rows with all that a page says of them; ``pks`` were read in the scope in force."""
    wanted = list(pks)
    if not wanted:
        return []
    with everywhere("who is asked to take something up reads what it is"):
        rows: QuerySet[Referral] = Referral.objects.filter(pk__in=wanted).select_related(
            "question__municipality", "case", "from_hub", "to_hub", "sent_by", "closed_by"
        )
        return list(rows.order_by("-sent_at", "-pk"))


def next_hubs(
    *, question: Question | None = None, case: Case | None = None, besides: int | None = None
) -> list[NearHub]:
    """Return the hubs that could be asked now, nearest first: not the one that holds it, none that said no
    or did not answer.
    """
    tried = Referral._base_manager.filter(question=question, case=case, state__in=NOT_TAKEN_UP)
    out = {pk for pk in tried.values_list("to_hub_id", flat=True) if pk is not None}
    if besides is not None:
        out.add(besides)
    place = _place(question, case)
    return reading_by_distance(place, besides=out) if place is not None else []


def _place(question: Question | None, case: Case | None) -> Municipality | None:
    if question is not None:
        return question.municipality
    if case is None:
        return None
    if case.question_id is not None:
        asked = Question._base_manager.select_related("municipality").filter(pk=case.question_id).first()
        if asked is not None:
            return asked.municipality
    return Hub.objects.select_related("seat").get(pk=case.hub_id).seat


def due_day(hub: Hub | None) -> date:
    """Return by when an answer can be asked: the working days in which ``hub`` answers, else five."""
    return answer_day(timezone.localdate(), hub.answer_days if hub else 5, hub)
