"""What an event yielded: questions and cases that began there, with their transfers and lessons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from circulairwerkt.agenda import perms
from circulairwerkt.agenda.models import Event, State
from circulairwerkt.agenda.queries import in_use
from circulairwerkt.base import links
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.models import Case, Lesson, Question, Transfer

#: How long after an event a question is offered as one that may have begun there.
_OFFERED = timedelta(days=120)
_OFFERED_ROWS = 12


@dataclass(frozen=True)
class Yield:
    """What came of an event, as far as a reader may see it."""

    questions: Sequence[Question]
    cases: Sequence[Case]
    transfers: int
    lessons: Sequence[Lesson]

    @property
    def is_empty(self) -> bool:
        """Whether nothing came of it yet."""
        return not (self.questions or self.cases)


def of_event(actor: Actor, event: Event) -> Yield:
    """Return what came of ``event``: what is tied to it, and the cases that its questions became."""
    question_keys = links.results([event], Question)[event.pk]
    case_keys = set(links.results([event], Case)[event.pk])
    asked = Question._base_manager.filter(pk__in=question_keys, withdrawn_at=None)
    questions = [row for row in asked.select_related("municipality") if case_perms.may_answer(actor, row)]
    case_keys |= set(
        Case._base_manager.filter(question__in=[row.pk for row in questions]).values_list("pk", flat=True)
    )
    rows = Case._base_manager.filter(pk__in=case_keys).select_related("hub", "owner")
    cases = [row for row in rows.prefetch_related("shares") if case_perms.may_see(actor, row)]
    keys = [row.pk for row in cases]
    return Yield(
        questions=questions,
        cases=cases,
        transfers=Transfer.objects.filter(agreement__case__in=keys).count() if keys else 0,
        lessons=list(Lesson.objects.filter(case__in=keys).order_by("-pk")) if keys else [],
    )


def events_behind(actor: Actor, result: Question | Case) -> list[Event]:
    """Return the events that a question or case came of, as far as the reader may see them."""
    keys = set(links.origins(result, Event))
    if isinstance(result, Case) and result.question_id:
        keys |= set(links.origins(Question(pk=result.question_id), Event))
    if not keys:
        return []
    rows: QuerySet[Event] = Event.objects.filter(pk__in=keys).select_related("hub")
    return list(rows)


def events_to_offer(actor: Actor, hub_id: int | None) -> list[Event]:
    """Return the events of a hub that a question or case of today may have begun at, the latest first."""
    if hub_id is None or not actor.may(perms.SEE, hub_id=hub_id):
        return []
    now = timezone.now()
    rows: QuerySet[Event] = Event.objects.filter(
        hub=hub_id, state=State.PUBLISHED, first_starts_at__lte=now, last_ends_at__gte=now - _OFFERED
    )
    return list(in_use(rows).order_by("-first_starts_at")[:_OFFERED_ROWS])
