"""ValueFlows 1.0 in JSON-LD: it expands without fetching anything, and amounts come back as they were."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pyld import jsonld

from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.cases import services, value_flows
from circulairwerkt.cases.bridge import amount_units
from circulairwerkt.cases.models import Agreement, AgreementState
from tests.circulairwerkt import factories

VF = value_flows.VF
pytestmark = pytest.mark.django_db


def _refuse(url: str, _options: Any = None) -> Any:
    raise AssertionError(f"the document asks for {url}")


def _expanded(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Expand as a reader would, from the written text; nodes by address."""
    text = json.loads(json.dumps(document))
    nodes = jsonld.expand(text, {"documentLoader": _refuse})
    return {node["@id"]: node for node in nodes}


def _of(nodes: dict[str, dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    return [node for node in nodes.values() if node["@type"] == [VF + sort]]


def _amount(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> tuple[Decimal, dict[str, Any]]:
    measure = node[VF + "resourceQuantity"][0]
    value = measure[VF + "hasNumericalValue"][0]
    assert value["@type"] == value_flows.XSD + "decimal"
    return Decimal(value["@value"]), nodes[measure[VF + "hasUnit"][0]["@id"]]


def _one() -> Agreement:
    case = factories.case(factories.hub())
    taker = factories.organisation("Papierfabriek")
    giver = factories.organisation("Groothandel")
    return factories.agreement(
        case,
        state=AgreementState.AGREED,
        giver=giver,
        processor=factories.organisation("Maatwerk"),
        taker=taker,
        quantity=Decimal(2),
        unit="t",
        period="month",
        valid_to=date(2026, 3, 15),
        low_code="150101",
        split_text="de helft elk",
    )


def test_every_term_stands_in_the_ontology_and_every_link_leads_somewhere() -> None:
    row = _one()
    first = services.note_transfer(
        actor=SYSTEM, agreement=row, moved_on=date(2026, 1, 9), quantity=Decimal("1.5"), unit="t"
    )
    services.correct_transfer(
        actor=SYSTEM, transfer=first, moved_on=date(2026, 1, 9), quantity=Decimal(900), unit="kg"
    )
    nodes = _expanded(value_flows.document([row]))
    terms = {
        term.removeprefix(VF) for node in nodes.values() for term in node if not term.startswith("@")
    } | {sort.removeprefix(VF) for node in nodes.values() for sort in node["@type"]}
    known = {*value_flows.CONTEXT} | {"Measure"}
    assert terms <= known
    assert not any("http" in term for term in terms), "no term outside the vocabulary"
    for node in nodes.values():
        for term, values in node.items():
            if term.startswith("@") or term == VF + "action":
                continue
            for value in values:
                if "@id" in value and len(value) == 1:
                    assert value["@id"] in nodes, f"{term} leads nowhere"
    actions = {each["@id"] for node in nodes.values() for each in node.get(VF + "action", [])}
    assert actions == {VF + "transferCustody", VF + "deliverService", VF + "transfer"}


def test_promises_by_month_events_and_what_corrects_what() -> None:
    row = _one()
    first = services.note_transfer(
        actor=SYSTEM, agreement=row, moved_on=date(2026, 1, 9), quantity=Decimal("1.5"), unit="t"
    )
    services.correct_transfer(
        actor=SYSTEM, transfer=first, moved_on=date(2026, 1, 9), quantity=Decimal(900), unit="kg"
    )
    nodes = _expanded(value_flows.document([row]))
    promised = [each for each in _of(nodes, "Commitment") if VF + "resourceQuantity" in each]
    assert [_amount(each, nodes)[0] for each in promised] == [Decimal(2), Decimal(2), Decimal("0.967742")]
    events = _of(nodes, "EconomicEvent")
    moved = [_amount(each, nodes) for each in events]
    assert [(value, unit[VF + "label"][0]["@value"]) for value, unit in moved] == [
        (Decimal("1.5"), "tonne"),
        (Decimal(900), "kg"),
    ]
    assert events[1][VF + "corrects"][0]["@id"] == events[0]["@id"]
    assert events[0][VF + "fulfills"][0]["@id"] == promised[0]["@id"]
    moment = events[0][VF + "hasPointInTime"][0]
    assert moment == {"@type": value_flows.XSD + "dateTimeStamp", "@value": "2026-01-09T00:00:00+01:00"}
    assert len(_of(nodes, "Process")) == 1
    assert {each[VF + "name"][0]["@value"] for each in _of(nodes, "Organization")} == {
        "Groothandel",
        "Maatwerk",
        "Papierfabriek",
    }
    assert "de helft elk" not in json.dumps(nodes), "how the value is split is for the parties"


def test_a_draft_is_no_agreement_yet() -> None:
    assert value_flows.document([factories.agreement(factories.case(factories.hub()))])["@graph"] == []


def test_a_hub_gives_its_own_agreements_alone(client: Client) -> None:
    hub, other = factories.hub(slug="gent"), factories.hub()
    for at, what in ((hub, "ons karton"), (other, "hun hout")):
        factories.agreement(factories.case(at), state=AgreementState.AGREED, what=what)
    client.force_login(factories.member(hub))
    answer = client.get("/werkplek/gent/waardestromen.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    text = answer.content.decode()
    assert "ons karton" in text
    assert "hun hout" not in text


class RoundTrip(TestCase):
    """Whatever the amount and the unit: what is read back is what was written."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.decimals("0.000001", "9999999", places=6), st.sampled_from(amount_units()))
    def test_amounts_come_back(self, quantity: Decimal, unit: str) -> None:
        case = factories.case(factories.hub())
        row = factories.agreement(
            case, state=AgreementState.AGREED, quantity=quantity, unit=unit, period="once"
        )
        row.refresh_from_db()
        nodes = _expanded(value_flows.document([row]))
        promised = next(each for each in _of(nodes, "Commitment") if VF + "resourceQuantity" in each)
        value, told = _amount(promised, nodes)
        assert value == quantity
        assert told["@id"].endswith(f"#unit-{unit}")
        if unit in value_flows.OM2_UNITS:
            om2 = told[VF + "omUnitIdentifier"][0]
            assert om2["@value"] == value_flows.OM2 + value_flows.OM2_UNITS[unit]
        else:
            assert VF + "omUnitIdentifier" not in told
