"""PostgreSQL keeps the plan of what a connection asks again (decision 0156)."""

import pytest
from django.db import connection

from circulairwerkt.reference.models import Municipality

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps its statements by itself"),
]


def _planned() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%reference_muni%'")
        return int(cursor.fetchone()[0])


def test_what_is_asked_with_other_values_is_planned_once() -> None:
    before = _planned()
    for name in ("Aalst", "Gent", "Lier", "Mol", "Zele"):
        list(Municipality.objects.filter(name=name).values_list("name", "province", "nis"))
    assert _planned() == before + 1
