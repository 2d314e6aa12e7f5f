"""Files of persons: each reading is told to the person, who corrects, objects, takes along, has deleted."""

import json
import logging
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from circulairwerkt.base import outbox
from circulairwerkt.base.models import AuditEntry, OutgoingMail, SearchEntry, SearchWord
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.organisations.models import Kind, Organisation, OrganisationMembership
from circulairwerkt.people import services
from circulairwerkt.people.links import file_of, own_token
from circulairwerkt.people.models import GrowthSwitch, Look, MonthCount, PersonFile, RetentionRun
from tests.circulairwerkt.people.guiding import guiding_enterprise, member_of, signed_in
from tests.circulairwerkt.people.marked import FIRST, PHONE, her_file, marks_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def enterprise() -> Organisation:
    return guiding_enterprise()


@pytest.fixture
def coach(enterprise: Organisation) -> Any:
    return member_of(enterprise)


@pytest.fixture
def file(enterprise: Organisation, coach: Any) -> PersonFile:
    return her_file(enterprise, coach)


def test_growth_is_off_until_the_enterprise_switches_it_on(enterprise: Organisation, coach: Any) -> None:
    GrowthSwitch.objects.all().delete()
    client, base = signed_in(coach), f"/organisaties/{enterprise.slug}/beheer/mensen/"
    assert "Groeidossiers staan uit" in client.get(base).content.decode()
    assert client.get(f"{base}nieuw/").status_code == 404
    client.post(base, {"aan": "1", "version": "0"})
    assert client.get(f"{base}nieuw/").status_code == 200
    # Who saw an older state changes nothing.
    client.post(base, {"aan": "0", "version": "0"})
    assert GrowthSwitch.objects.get().is_on


def test_an_ordinary_firm_keeps_no_files(coach: Any, enterprise: Organisation) -> None:
    Organisation.objects.filter(pk=enterprise.pk).update(kind=Kind.ENTERPRISE)
    assert signed_in(coach).get(f"/organisaties/{enterprise.slug}/beheer/mensen/").status_code == 404


def test_every_reading_is_told_to_the_person(file: PersonFile, coach: Any, enterprise: Organisation) -> None:
    colleague = member_of(enterprise)
    signed_in(coach).get(f"/mensen/{file.pk}/")
    other = signed_in(colleague)
    assert not marks_in(other.get(f"/mensen/{file.pk}/").content.decode()), "first why, then what"
    assert FIRST in other.post(f"/mensen/{file.pk}/", {"purpose": "replacing"}).content.decode()
    assert other.post(f"/mensen/{file.pk}/", {"purpose": "guiding"}).status_code == 422
    page = Client().get(f"/mijn-pad/{own_token(file)}/").content.decode()
    assert [look.purpose for look in Look.objects.order_by("pk")] == ["guiding", "replacing", "own"]
    for words in (str(coach), str(colleague), "begeleiden", "vervangen"):
        assert words in page


def test_a_list_of_names_is_a_reading_once_in_half_a_day(
    file: PersonFile, coach: Any, enterprise: Organisation
) -> None:
    for _time in range(3):
        signed_in(coach).get(f"/organisaties/{enterprise.slug}/beheer/mensen/")
    assert Look.objects.filter(part="list").count() == 1


def test_who_left_the_enterprise_reads_nothing_any_more(
    file: PersonFile, coach: Any, enterprise: Organisation
) -> None:
    OrganisationMembership.objects.filter(user=coach).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )
    assert signed_in(coach).get(f"/mensen/{file.pk}/").status_code == 404


def test_an_objection_closes_the_file_to_everybody_but_the_person(file: PersonFile, coach: Any) -> None:
    own, token = Client(), own_token(file)
    own.post(f"/mijn-pad/{token}/keuze/", {"keuze": "bezwaar"})
    client = signed_in(coach)
    for path in (f"/mensen/{file.pk}/", f"/mensen/{file.pk}/wijzig/"):
        assert not marks_in(client.get(path).content.decode()), path
    assert not marks_in(client.get(f"/organisaties/{file.organisation.slug}/beheer/mensen/").content.decode())
    assert FIRST in own.get(f"/mijn-pad/{token}/").content.decode()
    own.post(f"/mijn-pad/{token}/keuze/", {"keuze": "geen-bezwaar"})
    assert FIRST in client.get(f"/mensen/{file.pk}/").content.decode()


def test_a_code_on_paper_opens_the_own_file_and_an_older_one_does_not(file: PersonFile, coach: Any) -> None:
    actor_pages = signed_in(coach)
    old = own_token(file)

    def code() -> str:
        page = actor_pages.post(f"/mensen/{file.pk}/code/").content.decode()
        return page.partition('<p class="amount">')[2].partition("<")[0]

    first, second = code(), code()
    assert file_of(old) is None, "a link of before the code is dead"
    assert Client().post("/mijn-pad/", {"code": first}).status_code == 422
    answer = Client().post("/mijn-pad/", {"code": second.lower().replace("-", " ")})
    assert answer.status_code == 302
    assert FIRST in Client().get(answer["Location"]).content.decode()


def test_guessing_codes_is_stopped(file: PersonFile) -> None:
    client = Client()
    answers = [client.post("/mijn-pad/", {"code": f"AAAA-BBBB-CC{n:02}"}).status_code for n in range(12)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_the_person_corrects_and_the_trail_keeps_names_of_fields_alone(file: PersonFile) -> None:
    token = own_token(file)
    form = Client().get(f"/mijn-pad/{token}/wijzig/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    Client().post(f"/mijn-pad/{token}/wijzig/", {**sent, "phone": "0479 98 76 59"})
    assert PersonFile.objects.get().phone == "0479 98 76 59"
    line = AuditEntry.objects.filter(action="people.correct_own").get()
    assert line.changes == {"phone": ["-", "-"]}
    assert line.object_name == f"#{file.pk}"
    assert not marks_in(str(list(AuditEntry.objects.values())))


def test_a_national_number_is_refused_kindly(file: PersonFile, coach: Any) -> None:
    answer = signed_in(coach).post(
        f"/organisaties/{file.organisation.slug}/beheer/mensen/nieuw/",
        {"first_name": "Els 85.07.30-033 28", "language": "nl", "version": "0"},
    )
    assert answer.status_code == 422
    assert "rijksregisternummer" in answer.content.decode()


def test_the_person_takes_everything_along(file: PersonFile) -> None:
    told = json.loads(Client().get(f"/mijn-pad/{own_token(file)}/bestand/").content)
    assert told["voornaam"] == FIRST
    assert told["telefoon"] == PHONE


def test_what_was_asked_to_be_deleted_goes_on_its_day_and_not_before(file: PersonFile) -> None:
    services.ask_deletion(actor=SYSTEM, file=file)
    day = PersonFile.objects.get().delete_on
    assert day is not None
    services.retain(actor=SYSTEM, today=day - timedelta(days=1))
    assert PersonFile.objects.exists()
    services.retain(actor=SYSTEM, today=day)
    assert not PersonFile.objects.exists()
    assert MonthCount.objects.get().count == 1


def test_who_comes_back_on_it_in_time_keeps_his_file(file: PersonFile) -> None:
    services.ask_deletion(actor=SYSTEM, file=file)
    services.keep_after_all(actor=SYSTEM, file=file)
    services.retain(actor=SYSTEM, today=timezone.localdate() + timedelta(days=40))
    assert PersonFile.objects.get().objected_at is None


def test_time_takes_the_names_then_the_row_and_says_so_first(file: PersonFile) -> None:
    """With a moving clock: a year, a month's notice, no names; a year more, no row but a count."""
    PersonFile.objects.update(ended_on=TODAY, started_on=TODAY - timedelta(days=300))
    for days, notices, names, rows in (
        (334, 0, True, 1),
        (335, 1, True, 1),
        (364, 1, True, 1),
        (365, 1, False, 1),
        (729, 1, False, 1),
        (730, 1, False, 0),
    ):
        services.retain(actor=SYSTEM, today=TODAY + timedelta(days=days))
        outbox.deliver_due()
        assert len(mail.outbox) == notices, days
        found = PersonFile.objects.first()
        assert (found is not None) == bool(rows), days
        if found:
            assert bool(found.first_name) == names, days
    assert not marks_in(f"{mail.outbox[0].subject} {mail.outbox[0].body}"), "a mail carries a link alone"
    count = MonthCount.objects.get()
    assert (count.month, count.count) == (date(2026, 11, 1), 1)
    assert RetentionRun.objects.count() == 3, "a round that did nothing is not kept"


def test_a_late_clock_still_gives_a_months_notice(file: PersonFile) -> None:
    PersonFile.objects.update(ended_on=TODAY - timedelta(days=900), started_on=date(2020, 1, 1))
    services.retain(actor=SYSTEM, today=TODAY)
    assert PersonFile.objects.get().first_name, "noticed today, so the names stay a month"
    services.retain(actor=SYSTEM, today=TODAY + timedelta(days=30))
    assert not PersonFile.objects.get().first_name


def test_nothing_of_a_person_stands_in_search_trail_outbox_or_log(
    file: PersonFile, coach: Any, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    client = signed_in(coach)
    client.get(f"/mensen/{file.pk}/")
    PersonFile.objects.update(ended_on=TODAY, noticed_on=None)
    services.retain(actor=SYSTEM, today=TODAY + timedelta(days=340))
    assert outbox.deliver_due() == 1
    tables = (AuditEntry, OutgoingMail, SearchEntry, SearchWord)
    held = " ".join(str(list(table.objects.values())) for table in tables)
    assert not marks_in(held), "the outbox forgets an address as soon as the letter went"
    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert not marks_in(" ".join(record.getMessage() for record in ours))
