"""One world for all lines of the tables; each try is taken back."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.circulairwerkt.permissions.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """Build the rows once; at the end nothing of them is left."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield build()
        transaction.set_rollback(True)
