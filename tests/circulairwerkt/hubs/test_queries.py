"""Which hub helps where: served, near, succeeded, none."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from circulairwerkt.hubs.bridge import Point
from circulairwerkt.hubs.models import HubArea, LifeCycle
from circulairwerkt.hubs.queries import HubFilter, answer_for, hubs_matching, nearly_nearest
from circulairwerkt.organisations.models import Kind
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


def test_the_seat_municipality_is_served() -> None:
    hub = make.hub()
    answer = answer_for(hub.seat)
    assert [(s.hub, s.is_seat) for s in answer.serving] == [(hub, True)]
    assert answer.near == ()
    assert answer.state == "served"


def test_a_municipality_of_the_area_is_served_and_near_hubs_are_not_named() -> None:
    here = make.municipality(lat=51.0, lon=4.0)
    far = make.hub(seat=make.municipality(lat=51.3, lon=5.0), area=(here,))
    make.hub(seat=make.municipality(lat=51.001, lon=4.001))
    assert answer_for(here).hubs == (far,)


def test_two_hubs_may_serve_one_municipality_the_seat_first() -> None:
    here = make.municipality()
    other = make.hub("Aardhub", area=(here,))
    own = make.hub("Zeehub", seat=here)
    assert answer_for(here).hubs == (own, other)


@pytest.mark.parametrize(
    ("second_km", "both"),
    [(1.0, True), (14.9, True), (15.1, False), (30.0, False)],
)
def test_within_five_kilometres_of_the_nearest_is_nearly_as_near(second_km: float, *, both: bool) -> None:
    first, second = make.hub("A"), make.hub("B")
    named = [
        near.hub
        for near in nearly_nearest([(10.0 if second_km > 10 else second_km, first), (second_km, second)])
    ]
    assert (second in named) is both


def test_far_away_a_quarter_more_is_nearly_as_near() -> None:
    first, second, third = make.hub("A"), make.hub("B"), make.hub("C")
    assert [n.hub for n in nearly_nearest([(40.0, first), (50.0, second), (50.1, third)])] == [first, second]


def test_lokeren_is_near_two_hubs_and_served_by_neither() -> None:
    # Points of the municipalities; distances as in the issue: De Keet 18.9 km, Gent 20.1 km.
    lokeren = make.municipality("Lokeren", lat=51.1036, lon=3.9934)
    keet = make.hub("De Keet", seat=make.municipality("Aalst", lat=50.936, lon=4.039))
    gent = make.hub("Gent", seat=make.municipality("Gent", lat=51.054, lon=3.717))
    make.hub("Mechelen", seat=make.municipality("Mechelen", lat=51.026, lon=4.478))
    answer = answer_for(lokeren)
    assert answer.serving == ()
    assert [(n.hub, round(n.distance_km, 1)) for n in answer.near] == [(keet, 18.9), (gent, 20.1)]


def test_the_point_typed_decides_what_is_near_not_the_town_hall() -> None:
    west = make.hub("West", seat=make.municipality(lat=51.0, lon=3.0))
    east = make.hub("Oost", seat=make.municipality(lat=51.0, lon=5.0))
    wide = make.municipality(lat=51.0, lon=4.0)
    assert [n.hub for n in answer_for(wide, Point(lat=51.0, lon=3.2)).near] == [west]
    assert [n.hub for n in answer_for(wide, Point(lat=51.0, lon=4.8)).near] == [east]


def test_an_ended_hub_hands_over_to_its_working_successor() -> None:
    here = make.municipality()
    heir = make.hub("Erfgenaam")
    gone = make.hub("Weg", area=(here,), life_cycle=LifeCycle.ENDED, successor=heir)
    answer = answer_for(here)
    assert [(s.hub, s.instead_of) for s in answer.serving] == [(heir, gone)]


def test_an_ended_hub_without_successor_is_named_and_near_hubs_answer() -> None:
    here = make.municipality()
    gone = make.hub("Weg", area=(here,), life_cycle=LifeCycle.ENDED)
    near = make.hub("Dichtbij")
    answer = answer_for(here)
    assert answer.ended == (gone,)
    assert [n.hub for n in answer.near] == [near]


def test_successors_in_a_circle_end_the_search() -> None:
    first = make.hub("Een", life_cycle=LifeCycle.ENDED)
    second = make.hub("Twee", life_cycle=LifeCycle.ENDED, successor=first)
    first.successor = second
    first.save()
    assert answer_for(first.seat).state == "none"


def test_without_any_working_hub_the_answer_is_none() -> None:
    make.hub(life_cycle=LifeCycle.EMBEDDED)
    assert answer_for(make.municipality()).state == "none"


def test_a_merged_municipality_is_served_as_its_successor_and_the_other_way_round() -> None:
    new = make.municipality("Nieuw")
    old = make.municipality("Oud", merged_into=new)
    hub = make.hub()
    HubArea.objects.create(hub=hub, municipality=old)
    assert answer_for(old).hubs == (hub,)
    assert answer_for(new).hubs == (hub,)


@pytest.mark.parametrize(
    ("start", "end", "served"),
    [
        (None, None, True),
        (date(2026, 5, 1), None, True),
        (date(2026, 5, 2), None, False),
        (None, date(2026, 5, 1), True),
        (None, date(2026, 4, 30), False),
    ],
)
def test_the_area_has_dates_both_ends_included(start: date | None, end: date | None, *, served: bool) -> None:
    hub, here = make.hub(), make.municipality()
    HubArea.objects.create(hub=hub, municipality=here, valid_from=start, valid_to=end)
    answer = answer_for(here, day=date(2026, 5, 1))
    assert bool(answer.serving) is served


def test_answering_takes_the_same_queries_for_one_hub_and_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    here = make.municipality()
    for _ in range(12):
        make.hub()
    with django_assert_num_queries(3):
        answer_for(here)


def test_hubs_are_narrowed_by_sector_partner_and_life_cycle() -> None:
    textile, plain = make.hub("A"), make.hub("B", life_cycle=LifeCycle.NOT_CONFIRMED)
    textile.sectors.add(make.sector("textiel"))
    make.partnership(make.organisation(kind=Kind.KNOWLEDGE), plain)
    former = make.organisation(kind=Kind.KNOWLEDGE)
    make.partnership(former, textile, valid_to=date(2024, 1, 1))
    assert list(hubs_matching(HubFilter(sector="textiel"))) == [textile]
    assert list(hubs_matching(HubFilter(partner_kind="knowledge"))) == [plain]
    assert list(hubs_matching(HubFilter(life_cycle="active"))) == [textile]
    assert list(hubs_matching(HubFilter())) == [textile, plain]
