"""Many people save the same row at the same moment: one is kept, the others are told. On PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.hubs import services as hubs
from circulairwerkt.hubs.models import Hub, HubArea, HubMembership, ProgrammeInbox
from circulairwerkt.organisations import services as organisations
from circulairwerkt.organisations.models import Partnership, Recognition, Site
from circulairwerkt.organisations.services.organisation import RECOGNITION_FIELDS, SITE_FIELDS
from tests.circulairwerkt import factories

START = date(2024, 1, 1)
ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite in memory has one writer at a time"
)


def _at_once(work: Callable[[int], Any], people: int = 8) -> list[Any]:
    """Let so many people work at the same moment; what each got, or the exception."""
    start = Barrier(people)

    def one(number: int) -> Any:
        try:
            start.wait(timeout=20)
            return work(number)
        except Exception as error:  # Whatever it is, the test looks at it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["site", "recognition", "partnership", "membership", "inbox", "switches"])
def test_of_many_at_the_same_moment_one_is_kept_and_the_rest_see_it(name: str, pks: dict[str, int]) -> None:
    def work(number: int) -> Any:
        return _SAVES[name](number)

    got = _at_once(work)
    kept = [each for each in got if not isinstance(each, Exception)]
    assert len(kept) == 1, got
    assert {type(each) for each in got if isinstance(each, Exception)} == {EditConflict}
    assert _ROWS[name].objects.latest("version").version == 2


def _save_site(number: int) -> Any:
    row = Site.objects.select_related("organisation").get()
    values = {name: getattr(row, name) for name in SITE_FIELDS}
    values["street"] = f"Kaai {number}"
    return organisations.save_site(actor=SYSTEM, site=row, seen_version=1, values=values)


def _save_recognition(number: int) -> Any:
    row = Recognition.objects.select_related("organisation").get()
    values = {name: getattr(row, name) for name in RECOGNITION_FIELDS}
    values["number"] = f"A {number}"
    return organisations.save_recognition(actor=SYSTEM, recognition=row, seen_version=1, values=values)


def _save_partnership(number: int) -> Any:
    row = Partnership.objects.select_related("hub", "organisation").get()
    values = {"role": "partner", "valid_from": START, "valid_to": None, "source": f"bron {number}"}
    return organisations.change_partner(actor=SYSTEM, partnership=row, seen_version=1, values=values)


def _save_membership(number: int) -> Any:
    row = HubMembership.objects.select_related("hub").get(role=Role.MEMBER)
    return hubs.end_membership(
        actor=SYSTEM, membership=row, seen_version=1, last_day=date(2099, 1, 1 + number)
    )


def _save_inbox(number: int) -> Any:
    return hubs.set_programme_inbox(
        actor=SYSTEM,
        inbox=ProgrammeInbox.objects.get(),
        seen_version=1,
        name=f"Dienst {number}",
        email="d@example.org",
        answer_days=3,
    )


def _save_switches(number: int) -> Any:
    on = ["material", "food", "energy"][: 1 + number % 2]
    hubs.set_switches(actor=SYSTEM, hub=Hub.objects.get(), seen_version=1, on=on)
    return on


_ROWS: dict[str, Any] = {
    "site": Site,
    "recognition": Recognition,
    "partnership": Partnership,
    "membership": HubMembership,
    "inbox": ProgrammeInbox,
    "switches": Hub,
}
_SAVES = {
    "site": _save_site,
    "recognition": _save_recognition,
    "partnership": _save_partnership,
    "membership": _save_membership,
    "inbox": _save_inbox,
    "switches": _save_switches,
}


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_of_many_who_name_the_first_inbox_at_the_same_moment_one_is_kept(pks: dict[str, int]) -> None:
    ProgrammeInbox.objects.all().delete()

    def work(number: int) -> Any:
        return hubs.set_programme_inbox(
            actor=SYSTEM,
            inbox=ProgrammeInbox(),
            seen_version=0,
            name=f"Dienst {number}",
            email="d@example.org",
            answer_days=3,
        )

    got = _at_once(work)
    assert sum(not isinstance(each, Exception) for each in got) == 1, got
    assert {type(each) for each in got if isinstance(each, Exception)} == {EditConflict}


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_of_many_who_change_the_area_at_the_same_moment_one_is_kept(pks: dict[str, int]) -> None:
    hub, place = Hub.objects.get(), factories.municipality("Aalter")
    stamp = hubs.area_stamp(hub)

    def work(number: int) -> Any:
        return hubs.set_area(
            actor=SYSTEM, hub=hub, municipalities=[place], from_day=START, replace=True, seen=stamp
        )

    got = _at_once(work)
    assert sum(not isinstance(each, Exception) for each in got) == 1, got
    assert {type(each) for each in got if isinstance(each, Exception)} == {hubs.AreaChanged}
    assert HubArea.objects.filter(hub=hub, municipality=place, valid_to__isnull=True).count() == 1


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_of_many_who_add_the_same_partner_one_does(pks: dict[str, int]) -> None:
    hub, other = Hub.objects.get(), factories.organisation("Ander")
    values = {"role": "partner", "valid_from": None, "valid_to": None, "source": ""}

    def work(number: int) -> Any:
        return organisations.add_partner(actor=SYSTEM, hub=hub, organisation=other, values=values)

    got = _at_once(work)
    assert sum(not isinstance(each, Exception) for each in got) == 1, got
    assert Partnership.objects.filter(organisation=other).count() == 1
