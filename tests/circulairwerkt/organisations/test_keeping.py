"""Organisations are kept by their members and coordinators: numbers, claims, partners, recognitions."""

import csv
import os
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client

from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import HubMembership
from circulairwerkt.organisations import services
from circulairwerkt.organisations.models import (
    Claim,
    Kind,
    Organisation,
    OrganisationMembership,
    Partnership,
    Recognition,
    Site,
)
from circulairwerkt.organisations.numbers import enterprise_number, establishment_number, shown_number
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
NUMBERS = Path(os.environ.get("CW_SHARED", ROOT.parent / "shared")) / "data/reference/kbo_numbers.csv"


def test_the_numbers_of_the_reference_are_judged_right() -> None:
    if not NUMBERS.is_file():
        pytest.skip(f"{NUMBERS} is absent")
    lines = [line for line in NUMBERS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    assert len(rows) > 10
    for row in rows:
        check = enterprise_number if row["type"] == "enterprise" else establishment_number
        # Nine digits are the old form of a VAT number; the reference leaves them open.
        if len(row["number"]) != 10:
            continue
        for written in (row["number"], row["formatted"]):
            if row["valid"] == "1":
                assert check(written) == row["number"]
            else:
                with pytest.raises(ValidationError):
                    check(written)


@pytest.mark.parametrize("text", ["", "abc", "0403.019.262", "٠٤٠٣٠١٩٢٦١", "2147812701", "0" * 10, "9" * 400])
def test_what_is_no_enterprise_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        enterprise_number(text)


def test_a_number_is_written_as_people_do() -> None:
    assert enterprise_number("BE 403.019.261") == "0403019261"
    assert shown_number("0403019261") == "0403.019.261"
    assert establishment_number("2.147.812.701") == "2147812701"
    with pytest.raises(ValidationError):
        establishment_number("0403019261")


@pytest.fixture
def partner() -> Organisation:
    """A partner of a hub with two coordinators."""
    hub = factories.hub("Hub Gent", slug="gent")
    factories.member(hub, email="een@example.org")
    factories.member(hub, email="twee@example.org")
    organisation = factories.organisation("Labeur", slug="labeur")
    factories.partnership(organisation, hub)
    return organisation


def _claim(partner: Organisation, callbacks: Any, email: str = "jan@example.org") -> Claim:
    client = Client()
    client.force_login(factories.person(email, name="Jan"))
    page = client.get("/organisaties/labeur/aanvragen/")
    hub = page.context["form"].fields["hub"].initial
    with callbacks(execute=True):
        sent = client.post("/organisaties/labeur/aanvragen/", {"hub": hub.pk, "message": "ik werk daar"})
    assert sent["Location"] == "/werkplek/"
    assert "wacht op antwoord" in client.get("/werkplek/").content.decode()
    with everywhere("a test looks"):
        return Claim.objects.select_related("hub", "user", "organisation").get(user__email=email)


def test_a_claim_is_told_to_both_and_confirmed_by_a_coordinator(
    partner: Organisation, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    claim = _claim(partner, django_capture_on_commit_callbacks)
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "een@example.org",
        "jan@example.org",
        "twee@example.org",
    ]
    mail.outbox.clear()
    client.force_login(factories.member(claim.hub, email="drie@example.org"))
    path = f"/werkplek/gent/aanvragen/{claim.pk}/"
    assert client.post(path, {"decision": "misschien"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(path, {"decision": "confirm"}).status_code == 302
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "een@example.org",
        "jan@example.org",
        "twee@example.org",
    ]
    jan = Client()
    jan.force_login(claim.user)
    assert jan.get("/organisaties/labeur/beheer/").status_code == 200
    assert "labeur" in jan.get("/werkplek/").content.decode()
    assert client.post(path, {"decision": "refuse"}).status_code == 422, "it was answered already"


def test_a_refused_claim_gives_nothing(
    partner: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    claim = _claim(partner, django_capture_on_commit_callbacks)
    with everywhere("a test"):
        services.decide_claim(actor=SYSTEM, claim=claim, is_confirmed=False)
    assert not OrganisationMembership.objects.exists()
    assert not actor_of(claim.user).by_organisation


def test_nobody_confirms_the_own_claim(
    partner: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    claim = _claim(partner, django_capture_on_commit_callbacks)
    HubMembership.objects.create(
        user=claim.user, hub=claim.hub, role="coordinator", valid_from=factories.LONG_AGO
    )
    with pytest.raises(Http404):
        services.decide_claim(actor=actor_of(claim.user), claim=claim, is_confirmed=True)


def test_one_asks_once_and_may_take_it_back(
    partner: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    claim = _claim(partner, django_capture_on_commit_callbacks)
    client = Client()
    client.force_login(claim.user)
    again = client.post("/organisaties/labeur/aanvragen/", {"hub": claim.hub.pk, "message": "nog eens"})
    assert again.status_code == 422
    client.post(f"/mijn/aanvragen/{claim.pk}/intrekken/")
    with everywhere("a test looks"):
        claim.refresh_from_db()
    assert claim.state == Claim.State.WITHDRAWN


def test_an_enterprise_number_belongs_to_one(partner: Organisation, client: Client) -> None:
    factories.organisation("Ander", kbo_number="0403019261")
    client.force_login(factories.administrator())
    form = {"name": "Labeur", "version": 1, "kbo_number": "0403.019.261"}
    taken = client.post("/organisaties/labeur/beheer/gegevens/", form)
    assert taken.status_code == 422
    assert "heeft dit ondernemingsnummer al" in taken.content.decode()
    wrong = client.post("/organisaties/labeur/beheer/gegevens/", {**form, "kbo_number": "0403.019.262"})
    assert wrong.status_code == 422
    assert wrong.context["form"]["kbo_number"].value() == "0403.019.262", "what was typed is kept"
    assert (
        client.post("/organisaties/labeur/beheer/gegevens/", {**form, "kbo_number": "0428759497"}).status_code
        == 302
    )


def test_a_site_without_source_gets_no_point(partner: Organisation, client: Client) -> None:
    client.force_login(factories.administrator())
    place = factories.municipality("Gent")
    form = {"version": 0, "name": "Atelier", "municipality": place.nis, "lat": "51.05", "lon": "3.72"}
    path = "/organisaties/labeur/beheer/vestigingen/nieuw/"
    assert client.post(path, form).status_code == 422
    assert client.post(path, {**form, "lon": "", "source": "hun site"}).status_code == 422
    assert client.post(path, {**form, "lat": "48.85", "source": "hun site"}).status_code == 422, (
        "not Flanders"
    )
    assert client.post(path, {**form, "source": "hun site"}).status_code == 302
    site = Site.objects.get()
    assert (site.lat, site.lon, bool(site.h3_cell)) == (51.05, 3.72, True)
    client.post(f"/organisaties/labeur/beheer/vestigingen/{site.pk}/weg/", {"version": 1})
    assert not Site.objects.exists()
    assert AuditEntry.objects.get(action="organisations.remove_site").changes["name"] == ["Atelier", None]


def test_a_recognition_has_dates(partner: Organisation, client: Client) -> None:
    client.force_login(factories.administrator())
    path = "/organisaties/labeur/beheer/erkenningen/nieuw/"
    form = {"version": 0, "sort": "maatwerkbedrijf", "valid_from": "2024-01-01", "valid_to": "2023-01-01"}
    assert client.post(path, form).status_code == 422
    assert client.post(path, {**form, "valid_to": "31/12/2026"}).status_code == 302
    assert Recognition.objects.get().valid_to.isoformat() == "2026-12-31"  # type: ignore[union-attr]


def test_a_partner_ends_by_a_date_and_may_come_back(partner: Organisation, client: Client) -> None:
    client.force_login(factories.administrator())
    row = Partnership.objects.get()
    path, form = "/werkplek/gent/partners/toevoegen/labeur/", {"version": 0, "role": "partner"}
    assert client.post(path, form).status_code == 422
    end = {"version": 1, "role": "partner", "valid_to": "2025-12-31"}
    client.post(f"/werkplek/gent/partners/{row.pk}/", end)
    assert client.post(path, {**form, "role": "lead"}).status_code == 302
    assert Partnership.objects.count() == 2


def test_a_new_organisation_becomes_partner_under_a_free_address(
    partner: Organisation, client: Client
) -> None:
    client.force_login(factories.administrator())
    data = {"name": "Labeur", "kind": Kind.ENTERPRISE.value}
    made = client.post("/werkplek/gent/partners/nieuw/", data)
    assert made["Location"] == "/organisaties/labeur-2/beheer/"
    found = client.get("/werkplek/gent/partners/?zoek=labeur").context["found"]
    assert found == [], "both are partners already"


def test_what_an_organisation_is_gets_certain(partner: Organisation, client: Client) -> None:
    Organisation.objects.update(is_kind_certain=False)
    client.force_login(factories.administrator())
    waiting = [item.key for item in client.get("/werkplek/gent/").context["waiting"]]
    assert "kinds" in waiting
    client.post("/organisaties/labeur/beheer/soort/", {"version": 1, "kind": "reuse_centre"})
    partner.refresh_from_db()
    assert (partner.kind, partner.is_kind_certain) == ("reuse_centre", True)
