"""The map of materials: who sees what, chips that add up, and no way to single out a closed card."""

import json
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.base.permissions import NOBODY, SYSTEM, Role
from circulairwerkt.base.visibility import Visibility, visible_apart, visible_in
from circulairwerkt.flows.density import Density, counted, density_today
from circulairwerkt.flows.duties import count_density
from circulairwerkt.flows.material_map import Wanted, on_map
from circulairwerkt.hubs.actors import actor_of, scope_of
from circulairwerkt.hubs.models import HubMembership, Switch
from circulairwerkt.organisations.models import OrganisationMembership
from circulairwerkt.streams.models import MaterialCard
from circulairwerkt.streams.queries import coarse_cell_of
from circulairwerkt.streams.services import close_as_gone
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
PAGE, POINTS = "/materialenkaart/", "/materialenkaart/punten.json"
SECRET = "Geheime Brouwerij"


@pytest.fixture(autouse=True)
def _no_figure_of_an_earlier_test() -> None:
    cache.clear()


@pytest.fixture
def here() -> Any:
    return make.municipality("Kortrijk", lat=50.83, lon=3.26)


@pytest.fixture
def hub(here: Any) -> Any:
    return make.hub("Hub van de test", seat=here)


def _client(user: Any = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def _page(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == status
    return answer.content.decode()


def _points(client: Client, query: str = "", sort: str = "") -> list[dict[str, Any]]:
    answer = client.get(POINTS + query)
    assert answer.status_code == 200
    found = json.loads(answer.content)["features"]
    return [one["properties"] for one in found if sort in ("", one["properties"]["sort"])]


def _count(user: Any = None, **wanted: Any) -> int:
    # Rows of a test are written without a line in the trail, which tells that something is new.
    caches["memory"].clear()
    actor = actor_of(user) if user is not None else NOBODY
    with scope.opened(scope_of(actor)):
        return on_map(actor, Wanted(**wanted)).total


def _crowd(hub: Any, place: Any, organisations: int = 3, cards: int = 2, **fields: Any) -> None:
    for _ in range(organisations):
        firm = make.organisation()
        for _ in range(cards):
            make.card(hub, organisation=firm, municipality=place, **fields)


def test_everybody_sees_what_is_open_to_him_and_nothing_else(hub: Any, here: Any) -> None:
    other = make.hub()
    firm = make.organisation(SECRET)
    for openness in ("public", "network", "hub", "parties"):
        make.card(hub, f"latten {openness}", organisation=firm, municipality=here, visibility=openness)
    boss = make.person()
    OrganisationMembership.objects.create(user=boss, organisation=firm, valid_from=make.LONG_AGO)
    assert _count() == 1
    assert _count(make.person()) == 1
    assert _count(make.member(other)) == 2
    assert _count(make.member(hub, Role.COACH)) == 4
    assert _count(boss) == 4


def test_the_parts_that_are_counted_are_what_is_open_to_him_each_row_once(hub: Any, here: Any) -> None:
    firm, others = make.organisation(), (hub, make.hub(), make.hub())
    for openness, owner in product(Visibility, others):
        for organisation in (firm, make.organisation()):
            make.card(owner, organisation=organisation, municipality=here, visibility=openness)
    hubs = [frozenset({each.pk for each in others[:number]}) for number in range(3)]
    readers = [
        scope.Scope(hubs=own, network=network, everywhere=everywhere)
        for own, network, everywhere in product(hubs, (False, True), (False, True))
    ]
    for reader, besides in product(readers, (Q(), Q(organisation=firm))):
        whole = MaterialCard._base_manager.filter(
            visible_in(reader) | besides if not reader.everywhere else Q()
        )
        parts = [MaterialCard._base_manager.filter(part) for part in visible_apart(reader, besides)]
        assert sorted(row.pk for part in parts for row in part) == sorted(row.pk for row in whole), reader


def test_no_page_tells_the_firm_or_the_money_of_a_card_to_others(hub: Any, here: Any) -> None:
    firm = make.organisation(SECRET)
    site = make.site(firm, lat=50.8123, lon=3.2987, place=here)
    make.card(
        hub,
        f"restjes van {SECRET}",
        site=site,
        visibility="public",
        price_eur_per_unit=987.25,
        destination_cost_eur=65432.0,
    )
    for client in (_client(), _client(make.member(make.hub()))):
        for text in (_page(client), client.get(POINTS).content.decode()):
            assert SECRET not in text
            assert "987" not in text
            assert "65432" not in text
            assert "50.81" not in text
        assert len(_points(client, sort="cluster")) == 1


def test_a_card_that_nobody_confirms_leaves_the_map(hub: Any, here: Any) -> None:
    long_ago = timezone.now() - timedelta(days=500)
    make.card(hub, municipality=here, visibility="public", confirmed_at=long_ago)
    make.card(hub, municipality=here, visibility="public", is_gone=True)
    make.card(
        hub, municipality=here, visibility="public", available_until=timezone.localdate() - timedelta(days=1)
    )
    assert _count() == 0
    make.card(hub, municipality=here, visibility="public", confirmed_at=timezone.now() - timedelta(days=200))
    assert _count() == _count(freshness="fading") == 1
    assert _count(freshness="fresh") == 0


def test_list_map_and_places_tell_the_same(hub: Any, here: Any) -> None:
    far = make.municipality("Genk", lat=50.96, lon=5.5)
    for place, number in ((here, 3), (far, 2)):
        for _ in range(number):
            make.card(hub, municipality=place, visibility="public")
    make.card(hub, visibility="public")
    client = _client()
    text = _page(client)
    points = _points(client, sort="cluster")
    assert sorted(one["count"] for one in points) == [2, 3]
    for one in points:
        assert f'data-point="{one["id"]}"' in text
        assert f'data-dot="{one["id"]}"' in text
        narrowed = client.get(one["url"])
        assert narrowed.context["found"].total == one["count"] == len(narrowed.context["rows"])
    assert "6 gevonden" in text
    assert "1 zonder plaats staat alleen in de lijst" in text


def test_each_chip_says_how_many_rows_pressing_it_gives(hub: Any, here: Any) -> None:
    for kind, strategy, days in product(("material", "food"), ("R3", "R8", ""), (1, 200)):
        then = timezone.now() - timedelta(days=days)
        make.card(
            hub, municipality=here, visibility="public", kind=kind, strategy=strategy, confirmed_at=then
        )
    make.need(hub, municipality=here, visibility="public", kind="food")
    client = _client()
    for query in ("", "?soort=food", "?kan=R3&vers=fresh", f"?hub={hub.slug}&soort=material"):
        context = client.get(PAGE + query).context
        for chip in [*context["sorts"], *(chip for group in context["chips"] for chip in group.chips)]:
            if not chip.is_on:
                assert client.get(PAGE + chip.query).context["found"].total == chip.count, chip


def test_a_sort_that_is_not_shown_is_counted_so_far_and_the_page_says_so(
    hub: Any, here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("circulairwerkt.flows.material_map.MOST", 2)
    monkeypatch.setattr("circulairwerkt.flows.material_map_form.MOST", 2)
    for _ in range(3):
        make.need(hub, municipality=here, visibility="public")
        make.card(hub, municipality=here, visibility="public")
    make.capability(hub, municipality=here, visibility="public")
    client = _client()
    told = {chip.key: (chip.count, chip.is_more) for chip in client.get(PAGE).context["sorts"]}
    assert set(told.values()) == {(3, False), (2, True), (1, False)}
    assert "meer dan 2" in _page(client)
    assert "meer dan 2" not in _page(client, "?soort=food")


def test_a_filter_by_sector_does_not_tell_the_sector_of_a_firm_without_a_name(hub: Any, here: Any) -> None:
    sector = make.sector("bier", "Bier")
    firm = make.organisation(SECRET)
    firm.sectors.add(sector)
    make.card(hub, organisation=firm, municipality=here, visibility="public")
    make.capability(hub, organisation=firm, municipality=here, visibility="public")
    assert _count(sector="bier") == 0
    assert _count(make.member(make.hub()), sector="bier") == 0
    assert _count(make.member(hub), sector="bier") == 1
    context = _client().get(PAGE + "?sector=bier&wat=wie-kan-wat").context
    assert context["found"].total == 1


def test_what_a_hub_switched_off_is_nowhere_in_sight(hub: Any, here: Any) -> None:
    _crowd(hub, here, visibility="public")
    _crowd(hub, here, visibility="parties", kind="food")
    assert _count() == 6
    assert len(counted(timezone.localdate()).hexagons) == 1
    switch = Switch.objects.create(hub=hub, key="food", is_on=False)
    assert _count() == 6
    assert counted(timezone.localdate()).hexagons == ()
    switch.delete()
    Switch.objects.create(hub=hub, key="material_cards", is_on=False)
    assert _count() == 0
    assert counted(timezone.localdate()).hexagons == ()


QUERIES = [
    "",
    *(f"?soort={kind}" for kind in ("material", "food")),
    *(f"?materiaal={key}" for key in ("cardboard", "wood_a")),
    *(f"?kan={strategy}" for strategy in ("R3", "R8")),
    "?vers=fresh",
    "?vers=fading",
    "?sector=bier",
    "?hub={hub}",
    "?hub={other}",
    "?wat=gezocht",
    "?soort=food&kan=R3&vers=fresh&hub={hub}&materiaal=cardboard",
]


def _everything_told(client: Client, hub: Any, other: Any) -> list[Any]:
    """Everything that somebody gets who tries all filters: hexagons, clusters, chips, rows."""
    told: list[Any] = []
    for query in (each.format(hub=hub.slug, other=other.slug) for each in QUERIES):
        context = client.get(PAGE + query).context
        told.append(
            (
                query,
                _points(client, query),
                context["found"].total,
                [(chip.key, chip.count) for group in context["chips"] for chip in group.chips],
                [(chip.key, chip.count) for chip in context["sorts"]],
                [row.pk for row in context["rows"]],
                context["hexagons"],
            )
        )
    return told


@pytest.mark.any_database
def test_no_difference_of_filters_singles_out_a_closed_card(hub: Any, here: Any) -> None:
    """With the card and without it everything is the same, for a visitor and for the people of other hubs.

    The closed card stands alone, beside a crowd of its own hub's, and beside a crowd of another hub's whose
    coordinator can take all of that away: three places, one attack each.
    """
    other = make.hub("Andere hub")
    alone = make.municipality("Genk", lat=50.96, lon=5.5)
    with_own = make.municipality("Gent", lat=51.05, lon=3.72)
    _crowd(hub, here, visibility="public")
    _crowd(other, here, organisations=4, visibility="parties")
    _crowd(hub, with_own, organisations=2, cards=2, visibility="hub")
    make.sector("bier", "Bier")
    readers = [_client(), _client(make.person()), _client(make.member(other))]
    before = [_everything_told(client, hub, other) for client in readers]
    hexagons = [one for one in before[0][0][1] if one["sort"] == "hexagon"]
    assert len(hexagons) == 1, "the other hub's crowd is told; the rest of this test would prove nothing else"

    brewery = make.organisation(SECRET)
    brewery.sectors.add(make.sector("bier", "Bier"))
    for place in (alone, with_own):
        make.card(
            hub,
            organisation=brewery,
            municipality=place,
            visibility="parties",
            kind="food",
            strategy="R3",
        )
    # The figure of the day stands: nothing moves while people look.
    assert [_everything_told(client, hub, other) for client in readers] == before
    # Counted anew the lone card stays untold, five of three firms are a crowd, and no filter changes a thing.
    cache.clear()
    lone = {one.cell for one in density_today().hexagons}
    assert lone >= {one["id"] for one in hexagons}
    assert coarse_cell_of(alone.lat, alone.lon) not in lone
    for client, earlier in zip(readers, before, strict=True):
        told = _everything_told(client, hub, other)
        seen = {json.dumps([one for one in each[1] if one["sort"] == "hexagon"]) for each in told}
        assert len(seen) == 1, "a filter changed what is told about closed cards"
        assert [each[2:6] for each in told] == [each[2:6] for each in earlier]

    # Another hub's crowd with this card beside it: its coordinator would be left with the one card.
    make.card(hub, organisation=brewery, municipality=here, visibility="parties")
    assert coarse_cell_of(here.lat, here.lon) not in {
        each.cell for each in counted(timezone.localdate()).hexagons
    }


def test_the_figure_of_closed_cards_is_told_in_bands_and_heeds_who_works_at_two_hubs(
    hub: Any, here: Any
) -> None:
    other, third = make.hub(), make.hub()
    _crowd(hub, here, organisations=4, visibility="parties")
    _crowd(other, here, organisations=3, visibility="parties")
    (told,) = counted(timezone.localdate()).hexagons
    assert (told.least, told.most) == (10, 24)
    make.card(third, organisation=make.organisation(), municipality=here, visibility="hub")
    assert len(counted(timezone.localdate()).hexagons) == 1
    both = make.member(hub)
    HubMembership.objects.create(user=both, hub=other, role=Role.MEMBER, valid_from=make.LONG_AGO)
    assert counted(timezone.localdate()).hexagons == ()


def test_the_page_takes_as_many_queries_for_one_row_as_for_many(
    hub: Any, here: Any, django_assert_max_num_queries: Any
) -> None:
    client = _client(make.member(hub))
    client.get(PAGE)
    counts = []
    for rows in (1, 15):
        for _ in range(rows):
            place = make.municipality(lat=50.7 + rows / 20)
            firm, by = make.organisation(), make.member(hub)
            make.card(hub, organisation=firm, municipality=place, visibility="public", created_by=by)
        with django_assert_max_num_queries(22) as seen:
            _page(client)
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]
    with django_assert_max_num_queries(14):
        client.get(POINTS)


def test_a_choice_that_is_none_is_said_and_narrows_nothing(hub: Any, here: Any) -> None:
    make.card(hub, municipality=here, visibility="public")
    text = _page(_client(), "?materiaal=nergens&cel=x", status=422)
    assert "1 gevonden" in text
    assert "nergens" in text
    assert 'role="alert"' in text
    _page(_client(), "?page=9", status=404)


def test_the_clock_counts_before_anybody_asks(hub: Any, here: Any) -> None:
    _crowd(hub, here, visibility="parties")
    count_density()
    kept = cache.get(f"flows.density.{timezone.localdate():%Y-%m-%d}")
    assert isinstance(kept, Density)
    assert kept == density_today()
    assert reverse("flows:material_map") == PAGE


@pytest.mark.parametrize("who", ["administrator", "coordinator", "visitor"])
def test_what_somebody_writes_is_counted_at_once(hub: Any, who: str) -> None:
    row, _other = (make.card(hub, visibility=Visibility.PUBLIC) for _number in range(2))
    person = {"administrator": make.administrator, "coordinator": lambda: make.member(hub)}.get(who)
    client = _client(person() if person else None)

    def totals() -> list[int]:
        asked = ("", "?soort=product", "?hub=" + hub.slug)
        return [client.get(PAGE + query).context["found"].total for query in asked]

    before = totals()
    assert before[0] == before[2] == 2
    MaterialCard._base_manager.filter(pk=row.pk).update(is_gone=True)
    assert totals() == before, "counted once, until the trail tells of a write"
    MaterialCard._base_manager.filter(pk=row.pk).update(is_gone=False)
    close_as_gone(actor=SYSTEM, row=row)
    assert totals()[0] == totals()[2] == 1
