"""Growth and the step to work: sequences stay on the map, nothing tells of health, answers count once."""

from datetime import date, timedelta
from itertools import product
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
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.people import queries, services
from circulairwerkt.people.counting import LEAST, at_least, half_year_of, is_closed
from circulairwerkt.people.links import follow_up_address, own_token
from circulairwerkt.people.models import (
    Adjustment,
    FollowUp,
    Note,
    PersonFile,
    PublishedFigure,
    StageReached,
    Transition,
)
from circulairwerkt.people.models.growth import months_after
from circulairwerkt.people.stages import NOTE_STEPS, TRANSITION_STEPS
from tests.circulairwerkt import factories
from tests.circulairwerkt.people.guiding import member_of, signed_in
from tests.circulairwerkt.people.marked import her_file
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


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_no_figure_and_no_difference_of_figures_tells_of_fewer_than_five(counts: list[int]) -> None:
    """A hub's figure, the sum of hubs, and what is left when some are taken from it: none is 1 to 4."""
    shown = [at_least(count) for count in counts]
    total = sum(shown)
    for figure in [*shown, total, *(total - one for one in shown)]:
        assert figure == 0 or figure >= LEAST
    assert all(one <= count < one + LEAST for one, count in zip(shown, counts, strict=True))


#: Wide enough that what happens at the edge of five and of ten is met for each of three enterprises.
SMALL = range(12)


@pytest.mark.parametrize("enterprises", [2, 3])
def test_a_member_learns_no_small_count_of_the_others_from_two_figures(enterprises: int) -> None:
    """In every world of so many enterprises who reads his own figure and his hub's keeps five possibilities.

    The figures are those that are published (rounded down), not what he knows himself of his own people.
    """
    possible: dict[tuple[int, int], set[int]] = {}
    for counts in product(SMALL, repeat=enterprises):
        mine, rest = counts[0], sum(counts[1:])
        possible.setdefault((at_least(mine), at_least(mine + rest)), set()).add(rest)
    # Above that the worlds that we looked at end, and with them the possibilities.
    whole = {read: rests for read, rests in possible.items() if read[1] < max(SMALL) - LEAST}
    assert whole
    assert all(len(rests) >= LEAST for rests in whole.values()), whole


def test_two_half_years_of_an_enterprise_differ_by_fives_or_not_at_all() -> None:
    for one, two in product(range(30), repeat=2):
        assert (at_least(one) - at_least(two)) % LEAST == 0


def test_a_half_year_is_published_once_and_never_changes(coach: Any, enterprise: Any) -> None:
    hub = factories.hub()
    factories.partnership(enterprise, hub, valid_from=factories.LONG_AGO)
    starts_on = half_year_of(months_after(half_year_of(timezone.localdate()), -6))

    def steps(number: int) -> None:
        for _each in range(number):
            person = PersonFile.objects.create(organisation=enterprise, coach=coach, first_name="Els")
            way = Transition.objects.create(file=person)
            StageReached.objects.create(transition=way, stage="started", on=starts_on + timedelta(days=3))

    def published(day: date) -> list[tuple[str, int]]:
        with everywhere("the clock"):
            services.publish_figures(actor=SYSTEM, today=day)
        return list(PublishedFigure.objects.filter(hub=hub).order_by("what").values_list("what", "at_least"))

    steps(7)
    assert not is_closed(starts_on, months_after(starts_on, 6))
    assert published(months_after(starts_on, 6)) == [], "not before the month after its end"
    first = published(months_after(starts_on, 7))
    assert dict(first)["started"] == 5
    own = PublishedFigure.objects.filter(organisation=enterprise)
    assert dict(own.values_list("what", "at_least"))["started"] == 5
    assert [of["started"] for _day, of in queries.figures_of(enterprise)] == [5]
    assert all(enterprise.name not in hubs for _day, hubs, _sum in queries.published_figures())
    steps(4)
    PersonFile.objects.filter(pk=PersonFile.objects.order_by("pk").first().pk).delete()  # type: ignore[union-attr]
    assert published(months_after(starts_on, 8)) == first, "two reports of one half-year never differ"


def test_the_funder_reads_counts_of_every_hub_alike_and_no_name(file: PersonFile) -> None:
    her_file(file.organisation, file.coach)
    one, two = factories.hub("Hub Een"), factories.hub("Hub Twee")
    for hub, count in ((one, 10), (two, 0)):
        PublishedFigure.objects.create(
            hub=hub, starts_on=date(2026, 1, 1), what=PublishedFigure.What.STARTED, at_least=count
        )
    client = Client()
    client.force_login(factories.administrator())
    page = client.get("/programma/cijfers-mensen/").content.decode()
    assert "minstens 10" in page
    assert "minder dan 5" in page
    assert "Hub Twee" in page
