"""What is read in a note: people, numbers and tasks as written, and nothing that is not there."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.cases.phone_note import is_phone, read

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "name", "phone", "task", "day"),
    [
        (
            "Gebeld met Jan, 0470 12 34 56, dinsdag terugbellen over MDF",
            "Jan",
            "0470 12 34 56",
            "Terugbellen over MDF",
            date(2026, 11, 24),
        ),
        (
            "schrijnwerkerij, 2 palletten MDF-resten per week, dinsdag terugbellen op 0470 12 34 56",
            "",
            "0470 12 34 56",
            "Terugbellen",
            date(2026, 11, 24),
        ),
        ("gesproken met els 056/12.34.56", "els", "056/12.34.56", "", None),
        ("Gebeld met Jan Van den Broeck", "Jan Van den Broeck", "", "", None),
        ("Telefoon van mevrouw Peeters, opvolgen", "Peeters", "", "Opvolgen", None),
        ("Gebeld met de zaakvoerder, geen interesse", "", "", "", None),
        ("dinsdag gebeld met Mia", "Mia", "", "", None),
        ("Gisteren gebeld, voicemail ingesproken", "", "", "", None),
        ("An mailde: foto's volgen. Morgen nakijken", "An", "", "Nakijken", date(2026, 11, 24)),
        ("+32 470 12 34 56 nog bellen", "", "+32 470 12 34 56", "Bellen", None),
        ("Elke dinsdag gesloten", "", "", "", None),
        ("overmorgen langsgaan bij De Plank", "", "", "Langsgaan bij De Plank", date(2026, 11, 25)),
        ("volgende week donderdag afspreken", "", "", "Afspreken", date(2026, 12, 3)),
        ("over 2 weken opvolgen", "", "", "Opvolgen", date(2026, 12, 7)),
        ("eind volgende week offerte bezorgen", "", "", "Offerte bezorgen", date(2026, 12, 4)),
        ("12/12 bezoek", "", "", "Bezoek", date(2026, 12, 12)),
        ("op 5 januari mailen", "", "", "Mailen", date(2027, 1, 5)),
        ("2026-12-01 bellen", "", "", "Bellen", date(2026, 12, 1)),
        ("31/2 bellen", "", "", "", None),
        ("over een maand bellen", "", "", "Bellen", date(2026, 12, 23)),
        ("Maandag bellen", "", "", "Bellen", date(2026, 11, 30)),
        ("KBO 0403.019.261, 12 ton per jaar", "", "", "", None),
        ("", "", "", "", None),
    ],
)
def test_a_note_is_read(text: str, name: str, phone: str, task: str, day: date | None) -> None:
    note = read(text, MONDAY)
    found = (
        note.name,
        note.phone,
        note.task.text if note.task else "",
        note.task.due_on if note.task else None,
    )
    assert found == (name, phone, task, day)


def test_the_organisation_behind_the_name_is_no_part_of_it() -> None:
    note = read("Gebeld met An Peeters van Groep Zes: elke week 3 paletten", MONDAY)
    assert (note.name, note.organisation) == ("An Peeters", "Groep Zes")


def test_mail_addresses_are_found() -> None:
    assert read("mailen naar an.peeters@voorbeeld.be.", MONDAY).emails == ("an.peeters@voorbeeld.be",)


@pytest.mark.parametrize(
    "text", ["0470123456", "056 12 34 56", "+31 6 1234 5678", "0032470123456", "02/123.45.67"]
)
def test_a_number_to_call_is_one(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text", ["0403.019.261", "2026", "123456789", "0000000000", "9160 2025 01", "12 34 56 78"]
)
def test_other_figures_are_none(text: str) -> None:
    assert not is_phone(text)


WORDS = st.sampled_from(
    (
        "gebeld met Jan Peeters van Groep 0470 12 34 56 dinsdag volgende week over 2 weken terugbellen , . ; "
        "an@voorbeeld.be 31/12 12 december eind elke vorige mailen belde KBO 0403.019.261 +32 99/9 de"
    ).split()
)


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join)), st.dates())
def test_whatever_is_typed_nothing_fails_and_nothing_is_invented(text: str, today: date) -> None:
    note = read(text, today)
    squeezed = re.sub(r"\s+", " ", text).lower()
    assert note.text == text
    for value in (note.name, note.organisation, *note.emails):
        assert value.lower() in squeezed
    for phone in note.phones:
        assert phone in text
    for task in note.tasks:
        assert all(word in squeezed for word in task.text.lower().split())
        assert task.due_on is None or task.due_on >= today


@given(st.text(alphabet="0123456789 ./-()+", max_size=400))
def test_figures_alone_take_no_time(text: str) -> None:
    read(text, MONDAY)
