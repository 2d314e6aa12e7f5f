"""A coach's day: his own people alone, what is due and what waits; the papers of a group at another firm."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from circulairwerkt.base.periods import midnight
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.organisations.models import Kind, Organisation
from circulairwerkt.people import enclaves, services, times
from circulairwerkt.people import today as days
from circulairwerkt.people.models import Caller, CallRequest, Enclave, FollowUp, Look, Note, PersonFile
from circulairwerkt.people.models.growth import months_after
from tests.circulairwerkt import factories
from tests.circulairwerkt.people.guiding import guiding_enterprise, member_of, signed_in, who
from tests.circulairwerkt.people.marked import FIRST, PHONE, her_call, her_file, marks_in
from tests.circulairwerkt.people.test_files import coach as coach
from tests.circulairwerkt.people.test_files import enterprise as enterprise
from tests.circulairwerkt.people.test_files import file as file

pytestmark = pytest.mark.django_db


def address(enterprise: Organisation) -> str:
    return f"/organisaties/{enterprise.slug}/beheer/mensen/vandaag/"


def test_what_is_due_stands_there_by_its_hour_and_goes_when_it_is_done(
    file: PersonFile, coach: Any, enterprise: Organisation
) -> None:
    day = timezone.localdate()
    for kind, text, on, at in (
        ("meeting", "gesprek om elf", day, time(11)),
        ("meeting", "gesprek om negen", day, time(9)),
        ("meeting", "gesprek van gisteren", day - timedelta(days=1), None),
        ("meeting", "gesprek van morgen", day + timedelta(days=1), None),
        ("step", "kleuren leren", day, None),
        ("step", "later de heftruck", day + timedelta(days=9), None),
        ("wish", "in de tuin werken", day, None),
    ):
        services.note(actor=who(coach), file=file, kind=kind, text=text, on=on, at=at)
    told = days.of_coach(coach.pk, enterprise, day)
    assert [note.text for note in told.meetings] == [
        "gesprek van gisteren",
        "gesprek om negen",
        "gesprek om elf",
    ]
    assert [note.text for note in told.steps] == ["kleuren leren"]
    client = signed_in(coach)
    page = client.get(address(enterprise)).content.decode()
    assert "09.00" in page
    assert "gesprek van morgen" not in page
    meeting = next(note for note in told.meetings if note.at == time(11))
    sent = {"naar": "done", "van": "vandaag"}
    answer = client.post(f"/mensen/{file.pk}/groei/{meeting.pk}/", sent)
    assert answer["Location"] == address(enterprise)
    assert "gesprek om elf" not in client.get(address(enterprise)).content.decode()
    assert Note.objects.get(pk=meeting.pk).on == day


def test_nobody_elses_people_stand_on_it_and_each_name_is_a_reading(
    file: PersonFile, coach: Any, enterprise: Organisation
) -> None:
    services.note(actor=who(coach), file=file, kind="meeting", text="gesprek", on=timezone.localdate())
    colleague = signed_in(member_of(enterprise))
    assert not marks_in(colleague.get(address(enterprise)).content.decode())
    page = signed_in(coach).get(address(enterprise)).content.decode()
    assert FIRST in page
    assert list(Look.objects.values_list("part", flat=True)) == ["list"]
    services.object_to(actor=NOBODY, file=file)
    assert not marks_in(signed_in(coach).get(address(enterprise)).content.decode()), "closed by the person"


def test_a_note_in_a_minute_and_what_is_wrong_with_it_stays_on_the_page(
    file: PersonFile, coach: Any, enterprise: Organisation
) -> None:
    client = signed_in(coach)
    sent = {
        "person": str(file.pk),
        "kind": "meeting",
        "text": "naar de firma",
        "on": "2026-12-01",
        "at": "10:30",
    }
    assert client.post(address(enterprise), sent).status_code == 302
    assert Note.objects.get().at == time(10, 30)
    refused = client.post(address(enterprise), {**sent, "text": "zij heeft hernia"})
    assert refused.status_code == 422
    assert "hernia" not in refused.content.decode(), "what is not kept is not shown again"
    strange = her_file(guiding_enterprise(), None)
    assert client.post(address(enterprise), {**sent, "person": str(strange.pk)}).status_code == 422
    assert client.post(address(enterprise), {**sent, "at": "half tien"}).status_code == 422
    assert Note.objects.count() == 1


def test_what_waits_calls_questions_and_names_that_go(
    file: PersonFile, coach: Any, enterprise: Organisation
) -> None:
    day = timezone.localdate()
    place = factories.municipality("Kortrijk")
    call = her_call(factories.hub(seat=place), coach, place)
    CallRequest.objects.filter(pk=call.pk).update(call_by=day - timedelta(days=1))
    way = services.begin_transition(actor=who(coach), file=file)
    services.move_transition(actor=who(coach), transition=way, to="started", on=day)
    services.ask_how_it_goes(actor=SYSTEM, today=months_after(day, 3))
    PersonFile.objects.update(ended_on=day - times.FILE_KEEPS, noticed_on=day)
    told = days.of_coach(coach.pk, enterprise, day)
    assert [(calls.waiting, calls.late) for calls in told.calls] == [(1, 1)]
    assert [row.months for row in told.asked] == [3]
    assert [(row.pk, on) for row, on in told.leaving] == [(file.pk, day + times.NOTICE_BEFORE)]
    page = signed_in(coach).get(address(enterprise)).content.decode()
    assert "1 werkzoekende wacht op je telefoontje" in page
    assert PHONE not in page, "who waits stands behind the link"
    PersonFile.objects.update(email="")
    assert days.of_coach(coach.pk, enterprise, day).asked == [], "on paper: that stands in what waits"
    with everywhere("somebody stops"):
        services.stop_calling(actor=who(coach), caller=Caller.objects.get())
    assert days.of_coach(coach.pk, enterprise, day).calls == []


def test_it_goes_badly_until_the_coach_noted_something_since(
    file: PersonFile, coach: Any, enterprise: Organisation
) -> None:
    way = services.begin_transition(actor=who(coach), file=file)
    services.move_transition(actor=who(coach), transition=way, to="started", on=timezone.localdate())
    FollowUp.objects.filter(months=3).update(asked_at=timezone.now())
    services.answer_follow_up(
        actor=NOBODY, follow_up=FollowUp.objects.get(months=3), works="same", feels="badly"
    )
    client = signed_in(coach)
    assert "het gaat niet goed" in client.get(address(enterprise)).content.decode()
    services.note(actor=who(coach), file=file, kind="step", text="gebeld", on=timezone.localdate())
    assert "het gaat niet goed" not in client.get(address(enterprise)).content.decode()


def test_the_coach_takes_back_what_the_person_says_is_wrong_and_nothing_else(
    file: PersonFile, coach: Any
) -> None:
    seen = services.note(
        actor=who(coach), file=file, kind="competence", text="sorteert", on=timezone.localdate()
    )
    client, path = signed_in(coach), f"/mensen/{file.pk}/groei/{seen.pk}/"
    client.post(path, {"naar": "weg"})
    assert Note.objects.exists(), "the person did not say so"
    services.dispute(actor=NOBODY, note=seen)
    client.post(path, {"naar": "weg"})
    assert not Note.objects.exists()


def test_a_plan_on_paper_holds_what_is_agreed_and_nothing_disputed(file: PersonFile, coach: Any) -> None:
    day = timezone.localdate()
    for kind, text in (
        ("wish", "in de tuin"),
        ("step", "kleuren"),
        ("competence", "sorteert"),
        ("step", "fout"),
    ):
        services.note(actor=who(coach), file=file, kind=kind, text=text, on=day)
    services.dispute(actor=NOBODY, note=Note.objects.order_by("-pk")[0])
    services.adjust(actor=who(coach), file=file, needs={"no_lifting"}, has_agreed=True)
    page = signed_in(coach).get(f"/mensen/{file.pk}/plan/").content.decode()
    for text in ("in de tuin", "kleuren", "sorteert"):
        assert text in page
    assert "fout" not in page
    assert "tillen" not in page, "a sheet that lies about tells nothing of health"
    assert Look.objects.filter(part="file").count() == 1


DAY = timezone.localdate()


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, ["agreement", "notice", "coach"]),
        ({"agreed_on": DAY, "told_on": DAY, "coach": True}, ["notice"]),
        ({"agreed_on": DAY, "told_on": DAY - timedelta(days=1), "coach": True}, []),
        ({"agreed_on": DAY + timedelta(days=1), "told_on": DAY - timedelta(days=9)}, ["agreement", "coach"]),
    ],
)
def test_a_group_needs_an_agreement_notice_the_day_before_and_its_own_coach(
    values: dict[str, Any], missing: list[str]
) -> None:
    told = {**values, "coach_id": 1 if values.pop("coach", False) else None}
    group = Enclave(starts_on=DAY, **values, coach_id=told["coach_id"])
    assert enclaves.missing(group, own={1}) == missing
    assert "coach" in enclaves.missing(group, own={2}), "he works there no more"


def test_a_group_is_noted_shown_with_what_is_missing_and_forgotten_in_time(
    coach: Any, enterprise: Organisation
) -> None:
    client = signed_in(coach)
    base = f"/organisaties/{enterprise.slug}/beheer/mensen/groepen/nieuw/"
    sent = {
        "version": "0",
        "customer": "Fruitveiling Haspengouw",
        "starts_on": (DAY + timedelta(days=3)).isoformat(),
    }
    assert client.post(base, {**sent, "customer": ""}).status_code == 422
    assert client.post(base, {**sent, "ends_on": DAY.isoformat()}).status_code == 422
    assert client.post(base, {**sent, "told_on": sent["starts_on"]}).status_code == 422, "still to come"
    assert client.post(base, sent).status_code == 302
    page = client.get(address(enterprise)).content.decode()
    assert "Fruitveiling Haspengouw" in page
    assert "geen melding; ten laatste op" in page
    assert "nog geen begeleider" in page
    stranger = factories.person()
    with pytest.raises(ValidationError):
        services.save_enclave(
            actor=who(coach),
            row=Enclave.objects.get(),
            seen_version=1,
            values={"customer": "X", "starts_on": DAY, "coach": stranger},
        )
    made = Enclave.objects.get()
    right = {"agreed_on": DAY.isoformat(), "told_on": DAY.isoformat(), "coach": str(coach.pk), "version": "1"}
    assert client.post(f"/mensen/groepen/{made.pk}/", {**sent, **right}).status_code == 302
    assert "in orde" in client.get(address(enterprise)).content.decode()
    Enclave.objects.update(ends_on=DAY + timedelta(days=3))
    for after, is_there in ((364, True), (366, False)):
        services.retain(actor=SYSTEM, today=DAY + timedelta(days=3 + after))
        assert Enclave.objects.exists() == is_there, after


def test_a_group_without_a_last_day_keeps_no_name_of_a_coach_that_nobody_looks_after(
    coach: Any, enterprise: Organisation
) -> None:
    group = Enclave.objects.create(organisation=enterprise, customer="X", starts_on=DAY, coach=coach)
    Enclave.objects.update(changed_at=midnight(DAY))
    for after, known in ((364, True), (366, False)):
        services.retain(actor=SYSTEM, today=DAY + timedelta(days=after))
        group.refresh_from_db()
        assert (group.coach_id == coach.pk) == known, after
    # Who had the old page open is shown that something changed.
    assert group.version == 2


def test_only_a_maatwerkbedrijf_sends_groups(coach: Any, enterprise: Organisation) -> None:
    Organisation.objects.filter(pk=enterprise.pk).update(kind=Kind.REUSE_CENTRE)
    client = signed_in(coach)
    assert client.get(address(enterprise)).status_code == 200
    assert "In groep bij een ander bedrijf" not in client.get(address(enterprise)).content.decode()
    base = f"/organisaties/{enterprise.slug}/beheer/mensen/groepen/nieuw/"
    assert client.get(base).status_code == 404
