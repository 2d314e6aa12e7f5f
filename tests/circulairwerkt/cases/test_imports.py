"""A coordinator's own list of cases: understood, refused, shown side by side, numbered, taken back."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from circulairwerkt.base import imports, scope
from circulairwerkt.base.models import ImportRow
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import services
from circulairwerkt.cases.models import Case, Stage
from circulairwerkt.cases.services.imported import import_cases
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories
from tests.circulairwerkt.portal.reading_in import checked, read_in, taken_back, wanted

pytestmark = pytest.mark.django_db
STATE = ImportRow.State
CASES = Case._base_manager


@pytest.fixture
def hub() -> Hub:
    return factories.hub("Hub Gent", slug="gent", seat=factories.municipality("Gent", nis="44021"))


@pytest.fixture
def client(hub: Hub) -> Client:
    signed_in = Client()
    signed_in.force_login(factories.member(hub))
    return signed_in


@pytest.fixture
def actor(hub: Hub) -> Actor:
    return actor_of(factories.member(hub))


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Titel", "title"),
        ("Titre", "title"),
        ("Subject", "title"),
        ("Bedrijf", "organisation"),
        ("Status", "stage"),
        ("Étape", "stage"),
        ("Start date", "date"),
        ("Opmerkingen", "note"),
        ("Dossiernr.", "number"),
        ("Numéro", "number"),
    ],
)
def test_headers_are_recognised_in_three_languages(header: str, field: str) -> None:
    assert imports.proposed(imports.kinds()["cases"], [header], {}) == {field: header}


def test_a_list_becomes_cases_where_they_stand(client: Client, hub: Hub) -> None:
    firm = factories.organisation("Bakkerij Zuid")
    before = timezone.now()
    batch = checked(
        client,
        "gent",
        "cases",
        "Nr;Onderwerp;Bedrijf;Status;Datum;Opmerking\n"
        "2025-014;Broodresten;Bakkerij Zuid;testtraject;03/02/2025;Gebeld met de bakker\n"
        "7;Zagerij;;gestopt;01/03/2024;\n"
        ";Tapijten;;;;\n",
    )
    assert list(batch.lines.values_list("state", flat=True)) == [STATE.GOOD] * 3
    read_in(client, "gent", batch)
    bread = CASES.get(title="Broodresten")
    assert (bread.reference, bread.stage, bread.exit) == ("2025-014", "test_trajectory", "")
    assert timezone.localdate(bread.opened_at) == date(2025, 2, 3)
    assert bread.moved_at >= before, "nobody is told today that all of it stands still"
    assert bread.entries.get().text == "Gebeld met de bakker"
    assert bread.parties.get().organisation == firm
    saw = CASES.get(title="Zagerij")
    assert (saw.reference, saw.exit, bool(saw.exit_reason)) == ("2024-007", "stopped", True)
    carpets = CASES.get(title="Tapijten")
    assert (carpets.year, carpets.number, carpets.stage) == (timezone.localdate().year, 1, "case")
    assert {case.hub_id for case in CASES.all()} == {hub.pk}


def test_what_is_wrong_is_said_by_field_with_value_and_expectation(client: Client) -> None:
    batch = checked(
        client,
        "gent",
        "cases",
        "titel;organisatie;stap;datum;nummer\n"
        "Fout;Onbekend nv;ergens;31/02/2026;veertien\n"
        "Later;;;01/01/2199;2199-1\n"
        f"{'x' * 161};;;;\n"
        ";;opgenomen;;\n",
    )
    first, later, long, empty = batch.lines.all()
    typed = {"organisation": "Onbekend nv", "stage": "ergens", "date": "31/02/2026", "number": "veertien"}
    assert set(first.problems) == set(typed)
    for name, value in typed.items():
        assert value in first.problems[name]
        assert "Verwacht:" in first.problems[name]
    assert set(later.problems) == {"date", "number"}
    assert set(long.problems) == set(empty.problems) == {"title"}


def test_what_is_there_already_is_shown_beside_it(client: Client, hub: Hub) -> None:
    known = factories.case(hub, "Karton van de groothandel", year=2026, number=3)
    alike = factories.case(hub, "Broodresten van de bakkerij", year=2026, number=4)
    factories.case(factories.hub("Hub Leuven", slug="leuven"), "Tapijten", year=2026, number=9)
    batch = checked(
        client,
        "gent",
        "cases",
        "titel;nummer\n"
        "Heel wat anders;2026-3\nBroodresten van de bakerij;\nTapijten;2026-9\nNog een;2026-009\n",
    )
    rows = list(batch.lines.all())
    assert [row.state for row in rows] == [STATE.TWIN, STATE.TWIN, STATE.GOOD, STATE.TWIN]
    assert (rows[0].twin["pk"], rows[1].twin["pk"]) == (known.pk, alike.pk)
    assert rows[3].twin["row"] == rows[2].number
    client.post(f"/werkplek/gent/inlezen/{batch.pk}/keuzes/", {f"rij-{rows[0].pk}": "make"})
    read_in(client, "gent", batch)
    assert CASES.get(title="Tapijten", hub=hub).number == 9
    assert CASES.get(title="Heel wat anders").number == 5, "3 is taken: the next of the hub's year"
    assert CASES.filter(hub=hub).count() == 4


def test_a_given_number_is_kept_and_the_next_one_goes_on_after_it(hub: Hub, actor: Actor) -> None:
    def bring(title: str, number: int | None) -> int:
        assert import_cases(
            actor=actor, hub=hub, rows=[wanted("cases", title=title, number=str(number or ""))]
        )
        return CASES.get(title=title).number

    assert [bring("a", 5), bring("b", 2), bring("c", 5), bring("d", None)] == [5, 2, 6, 7]
    with scope.everywhere("a test of numbers"):
        assert services.open_case(actor=actor, hub=hub, title="e").number == 8


def test_taking_back_leaves_what_people_worked_on(client: Client, hub: Hub, actor: Actor) -> None:
    firm = factories.organisation("Bakkerij Zuid")
    titles = ["Een", "Tweede", "Derde zaak", "Vierde idee", "Laatste"]
    text = "titel;organisatie;notitie\n" + "\n".join(f"{title};{firm.name};nota" for title in titles)
    batch = read_in(client, "gent", checked(client, "gent", "cases", text))
    factories.entry(CASES.get(title="Tweede"))
    edited = CASES.get(title="Derde zaak")
    edited.title = "Derde"
    edited.save_as_successor_of(edited.version, ["title"])
    factories.task(CASES.get(title="Vierde idee"))
    taken_back(client, "gent", batch)
    assert set(CASES.values_list("title", flat=True)) == {"Tweede", "Derde", "Vierde idee"}
    assert batch.lines.filter(state=STATE.UNDONE).count() == 2


def test_what_goes_out_comes_in_again(client: Client, hub: Hub) -> None:
    factories.case(hub, "Karton", year=2026, number=3, stage=Stage.EXPLORATION)
    answer = client.get("/werkplek/gent/inlezen/uit/cases/csv/")
    row = checked(client, "gent", "cases", answer.content.decode("utf-8-sig")).lines.get()
    assert (row.state, row.values["number"], row.values["stage"]) == (STATE.TWIN, 3, "exploration")
