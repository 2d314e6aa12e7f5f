"""What came of something: questions and cases that began there, what moved in those, and what was learnt.

One way to tell it for every room above: an event, a visit, an idea, a coaching. They are tied to questions
and cases by ``base.links``; the other way round is ``cases.beginnings``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Model, Sum

from circulairwerkt.base import links
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import perms
from circulairwerkt.cases.bridge import converted, measured
from circulairwerkt.cases.models import Case, Lesson, Question, Stage, Transfer

_REALISED = frozenset({Stage.REALISED, Stage.SCALED_UP})
_TESTED = _REALISED | {Stage.TEST_TRAJECTORY}


@dataclass(frozen=True)
class Yield:
    """What came of one thing, as far as a reader may see it.

    ``moved`` holds what the transfers are together, in one unit for each sort of measure: tonnes and pallets
    stay apart.
    """

    questions: Sequence[Question] = ()
    cases: Sequence[Case] = ()
    lessons: Sequence[Lesson] = ()
    transfers: int = 0
    moved: Sequence[tuple[Decimal, str]] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing came of it yet."""
        return not (self.questions or self.cases)

    @property
    def tests(self) -> int:
        """How many of the cases are at a test trajectory now, or came further."""
        return sum(case.stage in _TESTED for case in self.cases)

    @property
    def realised(self) -> int:
        """How many of the cases were realised."""
        return sum(case.stage in _REALISED for case in self.cases)


@dataclass(frozen=True)
class _Come:
    """What came of many things, by the key of each and of what came; fetched once."""

    asked: Mapping[int, Sequence[int]]
    opened: Mapping[int, Sequence[int]]
    questions: Mapping[int, Question]
    cases: Mapping[int, Case]
    lessons: Mapping[int, Sequence[Lesson]]
    moved: Mapping[int, Sequence[tuple[int, Decimal, str]]]

    def of(self, keys: Collection[int]) -> Yield:
        """What came of the things with ``keys`` together; what came of two of them counts once."""
        asked = {key for each in keys for key in self.asked[each]}
        opened = {key for each in keys for key in self.opened[each]}
        own = [case for key, case in self.cases.items() if key in opened or case.question_id in asked]
        told = [each for case in own for each in self.moved.get(case.pk, ())]
        return Yield(
            questions=[row for key, row in self.questions.items() if key in asked],
            cases=own,
            lessons=[lesson for case in own for lesson in self.lessons.get(case.pk, ())],
            transfers=sum(number for number, _quantity, _unit in told),
            moved=together((quantity, unit) for _number, quantity, unit in told),
        )


def _come(actor: Actor, rows: Sequence[Model]) -> _Come:
    asked, opened = links.results(rows, Question), links.results(rows, Case)
    keys = {key for found in asked.values() for key in found}
    questions = _questions(actor, keys)
    cases = _cases(actor, keys, {key for found in opened.values() for key in found})
    lessons: dict[int, list[Lesson]] = {}
    for lesson in Lesson.objects.filter(case__in=list(cases)).order_by("-pk") if cases else ():
        lessons.setdefault(lesson.case_id, []).append(lesson)
    return _Come(asked, opened, questions, cases, lessons, _moved(cases))


def yields_of(actor: Actor, origins: Iterable[Model]) -> dict[int, Yield]:
    """Return what came of each of ``origins``, rows of one model, by its key.

    The cases that its questions became came of it too. Seven queries, whatever their number.
    """
    rows = list(origins)
    come = _come(actor, rows)
    return {row.pk: come.of([row.pk]) for row in rows}


def yield_together(actor: Actor, origins: Iterable[Model]) -> Yield:
    """Return what came of ``origins``, rows of one model, together: a case of two of them counts once."""
    rows = list(origins)
    return _come(actor, rows).of([row.pk for row in rows])


def yield_of(actor: Actor, origin: Model) -> Yield:
    """Return what came of one thing."""
    return yields_of(actor, [origin])[origin.pk]


def _questions(actor: Actor, keys: set[int]) -> Mapping[int, Question]:
    """The questions with these keys that nobody withdrew and that the reader may answer."""
    if not keys:
        return {}
    rows = Question._base_manager.filter(pk__in=keys, withdrawn_at=None)
    found = rows.select_related("municipality", "hub")
    return {row.pk: row for row in found if perms.may_answer(actor, row)}


def _cases(actor: Actor, questions: set[int], keys: set[int]) -> Mapping[int, Case]:
    """The cases with these keys or of these questions that the reader may see, the first first."""
    if questions:
        keys |= set(Case._base_manager.filter(question__in=questions).values_list("pk", flat=True))
    if not keys:
        return {}
    rows = Case._base_manager.filter(pk__in=keys).select_related("hub", "owner").prefetch_related("shares")
    return {row.pk: row for row in rows.order_by("opened_at", "pk") if perms.may_see(actor, row)}


def _moved(cases: Mapping[int, Case]) -> Mapping[int, list[tuple[int, Decimal, str]]]:
    """How many transfers each case has and how much they are, by unit; corrected ones count no more."""
    found: dict[int, list[tuple[int, Decimal, str]]] = {}
    if cases:
        rows = Transfer.objects.filter(
            agreement__case__in=list(cases), corrected_by__isnull=True, quantity__gt=0
        ).order_by()
        counted = rows.values("agreement__case", "unit").annotate(number=Count("pk"), total=Sum("quantity"))
        for case, number, total, unit in counted.values_list("agreement__case", "number", "total", "unit"):
            found.setdefault(case, []).append((number, total, unit))
    return found


def together(amounts: Iterable[tuple[Decimal, str]]) -> tuple[tuple[Decimal, str], ...]:
    """Add amounts up for each sort of measure, in the largest of the units in which they were told.

    >>> together([(Decimal(500), "kg"), (Decimal(2), "t"), (Decimal(3), "pallet")])
    ((Decimal('2.5'), 't'), (Decimal('3'), 'pallet'))
    """
    told: dict[str, list[tuple[Decimal, str]]] = {}
    for quantity, unit in amounts:
        told.setdefault(measured(unit), []).append((quantity, unit))
    found = []
    for rows in told.values():
        first = rows[0][1]
        in_first = {unit: converted(1, unit, first) for _quantity, unit in rows}
        largest = max(in_first, key=lambda unit: in_first[unit])
        total = sum((_in_unit(quantity, unit, largest) for quantity, unit in rows), Decimal(0))
        found.append((total, largest))
    return tuple(found)


def _in_unit(quantity: Decimal, unit: str, target: str) -> Decimal:
    if unit == target:
        return quantity
    return Decimal(str(round(converted(float(quantity), unit, target), 6)))
