"""A fair split: typed by the coordinator, told in words, seen by him and the parties alone."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client

from circulairwerkt.base import scope
from circulairwerkt.cases.models import Agreement, AgreementShare, Party
from circulairwerkt.flows.models import FairSplit
from circulairwerkt.flows.splits.bridge import divided
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import OrganisationMembership
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_scope() -> Iterator[None]:
    with scope.everywhere("a test"):
        yield


@pytest.fixture
def hub() -> Hub:
    return make.hub("De hub", slug="de-hub")


@pytest.fixture
def agreement(hub: Hub) -> Agreement:
    """Anna gives, Bert works, Cel takes."""
    anna, bert, cel = (make.organisation(name) for name in ("Anna", "Bert", "Cel"))
    return make.agreement(make.case(hub), giver=anna, processor=bert, taker=cel)


def address_of(agreement: Agreement) -> str:
    return f"/dossiers/{agreement.case_id}/overeenkomsten/{agreement.pk}/verdeling/"


def typed(agreement: Agreement, version: int = 0, **values: str) -> dict[str, str]:
    pks = {"a": agreement.giver_id, "b": agreement.processor_id, "c": agreement.taker_id}
    names = {"all": "samen"} | {key: f"alleen_{pk}" for key, pk in pks.items()}
    names |= {
        left + right: f"groep_{pks[left]}_{pks[right]}"
        for left, right in (("a", "b"), ("a", "c"), ("b", "c"))
    }
    return {"version": str(version), **{names[key]: value for key, value in values.items()}}


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_what_was_typed_is_told_in_words_with_the_payment_that_mends_it(
    client: Client, hub: Hub, agreement: Agreement
) -> None:
    client.force_login(make.member(hub))
    assert "vult de coördinator in" in read(client, address_of(agreement))
    sent = typed(agreement, all="900", a="100", bc="300")
    assert client.post(address_of(agreement), sent).status_code == 302
    split = FairSplit.objects.get()
    assert [one["eur"] for one in split.worths] == [100.0, 300.0, 900.0]
    text = read(client, address_of(agreement))
    assert "Er is een verdeling waarbij niemand, en geen enkele groep, beter af is" in text
    assert "nog niet verdeeld" in text
    # 200 for Bert and Cel together, who can make 300 by themselves: Anna makes it good
    for organisation, percent in ((agreement.giver, "77.78"), (agreement.processor, "11.11")):
        AgreementShare.objects.create(
            agreement=agreement, organisation=organisation, percent=Decimal(percent)
        )
    AgreementShare.objects.create(agreement=agreement, organisation=agreement.taker, percent=Decimal("11.11"))
    text = read(client, address_of(agreement))
    assert "Bert en Cel verdienen samen, zonder de anderen, 100 euro per jaar meer." in text
    # 500 gained: a and the pair get 250 each above what they can alone
    assert "Anna betaalt Bert 175 euro per jaar." in text
    assert "350 euro" in text


def test_an_empty_core_is_said(client: Client, hub: Hub, agreement: Agreement) -> None:
    """Any two fill the lorry of 900: each pair wants 900 and can get 600 (docs/methods/fair-split.md)."""
    client.force_login(make.member(hub))
    client.post(address_of(agreement), typed(agreement, all="900", ab="900", ac="900", bc="900"))
    text = read(client, address_of(agreement))
    assert "Hoe je ook verdeelt" in text
    assert "meer dan 300 euro per jaar" in text


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(
    client: Client, hub: Hub, agreement: Agreement
) -> None:
    client.force_login(make.member(hub))
    answer = client.post(address_of(agreement), typed(agreement, a="12,5"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Vul in wat alle partijen samen verdienen." in text
    assert 'value="12,5"' in text
    assert not FairSplit.objects.exists()


def test_of_two_who_save_the_second_is_told_and_loses_nothing(
    client: Client, hub: Hub, agreement: Agreement
) -> None:
    client.force_login(make.member(hub))
    client.post(address_of(agreement), typed(agreement, all="900"))
    client.post(address_of(agreement), typed(agreement, version=1, all="800"))
    late = client.post(address_of(agreement), typed(agreement, version=1, all="700"))
    assert late.status_code == 409
    text = late.content.decode()
    assert "Iemand anders bewaarde dit intussen" in text
    assert 'value="700"' in text
    assert client.post(address_of(agreement), typed(agreement, version=2, all="700")).status_code == 302
    assert FairSplit.objects.get().worths[0]["eur"] == 700.0


def test_a_party_reads_and_does_not_write_and_a_stranger_finds_nothing(
    client: Client, hub: Hub, agreement: Agreement
) -> None:
    invited = make.organisation("Dora")
    Party.objects.create(case=agreement.case, organisation=invited, role=Party.Role.KNOWLEDGE)
    for organisation, status in ((agreement.taker, 200), (invited, 200), (make.organisation(), 404)):
        user = make.person()
        OrganisationMembership.objects.create(user=user, organisation=organisation, valid_from=make.LONG_AGO)
        client.force_login(user)
        assert "Bewaar en reken" not in read(client, address_of(agreement), status)
        assert client.post(address_of(agreement), typed(agreement, all="1")).status_code == 404
    assert not FairSplit.objects.exists()


def test_of_many_parties_the_shares_are_drawn() -> None:
    players = [f"p{number:02d}" for number in range(14)]
    found = divided(players, {frozenset(players): 1400.0, frozenset({"p00"}): 100.0}, None)
    assert found.is_sampled
    assert sum(found.fair.values()) == pytest.approx(1400.0)
    assert found.fair["p00"] > found.fair["p01"]
