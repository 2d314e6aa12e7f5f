"""Growth and the step to work: sequences stay on the map, nothing tells of health, answers count once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circulairwerkt.base import outbox
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.people import services
from circulairwerkt.people.links import follow_up_address, own_token
from circulairwerkt.people.models import (
    Adjustment,
    FollowUp,
    Note,
    PersonFile,
    StageReached,
    Transition,
)
from circulairwerkt.people.models.growth import months_after
from circulairwerkt.people.stages import NOTE_STEPS, TRANSITION_STEPS
from tests.circulairwerkt.people.guiding import member_of, signed_in
from tests.circulairwerkt.people.test_files import coach as coach
from tests.circulairwerkt.people.test_files import enterprise as enterprise
from tests.circulairwerkt.people.test_files import file as file
from tests.circulairwerkt.permissions.world import taken_back

pytestmark = pytest.mark.django_db
Stage = Transition.Stage
SEQUENCES = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_every_state_has_its_steps() -> None:
    assert set(NOTE_STEPS) == set(Note.State.values)
    assert set(TRANSITION_STEPS) == set(Stage.values)
    for steps in (NOTE_STEPS, TRANSITION_STEPS):
        assert all(to in steps and to != here for here, tos in steps.items() for to in tos)


@SEQUENCES
@given(wishes=st.lists(st.sampled_from(Note.State.values), max_size=8))
def test_a_step_goes_only_where_it_may(wishes: list[str], file: PersonFile, coach: Any) -> None:
    with taken_back():
        actor = actor_of(coach)
        step = services.note(actor=actor, file=file, kind="step", text="kleuren", on=timezone.localdate())
        here: str = step.state
        for to in wishes:
            if to in NOTE_STEPS[here]:
                here = services.move_note(actor=actor, note=step, to=to).state
                assert here == to
            else:
                with pytest.raises(ValidationError):
                    services.move_note(actor=actor, note=step, to=to)
            assert Note.objects.get().state == here


@SEQUENCES
@given(wishes=st.lists(st.tuples(st.sampled_from(Stage.values), st.integers(0, 40)), max_size=10))
def test_the_way_to_work_stays_on_the_map_and_plans_each_question_once(
    wishes: list[tuple[str, int]], file: PersonFile, coach: Any
) -> None:
    with taken_back():
        actor, today = actor_of(coach), timezone.localdate()
        way = services.begin_transition(actor=actor, file=file)
        Transition.objects.update(since=today - timedelta(days=400))
        for to, days in wishes:
            found = Transition.objects.get()
            on = min(found.since + timedelta(days=days), today)
            if to in TRANSITION_STEPS[found.stage]:
                services.move_transition(actor=actor, transition=way, to=to, on=on)
            else:
                with pytest.raises(ValidationError):
                    services.move_transition(actor=actor, transition=way, to=to, on=on)
            found = Transition.objects.get()
            reached = list(StageReached.objects.order_by("pk").values_list("stage", flat=True))
            assert reached[-1] == found.stage
            asked = sorted(FollowUp.objects.values_list("months", flat=True))
            assert asked == ([3, 6, 12] if found.started_on else [])
            if found.started_on:
                assert FollowUp.objects.get(months=6).due_on == months_after(found.started_on, 6)


ANSWERS = st.lists(
    st.one_of(
        st.tuples(st.just("days"), st.integers(1, 90)), st.tuples(st.just("answer"), st.integers(0, 2))
    ),
    max_size=14,
)


@SEQUENCES
@given(sequence=ANSWERS)
def test_questions_are_asked_once_answered_once_or_let_go(
    sequence: list[tuple[str, int]], file: PersonFile, coach: Any
) -> None:
    with taken_back():
        actor, today = actor_of(coach), timezone.localdate()
        way = services.begin_transition(actor=actor, file=file)
        services.move_transition(actor=actor, transition=way, to="started", on=today)
        rows, told = list(FollowUp.objects.order_by("months")), 0
        for what, number in sequence:
            if what == "days":
                today += timedelta(days=number)
                told += services.ask_how_it_goes(actor=SYSTEM, today=today)
            else:
                row = FollowUp.objects.get(pk=rows[number].pk)
                if row.is_open:
                    services.answer_follow_up(actor=NOBODY, follow_up=row, works="same", feels="well")
                else:
                    with pytest.raises(services.AlreadyAnswered):
                        services.answer_follow_up(actor=NOBODY, follow_up=row, works="no", feels="badly")
            for row in FollowUp.objects.all():
                assert not (row.answered_at and row.lapsed_on)
                assert bool(row.answered_at) == (row.works == "same")
                assert row.asked_at is None or row.due_on <= today
                if what == "days" and not row.answered_at:
                    assert bool(row.lapsed_on) == (row.due_on <= today - timedelta(days=60))
        assert told == FollowUp.objects.filter(asked_at__isnull=False).count(), "each is asked once"


@pytest.mark.parametrize("text", ["Els heeft een hernia", "85.07.30-033 28 is haar nummer"])
def test_a_note_takes_no_health_and_no_national_number(text: str, file: PersonFile, coach: Any) -> None:
    sent = {"kind": "step", "text": text, "on": timezone.localdate().isoformat()}
    answer = signed_in(coach).post(f"/mensen/{file.pk}/groei/", sent)
    assert answer.status_code == 422
    assert text not in answer.content.decode()
    assert not Note.objects.exists()


def test_what_somebody_needs_asks_consent_is_read_by_his_coach_alone_and_goes_when_he_says_so(
    file: PersonFile, coach: Any, enterprise: Any
) -> None:
    client, path = signed_in(coach), f"/mensen/{file.pk}/nodig/"
    assert client.post(path, {"needs": ["no_lifting"]}).status_code == 422
    client.post(path, {"needs": ["no_lifting"], "has_agreed": "on"})
    assert "niet tillen" in client.get(f"/mensen/{file.pk}/").content.decode()
    stand_in = signed_in(member_of(enterprise))
    assert stand_in.get(path).status_code == 404
    assert (
        "niet tillen" not in stand_in.post(f"/mensen/{file.pk}/", {"purpose": "replacing"}).content.decode()
    )
    Client().post(f"/mijn-pad/{own_token(file)}/keuze/", {"keuze": "geen-toestemming"})
    assert not Adjustment.objects.exists()
    assert "no_lifting" not in str(list(AuditEntry.objects.values()))


def test_the_person_disputes_prints_and_answers(file: PersonFile, coach: Any) -> None:
    actor, client = actor_of(coach), signed_in(coach)
    on = timezone.localdate()
    seen = services.note(actor=actor, file=file, kind="competence", text="sorteert op kleur", on=on)
    services.note(actor=actor, file=file, kind="training", text="heftruck", on=on)
    token = own_token(file)
    sheet = Client().get(f"/mijn-pad/{token}/paspoort/").content.decode()
    assert "sorteert op kleur" in sheet
    Client().post(f"/mijn-pad/{token}/keuze/", {"keuze": "klopt-niet", "notitie": str(seen.pk)})
    assert "sorteert op kleur" not in Client().get(f"/mijn-pad/{token}/paspoort/").content.decode()
    assert (
        "de persoon zegt dat iets niet klopt"
        in client.get(f"/organisaties/{file.organisation.slug}/beheer/mensen/").content.decode()
    )
    way = services.begin_transition(actor=actor, file=file)
    services.move_transition(actor=actor, transition=way, to="started", on=on)
    services.ask_how_it_goes(actor=SYSTEM, today=months_after(on, 3))
    outbox.deliver_due()
    link = next(word for word in mail.outbox[-1].body.split() if "/hoe-gaat-het/" in word)
    path = link.partition("8000")[2]
    assert Client().get(path).status_code == 200
    assert Client().post(path, {"works": "same"}).status_code == 422
    Client().post(path, {"works": "same", "feels": "badly"})
    assert FollowUp.objects.get(months=3).works == "same"
    Client().post(path, {"works": "no", "feels": "well"})
    assert FollowUp.objects.get(months=3).works == "same", "answered once"
    assert follow_up_address(FollowUp.objects.get(months=6), "nl") not in mail.outbox[-1].body
