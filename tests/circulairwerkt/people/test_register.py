"""The register of processing: no field of this room without purpose, ground, retention and readers."""

import csv
from io import StringIO

import pytest
from django.test import Client
from django.utils.translation import override

from circulairwerkt.people.register import GROUNDS, REGISTER, fields_of_the_room, rows


def test_every_field_stands_in_one_line() -> None:
    told = [label for processing in REGISTER for label in processing.labels()]
    missing = sorted(set(fields_of_the_room()) - set(told))
    assert not missing, f"Say in people/register.py what for, on which ground, how long, who reads: {missing}"
    gone = sorted(set(told) - set(fields_of_the_room()))
    assert not gone, f"people/register.py speaks of fields that do not exist: {gone}"
    twice = sorted({label for label in told if told.count(label) > 1})
    assert not twice, f"One purpose a field: {twice}"


@pytest.mark.parametrize("processing", REGISTER, ids=lambda each: str(each.title))
def test_every_line_says_all_four(processing: object) -> None:
    for name in ("title", "purpose", "retention", "readers"):
        assert len(str(getattr(processing, name))) > 5, name
    assert processing.ground in GROUNDS  # type: ignore[attr-defined]


def test_what_reaches_a_person_is_sealed() -> None:
    """A column called as one that tells who somebody is or how to reach him holds nothing readable."""
    telling = {"first_name", "last_name", "name", "phone", "email", "contact"}
    # What somebody who calls lets everybody read about himself.
    told_to_all = {"people.Caller.name"}
    open_ones = [
        row.label
        for row in rows()
        if row.label.rpartition(".")[2] in telling and not row.is_sealed and row.label not in told_to_all
    ]
    assert not open_ones


@pytest.mark.django_db
def test_the_page_and_the_file_tell_the_same() -> None:
    client = Client()
    page = client.get("/privacy/mensen/").content.decode()
    content = client.get("/privacy/mensen/bestand/").content.decode("utf-8-sig")
    separator = ";" if ";" in content.splitlines()[0] else ","
    told = list(csv.reader(StringIO(content), delimiter=separator))
    assert [line[0] for line in told[1:]] == [row.label for row in rows()]
    with override("nl"):
        assert all(f"<code>{row.label}</code>" in page for row in rows())
