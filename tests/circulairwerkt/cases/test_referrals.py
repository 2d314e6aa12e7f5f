"""A question or case is handed on: it is at one hub at a time, whatever happens and in whatever order."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from circulairwerkt.base.permissions import SYSTEM, Actor, Role
from circulairwerkt.base.scope import Scope, everywhere, opened
from circulairwerkt.cases import perms, referred, services
from circulairwerkt.cases.bodies import bodies
from circulairwerkt.cases.links import token_of
from circulairwerkt.cases.models import Case, CaseShare, Question, Referral, ReferralState
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def _at(lat: float, name: str, **fields: Any) -> Hub:
    return factories.hub(name, seat=factories.municipality(name[4:], lat=lat, lon=4.0), **fields)


def _refer(question: Question, to_hub: Hub | None = None, actor: Actor = SYSTEM, **fields: Any) -> Referral:
    values = {"reason": "dichterbij", "due_on": TODAY + timedelta(days=3), **fields}
    with everywhere("a test"):
        return services.refer(actor=actor, question=question, to_hub=to_hub, **values)


def _now(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def test_until_it_is_taken_up_it_stays_and_then_it_moves() -> None:
    mol, leuven = _at(51.2, "Hub Mol"), _at(50.9, "Hub Leuven")
    question = factories.question(mol)
    referral = _refer(question, leuven)
    assert _now(question).hub == mol
    with everywhere("a test"):
        services.accept(actor=SYSTEM, referral=referral)
    moved = _now(question)
    assert moved.hub == leuven
    assert moved.answer_by > TODAY, "the clock starts anew"
    assert (moved.answered_at, moved.escalated_at) == (None, None)


def test_what_lapses_brings_the_next_hub_that_was_not_tried(django_capture_on_commit_callbacks: Any) -> None:
    mol = _at(51.2, "Hub Mol")
    near, far, farther = _at(51.1, "Hub Geel"), _at(50.9, "Hub Leuven"), _at(50.5, "Hub Tienen")
    factories.member(mol, email="mol@example.org")
    question = factories.question(mol, municipality=mol.seat)
    assert [each.hub for each in referred.next_hubs(question=question, besides=mol.pk)] == [
        near,
        far,
        farther,
    ]
    _refer(question, near)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.lapse_overdue(actor=SYSTEM, today=TODAY + timedelta(days=4)) == 1
    assert services.lapse_overdue(actor=SYSTEM, today=TODAY + timedelta(days=4)) == 0
    assert [each.hub for each in referred.next_hubs(question=question, besides=mol.pk)] == [far, farther]
    assert any(
        "antwoordde niet op tijd" in letter.body for letter in mail.outbox if letter.to == ["mol@example.org"]
    )
    assert _now(question).hub == mol
    second = _refer(question, far)
    with everywhere("a test"):
        services.send_back(actor=SYSTEM, referral=second, answer="we kennen geen hout")
    assert [each.hub for each in referred.next_hubs(question=question, besides=mol.pk)] == [farther]


def test_on_the_day_itself_it_still_waits() -> None:
    question = factories.question(_at(51.2, "Hub Mol"))
    _refer(question, _at(50.9, "Hub Leuven"), due_on=TODAY)
    assert services.lapse_overdue(actor=SYSTEM, today=TODAY) == 0


def test_what_cannot_be_referred() -> None:
    mol, leuven = _at(51.2, "Hub Mol"), _at(50.9, "Hub Leuven")
    silent = _at(50.8, "Hub Stil", claimed_on=None)
    question = factories.question(mol)
    for fields in (
        {"to_hub": mol},
        {"to_hub": silent},
        {"to_hub": leuven, "reason": "  "},
        {"to_hub": leuven, "due_on": TODAY - timedelta(days=1)},
        {"to_hub": leuven, "due_on": TODAY + timedelta(days=400)},
        {"to_hub": None},
        {"to_hub": None, "to_body": "niemand"},
    ):
        with pytest.raises(ValidationError):
            _refer(question, **fields)  # type: ignore[arg-type]
    _refer(question, leuven)
    with pytest.raises(ValidationError, match="al doorverwezen"):
        _refer(question, leuven)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral._base_manager.create(question=question, to_hub=leuven, reason="x", due_on=TODAY)


def test_a_body_beside_the_hubs_answers_through_who_referred() -> None:
    mol = _at(51.2, "Hub Mol")
    member = actor_of(factories.member(mol, Role.MEMBER))
    question = factories.question(mol)
    referral = _refer(question, to_body="vdab")
    with opened(Scope(hubs=frozenset({mol.pk}))):
        services.accept(actor=member, referral=referral)
    assert _now(question).hub == mol
    assert _now(question).answered_at is not None


def test_the_facts_about_bodies_have_a_page_and_a_day() -> None:
    assert list(bodies()) == ["vlaio", "ovam", "unizo", "voka", "vdab", "intercommunales"]
    for body in bodies().values():
        assert body.url.startswith("https://")
        assert set(body.what) == {"nl", "en", "fr"}
        assert all(body.what.values())
    assert [body.key for body in bodies().values() if not body.is_verified] == ["unizo"]


def test_a_withdrawn_question_takes_its_referral_along() -> None:
    mol, leuven = _at(51.2, "Hub Mol"), _at(50.9, "Hub Leuven")
    question = factories.question(mol)
    referral = _refer(question, leuven)
    with everywhere("a test"):
        services.withdraw(actor=SYSTEM, question=question)
        with pytest.raises(services.NotOpen):
            services.accept(actor=SYSTEM, referral=referral)
    assert _now(referral).state == ReferralState.TAKEN_BACK


def test_a_case_moves_with_a_number_of_its_new_hub_and_the_old_hub_works_along() -> None:
    mol, leuven = _at(51.2, "Hub Mol"), _at(50.9, "Hub Leuven")
    taker = actor_of(factories.member(leuven))
    case = factories.case(mol)
    with everywhere("a test"):
        referral = services.refer(
            actor=SYSTEM, case=case, to_hub=leuven, reason="materiaal ligt daar", due_on=TODAY
        )
    with opened(Scope(hubs=frozenset({leuven.pk}))):
        services.accept(actor=taker, referral=referral)
    moved: Case = _now(case)
    assert (moved.hub, moved.number, moved.owner_id) == (leuven, 1, taker.user_id)
    assert list(CaseShare.objects.filter(case=case, ended_at=None).values_list("hub", flat=True)) == [mol.pk]
    assert [entry.after for entry in moved.entries.all()] == ["referral_sent", "referral_accepted"]


def test_to_a_third_hub_a_referral_does_not_exist(client: Client) -> None:
    mol, leuven, gent = _at(51.2, "Hub Mol"), _at(50.9, "Hub Leuven"), _at(51.0, "Hub Gent", slug="gent")
    referral = _refer(factories.question(mol), leuven)
    third = actor_of(factories.member(gent))
    with opened(Scope(hubs=frozenset({gent.pk}), network=True)):
        assert not Referral.objects.exists()
        with pytest.raises(Http404):
            services.accept(actor=third, referral=referral)
    client.force_login(factories.member(gent))
    assert client.get(f"/werkplek/gent/doorverwijzingen/{referral.pk}/").status_code == 404


def test_the_other_hub_reads_what_it_is_but_not_how_to_reach_the_asker(client: Client) -> None:
    mol, leuven = _at(51.2, "Hub Mol"), _at(50.9, "Hub Leuven", slug="leuven")
    question = factories.question(
        mol, sentence="elke week hout", contact="asker@example.org", contact_name="Els"
    )
    referral = _refer(question, leuven)
    client.force_login(factories.member(leuven))
    page = client.get(f"/werkplek/leuven/doorverwijzingen/{referral.pk}/").content.decode()
    assert "elke week hout" in page
    assert "asker@example.org" not in page
    assert "Els" not in page
    assert client.get(f"/vragen/{question.pk}/").status_code == 404
    assert client.post(f"/werkplek/leuven/doorverwijzingen/{referral.pk}/opnemen/").status_code == 302
    assert "asker@example.org" in client.get(f"/vragen/{question.pk}/").content.decode()


def test_one_press_refers_with_what_was_proposed(client: Client) -> None:
    mol, leuven = _at(51.2, "Hub Mol", slug="mol"), _at(50.9, "Hub Leuven", slug="leuven")
    client.force_login(factories.member(mol))
    question = factories.question(mol, municipality=mol.seat)
    path = f"/vragen/{question.pk}/doorverwijzen/"
    form = client.get(path).context["form"]
    proposed = {bound.html_name: bound.value() for bound in form}
    assert proposed["to"] == "hub:leuven"
    assert client.post(path, proposed).status_code == 302
    referral = Referral._base_manager.get()
    assert (referral.to_hub, referral.due_on) == (leuven, referred.due_day(leuven))
    assert client.post(path, {**proposed, "to": "hub:bestaat-niet"}).status_code == 422
    assert client.post(path, proposed).status_code == 422, "one at a time"
    page = client.get(f"/vragen/{question.pk}/").content.decode()
    assert "Doorverwezen naar Hub Leuven" in page
    assert "wacht op antwoord" in client.get("/werkplek/mol/doorverwijzingen/").content.decode()


def test_the_asker_sees_where_it_is(client: Client) -> None:
    mol, leuven = _at(51.2, "Hub Mol"), _at(50.9, "Hub Leuven")
    question = factories.question(mol)
    path = f"/mijn-vraag/{token_of(question)}/"
    assert "Niemand anders leest ze" in client.get(path).content.decode()
    referral = _refer(question, leuven)
    page = client.get(path).content.decode()
    assert "Hub Leuven kijkt of ze je vraag opneemt" in page
    assert "Niemand anders leest ze" not in page
    with everywhere("a test"):
        services.accept(actor=SYSTEM, referral=referral)
    assert "Je vraag is bij Hub Leuven" in client.get(path).content.decode()


STEPS = ("refer", "accept", "return", "take_back", "lapse", "withdraw")


class OneHubAtATime(TestCase):
    """Laws of the state machine, tried with random sequences of steps."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2)), max_size=12))
    def test_any_sequence(self, steps: list[tuple[str, int]]) -> None:
        hubs = [factories.hub() for _ in range(3)]
        question = factories.question(hubs[0])
        holder, closed = hubs[0], dict[int, str]()
        with everywhere("a test"):
            for step, which in steps:
                expected = holder
                open_one = Referral.objects.filter(question=question, state=ReferralState.OPEN).first()
                try:
                    if step == "refer":
                        services.refer(
                            actor=SYSTEM, question=question, to_hub=hubs[which], reason="x", due_on=TODAY
                        )
                    elif step == "lapse":
                        services.lapse_overdue(actor=SYSTEM, today=TODAY + timedelta(days=1))
                    elif step == "withdraw":
                        services.withdraw(actor=SYSTEM, question=question)
                    else:
                        rows = list(Referral.objects.order_by("pk"))
                        if not rows:
                            continue
                        row = rows[which % len(rows)]
                        if step == "accept":
                            services.accept(actor=SYSTEM, referral=row)
                            expected = row.to_hub  # type: ignore[assignment]
                        elif step == "return":
                            services.send_back(actor=SYSTEM, referral=row, answer="nee")
                        else:
                            services.take_back(actor=SYSTEM, referral=row)
                        assert open_one is not None
                        assert open_one.pk == row.pk
                except (services.NotOpen, ValidationError):
                    expected = holder
                holder = expected
                states = dict(Referral.objects.values_list("pk", "state"))
                assert list(states.values()).count("open") <= 1
                for pk, state in closed.items():
                    assert states[pk] == state, "what is closed stays as it is"
                closed = {pk: state for pk, state in states.items() if state != "open"}
                assert _now(question).hub_id == holder.pk, "it is at one hub, the one that took it up"


def test_a_right_at_one_hub_gives_none_at_the_other() -> None:
    mol, leuven = _at(51.2, "Hub Mol"), _at(50.9, "Hub Leuven")
    referral = _refer(factories.question(mol), leuven)
    ours, theirs = actor_of(factories.member(mol)), actor_of(factories.member(leuven))
    assert (perms.may_take_back(ours, referral), perms.may_answer_referral(ours, referral)) == (True, False)
    assert (perms.may_take_back(theirs, referral), perms.may_answer_referral(theirs, referral)) == (
        False,
        True,
    )
