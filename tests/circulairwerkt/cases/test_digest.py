"""The weekly letter to coordinators: what stands still, once a week, to whom it concerns alone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from circulairwerkt.base import outbox, scope
from circulairwerkt.base.models import MailChoice, OutgoingMail
from circulairwerkt.base.permissions import Role
from circulairwerkt.cases.digest import NAMED, send_digests
from circulairwerkt.cases.models import Case
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def _still(number: int) -> list[Case]:
    hub = factories.hub("Hub Gent", slug="gent")
    factories.member(hub, email="co@example.org")
    factories.member(hub, Role.MEMBER, email="lid@example.org")
    quiet = factories.hub()
    factories.member(quiet, email="stil@example.org")
    factories.case(quiet)
    long_ago = timezone.now() - timedelta(days=400)
    return [factories.case(hub, "Karton van Jan", moved_at=long_ago) for _number in range(number)]


def _send(day: date = MONDAY) -> int:
    with scope.everywhere("a test of the digest"):
        return send_digests(day)


def test_a_coordinator_hears_what_stands_still_and_nobody_else() -> None:
    cases = _still(NAMED + 2)
    assert _send() == 1
    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.kind) == ("co@example.org", OutgoingMail.Kind.BUNDLE)
    assert letter.subject == "Wat stilstaat bij Hub Gent"
    assert letter.text.count("/dossiers/") == NAMED + 1
    assert f"{NAMED + 2} dossiers staan stil" in letter.text
    assert "En nog 2:" in letter.text
    assert cases[0].reference in letter.text
    assert "Jan" not in letter.text, "a title may name somebody"


def test_once_a_week_however_often_the_clock_comes() -> None:
    _still(1)
    assert [_send(), _send(), _send(MONDAY + timedelta(days=6))] == [1, 0, 0]
    assert _send(MONDAY + timedelta(days=7)) == 1


def test_who_stopped_such_letters_gets_none() -> None:
    _still(1)
    outbox.stop_bundles("co@example.org", MailChoice.Reason.SIGNED_OFF)
    assert _send() == 0
