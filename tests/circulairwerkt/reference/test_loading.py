"""The reference data that ships is whole, and loading it twice changes nothing."""

import re
from collections import Counter

import pytest
from django.core.management import call_command

from circulairwerkt.base.models import AuditEntry, LoadedFile
from circulairwerkt.reference import files
from circulairwerkt.reference.loading import load_reference
from circulairwerkt.reference.models import Municipality, Place, Sector

#: Flanders lies within these degrees (WGS84).
SOUTH, NORTH, WEST, EAST = 50.67, 51.51, 2.54, 5.93


def test_there_are_285_municipalities_in_five_provinces() -> None:
    rows = files.read_rows("municipalities.csv")
    assert len({row["code"] for row in rows}) == len(rows) == 285
    assert Counter(row["province"] for row in rows) == {
        "Antwerpen": 67,
        "Vlaams-Brabant": 63,
        "West-Vlaanderen": 62,
        "Oost-Vlaanderen": 55,
        "Limburg": 38,
    }


def test_every_place_lies_in_flanders_and_in_a_municipality_with_its_postcode() -> None:
    municipalities = {row["code"]: row for row in files.read_rows("municipalities.csv")}
    places = files.read_rows("places.csv")
    assert len({(row["name"], row["code"]) for row in places}) == len(places) > 900
    for row in [*municipalities.values(), *places]:
        assert SOUTH < float(row["lat"]) < NORTH, row["name"]
        assert WEST < float(row["lon"]) < EAST, row["name"]
    for row in places:
        assert row["municipality"] == municipalities[row["code"]]["name"]
        assert row["postcode"] in municipalities[row["code"]]["postcodes"].split(), row["name"]


def test_a_part_of_a_town_lies_within_reach_of_it() -> None:
    """A point in another corner of Flanders is an error in the source (As once lay in Asse)."""
    municipalities = {row["code"]: row for row in files.read_rows("municipalities.csv")}
    for row in files.read_rows("places.csv"):
        town = municipalities[row["code"]]
        assert abs(float(row["lat"]) - float(town["lat"])) < 0.16, row["name"]
        assert abs(float(row["lon"]) - float(town["lon"])) < 0.22, row["name"]


def test_a_postcode_belongs_to_one_municipality() -> None:
    held = Counter(p for row in files.read_rows("municipalities.csv") for p in row["postcodes"].split())
    assert [postcode for postcode, times in held.items() if times > 1] == []
    assert all(re.fullmatch(r"1[5-9]\d\d|[2389]\d\d\d", postcode) for postcode in held)


def test_thirteen_mergers_of_2025_took_28_municipalities() -> None:
    rows = [row for row in files.read_rows("mergers.csv") if row["new_from"] == "2025-01-01"]
    present = {row["code"] for row in files.read_rows("municipalities.csv")}
    assert len(rows) == 28
    assert len({row["new_code"] for row in rows}) == 13
    assert {row["new_code"] for row in rows} <= present
    assert not {row["old_code"] for row in rows} - {row["new_code"] for row in rows} & present


def test_no_postcode_is_both_ours_and_outside() -> None:
    ours = {p for row in files.read_rows("municipalities.csv") for p in row["postcodes"].split()}
    for row in files.read_rows("outside.csv"):
        if row["kind"] == "postcodes":
            first, last = row["postcodes"].split("-")
            assert not any(first <= postcode <= last for postcode in ours)
        else:
            assert not ours & set(row["postcodes"].split()), row["name"]


def test_all_brussels_and_walloon_municipalities_are_known_as_outside() -> None:
    codes = Counter(row["region"] for row in files.read_rows("outside.csv") if row["code"])
    assert codes == {"brussels": 19, "wallonia": 261}


@pytest.mark.parametrize("name", files.FILES)
def test_each_file_tells_source_edition_and_licence(name: str) -> None:
    head = [line for line in (files.FOLDER / name).read_text().splitlines() if line.startswith("#")]
    for word in ("source", "edition", "licence"):
        assert any(word in line for line in head), f"{name} does not tell its {word}"


@pytest.mark.django_db
def test_a_load_writes_all_and_a_second_one_nothing() -> None:
    first = load_reference()
    former = sum(row["old_code"] != row["new_code"] for row in files.read_rows("mergers.csv"))
    assert first.counts == {"created": 285 + former + Place.objects.count() + 13}
    assert Municipality.objects.filter(merged_into=None).count() == 285
    assert Sector.objects.get(pk="textiel").label["fr"].startswith("Textile")
    trail = AuditEntry.objects.count()
    assert load_reference().counts == {"unchanged": first.counts["created"]}
    assert AuditEntry.objects.count() == trail, "an edition that was loaded before leaves no trail"
    assert load_reference(again=True).counts == {"unchanged": first.counts["created"]}


@pytest.mark.django_db
def test_a_former_municipality_points_to_the_present_one() -> None:
    load_reference()
    zwijndrecht = Municipality.objects.get(pk="11056")
    assert zwijndrecht.current.name == "Beveren-Kruibeke-Zwijndrecht"
    assert zwijndrecht.province == "Antwerpen"
    assert zwijndrecht.current.province == "Oost-Vlaanderen"
    assert str(zwijndrecht.valid_to) == "2024-12-31"


@pytest.mark.django_db
def test_what_was_changed_or_removed_in_the_files_follows() -> None:
    load_reference()
    Place.objects.filter(name="Zellik").update(postcode="0000")
    Place.objects.create(
        name="Nergenshuizen", municipality_id="23002", lat=51, lon=4, source="GeoNames (CC BY 4.0)"
    )
    Place.objects.create(name="Eigen gehucht", municipality_id="23002", lat=51, lon=4, source="the town hall")
    LoadedFile.objects.filter(name="reference").update(digest="an older edition")
    report = load_reference()
    assert (report.counts["updated"], report.counts["removed"]) == (1, 1)
    assert Place.objects.get(name="Zellik").postcode == "1731"
    assert not Place.objects.filter(name="Nergenshuizen").exists()
    assert Place.objects.filter(name="Eigen gehucht").exists(), "a place from elsewhere stays"


@pytest.mark.django_db
def test_the_command_tells_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    assert "created" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_municipality_of_the_gazetteer_equals_the_loaded_one() -> None:
    load_reference()
    for row in files.read_rows("municipalities.csv"):
        loaded = Municipality.objects.get(pk=row["code"])
        held = files.municipality_from(row)
        assert held == loaded
        for column in Municipality._meta.concrete_fields:
            assert getattr(held, column.attname) == getattr(loaded, column.attname)
