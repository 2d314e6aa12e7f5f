"""A coordinator writes an agreement, concludes it, notes what moved and answers the law, on the pages."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from circulairwerkt.cases.models import Agreement, Case, Transfer
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(client: Client) -> Case:
    """A case with a giver and a processor, whose coordinator is signed in."""
    hub = factories.hub(slug="gent")
    made = factories.case(hub)
    for name, role in (("Groothandel", "giver"), ("Maatwerk", "processor")):
        factories.party(made, factories.organisation(name), role)
    client.force_login(factories.member(hub))
    return made


def _sent(case: Case, **fields: Any) -> dict[str, Any]:
    giver, processor = (party.organisation_id for party in case.parties.order_by("role"))
    return {
        "version": "1",
        "what": "karton sorteren",
        "giver": giver,
        "processor": processor,
        "quantity": "0,5",
        "unit": "t",
        "period": "week",
        "valid_from": "2026-01-01",
        "giver_percent": "40",
        "processor_percent": "60",
        **fields,
    }


def _write(client: Client, case: Case, **fields: Any) -> Any:
    return client.post(f"/dossiers/{case.pk}/overeenkomsten/nieuw/", _sent(case, **fields))


def test_from_proposal_to_two_transfers_one_corrected(client: Client, case: Case) -> None:
    page = client.get(f"/dossiers/{case.pk}/").content.decode()
    assert "Nieuwe overeenkomst" in page
    assert _write(client, case).status_code == 302
    row = Agreement.objects.get()
    assert [(str(share.organisation), int(share.percent)) for share in row.shares.all()] == [
        ("Maatwerk", 60),
        ("Groothandel", 40),
    ]
    base = f"/dossiers/{case.pk}/overeenkomsten/{row.pk}/"
    assert "0,5 ton per week" in client.get(base).content.decode()
    assert client.post(f"{base}afspreken/", {"version": 1}).status_code == 302
    for day, amount in (("2026-02-02", "1,25"), ("2026-02-09", "9")):
        sent = {"moved_on": day, "quantity": amount, "unit": "t"}
        assert client.post(f"{base}leveringen/", sent).status_code == 302
    wrong = Transfer.objects.get(quantity=9)
    fixed = {"moved_on": "2026-02-09", "quantity": "0,9", "unit": "t", "note": "komma vergeten"}
    assert client.post(f"{base}leveringen/{wrong.pk}/", fixed).status_code == 302
    page = client.get(base).content.decode()
    assert "2,15 ton" in page
    assert "verbetert" in page
    assert "komma vergeten" in page
    stopped = client.post(
        f"{base}stoppen/", {"version": 2, "on": "2026-03-01", "reason": "de firma verhuist"}
    )
    assert stopped.status_code == 302
    assert "de firma verhuist" in client.get(base).content.decode()
    listed = client.get(f"/dossiers/{case.pk}/").content.decode()
    assert "karton sorteren" in listed
    assert client.get(f"/dossiers/{case.pk}/waardestromen.jsonld").json()["@graph"]


@pytest.mark.parametrize(
    "fields",
    [
        {"quantity": "veel"},
        {"quantity": "-1"},
        {"quantity": "1e400"},
        {"unit": "parsec"},
        {"unit": ""},
        {"valid_from": "gisteren"},
        {"valid_to": "2025-01-01"},
        {"giver": "999999"},
        {"processor": ""},
        {"giver_percent": "70"},
        {"low_code": "abc"},
        {"what": ""},
        {"what": "x" * 400},
        {"what": "\x00"},
        {"period": "eeuw"},
        {"legal_status": "misschien"},
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    client: Client, case: Case, fields: dict[str, Any]
) -> None:
    answer = _write(client, case, **fields)
    assert answer.status_code == 422
    assert not Agreement.objects.exists()
    assert "2026-01-01" in answer.content.decode() or "valid_from" in fields


def test_two_who_edit_see_both_versions(client: Client, case: Case) -> None:
    _write(client, case)
    row = Agreement.objects.get()
    path = f"/dossiers/{case.pk}/overeenkomsten/{row.pk}/wijzigen/"
    assert client.post(path, _sent(case, what="karton en folie")).status_code == 302
    late = client.post(path, _sent(case, what="karton en papier"))
    assert late.status_code == 409
    page = late.content.decode()
    assert "karton en folie" in page
    assert "karton en papier" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"quantity": "0"},
        {"quantity": ""},
        {"moved_on": "2999-01-01"},
        {"moved_on": ""},
        {"unit": "h"},
        {"evidence": "999"},
        {"note": "x" * 600},
    ],
)
def test_a_transfer_that_cannot_be_is_told(client: Client, case: Case, fields: dict[str, Any]) -> None:
    row = factories.agreement(case, state="agreed")
    sent = {"moved_on": "2026-02-02", "quantity": "1", "unit": "t", **fields}
    answer = client.post(f"/dossiers/{case.pk}/overeenkomsten/{row.pk}/leveringen/", sent)
    assert answer.status_code == 422
    assert not Transfer.objects.exists()


def test_the_law_is_answered_and_says_who_did_and_that_it_is_no_advice(client: Client, case: Case) -> None:
    row = factories.agreement(case, legal_status="waste", way="enclave", valid_from=date(2026, 1, 1))
    path = f"/dossiers/{case.pk}/overeenkomsten/{row.pk}/wet/"
    page = client.get(path).content.decode()
    assert "geen juridisch advies" in page
    assert "kernactiviteit" in page
    assert "ovam.vlaanderen.be" in page
    sent = {"answer_ihm": "yes", "remark_ihm": "Ophaal NV", "answer_core_activity": "no"}
    assert client.post(path, sent).status_code == 302
    assert client.post(path, sent).status_code == 302
    assert row.legal_answers.count() == 2, "what was answered already is not written again"
    page = client.get(path).content.decode()
    assert "Ophaal NV" in page
    assert "Eerst raad vragen" in page
    assert client.post(path, {"answer_ihm": "misschien"}).status_code == 422


def test_the_pages_ask_the_database_so_many_times_whatever_there_is(
    client: Client, case: Case, django_assert_max_num_queries: Any
) -> None:
    row = factories.agreement(case, state="agreed")
    for day in range(1, 20):
        Transfer.objects.create(agreement=row, moved_on=date(2026, 2, day), quantity=1, unit="t")
        factories.agreement(case)
    with django_assert_max_num_queries(30):
        client.get(f"/dossiers/{case.pk}/overeenkomsten/{row.pk}/")
    with django_assert_max_num_queries(45):
        client.get(f"/dossiers/{case.pk}/")
