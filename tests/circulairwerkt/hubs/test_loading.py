"""The real hubs load as their pages tell, and a second load keeps what a coordinator edited."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from circulairwerkt.base.models import AuditEntry, LoadedFile
from circulairwerkt.hubs import files
from circulairwerkt.hubs.loading import load_hubs
from circulairwerkt.hubs.models import Hub, HubAlias, HubArea, LifeCycle, Phase
from circulairwerkt.reference.loading import load_reference
from circulairwerkt.reference.models import Goal

pytestmark = pytest.mark.django_db


@pytest.fixture
def _loaded() -> None:
    load_reference()
    load_hubs()


def test_the_programme_knows_of_two_hubs_that_nobody_names() -> None:
    programme = files.programme()
    assert (programme.hub_count, programme.unknown_hubs) == (12, 2)
    assert len(files.read()["hubs"]) == programme.hub_count - programme.unknown_hubs
    [results] = programme.results
    assert (results.test_trajectories, results.subsidy_files, results.subsidy_files_approved) == (77, 87, 45)
    assert programme.source.startswith("https://")


@pytest.mark.usefixtures("_loaded")
def test_ten_hubs_none_of_them_confirmed() -> None:
    hubs = Hub.objects.all()
    assert len(hubs) == 10
    for hub in hubs:
        assert hub.life_cycle == LifeCycle.NOT_CONFIRMED
        assert hub.checked_on == date(2026, 11, 23)
        assert not hub.is_claimed
        assert (hub.contact_name, hub.contact_email, hub.contact_phone) == ("", "", "")
        assert hub.sources
        assert set(hub.summary) == {"nl", "en", "fr"}
    assert [hub.slug for hub in hubs if hub.is_likely_only] == ["hasselt"]


@pytest.mark.usefixtures("_loaded")
def test_the_area_is_the_seat_and_what_a_source_names() -> None:
    for hub in Hub.objects.exclude(slug="kempen"):
        assert [area.municipality_id for area in hub.area.all()] == [hub.seat_id]
    kempen = Hub.objects.get(slug="kempen")
    assert {area.municipality.name for area in kempen.area.all()} == {
        "Turnhout",
        "Beerse",
        "Oud-Turnhout",
        "Vosselaar",
    }
    assert all(area.source.startswith("https://") for area in kempen.area.all())


@pytest.mark.usefixtures("_loaded")
def test_names_sectors_phases_and_goals() -> None:
    kortrijk = Hub.objects.get(slug="kortrijk")
    assert kortrijk.name == "CICO Hub"
    assert [alias.name for alias in kortrijk.aliases.all()] == ["Circular Co-creation Hub"]
    assert {sector.pk for sector in kortrijk.sectors.all()} == {"maakindustrie", "textiel", "kunststoffen"}
    assert [phase.number for phase in Phase.objects.all()] == [1, 2, 3, 4]
    assert Phase.objects.get(number=4).ends_on is None
    assert [goal.key for goal in Goal.objects.all()] == [
        "network",
        "awareness",
        "initiatives",
        "assignments",
        "anchoring",
    ]
    assert Goal.objects.get(key="anchoring").since_phase == 4


@pytest.mark.usefixtures("_loaded")
def test_a_second_load_of_the_same_edition_writes_nothing() -> None:
    trail = AuditEntry.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert load_hubs().counts == {"unchanged": 10}
    assert len(queries) == 2
    assert AuditEntry.objects.count() == trail
    before = list(Hub.objects.values())
    assert set(load_hubs(again=True).counts) == {"unchanged"}
    assert list(Hub.objects.values()) == before


@pytest.mark.usefixtures("_loaded")
def test_edits_survive_a_new_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub.objects.get(slug="gent")
    hub.name, hub.life_cycle = "Hub van Gent", LifeCycle.ACTIVE
    hub.save()
    hub.sectors.add("bouw")
    HubArea.objects.create(hub=hub, municipality_id="46029")
    HubAlias.objects.filter(hub__slug="kortrijk").delete()
    Hub.objects.get(slug="brugge").sectors.remove("ict")
    HubArea.objects.filter(hub__slug="kempen", municipality_id="13004").update(valid_to=date(2026, 11, 1))
    content = files.read()
    newer = [
        {**row, "name": row["name"] + " II", "website": "https://hub.example"}
        | ({"sectors": ["ict", "voeding", "zorg"]} if row["slug"] == "brugge" else {})
        for row in content["hubs"]
    ]
    monkeypatch.setattr(files, "read", lambda: {**content, "hubs": newer})
    LoadedFile.objects.filter(name="hubs").update(digest="an older edition")
    report = load_hubs()
    hub.refresh_from_db()
    assert hub.name == "Hub van Gent", "a coordinator's name stays"
    assert hub.life_cycle == LifeCycle.ACTIVE
    assert hub.website == "https://hub.example", "what nobody edited follows the file"
    assert [sector.pk for sector in hub.sectors.all()] == ["bouw"]
    assert hub.area.filter(municipality_id="46029", valid_to=None).exists()
    assert Hub.objects.get(slug="leuven").name == "Circulaire Hub Leuven II"
    assert not HubAlias.objects.filter(hub__slug="kortrijk").exists(), "what was taken out stays out"
    assert {sector.pk for sector in Hub.objects.get(slug="brugge").sectors.all()} == {"voeding", "zorg"}
    assert not HubArea.objects.filter(hub__slug="kempen", municipality_id="13004", valid_to=None).exists()
    assert set(report.edited) == {"gent: name", "gent: life_cycle"}
    assert report.counts["updated"] == 10


@pytest.mark.usefixtures("_loaded")
def test_an_update_counts_as_an_edit_so_that_an_open_form_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    version = Hub.objects.get(slug="gent").version
    content = files.read()
    newer = [{**row, "website": "https://hub.example"} for row in content["hubs"]]
    monkeypatch.setattr(files, "read", lambda: {**content, "hubs": newer})
    load_hubs(again=True)
    assert Hub.objects.get(slug="gent").version == version + 1
    entry = AuditEntry.objects.filter(
        object_type="hubs.hub", object_name="Sociaal-circulaire Hub Gent"
    ).first()
    assert entry is not None
    assert entry.is_system
    assert entry.action == "hubs.load"
    assert entry.changes == {"website": ["", "https://hub.example"]}


@pytest.mark.usefixtures("_loaded")
def test_a_hub_that_was_removed_stays_away() -> None:
    Hub.objects.get(slug="hasselt").delete()
    report = load_hubs(again=True)
    assert not Hub.objects.filter(slug="hasselt").exists()
    assert report.edited == ["hasselt: removed by a person"]


def test_a_hub_that_a_person_made_first_belongs_to_that_person() -> None:
    load_reference()
    Hub.objects.create(slug="gent", name="Onze hub", seat_id="44021", lat=51.05, lon=3.72)
    report = load_hubs()
    hub = Hub.objects.get(slug="gent")
    assert (hub.name, hub.website, hub.loaded_values.get("name")) == ("Onze hub", "", None)
    assert "gent: made by a person" in report.edited


def test_the_command_loads_all_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_hubs")
    shown = capsys.readouterr().out
    assert "Hubs: 19 created" in shown
    assert "Partners: 55 created" in shown
    assert "Stories: 5 created" in shown
    Hub.objects.filter(slug="gent").update(website="https://elders.example")
    call_command("load_hubs", again=True, verbosity=2)
    assert "kept gent: website" in capsys.readouterr().out
