"""One gesture each, taken back when wrong; shares never grow beyond what there is; parties answer by link."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import NOBODY, SYSTEM, Actor
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching import services
from circulairwerkt.matching.models import Decision, Inquiry, Proposal, State
from circulairwerkt.matching.pools import key_of
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Hub:
    return make.hub("De hub", contact_phone="09 123 45 67")


@pytest.fixture
def coordinator(hub: Hub) -> Actor:
    return actor_of(make.member(hub))


def proposals_of(card: Any) -> list[Proposal]:
    services.run_for(actor=SYSTEM, keys=[key_of(card)])
    return list(Proposal.objects.filter(card=card).order_by("pk"))


def tonnes(hub: Hub, **fields: Any) -> Any:
    return make.card(hub, **{"quantity": 3.0, "unit": "t", "period": "week", **fields})


def test_each_gesture_is_noted_with_its_time_and_taken_back_one_by_one(hub: Hub, coordinator: Actor) -> None:
    card = tonnes(hub)
    make.need(hub, quantity=3.0, unit="t")
    (proposal,) = proposals_of(card)
    for state in ("proposed", "called", "no"):
        proposal.refresh_from_db()
        services.decide(
            actor=coordinator, proposal=proposal, state=state, reason="quality" if state == "no" else ""
        )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.refused_digest) == (State.NO, proposal.pair_digest)
    assert [one.state for one in proposal.decisions.all()] == ["no", "called", "proposed"]
    for expected in (State.CALLED, State.PROPOSED, State.NEW):
        proposal = services.undo(actor=coordinator, proposal=proposal)
        assert (proposal.state, proposal.refused_digest) == (expected, "")
    with pytest.raises(services.NothingToUndo):
        services.undo(actor=coordinator, proposal=proposal)
    assert Decision.objects.filter(undone_at__isnull=False).count() == 3


def test_several_takers_share_one_card_and_never_more_than_it_holds(hub: Hub, coordinator: Actor) -> None:
    card = tonnes(hub)
    make.need(hub, quantity=2.0, unit="t")
    make.need(hub, quantity=2.0, unit="t")
    first, second = proposals_of(card)
    services.decide(actor=coordinator, proposal=first, state="yes", quantity=2.0)
    with pytest.raises(services.TooMuch) as refused:
        services.decide(actor=coordinator, proposal=second, state="yes", quantity=1.5)
    assert refused.value.left == pytest.approx(1.0)
    services.decide(actor=coordinator, proposal=second, state="yes", quantity=1.0)
    assert services.left_of_card(second) == pytest.approx(1.0)


def test_a_processor_is_never_promised_more_than_it_can_do(hub: Hub, coordinator: Actor) -> None:
    make.capability(hub, quantity=4.0, unit="t", period="week")
    (first,) = proposals_of(tonnes(hub))
    (second,) = proposals_of(tonnes(hub, quantity=3000.0, unit="kg"))
    services.decide(actor=coordinator, proposal=first, state="yes", quantity=3.0)
    with pytest.raises(services.TooMuch) as refused:
        services.decide(actor=coordinator, proposal=second, state="yes", quantity=1500.0)
    assert refused.value.left == pytest.approx(1000.0)


def test_taking_back_a_no_does_not_promise_twice(hub: Hub, coordinator: Actor) -> None:
    card = tonnes(hub)
    make.need(hub, quantity=3.0, unit="t")
    make.need(hub, quantity=3.0, unit="t")
    first, second = proposals_of(card)
    services.decide(actor=coordinator, proposal=first, state="yes", quantity=3.0)
    services.decide(actor=coordinator, proposal=first, state="no")
    services.decide(actor=coordinator, proposal=second, state="yes", quantity=3.0)
    with pytest.raises(services.TooMuch):
        services.undo(actor=coordinator, proposal=first)


@pytest.mark.parametrize(("state", "reason"), [("new", ""), ("maybe", ""), ("no", "because")])
def test_a_gesture_that_is_none_is_an_error(hub: Hub, coordinator: Actor, state: str, reason: str) -> None:
    card = tonnes(hub)
    make.need(hub)
    (proposal,) = proposals_of(card)
    with pytest.raises(ValueError, match="no such gesture"):
        services.decide(actor=coordinator, proposal=proposal, state=state, reason=reason)


# -- a party that was asked by mail ----------------------------------------------------------------------


@pytest.fixture
def asked(hub: Hub, coordinator: Actor) -> Inquiry:
    firm = make.organisation("Geheime Firma")
    card = make.card(
        hub,
        "karton bij Geheime Firma",
        organisation=firm,
        packaging="op paletten",
        price_eur_per_unit=77316.0,
        destination_cost_eur=99164.0,
        quantity=3.0,
        unit="t",
    )
    make.need(hub, quantity=3.0, unit="t")
    make.capability(hub, quantity=3.0, unit="t")
    first, second = proposals_of(card)
    for proposal, email in ((first, "an@example.org"), (second, "bo@example.org")):
        inquiry = services.ask_party(
            actor=coordinator,
            proposal=proposal,
            side="taker",
            email=email,
            transport="giver",
            message="Dag An",
        )
    return Inquiry.objects.get(email="an@example.org") if inquiry else inquiry


def address(inquiry: Inquiry) -> str:
    return f"/voorstel/{services.token_of(inquiry)}/"


def test_nothing_goes_to_a_party_but_at_a_click_and_the_mail_holds_a_link_and_no_content(
    asked: Inquiry,
) -> None:
    assert OutgoingMail.objects.count() == 2
    letter = OutgoingMail.objects.get(to="an@example.org")
    assert address(asked) in letter.text
    assert "Firma" not in letter.text + letter.subject
    assert asked.proposal.state == State.PROPOSED
    assert not mail.outbox or all("Firma" not in one.body for one in mail.outbox)


def test_a_party_sees_what_it_needs_before_it_answers_and_no_firm_and_no_cost(
    client: Client, asked: Inquiry
) -> None:
    text = " ".join(client.get(address(asked)).content.decode().split())
    for told in (
        "karton",
        "3 ton per week",
        "op paletten",
        "wie het geeft",
        "1 ander",
        "Dag An",
        "09 123 45 67",
    ):
        assert told in text, told
    for hidden in ("Geheime", "77316", "77.316", "99164", "99.164", "bo@example.org", "an@example.org"):
        assert hidden not in text, hidden
    asked.refresh_from_db()
    assert asked.answered_at is None


@pytest.mark.parametrize(
    ("said", "state", "reason"),
    [
        ("yes", State.YES, ""),
        ("no", State.NO, ""),
        ("too_small", State.NO, "too_small"),
        ("later", State.LATER, ""),
    ],
)
def test_each_answer_is_one_press_and_stands_with_the_proposal(
    client: Client, asked: Inquiry, said: str, state: State, reason: str
) -> None:
    preselected = client.get(address(asked), {"antwoord": said}).content.decode()
    assert preselected.index(f'value="{said}"') < min(
        preselected.index(f'value="{other}"') for other in services.ANSWERS if other != said
    )
    assert client.post(address(asked), {"antwoord": said}).status_code == 302
    proposal = Proposal.objects.get(pk=asked.proposal_id)
    decision = proposal.decisions.first()
    assert decision is not None
    assert (proposal.state, decision.reason, decision.is_by_party, decision.by) == (state, reason, True, None)
    assert "is bij de hub" in client.get(address(asked)).content.decode()


def test_a_second_answer_changes_nothing(client: Client, asked: Inquiry) -> None:
    client.post(address(asked), {"antwoord": "no"})
    client.post(address(asked), {"antwoord": "yes"})
    with pytest.raises(services.AlreadyAnswered):
        services.answer(actor=NOBODY, inquiry=asked, answer="yes")
    assert Proposal.objects.get(pk=asked.proposal_id).state == State.NO


def test_yes_counts_once_everybody_who_was_asked_said_so(coordinator: Actor, asked: Inquiry) -> None:
    giver = services.ask_party(
        actor=coordinator, proposal=asked.proposal, side="giver", email="cas@example.org"
    )
    services.answer(actor=NOBODY, inquiry=asked, answer="yes")
    assert Proposal.objects.get(pk=asked.proposal_id).state == State.PROPOSED
    services.answer(actor=NOBODY, inquiry=giver, answer="yes")
    assert Proposal.objects.get(pk=asked.proposal_id).state == State.YES


@pytest.mark.parametrize("token", ["x", "a:b", "ImEi:x", "0" * 900])
def test_a_forged_link_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"/voorstel/{token}/").status_code == 404


def test_addresses_are_erased_when_their_time_is_over(asked: Inquiry) -> None:
    Inquiry.objects.filter(pk=asked.pk).update(sent_at=timezone.now() - timedelta(days=731))
    assert services.erase_old_addresses(actor=SYSTEM) == 1
    asked.refresh_from_db()
    assert (asked.email, asked.message) == ("", "")
