"""Sealing: the database holds nothing readable, an old key opens, a new one seals, and the old can go."""

from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection

from circulairwerkt.people.models import PersonFile
from circulairwerkt.people.seals import digest_of, sealed, unsealed
from tests.circulairwerkt import factories
from tests.circulairwerkt.people.marked import FIRST, her_file, marks_in


@pytest.fixture
def file(db: None) -> PersonFile:
    return her_file(factories.organisation(), factories.person())


def _as_stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_personfile")
        return str(cursor.fetchall())


def test_the_database_holds_nothing_readable(file: PersonFile) -> None:
    assert PersonFile.objects.get().first_name == FIRST
    assert not marks_in(_as_stored())


def test_a_sealed_column_cannot_be_searched(file: PersonFile) -> None:
    with pytest.raises(FieldError, match="sealed"):
        PersonFile.objects.filter(first_name__icontains="zwaan").exists()


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert sealed("0470 12 34 56") != sealed("0470 12 34 56")
    assert digest_of("a", "x") == digest_of("a", "x") != digest_of("b", "x")


def test_keys_are_changed_without_losing_anything(file: PersonFile, settings: Any) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    row = PersonFile.objects.get()
    settings.PEOPLE_KEYS = [old]
    row.save()
    settings.PEOPLE_KEYS = [new, old]
    before = _as_stored()
    call_command("rotate_people_keys")
    assert _as_stored() != before
    settings.PEOPLE_KEYS = [new]
    assert PersonFile.objects.get().first_name == FIRST
    settings.PEOPLE_KEYS = [old]
    with pytest.raises(InvalidToken):
        PersonFile.objects.get()


def test_a_seal_of_another_key_does_not_open(settings: Any) -> None:
    seal = sealed("Els")
    settings.PEOPLE_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(InvalidToken):
        unsealed(seal)
