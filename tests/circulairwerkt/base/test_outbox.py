"""Letters: written with what they tell, sent once, tried again, capped, stopped, given up, erased."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from circulairwerkt.base import outbox
from circulairwerkt.base.models import MailChoice, OutgoingMail
from tests.circulairwerkt import factories
from tests.circulairwerkt.base import mailing
from tests.circulairwerkt.base.post_office import PostOffice, open_office
from tests.circulairwerkt.queue import work

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
BUNDLE = OutgoingMail.Kind.BUNDLE
REMINDER = OutgoingMail.Kind.REMINDER


@pytest.fixture
def office(settings: LazySettings) -> Iterator[PostOffice]:
    """A mail server of our own, and letters that wait for a worker."""
    with open_office() as opened:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
        settings.MAIL_AT_ONCE = False
        yield opened


def _post(to: str = "an@example.org", **more: Any) -> OutgoingMail:
    letter = outbox.post(to=to, subject="Dag", text="Een regel.", **more)
    assert letter is not None
    return letter


def _again(letter: OutgoingMail) -> OutgoingMail:
    letter.refresh_from_db()
    return letter


def test_a_letter_goes_with_a_worker_once_what_it_tells_is_saved(
    office: PostOffice, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        letter = _post()
        _post("bert@example.org")
        work()
        assert office.letters == [], "nothing before it is saved"
    assert DBTaskResult.objects.ready().count() == 1, "one worker sends both"
    work()
    assert [str(each["To"]) for each in office.letters] == ["an@example.org", "bert@example.org"]
    assert office.message_ids[0] == letter.message_id
    assert _again(letter).state == State.SENT
    assert letter.text == "", "what was sent is not kept"
    work()
    outbox.deliver_due()
    assert len(office.letters) == 2


def test_what_is_taken_back_tells_nobody(office: PostOffice) -> None:
    with transaction.atomic():
        _post()
        transaction.set_rollback(True)
    assert outbox.deliver_due() == 0
    assert not OutgoingMail.objects.exists()


def test_a_template_gives_subject_and_text(office: PostOffice) -> None:
    outbox.send(
        "accounts/mail/role_given.txt",
        to="an@example.org",
        language="nl",
        context={"role": "programmabeheerder", "url": "https://example.org/"},
    )
    outbox.deliver_due()
    assert office.letters[0]["Subject"]
    assert "https://example.org/" in office.letters[0].get_content()


def test_a_subject_of_two_lines_cannot_add_a_header(office: PostOffice) -> None:
    outbox.post(to="an@example.org", subject="Dag\nBcc: x@example.org", text="x")
    outbox.deliver_due()
    assert office.letters[0]["Bcc"] is None
    assert office.letters[0]["Subject"] == "Dag Bcc: x@example.org"


def test_what_fails_is_tried_later_and_longer(office: PostOffice) -> None:
    office.refusals["an@example.org"] = "451 later"
    letter, now = _post(), timezone.now()
    for number, pause in enumerate(outbox.PAUSES, start=1):
        assert outbox.deliver_due(now=now) == 0
        assert _again(letter).state == State.QUEUED
        assert (letter.tries, letter.next_try_at) == (number, now + pause)
        assert outbox.deliver_due(now=now + pause - timedelta(seconds=1)) == 0
        assert _again(letter).tries == number, "not before its time"
        now += pause
    outbox.deliver_due(now=now)
    assert _again(letter).state == State.GIVEN_UP
    assert "later terug" in letter.problem


def test_what_failed_and_succeeds_later_keeps_its_message_id(office: PostOffice) -> None:
    office.refusals["an@example.org"] = "451 later"
    letter, now = _post(), timezone.now()
    outbox.deliver_due(now=now)
    office.refusals.clear()
    outbox.deliver_due(now=now + timedelta(minutes=1))
    assert office.message_ids == [letter.message_id]


def test_an_address_that_does_not_exist_is_given_up_at_once_and_keeps_no_other_waiting(
    office: PostOffice,
) -> None:
    office.refusals["weg@example.org"] = "550 no such user"
    wrong, right = _post("weg@example.org"), _post("an@example.org")
    assert outbox.deliver_due() == 1
    assert (_again(wrong).state, _again(right).state) == (State.GIVEN_UP, State.SENT)
    assert wrong.problem == "Dit adres bestaat niet, of het weigert onze mail."


def test_a_mail_server_out_of_reach_costs_one_letter_one_try(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MAIL_AT_ONCE = "127.0.0.1", 1, False
    letters = [_post(), _post("bert@example.org")]
    assert outbox.deliver_due() == 0
    assert [_again(each).tries for each in letters] == [1, 0]
    assert {each.state for each in letters} == {State.QUEUED}


def test_personal_letters_go_first_and_without_end(office: PostOffice) -> None:
    _post("bundel@example.org", kind=BUNDLE)
    for _number in range(5):
        _post()
    outbox.deliver_due()
    assert [str(each["To"]) for each in office.letters] == [*["an@example.org"] * 5, "bundel@example.org"]


def test_bundles_are_capped_per_person_and_week(office: PostOffice) -> None:
    for address in ("an@example.org", "An@Example.org", "AN@example.org"):
        _post(address, kind=BUNDLE)
    _post("bert@example.org", kind=BUNDLE)
    now = timezone.now()
    outbox.deliver_due(now=now)
    assert len(office.letters) == outbox.MOST_A_WEEK + 1
    outbox.deliver_due(now=now + timedelta(days=6, hours=23))
    assert len(office.letters) == outbox.MOST_A_WEEK + 1
    outbox.deliver_due(now=now + timedelta(days=7, seconds=1))
    assert len(office.letters) == outbox.MOST_A_WEEK + 2


def test_a_bundle_that_finds_no_room_for_two_weeks_is_dropped(office: PostOffice) -> None:
    now = timezone.now()
    for _number in range(7):
        _post(kind=BUNDLE)
    for days in range(30):
        outbox.deliver_due(now=now + timedelta(days=days, minutes=1))
    states = list(OutgoingMail.objects.values_list("state", flat=True))
    assert (states.count(State.SENT), states.count(State.DROPPED), len(office.letters)) == (4, 3, 4)


def test_a_reminder_finds_the_week_full_and_goes_and_a_bundle_after_it_waits(office: PostOffice) -> None:
    now = timezone.now()
    ends = now + timedelta(days=1)
    for _number in range(outbox.MOST_A_WEEK):
        _post(kind=BUNDLE)
    outbox.deliver_due(now=now)
    reminder, late = _post(kind=REMINDER, useless_at=ends), _post(kind=BUNDLE, useless_at=ends)
    outbox.deliver_due(now=now + timedelta(minutes=1))
    assert _again(reminder).state == State.SENT
    assert (_again(late).state, late.text) == (State.DROPPED, ""), "room comes after its moment"
    for hours in range(2):
        _post("bert@example.org", kind=REMINDER, useless_at=ends + timedelta(hours=hours))
    waits = _post("bert@example.org", kind=BUNDLE)
    outbox.deliver_due(now=now + timedelta(minutes=2))
    assert [str(each["To"]) for each in office.letters].count("bert@example.org") == 2
    assert _again(waits).state == State.QUEUED, "reminders fill the week too"
    outbox.deliver_due(now=now + timedelta(days=8))
    assert _again(waits).state == State.SENT


def test_a_reminder_carries_the_way_out_and_goes_to_nobody_who_took_it(office: PostOffice) -> None:
    waiting = _post(kind=REMINDER)
    assert "List-Unsubscribe" in waiting.headers
    outbox.stop_bundles("an@example.org", MailChoice.Reason.SIGNED_OFF)
    assert outbox.post(to="an@example.org", subject="Dag", text="x", kind=REMINDER) is None
    outbox.deliver_due()
    assert _again(waiting).state == State.DROPPED


def test_nothing_comes_after_its_moment_however_often_it_was_tried(office: PostOffice) -> None:
    now = timezone.now()
    office.refusals["an@example.org"] = "451 later"
    letters = [_post(kind=kind, useless_at=now + timedelta(minutes=3)) for kind in OutgoingMail.Kind]
    outbox.deliver_due(now=now)
    assert {_again(each).state for each in letters} == {State.QUEUED}
    office.refusals.clear()
    outbox.deliver_due(now=now + timedelta(minutes=3))
    assert {_again(each).state for each in letters} == {State.DROPPED}
    assert office.letters == []


def test_a_bundle_says_how_to_stop_it_and_one_click_does(office: PostOffice) -> None:
    _post(kind=BUNDLE)
    waiting = _post(kind=BUNDLE)
    OutgoingMail.objects.filter(pk=waiting.pk).update(next_try_at=timezone.now() + timedelta(hours=1))
    outbox.deliver_due()
    letter = office.letters[0]
    address = str(letter["List-Unsubscribe"]).strip(" <>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in letter.get_content()
    path = "/" + address.split("/", 3)[3]
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert not MailChoice.objects.filter(stopped_at__isnull=False).exists(), "a scanner stops nothing"
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert outbox.post(to="an@example.org", subject="Dag", text="x", kind=BUNDLE) is None
    outbox.deliver_due(now=timezone.now() + timedelta(hours=2))
    assert _again(waiting).state == State.DROPPED
    _post()
    outbox.deliver_due()
    assert len(office.letters) == 2, "an answer still goes"
    client.post(path, {"keuze": "weer"})
    assert outbox.post(to="an@example.org", subject="Dag", text="x", kind=BUNDLE) is not None


def test_a_forged_link_is_none() -> None:
    token = outbox.stop_address(outbox.digest_of("an@example.org"), "nl").split("/")[-2]
    assert outbox.digest_of_token(token) == outbox.digest_of("an@example.org")
    assert outbox.digest_of_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert Client().post(f"/mail/stop/{token}x/").status_code == 404


def test_who_is_not_interested_gets_no_bundles() -> None:
    outbox.stop_bundles("an@example.org", MailChoice.Reason.NOT_INTERESTED)
    assert outbox.post(to="An@example.org", subject="Dag", text="x", kind=BUNDLE) is None


def test_the_coordinator_hears_of_a_letter_that_was_given_up(office: PostOffice) -> None:
    hub, other = factories.hub(slug="gent"), factories.hub()
    office.refusals["weg@example.org"] = "550 no"
    letter = _post("weg@example.org", hub_id=hub.pk)
    _post("weg@example.org", hub_id=other.pk)
    outbox.deliver_due()
    client = Client()
    client.force_login(factories.member(hub))
    assert "1 mail raakte niet weg" in client.get("/werkplek/gent/").content.decode()
    page = client.get("/werkplek/post/").content.decode()
    assert page.count("weg@example.org") == 1
    assert "Dit adres bestaat niet" in page
    office.refusals.clear()
    assert client.post(f"/werkplek/post/{letter.pk}/opnieuw/").status_code == 302
    outbox.deliver_due()
    assert _again(letter).state == State.SENT
    assert client.post(f"/werkplek/post/{letter.pk}/weg/").status_code == 404, "it is gone from the list"


def test_a_letter_that_is_let_go_is_erased(office: PostOffice) -> None:
    hub = factories.hub()
    office.refusals["weg@example.org"] = "550 no"
    letter = _post("weg@example.org", hub_id=hub.pk)
    outbox.deliver_due()
    client = Client()
    client.force_login(factories.member(hub))
    client.post(f"/werkplek/post/{letter.pk}/weg/")
    assert (_again(letter).state, letter.to, letter.subject, letter.text) == (State.DROPPED, "", "", "")


def test_addresses_are_erased_after_thirty_days(office: PostOffice) -> None:
    letter, waiting = _post(), _post("bert@example.org")
    OutgoingMail.objects.filter(pk=waiting.pk).update(next_try_at=timezone.now() + timedelta(days=99))
    outbox.deliver_due()
    now = timezone.now()
    assert outbox.erase_old(now=now + timedelta(days=29)) == 0
    assert outbox.erase_old(now=now + timedelta(days=31)) == 1
    assert (_again(letter).to, letter.subject, letter.address_digest) == ("", "", "")
    assert _again(waiting).to == "bert@example.org"


def test_a_letter_whose_process_was_killed_goes_again(office: PostOffice) -> None:
    letter = _post()
    now = timezone.now()
    OutgoingMail.objects.update(state=State.SENDING, claimed_at=now, tries=1)
    assert outbox.take_back_lost(now=now + timedelta(minutes=4)) == 0
    assert outbox.take_back_lost(now=now + timedelta(minutes=6)) == 1
    outbox.deliver_due(now=now + timedelta(minutes=6))
    assert _again(letter).state == State.SENT


def test_where_no_worker_runs_letters_go_at_once(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _post()
    assert [letter.to for letter in django_mail.outbox] == [["an@example.org"]]


def test_killed_at_twenty_moments_no_letter_is_lost_and_at_most_one_goes_twice_each_time(
    killed: Callable[..., dict[str, Any]],
) -> None:
    with open_office() as office:
        office.pause_s = 0.002
        told = killed(
            "tests.circulairwerkt.base.mailing",
            longest_ms=150,
            seed=20261124,
            CW_MAIL_URL=f"smtp://127.0.0.1:{office.port}",
        )
    assert told["kills"] == 20
    assert len(told["message_ids"]) % mailing.LETTERS == 0
    assert set(office.message_ids) == set(told["message_ids"]), "each arrived, under its id"
    twice = len(office.message_ids) - len(set(office.message_ids))
    assert twice <= told["kills"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer at a time")
def test_of_many_workers_one_sends_a_letter_and_the_cap_holds(office: PostOffice) -> None:
    for number in range(20):
        _post(f"persoon{number}@example.org")
        _post("an@example.org", kind=BUNDLE)
    ready = Barrier(6)

    def send(_number: int) -> None:
        try:
            ready.wait(timeout=20)
            outbox.deliver_due()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(6)))
    assert len(office.message_ids) == len(set(office.message_ids)) == 20 + outbox.MOST_A_WEEK
