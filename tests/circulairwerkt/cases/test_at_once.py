"""Two people at the same moment: one case from one question, one move, one hand-over; no number twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from circulairwerkt.base import scope
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import SYSTEM, Actor
from circulairwerkt.cases import received, services
from circulairwerkt.cases.models import Case, CaseStream, Entry, Stage, WorkPackage
from circulairwerkt.cases.services.imported import import_cases
from circulairwerkt.cases.stages import Position
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.portal.reading_in import wanted

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer at a time"),
]
PEOPLE = 8


def at_once(do: Callable[[int], Any]) -> list[Any]:
    """Do something ``PEOPLE`` times at the same moment; return what each got, an error included."""
    start = Barrier(PEOPLE)

    def one(number: int) -> Any:
        try:
            with scope.everywhere("a test of many at once"):
                start.wait(timeout=30)
                return do(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


@pytest.fixture
def hub() -> Hub:
    return make.hub()


@pytest.fixture
def people(hub: Hub) -> list[Actor]:
    return [actor_of(make.member(hub)) for _ in range(PEOPLE)]


def test_a_question_becomes_one_case_whoever_is_first(hub: Hub, people: list[Actor]) -> None:
    question = make.question(hub)
    made = at_once(lambda n: services.take_up(actor=people[n], question=question).pk)
    assert len(set(made)) == 1
    assert Case._base_manager.filter(question=question).count() == 1


def test_a_case_is_moved_once_and_the_others_are_told(hub: Hub, people: list[Actor]) -> None:
    case = make.case(hub)
    to = [Stage.EXPLORATION, Stage.TEST_TRAJECTORY]
    got = at_once(
        lambda n: services.move_case(actor=people[n], case=case, seen=Position(Stage.CASE), to=to[n % 2])
    )
    assert sum(isinstance(each, services.MovedMeanwhile) for each in got) == PEOPLE - 1
    assert Entry.objects.filter(case=case).count() == 1


def test_the_work_of_a_card_is_written_once_and_the_others_see_both(hub: Hub, people: list[Actor]) -> None:
    """Eight begin with an empty form, then eight change what one of them wrote: each time one."""
    case = make.case(hub)
    with scope.everywhere("a test"):
        stream = CaseStream.objects.create(case=case, card=make.card(hub, "snijresten van hout"))

    def write(number: int, seen: int) -> Any:
        values = {"told": ["rhythm"], "rhythm": f"dag {number}"}
        return services.save_work_package(actor=people[number], of=stream, seen_version=seen, values=values)

    for seen in (0, 1):
        got = at_once(lambda number, seen=seen: write(number, seen))
        assert sum(isinstance(each, EditConflict) for each in got) == PEOPLE - 1, got
        winner = next(each for each in got if isinstance(each, WorkPackage))
        row = WorkPackage.objects.get()
        assert (row.rhythm, row.version) == (winner.rhythm, seen + 1)
        assert {each.current.rhythm for each in got if isinstance(each, EditConflict)} == {winner.rhythm}


def test_a_case_is_handed_over_once(hub: Hub, people: list[Actor]) -> None:
    case = make.case(hub)
    to = [make.member(hub) for _ in range(PEOPLE)]
    got = at_once(
        lambda n: services.hand_over(actor=people[n], case=case, seen_owner_id=None, to=to[n], note="")
    )
    winners = [each for each in got if isinstance(each, Case)]
    assert len(winners) == 1
    assert Case._base_manager.get(pk=case.pk).owner_id == winners[0].owner_id


def test_no_number_is_given_twice(hub: Hub, people: list[Actor]) -> None:
    numbers = at_once(lambda n: services.open_case(actor=people[n], hub=hub, title="Nieuw").number)
    assert sorted(numbers) == list(range(1, PEOPLE + 1))


def test_notes_of_many_all_stand_there(hub: Hub, people: list[Actor]) -> None:
    case = make.case(hub)
    at_once(lambda n: services.write_note(actor=people[n], case=case, text=f"Notitie {n}"))
    assert Entry.objects.filter(case=case).count() == PEOPLE


def test_the_same_mail_read_by_many_joins_once(hub: Hub) -> None:
    case = make.case(hub)
    mail = received.ReceivedMail("<1@x>", "Jan", "jan@example.org", (), "MDF", "Dag", None)
    got = at_once(lambda n: services.receive_mail(actor=SYSTEM, case=case, mail=mail).pk)
    assert len(set(got)) == 1


def test_a_case_is_shared_with_a_hub_once(hub: Hub, people: list[Actor]) -> None:
    case, other = make.case(hub), make.hub()
    at_once(lambda n: services.share(actor=people[n], case=case, hub=other))
    assert case.shares.count() == 1


def test_one_edit_wins_and_the_others_see_both_versions(hub: Hub, people: list[Actor]) -> None:
    case = make.case(hub)

    def edit(number: int) -> Case:
        mine = Case.objects.get(pk=case.pk)
        return services.edit_case(
            actor=people[number], case=mine, seen_version=1, values={"title": f"Titel {number}"}
        )

    got = at_once(edit)
    assert sum(isinstance(each, Case) for each in got) == 1


def test_a_number_of_a_list_is_given_once_while_others_open_cases(hub: Hub, people: list[Actor]) -> None:
    def bring(n: int) -> None:
        if n % 2:
            services.open_case(actor=people[n], hub=hub, title=f"open {n}")
        else:
            import_cases(actor=people[n], hub=hub, rows=[wanted("cases", title=f"lijst {n}", number="5")])

    assert at_once(bring) == [None] * PEOPLE
    numbers = list(Case._base_manager.filter(hub=hub).values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == PEOPLE
    assert 5 in numbers
