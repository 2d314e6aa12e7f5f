"""People at partners: read in, shown side by side, taken back, erased; seen by the own hub alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from circulairwerkt.base import scope
from circulairwerkt.base.likeness import Names
from circulairwerkt.base.models import AuditEntry, ImportRow
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.organisations.models import ContactPerson
from circulairwerkt.organisations.services import erase_old_contacts
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.portal.reading_in import checked, read_in, taken_back

FILE = (
    "contactpersoon;bedrijf;functie;gsm;e-mail\n"
    "An Peeters;Houtbedrijf;aankoop;0470 12 34 56;an@hout.example\n"
    "Bert;Houtbedrijf;;bel mij;\n"
    "Chris;Onbekend nv;;;chris@example.org\n"
    "Dirk;Geen partner;;;dirk@example.org\n"
    "Els;Houtbedrijf;;;\n"
)


@pytest.fixture(autouse=True)
def _everywhere() -> Any:
    with scope.everywhere("a test"):
        yield


@pytest.mark.django_db
def test_contacts_are_read_in_with_an_error_for_each_row_and_taken_back(client: Client) -> None:
    hub = make.hub()
    firm = make.organisation("Houtbedrijf", search_name="houtbedrijf")
    partner = make.partnership(firm, hub)
    make.organisation("Geen partner", search_name="geen partner")
    client.force_login(make.member(hub))
    batch = checked(client, hub.slug, "contacts", FILE)
    assert set(batch.mapping) == {"name", "organisation", "role", "phone", "email"}
    wrong = {row.cells["name"]: set(row.problems) for row in batch.lines.filter(state=ImportRow.State.WRONG)}
    assert wrong == {"Bert": {"phone"}, "Chris": {"organisation"}, "Els": {"phone"}}
    batch = read_in(client, hub.slug, batch)
    person = ContactPerson.objects.get()
    assert (person.name, person.role, person.organisation) == ("An Peeters", "aankoop", firm)
    assert "geen partner" in str(batch.lines.get(cells__name="Dirk").problems)
    assert not AuditEntry.objects.filter(object_name__contains="Peeters").exists()
    page = client.get(f"/werkplek/{hub.slug}/partners/{partner.pk}/").content.decode()
    assert "An Peeters" in page
    again = checked(client, hub.slug, "contacts", FILE.replace("an@hout.example", "ander@hout.example"))
    assert again.lines.get(state=ImportRow.State.TWIN).twin["pk"] == person.pk, "the same telephone"
    taken_back(client, hub.slug, batch)
    assert not ContactPerson.objects.exists()


@pytest.mark.django_db
def test_another_hub_sees_nobody_and_time_erases() -> None:
    hub, other = make.hub(), make.hub()
    firm = make.organisation()
    make.partnership(firm, hub)
    theirs = make.partnership(firm, other)
    for name, days in (("Jong", 10), ("Oud", ContactPerson.RETENTION_DAYS + 1)):
        ContactPerson.objects.create(
            hub=hub, organisation=firm, name=name, noted_at=timezone.now() - timedelta(days=days)
        )
    client = Client()
    client.force_login(make.member(other))
    assert "Jong" not in client.get(f"/werkplek/{other.slug}/partners/{theirs.pk}/").content.decode()
    assert erase_old_contacts(actor=SYSTEM) == 1
    assert ContactPerson.objects.get().name == "Jong"


_NAMES = st.lists(st.text(alphabet="abc de", min_size=4, max_size=14), max_size=12)


@given(known=_NAMES, wanted=_NAMES)
def test_the_most_alike_are_those_found_one_by_one(known: list[str], wanted: list[str]) -> None:
    found = Names(enumerate(known), edge=4).nearest(wanted, least=80)
    for name, key in zip(wanted, found, strict=True):
        near = [
            fuzz.token_sort_ratio(name, other)
            for other in known
            if other[:4] == name[:4]
            or other[-4:] == name[-4:]
            or sorted(other.split()) == sorted(name.split())
        ]
        best = max(near, default=0.0)
        if key is None:
            assert best < 80
        else:
            assert fuzz.token_sort_ratio(name, known[key]) == pytest.approx(best, abs=1e-4)
