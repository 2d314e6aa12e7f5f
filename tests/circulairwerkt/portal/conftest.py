"""Real municipalities as needed, so that what a visitor types finds its place."""

from collections.abc import Callable

import pytest

from circulairwerkt.reference.models import Municipality
from circulairwerkt.reference.queries import find_place


@pytest.fixture
def town(db: None) -> Callable[[str], Municipality]:
    """Put the municipality of a typed place into the database and return it."""

    def put(typed: str) -> Municipality:
        place = find_place(typed).place
        assert place is not None, typed
        known = place.municipality
        fields = {
            f.attname: getattr(known, f.attname)
            for f in Municipality._meta.concrete_fields
            if f.name != "nis"
        }
        return Municipality.objects.get_or_create(nis=known.nis, defaults=fields)[0]

    return put
