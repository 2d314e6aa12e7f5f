"""Cards and needs from a file: understood, refused, shown side by side, made, taken back."""

import pytest
from django.test import Client

from circulairwerkt.base import imports
from circulairwerkt.base.models import AuditEntry, ImportRow
from circulairwerkt.cases.models import CaseStream
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams.models import MaterialCard, Need
from tests.circulairwerkt import factories
from tests.circulairwerkt.portal.reading_in import checked, read_in, taken_back, wanted

pytestmark = pytest.mark.django_db
STATE = ImportRow.State
CARDS = MaterialCard._base_manager


@pytest.fixture
def hub() -> Hub:
    return factories.hub("Hub Gent", slug="gent", seat=factories.municipality("Gent", nis="44021"))


@pytest.fixture
def client(hub: Hub) -> Client:
    signed_in = Client()
    signed_in.force_login(factories.member(hub))
    return signed_in


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Omschrijving", "sentence"),
        ("Description", "sentence"),
        ("Bedrijf", "organisation"),
        ("Société", "organisation"),
        ("Commune", "place"),
        ("Quantité", "quantity"),
        ("Amount", "quantity"),
        ("Eenheid", "unit"),
        ("Fréquence", "period"),
        ("Euralcode", "low_code"),
        ("Available from", "available_from"),
    ],
)
def test_headers_are_recognised_in_three_languages(header: str, field: str) -> None:
    for kind in ("cards", "needs"):
        assert imports.proposed(imports.kinds()[kind], [header], {}) == {field: header}


def test_rows_become_closed_cards_with_what_was_told(client: Client, hub: Hub) -> None:
    firm = factories.organisation("Groothandel Noord", kbo_number="0403019261")
    batch = checked(
        client,
        "gent",
        "cards",
        "Wat;Bedrijf;Gemeente;Hoeveelheid;Eenheid;Hoe vaak;EURAL;Vanaf;Opmerking\n"
        "karton van verpakkingen;groothandel noord;Gent;1,5;ton;wekelijks;15 01 01;23/11/2026;in balen\n"
        "houten paletten;0403.019.261;;12 stuks;;par mois;;;\n"
        "een zak textiel;;9000;;;;;;\n",
    )
    assert list(batch.lines.values_list("state", flat=True)) == [STATE.GOOD] * 3
    read_in(client, "gent", batch)
    card = CARDS.get(sentence="karton van verpakkingen")
    assert (card.hub_id, card.organisation_id, card.visibility, card.source) == (
        hub.pk,
        firm.pk,
        "parties",
        "import",
    )
    assert (card.quantity, card.unit, card.period, card.low_code) == (1.5, "t", "week", "150101")
    assert (str(card.available_from), card.remarks) == ("2026-11-23", "in balen")
    assert "quantity" not in card.guessed, "what was told is no guess"
    pallets = CARDS.get(sentence="houten paletten")
    assert (pallets.organisation_id, pallets.quantity, pallets.unit, pallets.period) == (
        firm.pk,
        12,
        "piece",
        "month",
    )
    textile = CARDS.get(sentence="een zak textiel")
    assert textile.municipality is not None
    assert textile.municipality.name == "Gent"
    trail = AuditEntry.objects.filter(action="streams.import_rows", object_type="streams.materialcard")
    assert trail.count() == 3


def test_needs_are_read_in_alike(client: Client, hub: Hub) -> None:
    read_in(
        client,
        "gent",
        checked(client, "gent", "needs", "what;city;amount;unit\ncardboard boxes;Gent;40;kg\n"),
    )
    need = Need._base_manager.get(hub=hub)
    assert (need.quantity, need.unit) == (40, "kg")
    assert not CARDS.exists()


def test_what_is_wrong_is_said_by_field_with_value_and_expectation(client: Client) -> None:
    factories.organisation("Groothandel Noord")
    batch = checked(
        client,
        "gent",
        "cards",
        "wat;bedrijf;gemeente;hoeveelheid;eenheid;hoe vaak;eural;vanaf;materiaal\n"
        "karton;Groothandel Noort;Atlantis;veel;emmertjes vol;soms;99 99 99;ooit;kryptoniet\n"
        "karton;;;3;;;;;\n"
        "karton;;;;kg;;;;\n"
        "karton;;;1.200;kg;;;;\n"
        "golfplaten in eterniet van een loods;;;;;;;;\n",
    )
    first, no_unit, no_number, two_ways, danger = batch.lines.all()
    assert {each.state for each in (first, no_unit, no_number, two_ways, danger)} == {STATE.WRONG}
    typed = {
        "organisation": "Groothandel Noort",
        "place": "Atlantis",
        "quantity": "veel",
        "unit": "emmertjes vol",
        "period": "soms",
        "low_code": "99 99 99",
        "available_from": "ooit",
        "material": "kryptoniet",
    }
    assert set(first.problems) == set(typed)
    for name, value in typed.items():
        assert value in first.problems[name]
        assert "Verwacht:" in first.problems[name] or "Bedoel je" in first.problems[name]
    assert "Groothandel Noord" in first.problems["organisation"]
    assert set(no_unit.problems) == {"unit"}
    assert set(no_number.problems) == {"quantity"}
    assert "twee getallen" in two_ways.problems["quantity"]
    assert "asbest" in danger.problems["sentence"]
    read_in(client, "gent", batch)
    assert not CARDS.exists()


def test_what_resembles_a_card_is_shown_beside_it_and_waits_for_a_choice(client: Client, hub: Hub) -> None:
    firm, other = factories.organisation("Groothandel Noord"), factories.organisation("Bakkerij Zuid")
    known = factories.card(hub, "elke week twee paletten karton", organisation=firm)
    elsewhere = factories.hub("Hub Leuven", slug="leuven")
    factories.card(elsewhere, "een container houtafval", organisation=other)
    factories.card(hub, "oude stoelen uit een zaal", organisation=firm, is_gone=True)
    batch = checked(
        client,
        "gent",
        "cards",
        "wat;bedrijf\n"
        "twee paletten karton elke week;Groothandel Noord\n"
        "twee paletten karton elke week;Bakkerij Zuid\n"
        "een container houtafval;Bakkerij Zuid\n"
        "oude stoelen uit een zaal;Groothandel Noord\n"
        "Een container houtafval;Bakkerij Zuid\n",
    )
    rows = list(batch.lines.all())
    assert [row.state for row in rows] == [STATE.TWIN, STATE.GOOD, STATE.GOOD, STATE.GOOD, STATE.TWIN]
    assert rows[0].twin["pk"] == known.pk
    assert rows[4].twin["row"] == rows[2].number
    assert (
        "elke week twee paletten karton" in client.get(f"/werkplek/gent/inlezen/{batch.pk}/").content.decode()
    )
    read_in(client, "gent", batch)
    assert CARDS.filter(hub=hub, organisation=firm, is_gone=False).count() == 2, "the known one is used"
    again = checked(
        client, "gent", "cards", "wat;bedrijf\ntwee paletten karton elke week;Groothandel Noord\n"
    )
    row = again.lines.get()
    client.post(f"/werkplek/gent/inlezen/{again.pk}/keuzes/", {f"rij-{row.pk}": "make"})
    read_in(client, "gent", again)
    assert CARDS.filter(hub=hub, organisation=firm, is_gone=False).count() == 3


def test_twins_of_many_rows_take_a_fixed_number_of_queries(
    hub: Hub, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    firms = [factories.organisation(f"Zaak {number}") for number in range(5)]
    for firm in firms:
        factories.card(hub, "elke week twee paletten karton", organisation=firm)
    kind = imports.kinds()["cards"]
    rows = [
        wanted("cards", sentence="twee paletten karton per week", organisation=firm.name).values
        for firm in firms
    ]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert all(kind.twins(hub.pk, rows))


def test_taking_back_leaves_what_was_edited_or_is_used(client: Client, hub: Hub) -> None:
    text = "wat\n" + "\n".join(["hout van kisten", "glas van flessen", "oude bakstenen", "wollen dekens"])
    batch = read_in(client, "gent", checked(client, "gent", "cards", text))
    edited = CARDS.get(sentence="glas van flessen")
    edited.remarks = "klein beetje"
    edited.save_as_successor_of(edited.version, ["remarks"])
    CaseStream.objects.create(case=factories.case(hub), card=CARDS.get(sentence="oude bakstenen"))
    taken_back(client, "gent", batch)
    assert set(CARDS.values_list("sentence", flat=True)) == {"glas van flessen", "oude bakstenen"}
    assert sorted(batch.lines.values_list("state", flat=True)) == ["kept", "kept", "undone", "undone"]


def test_what_goes_out_comes_in_again(client: Client, hub: Hub) -> None:
    firm = factories.organisation("Groothandel Noord")
    factories.card(
        hub, "karton in balen", organisation=firm, quantity=1.125, unit="t", period="week", low_code="150101"
    )
    answer = client.get("/werkplek/gent/inlezen/uit/cards/csv/")
    batch = checked(client, "gent", "cards", answer.content.decode("utf-8-sig"))
    row = batch.lines.get()
    assert row.state == STATE.TWIN, row.problems
    assert row.values["told"]["quantity"] == 1.125
    assert (row.values["told"]["unit"], row.values["told"]["period"]) == ("t", "week")
