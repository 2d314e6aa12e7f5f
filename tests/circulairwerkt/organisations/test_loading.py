"""The hubs' partners load with the kind that a source allows, and never with an address."""

from datetime import date

import pytest

from circulairwerkt.hubs import files
from circulairwerkt.hubs.loading import load_hubs
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.loading import load_partners, partnerships_by_organisation
from circulairwerkt.organisations.models import Kind, Organisation, Partnership, Recognition, Site
from circulairwerkt.reference.loading import load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def _loaded() -> None:
    load_reference()
    load_hubs()
    load_partners()


def test_every_partner_of_a_hub_is_an_organisation_of_the_file() -> None:
    content = files.read()
    assert set(partnerships_by_organisation(content)) == set(content["organisations"])
    assert {row["kind"] for row in content["organisations"].values()} <= set(Kind.values)


@pytest.mark.usefixtures("_loaded")
def test_partners_leads_and_no_address() -> None:
    assert Organisation.objects.count() == 55
    assert Partnership.objects.filter(role=Partnership.Role.LEAD).count() == Hub.objects.count() == 10
    assert not Site.objects.exists(), "no page gives an address, so there is no dot and no distance"
    assert not Recognition.objects.exists(), "no page gives the dates of a recognition"
    hogent = Organisation.objects.get(slug="hogent")
    assert {p.hub.slug for p in hogent.partnerships.all()} == {"aalst", "gent"}
    assert hogent.kind == Kind.KNOWLEDGE
    assert all(address.startswith("https://") for address in hogent.sources)


@pytest.mark.usefixtures("_loaded")
def test_a_kind_that_no_page_says_outright_is_marked() -> None:
    certain = dict(Organisation.objects.values_list("slug", "is_kind_certain"))
    assert certain["stad-gent"]
    assert certain["sobo-werk"]
    assert not certain["waak"]
    assert not certain["blenders"]


@pytest.mark.usefixtures("_loaded")
def test_edits_survive_a_second_load() -> None:
    waak = Organisation.objects.get(slug="waak")
    waak.name, waak.is_kind_certain = "WAAK cvba", True
    waak.save()
    Partnership.objects.filter(organisation__slug="vito").update(valid_to=date(2026, 11, 1))
    Partnership.objects.create(organisation=waak, hub=Hub.objects.get(slug="gent"))
    Organisation.objects.get(slug="toastmasters-mechelen").delete()
    report = load_partners(again=True)
    waak.refresh_from_db()
    assert (waak.name, waak.is_kind_certain) == ("WAAK cvba", True)
    assert waak.partnerships.count() == 2
    assert not Partnership.objects.filter(organisation__slug="vito", valid_to=None).exists()
    assert not Organisation.objects.filter(slug="toastmasters-mechelen").exists()
    assert "toastmasters-mechelen: removed by a person" in report.edited
    assert report.counts["updated"] == 0


@pytest.mark.usefixtures("_loaded")
def test_a_partner_that_the_file_no_longer_names_gets_an_end_date(monkeypatch: pytest.MonkeyPatch) -> None:
    content = files.read()
    newer = [
        {**row, "partners": [p for p in row["partners"] if p != "hogent"]} if row["slug"] == "gent" else row
        for row in content["hubs"]
    ]
    monkeypatch.setattr(files, "read", lambda: {**content, "hubs": newer})
    load_partners(again=True)
    ended = Partnership.objects.get(organisation__slug="hogent", hub__slug="gent")
    assert ended.valid_to == date(2026, 11, 23)
    assert Partnership.objects.get(organisation__slug="hogent", hub__slug="aalst").valid_to is None
