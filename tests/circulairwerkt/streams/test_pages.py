"""Pages of the room: lists with fixed query counts, making, guesses, opening; nothing closed leaks."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from circulairwerkt.base.permissions import Role
from circulairwerkt.organisations.models import OrganisationMembership
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need
from circulairwerkt.streams.sorts import CAPABILITY, CARD, NEED, SORTS, Sort
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
SECRET = "Geheime Bakkerij"


@pytest.fixture
def hub() -> Any:
    return make.hub("Hub van de test")


@pytest.fixture
def coordinator(hub: Any) -> Client:
    client = Client()
    client.force_login(make.member(hub))
    return client


def _of(other_hub: Any) -> Client:
    client = Client()
    client.force_login(make.member(other_hub))
    return client


def _page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def _list(hub: Any, sort: Sort, query: str = "") -> str:
    return reverse("streams:list", args=[hub.slug, sort]) + query


@pytest.mark.parametrize(
    ("sort", "maker"), [(CARD, make.card), (NEED, make.need), (CAPABILITY, make.capability)]
)
@pytest.mark.parametrize("query", ["", "?waar=anderen", "?woorden=karton&materiaal=paper_board&vers=fresh"])
def test_a_list_takes_as_many_queries_for_one_row_as_for_many(
    sort: Sort, maker: Callable[..., Any], query: str, hub: Any, django_assert_max_num_queries: Any
) -> None:
    client, other = _of(hub), make.hub()
    counts = []
    for rows in (1, 12):
        for _ in range(rows):
            place = make.municipality()
            site = make.site(make.organisation(), lat=51.0, lon=4.0, place=place)
            by = make.member(hub)
            maker(other if "anderen" in query else hub, site=site, visibility="network", created_by=by)
        with django_assert_max_num_queries(14) as seen:
            _page(client, _list(hub, sort, query))
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("sort", SORTS)
def test_an_empty_list_names_the_first_step(sort: Sort, hub: Any, coordinator: Client) -> None:
    assert reverse("streams:new", args=[hub.slug, sort]) in _page(coordinator, _list(hub, sort))
    assert _list(hub, sort) in _page(coordinator, _list(hub, sort, "?woorden=niets"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?materiaal=paper_board", {"karton"}),
        ("?materiaal=wood_any", {"hout"}),
        ("?soort=product", {"stoel"}),
        ("?woorden=KARTON", {"karton"}),
        ("?vers=gone", {"weg"}),
        ("?open=public", {"stoel"}),
        ("?kan=R8", {"hout"}),
        ("", {"karton", "hout", "stoel"}),
    ],
)
def test_filters_narrow(query: str, found: set[str], hub: Any, coordinator: Client) -> None:
    make.card(hub, "karton 1x", material="cardboard")
    make.card(hub, "hout 2x", material="wood_a", strategy="R8")
    make.card(hub, "stoel 3x", material="office_furniture", kind="product", visibility="public")
    make.card(hub, "weg 4x", is_gone=True)
    page = _page(coordinator, _list(hub, CARD, query))
    marks = {"karton": "karton 1x", "hout": "hout 2x", "stoel": "stoel 3x", "weg": "weg 4x"}
    assert {name for name, text in marks.items() if text in page} == found


def test_a_processor_of_a_class_above_is_found_too(hub: Any, coordinator: Client) -> None:
    make.capability(hub, "wij nemen alle kunststof", accepts=["plastic"], accepts_index="|plastic|")
    assert "alle kunststof" in _page(coordinator, _list(hub, CAPABILITY, "?materiaal=eps"))
    assert "alle kunststof" not in _page(coordinator, _list(hub, CAPABILITY, "?materiaal=wood_a"))


@pytest.mark.parametrize("query", ["?soort=goud", "?materiaal=goud", "?vers=x", "?open=%00", "?kan=R99"])
def test_a_filter_that_is_none_is_refused_in_words(query: str, hub: Any, coordinator: Client) -> None:
    _page(coordinator, _list(hub, CARD, query), status=422)


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=999"])
def test_a_page_that_is_not_there_is_not_found(query: str, hub: Any, coordinator: Client) -> None:
    _page(coordinator, _list(hub, CARD, query), status=404)


def test_pages_hold_each_row_once_in_order(hub: Any, coordinator: Client) -> None:
    for number in range(30):
        make.card(hub, f"karton nummer {number:02}")
    make.card(hub, "houten kisten")
    told = [
        re.findall(
            r"karton nummer \d\d", _page(coordinator, _list(hub, CARD, f"?woorden=karton&page={page}"))
        )
        for page in (1, 2)
    ]
    seen = [list(dict.fromkeys(each)) for each in told]
    assert [len(each) for each in seen] == [24, 6]
    newest_first = [f"karton nummer {number:02}" for number in reversed(range(30))]
    assert [*seen[0], *seen[1]] == newest_first
    assert "30 gevonden" in _page(coordinator, _list(hub, CARD, "?woorden=karton"))


# --- what is closed leaks nowhere -----------------------------------------------------------------


def _secret_rows(hub: Any, visibility: str) -> list[Listing]:
    firm = make.organisation(SECRET)
    place = make.municipality("Geheimdorp")
    site = make.site(firm, lat=51.0, lon=4.0, place=place)
    values = {"site": site, "visibility": visibility, "contact_email": "geheim@example.org"}
    return [
        make.card(hub, f"{SECRET} geeft karton", destination_cost_eur=98765.0, **values),
        make.need(hub, f"{SECRET} zoekt karton", price_eur_per_unit=98765.0, **values),
        make.capability(hub, f"{SECRET} sorteert", cost_eur_per_unit=98765.0, quantity=43210.0, **values),
    ]


@pytest.mark.parametrize("visibility", ["parties", "hub"])
def test_a_closed_row_exists_for_nobody_outside(visibility: str, hub: Any) -> None:
    rows = _secret_rows(hub, visibility)
    other = make.hub()
    outsiders = [_of(other), Client()]
    for client in outsiders:
        for sort, row in zip(SORTS, rows, strict=True):
            for name in ("row", "printed", "history", "change", "open"):
                answer = client.get(reverse(f"streams:{name}", args=[sort, row.pk]))
                missing = client.get(reverse(f"streams:{name}", args=[sort, 999_999]))
                assert answer.status_code in (302, 404)
                assert (answer.status_code, SECRET in answer.content.decode()) == (missing.status_code, False)
    for sort in SORTS:
        page = _page(outsiders[0], _list(other, sort, "?waar=anderen"))
        assert SECRET not in page
        assert "0 gevonden" in page
    assert _of(other).get(_list(hub, CARD)).status_code == 404


@pytest.mark.parametrize("visibility", ["network", "public"])
def test_an_open_card_tells_no_firm_place_or_cost(visibility: str, hub: Any) -> None:
    rows = _secret_rows(hub, visibility)
    other = make.hub()
    client = _of(other)
    pages = [
        _page(client, reverse("streams:row", args=[sort, row.pk]))
        for sort, row in zip(SORTS, rows, strict=True)
    ]
    pages += [_page(client, _list(other, sort, "?waar=anderen")) for sort in SORTS]
    for page in pages:
        assert "98.765" not in page
        assert "98765" not in page
        assert "43.210" not in page
        assert "geheim@" not in page
    for page in (*pages[:2], *pages[3:5]):
        assert SECRET not in page
        assert "Geheimdorp" in page
    # Searching for what one may not know finds nothing.
    for sort in (CARD, NEED):
        assert "0 gevonden" in _page(client, _list(other, sort, "?waar=anderen&woorden=geheime"))


def test_a_public_card_is_open_to_a_visitor_without_its_municipality(hub: Any) -> None:
    card = _secret_rows(hub, "public")[0]
    page = _page(Client(), reverse("streams:row", args=[CARD, card.pk]))
    assert SECRET not in page
    assert "Geheimdorp" not in page
    assert "Oost-Vlaanderen" in page


def test_a_member_of_the_hub_sees_no_money_and_carries_none(hub: Any) -> None:
    card = make.card(hub, destination_cost_eur=98765.0)
    client = Client()
    client.force_login(make.member(hub, Role.MEMBER))
    page = _page(client, reverse("streams:row", args=[CARD, card.pk]))
    assert "98.765" not in page
    answer = client.get(reverse("streams:change", args=[CARD, card.pk]))
    assert "destination_cost_eur" not in answer.content.decode()
    assert "destination_cost_eur" not in answer.context["form"].initial
    from django.core import signing

    seen = signing.loads(answer.context["form"].initial["seen"], salt="circulairwerkt.base.edits.seen")
    assert "destination_cost_eur" not in seen


# --- making, guesses, opening ---------------------------------------------------------------------


def test_a_card_in_one_sentence_and_a_tap(hub: Any, coordinator: Client) -> None:
    sent = coordinator.post(
        reverse("streams:new", args=[hub.slug, CARD]), {"zin": "elke week 3 paletten karton"}
    )
    card = MaterialCard._base_manager.get()
    address = reverse("streams:row", args=[CARD, card.pk])
    assert (sent.status_code, sent["Location"]) == (302, address)
    page = _page(coordinator, address)
    assert "Dit lazen we in de zin" in page
    assert 'name="antwoord"' in page
    taps = {"material": "paper", "quantity": "3", "unit": "pallet", "period": "month"}
    assert coordinator.post(reverse("streams:correct", args=[CARD, card.pk]), taps).status_code == 302
    card.refresh_from_db()
    assert (card.material, card.period) == ("paper", "month")
    assert (card.low_code, card.guessed) == ("", {}), "a code guessed of another material goes with it"


@pytest.mark.parametrize("sort", SORTS)
def test_each_sort_is_made_changed_and_shown(sort: Sort, hub: Any, coordinator: Client) -> None:
    firm = make.organisation("De Firma")
    sent = {"zin": "wij herstellen 20 houten paletten per week", "organisatie": "de firma"}
    made = coordinator.post(reverse("streams:new", args=[hub.slug, sort]), sent)
    row = sort.model._base_manager.get()
    assert made["Location"] == reverse("streams:row", args=[sort, row.pk])
    assert row.organisation == firm
    form = coordinator.get(reverse("streams:change", args=[sort, row.pk])).context["form"]
    data: dict[str, Any] = {
        name: value if value is not None else ""
        for name, value in form.initial.items()
        if name in form.fields and not isinstance(value, Listing)
    }
    data |= {"quantity": "2,5", "unit": "t", "period": "month", "max_km": "30", "site": ""}
    if sort is CAPABILITY:
        data |= {"accepts": "houten verpakking, oude poppen", "activities": ["repair"], "ways": ["enclave"]}
    answer = coordinator.post(reverse("streams:change", args=[sort, row.pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert (row.quantity, row.unit, row.period, row.max_km) == (2.5, "t", "month", 30.0)
    if isinstance(row, Capability):
        assert row.accepts[0] == "wood_packaging"
        assert row.ways == ["enclave"]
    stale = coordinator.post(reverse("streams:change", args=[sort, row.pk]), {**data, "quantity": "9"})
    assert stale.status_code == 409, "both versions are shown"
    assert _page(coordinator, reverse("streams:history", args=[sort, row.pk]))
    assert "<svg" in _page(coordinator, reverse("streams:printed", args=[sort, row.pk]))


def test_what_is_dangerous_is_stopped_with_an_authority(hub: Any, coordinator: Client) -> None:
    answer = coordinator.post(
        reverse("streams:new", args=[hub.slug, CARD]), {"zin": "golfplaten in eterniet van een loods"}
    )
    assert answer.status_code == 422
    assert "OVAM" in answer.content.decode()
    assert not MaterialCard._base_manager.exists()


def test_what_is_told_twice_stands_side_by_side(hub: Any, coordinator: Client) -> None:
    address = reverse("streams:new", args=[hub.slug, NEED])
    sent = {"zin": "elke week 3 paletten karton gezocht"}
    coordinator.post(address, sent)
    again = coordinator.post(address, sent)
    assert again.status_code == 409
    assert "toch maken" in again.content.decode()
    assert coordinator.post(address, {**sent, "toch": "1"}).status_code == 302
    assert Need._base_manager.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"zin": "x" * 1001},
        {"zin": "karton", "organisatie": "Bestaat Niet"},
        {"zin": "karton", "plaats": "Atlantis"},
        {"zin": "karton\x00"},
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_is_kept(
    wrong: dict[str, str], hub: Any, coordinator: Client
) -> None:
    answer = coordinator.post(reverse("streams:new", args=[hub.slug, CARD]), wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not MaterialCard._base_manager.exists()


def test_opening_shows_first_what_others_will_see(hub: Any, coordinator: Client) -> None:
    card: Any = _secret_rows(hub, "parties")[0]
    address = reverse("streams:open", args=[CARD, card.pk])
    asked = coordinator.post(address, {"zichtbaar": "public"})
    assert asked.status_code == 200
    page = asked.content.decode()
    assert "straks iedereen" in page
    preview = page[page.index("straks iedereen") : page.index("blijven verborgen")]
    assert SECRET not in preview
    assert "Geheimdorp" not in preview
    card.refresh_from_db()
    assert card.visibility == "parties", "nothing is opened before it is confirmed"
    coordinator.post(address, {"zichtbaar": "public", "zeker": "1"})
    card.refresh_from_db()
    assert card.visibility == "public"
    coordinator.post(address, {"zichtbaar": "parties"})
    card.refresh_from_db()
    assert card.visibility == "parties", "closing needs no second question"


def test_a_member_of_the_organisation_keeps_its_own(hub: Any) -> None:
    firm = make.organisation("Eigen Firma")
    make.partnership(firm, hub)
    user = make.person()
    OrganisationMembership.objects.create(user=user, organisation=firm, valid_from=make.LONG_AGO)
    client = Client()
    client.force_login(user)
    mine = make.card(hub, "ons karton", organisation=firm, destination_cost_eur=12.0)
    theirs = make.card(hub, "hun karton", organisation=make.organisation())
    page = _page(client, reverse("streams:own", args=[firm.slug]))
    assert "ons karton" in page
    assert "hun karton" not in page
    assert _page(client, reverse("streams:row", args=[CARD, mine.pk]))
    _page(client, reverse("streams:row", args=[CARD, theirs.pk]), status=404)
    new = reverse("streams:new_of_own", args=[firm.slug, NEED])
    assert client.post(new, {"zin": "we zoeken 10 stoelen", "hub": hub.pk}).status_code == 302
    assert client.post(new, {"zin": "we zoeken 10 stoelen", "hub": make.hub().pk}).status_code == 422


def test_full_and_room_again_in_one_tap(hub: Any, coordinator: Client) -> None:
    row = make.capability(hub)
    address = reverse("streams:set_full", args=[row.pk])
    coordinator.post(address, {"tot": "2030-01-31"})
    row.refresh_from_db()
    assert str(row.full_until) == "2030-01-31"
    coordinator.post(address, {"tot": "gisteren"})
    row.refresh_from_db()
    assert str(row.full_until) == "2030-01-31", "what is no day changes nothing"
    coordinator.post(address, {"tot": ""})
    row.refresh_from_db()
    assert row.full_until is None
