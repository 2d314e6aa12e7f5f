"""The pages of proposals: what stands there, what does not, how often they ask the database."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching import services
from circulairwerkt.matching.models import Proposal
from circulairwerkt.matching.pools import key_of
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Hub:
    return make.hub("De hub", slug="de-hub")


@pytest.fixture
def inside(client: Client, hub: Hub) -> Client:
    client.force_login(make.member(hub))
    return client


def fill(hub: Hub, rows: int, **fields: Any) -> None:
    firm = make.organisation("Firma van hier")
    cards = [
        make.card(
            hub, f"karton nummer {n}", organisation=firm, quantity=2.0, unit="t", lat=51.0, lon=4.0, **fields
        )
        for n in range(rows)
    ]
    make.need(hub, quantity=1.0, unit="t", lat=51.1, lon=4.0)
    services.run_for(actor=SYSTEM, keys=[key_of(card) for card in cards])


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_a_proposal_is_told_with_reasons_estimates_and_what_is_missing(inside: Client, hub: Hub) -> None:
    fill(hub, 1)
    text = read(inside, "/werkplek/de-hub/voorstellen/")
    for told in ("karton nummer 0", "Firma van hier", "km over de weg", "ton per jaar", "raming"):
        assert told in text, told
    detail = read(inside, f"/werkplek/de-hub/voorstellen/{Proposal.objects.get().pk}/")
    for told in (
        "Waarom dit past",
        "Wat we nog niet weten",
        "Waar deze cijfers vandaan komen",
        "Nog te verdelen",
    ):
        assert told in detail, told


@pytest.mark.parametrize("tab", ["nieuw", "lopend", "later", "ja", "nee"])
def test_the_list_asks_the_database_as_often_for_one_row_as_for_many(
    inside: Client, hub: Hub, tab: str
) -> None:
    counts = []
    for rows in (1, 12):
        fill(hub, rows)
        Proposal.objects.update(
            state={"nieuw": "new", "lopend": "called", "ja": "yes", "nee": "no"}.get(tab, tab)
        )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read(inside, f"/werkplek/de-hub/voorstellen/?stand={tab}")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


def test_a_tab_or_page_that_is_not_there_is_not_found(inside: Client, hub: Hub) -> None:
    for wrong in ("?stand=x", "?page=7", "?page=x"):
        read(inside, f"/werkplek/de-hub/voorstellen/{wrong}", 404)


def test_one_press_decides_and_a_no_takes_its_reason_along(inside: Client, hub: Hub) -> None:
    fill(hub, 1)
    proposal = Proposal.objects.get()
    base = f"/werkplek/de-hub/voorstellen/{proposal.pk}/"
    assert inside.post(base + "gevolg/", {"state": "called", "terug_naar": "lijst"}).status_code == 302
    assert inside.post(base + "gevolg/", {"state": "no", "reason": "too_far"}).status_code == 302
    assert "te ver" in read(inside, base)
    assert inside.post(base + "terug/").status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "called"


@pytest.mark.parametrize(
    "sent",
    [
        {"state": "x"},
        {"state": "later"},
        {"state": "later", "later_on": "x"},
        {"state": "yes", "quantity": "99"},
        {"state": "yes", "quantity": "-1"},
        {"state": "no", "reason": "x"},
    ],
)
def test_what_is_wrong_is_said_beside_the_field(inside: Client, hub: Hub, sent: dict[str, str]) -> None:
    fill(hub, 1)
    proposal = Proposal.objects.get()
    answer = inside.post(f"/werkplek/de-hub/voorstellen/{proposal.pk}/gevolg/", sent)
    assert answer.status_code == 422
    assert Proposal.objects.get().state == "new"


def test_the_firm_and_words_of_another_hub_are_not_told(client: Client, hub: Hub) -> None:
    other = make.hub("Andere hub", slug="andere-hub")
    fill(hub, 1, visibility="network", shown_text="propere dozen", price_eur_per_unit=4321.0)
    need = make.need(other, quantity=1.0, unit="t", lat=51.1, lon=4.0, visibility="hub")
    services.run_for(actor=SYSTEM, keys=[key_of(need)])
    client.force_login(make.member(other))
    text = read(client, "/werkplek/andere-hub/voorstellen/")
    assert "propere dozen" in text
    proposal = Proposal.objects.get(need=need)
    text += read(client, f"/werkplek/andere-hub/voorstellen/{proposal.pk}/")
    assert "vraag daar wie het is" in text
    for hidden in ("karton nummer", "Firma van hier", "4321", "4.321"):
        assert hidden not in text, hidden
    client.force_login(make.member(hub))
    mine = read(client, "/werkplek/de-hub/voorstellen/")
    assert str(proposal.pk) not in [one.split("/")[0] for one in mine.split("/voorstellen/")]
    read(client, f"/werkplek/de-hub/voorstellen/{proposal.pk}/", 404)


def test_money_is_for_the_coordinator_and_not_for_every_member(client: Client, hub: Hub) -> None:
    fill(hub, 1, price_eur_per_unit=-50.0)
    address = f"/werkplek/de-hub/voorstellen/{Proposal.objects.get().pk}/"
    client.force_login(make.member(hub))
    assert "EUR per jaar" in read(client, address)
    client.force_login(make.member(hub, Role.MEMBER))
    text = read(client, address)
    assert "EUR" not in text
    assert "€" not in text


def test_why_two_rows_did_not_match_names_the_rule_and_the_one_change(inside: Client, hub: Hub) -> None:
    card = make.card(hub, lat=51.0, lon=4.0, quantity=2.0, unit="t")
    need = make.need(hub, lat=50.8, lon=5.6, max_km=20.0, quantity=1.0, unit="t")
    text = read(inside, f"/werkplek/de-hub/voorstellen/waarom-niet/?kaart={card.pk}&gezocht={need.pk}")
    assert "Dit past niet" in text
    assert "Eén verandering die het verschil maakt" in text
    read(inside, "/werkplek/de-hub/voorstellen/waarom-niet/?kaart=999999&gezocht=1", 422)
    read(inside, f"/werkplek/de-hub/voorstellen/waarom-niet/?kaart={card.pk}&gezocht=", 422)


def test_one_compares_from_an_old_card_though_the_list_holds_the_newest(
    inside: Client, hub: Hub, monkeypatch: Any
) -> None:
    monkeypatch.setattr("circulairwerkt.matching.forms.MOST_CHOICES", 2)
    cards = [make.card(hub, f"kaart nummer {n}") for n in range(4)]
    text = read(inside, f"/werkplek/de-hub/voorstellen/waarom-niet/?kaart={cards[0].pk}")
    assert [n for n in range(4) if f"kaart nummer {n}" in text] == [0, 2, 3]
    assert f'value="{cards[0].pk}" selected' in text


def test_a_card_says_who_can_go_on_with_it_and_looks_where_nobody_was_found_yet(
    inside: Client, client: Client, hub: Hub
) -> None:
    card = make.card(hub, quantity=2.0, unit="t", lat=51.0, lon=4.0, visibility="public")
    make.need(hub, "karton gezocht", quantity=1.0, unit="t", lat=51.1, lon=4.0)
    make.capability(hub, "karton sorteren", quantity=5.0, unit="t", lat=51.1, lon=4.0)
    page = f"/materiaal/kaarten/{card.pk}/"
    assert "Nog geen voorstellen" in read(inside, page)
    answer = inside.post(
        "/werkplek/de-hub/voorstellen/zoek/", {"rij": f"card-{card.pk}", "terug_naar": "rij"}
    )
    assert answer["Location"].startswith(page)
    first, second = Proposal.objects.order_by("pk")
    services.decide(actor=SYSTEM, proposal=first, state="yes", quantity=0.5)
    text = read(inside, page)
    for told in ("karton gezocht", "karton sorteren", "Nog te verdelen: 1,5 ton per week", "ja: 0,5 ton"):
        assert told in text, told
    listed = read(inside, f"/werkplek/de-hub/voorstellen/?rij=card-{card.pk}&stand=alle")
    assert "karton gezocht" in listed
    assert "karton sorteren" in read(inside, f"/werkplek/de-hub/voorstellen/{first.pk}/")
    read(inside, "/werkplek/de-hub/voorstellen/?stand=alle", 404)
    client.logout()
    assert "karton gezocht" not in read(client, page)
    client.force_login(make.member(make.hub()))
    assert "Wie kan hiermee verder?" not in read(client, page)
    assert client.get(f"/werkplek/de-hub/voorstellen/?rij=card-{second.card_id}").status_code == 404


def test_another_hubs_closed_row_is_no_choice_to_compare_with(inside: Client, hub: Hub) -> None:
    card = make.card(hub)
    closed = make.need(make.hub(), "geheime vraag", visibility="hub")
    text = read(inside, f"/werkplek/de-hub/voorstellen/waarom-niet/?kaart={card.pk}&gezocht={closed.pk}", 422)
    assert "geheime vraag" not in text


def test_whom_to_find_is_told_per_material_with_what_stands_in_the_way(inside: Client, hub: Hub) -> None:
    make.card(hub, "hout", material="wood_a", quantity=4.0, unit="t", period="year")
    make.card(hub, "karton ver weg", lat=51.0, lon=4.0)
    make.need(hub, lat=50.8, lon=5.6, max_km=20.0)
    text = read(inside, "/werkplek/de-hub/voorstellen/nog-te-vinden/")
    assert "We kennen niemand die onbehandeld hout (A) aanneemt of zoekt." in text
    assert "samen 4 ton per jaar (raming)" in text
    assert "Eén neemt iets als karton aan, maar het past niet:" in text


def test_a_proposal_becomes_one_case_with_both_parties_and_streams(inside: Client, hub: Hub) -> None:
    fill(hub, 1)
    proposal = Proposal.objects.get()
    address = f"/werkplek/de-hub/voorstellen/{proposal.pk}/dossier/"
    first, again = inside.post(address), inside.post(address)
    assert (first.status_code, first["Location"]) == (302, again["Location"])
    proposal.refresh_from_db()
    case = proposal.case
    assert {link.card or link.need for link in case.streams.all()} == {proposal.card, proposal.need}
    assert [str(party.organisation) for party in case.parties.all()] == ["Firma van hier"]
    text = read(inside, first["Location"])
    assert "Voorstellen</h2>" in text
    assert f"/voorstellen/{proposal.pk}/" in text


def test_a_case_holds_nothing_of_the_other_hubs_row(client: Client, hub: Hub) -> None:
    other = make.hub("Andere hub", slug="andere-hub")
    fill(hub, 1, visibility="network", shown_text="propere dozen")
    need = make.need(other, quantity=1.0, unit="t", lat=51.1, lon=4.0, visibility="hub")
    services.run_for(actor=SYSTEM, keys=[key_of(need)])
    proposal = Proposal.objects.get(need=need)
    client.force_login(make.member(other))
    answer = client.post(f"/werkplek/andere-hub/voorstellen/{proposal.pk}/dossier/")
    text = read(client, answer["Location"])
    for hidden in ("karton nummer", "Firma van hier"):
        assert hidden not in text, hidden


def test_a_row_is_looked_at_now_and_only_ones_own(inside: Client, hub: Hub) -> None:
    card = make.card(hub)
    make.need(hub)
    assert inside.post("/werkplek/de-hub/voorstellen/zoek/", {"rij": key_of(card)}).status_code == 302
    assert Proposal.objects.count() == 1
    strange = make.card(make.hub(), visibility="public")
    assert inside.post("/werkplek/de-hub/voorstellen/zoek/", {"rij": key_of(strange)}).status_code == 404
    leaving = {"rij": key_of(card), "volgende": "//example.org/"}
    assert inside.post("/werkplek/de-hub/voorstellen/zoek/", leaving)["Location"].startswith("/werkplek/")
