"""Who fits is worked out, told to those who may know, and a refusal is respected."""

from itertools import product
from typing import Any

import pytest

from circulairwerkt.base import scope
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.hubs.actors import actor_of, scope_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching import services
from circulairwerkt.matching.models import OPEN, Proposal, Run, State
from circulairwerkt.matching.pools import follower, key_of
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
LEVELS = ("public", "network", "hub", "parties")


def run(*rows: Any) -> Run:
    return services.run_for(actor=SYSTEM, keys=[key_of(row) for row in rows])


def told_to(hub: Hub) -> list[Proposal]:
    with scope.opened(scope_of(actor_of(make.member(hub)))):
        return list(Proposal.objects.all())


def test_a_card_finds_a_need_and_a_processor_with_reasons_and_figures() -> None:
    hub = make.hub()
    card = make.card(hub, quantity=2.0, unit="t", lat=51.0, lon=4.0)
    need = make.need(hub, quantity=1.0, unit="t", lat=51.1, lon=4.0)
    capability = make.capability(hub, quantity=5.0, unit="t", lat=51.0, lon=4.1)
    done = run(card)
    assert (done.state, done.found, len(done.input_digest)) == (Run.State.DONE, 2, 64)
    by_taker = {proposal.taker: proposal for proposal in Proposal.objects.all()}
    assert set(by_taker) == {need, capability}
    proposal = by_taker[need]
    assert 0 < proposal.score_share <= 1
    assert proposal.distance_km == pytest.approx(11.1 * 1.3, rel=0.2)
    assert proposal.flow_t == pytest.approx(52.14, rel=0.01)  # one tonne a week, 365 / 7 weeks
    assert proposal.reasons[0].keys() == {"code", "tone", "nl", "en", "fr"}


def test_both_directions_give_the_same_pair_and_no_second_one() -> None:
    hub = make.hub()
    card, need = make.card(hub), make.need(hub)
    run(card)
    first = Proposal.objects.get()
    run(need)
    second = Proposal.objects.get()
    assert (first.pk, first.score_share) == (second.pk, second.score_share)


def test_the_same_rows_give_the_same_digest_and_a_change_another() -> None:
    hub = make.hub()
    card = make.card(hub)
    make.need(hub)
    first, again = run(card), run(card)
    assert first.input_digest == again.input_digest
    card.quantity = 3.0
    card.save()
    assert run(card).input_digest != first.input_digest


@pytest.mark.parametrize(("of_card", "of_taker"), list(product(LEVELS, LEVELS)))
@pytest.mark.parametrize("sort", ["need", "capability"])
@pytest.mark.parametrize("asked", ["card", "taker"])
def test_a_closed_row_is_told_to_its_own_hub_alone(
    of_card: str, of_taker: str, sort: str, asked: str
) -> None:
    giver, receiver, stranger = make.hub(), make.hub(), make.hub()
    card = make.card(giver, visibility=of_card)
    taker = getattr(make, sort)(receiver, visibility=of_taker)
    run(card if asked == "card" else taker)
    assert bool(told_to(giver)) == (of_taker in OPEN)
    assert bool(told_to(receiver)) == (of_card in OPEN)
    assert told_to(stranger) == []


def test_what_is_closed_later_is_gone_from_the_other_hub_at_once() -> None:
    giver, receiver = make.hub(), make.hub()
    card = make.card(giver, visibility="network")
    make.need(receiver, visibility="network")
    run(card)
    assert told_to(giver)
    assert told_to(receiver)
    card.visibility = "hub"
    card.save()
    assert told_to(giver)
    assert told_to(receiver) == []


def test_a_refusal_holds_until_one_of_the_rows_changes() -> None:
    hub = make.hub()
    coordinator = actor_of(make.member(hub))
    card = make.card(hub)
    make.need(hub)
    run(card)
    services.decide(actor=coordinator, proposal=Proposal.objects.get(), state="no", reason="quality")
    run(card)
    assert Proposal.objects.get().state == State.NO
    card.visibility = "public"
    card.save()
    run(card)
    assert Proposal.objects.get().state == State.NO, "how open it is changes nothing about the pair"
    card.quantity = 40.0
    card.save()
    run(card)
    proposal = Proposal.objects.get()
    assert proposal.state == State.NEW
    assert proposal.decisions.count() == 1


def test_what_no_longer_fits_lapses_and_what_people_did_stays() -> None:
    hub = make.hub()
    card, need = make.card(hub), make.need(hub)
    run(card)
    services.decide(actor=actor_of(make.member(hub)), proposal=Proposal.objects.get(), state="called")
    need.material, need.sentence = "steel", "staal"
    need.save()
    follower.forget()
    assert run(need).lapsed == 1
    proposal = Proposal.objects.get()
    assert (proposal.is_lapsed, proposal.state) == (True, State.CALLED)


@pytest.mark.parametrize("change", [{"is_gone": True}, {"dangers": ["asbestos"]}])
def test_what_is_gone_or_dangerous_is_never_proposed(change: dict[str, Any]) -> None:
    hub = make.hub()
    card = make.card(hub, **change)
    make.need(hub)
    run(card)
    assert not Proposal.objects.exists()


def test_prices_of_another_hub_and_of_a_processor_cannot_be_worked_out() -> None:
    giver, receiver = make.hub(), make.hub()
    values = {"quantity": 1.0, "unit": "t", "visibility": "network", "lat": 51.0, "lon": 4.0}
    card = make.card(giver, **values)
    seen = []
    for price in (10.0, 500.0):
        Proposal.objects.all().delete()
        need = make.need(receiver, price_eur_per_unit=price, **values)
        capability = make.capability(giver, cost_eur_per_unit=price, **values)
        follower.forget()
        run(card)
        told = {one.taker: one for one in Proposal.objects.all()}
        seen.append(
            [
                (
                    told[row].margin_eur,
                    [reason["nl"] for reason in told[row].reasons if "EUR" in reason["nl"]],
                )
                for row in (need, capability)
            ]
        )
        need.delete()
        capability.delete()
    assert seen[0] == seen[1]


def test_the_clock_follows_what_changed_and_goes_on_where_it_was() -> None:
    hub = make.hub()
    assert services.follow(actor=SYSTEM) == 0
    from circulairwerkt.base.audit import record, write

    @write("matching.test_made")
    def made() -> None:
        for row in (make.card(hub), make.need(hub)):
            record(actor=SYSTEM, row=row, hub_id=hub.pk)

    made()
    assert services.follow(actor=SYSTEM) == 2
    assert Proposal.objects.count() == 1
    runs = Run.objects.count()
    assert services.follow(actor=SYSTEM) == 0
    assert Run.objects.count() == runs


# -- reasons for a "nee" in the next run -------------------------------------------------------------------


def refused(hub: Hub, reason: str, **fields: Any) -> tuple[Any, Proposal]:
    card = make.card(hub, **{"quantity": 1.0, "unit": "t", "lat": 51.0, "lon": 4.0, **fields})
    run(card)
    proposal = Proposal.objects.get(card=card)
    services.decide(actor=actor_of(make.member(hub)), proposal=proposal, state="no", reason=reason)
    return card, proposal


@pytest.mark.parametrize(
    ("reason", "change", "expected"),
    [
        ("too_small", {"max_km": 80.0}, State.NO),
        ("too_small", {"quantity": 0.5}, State.NO),
        ("too_small", {"quantity": 1.5}, State.NEW),
        ("too_far", {"quantity": 0.9}, State.NO),
        ("too_far", {"lat": 51.05}, State.NEW),
        ("no_wish", {"quantity": 1.5}, State.NO),
        ("quality", {"quantity": 1.5}, State.NEW),
        ("", {"quantity": 1.5}, State.NEW),
    ],
)
def test_the_reason_of_a_no_says_what_must_change_before_the_pair_comes_back(
    reason: str, change: dict[str, Any], expected: State
) -> None:
    hub = make.hub()
    make.need(hub, quantity=3.0, unit="t", lat=51.2, lon=4.0)
    card, proposal = refused(hub, reason)
    type(card).objects.filter(pk=card.pk).update(**change)
    follower.forget()
    run(card)
    proposal.refresh_from_db()
    assert proposal.state == expected
    assert bool(proposal.refused_for) == (expected == State.NO and bool(reason))


def test_too_small_without_a_word_of_explanation_changes_the_next_run_for_that_taker() -> None:
    hub = make.hub()
    capability = make.capability(hub, quantity=9.0, unit="t", lat=51.0, lon=4.1)
    small, proposal = refused(hub, "")
    services.undo(actor=actor_of(make.member(hub)), proposal=proposal)
    run(small)
    before = Proposal.objects.get(card=small).score_share
    asked = services.ask_party(
        actor=actor_of(make.member(hub)), proposal=proposal, side="taker", email="bo@example.org"
    )
    services.answer(actor=SYSTEM, inquiry=asked, answer="too_small")
    alike = make.card(hub, quantity=1.0, unit="t", lat=51.0, lon=4.0)
    larger = make.card(hub, quantity=4.0, unit="t", lat=51.0, lon=4.0)
    run(small, alike, larger)
    by_card = {one.card_id: one for one in Proposal.objects.filter(capability=capability)}
    assert by_card[small.pk].state == State.NO
    assert by_card[alike.pk].score_share == pytest.approx(before * 0.5)
    assert by_card[alike.pk].reasons[0]["code"] == "said_too_small"
    assert "said_too_small" not in [reason["code"] for reason in by_card[larger.pk].reasons]
