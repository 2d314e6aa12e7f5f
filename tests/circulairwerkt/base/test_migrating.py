"""Tables that are made many at once are those of the models; a database that is too old for them is told."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db

#: Where each database tells the names of indexes and constraints, in quotes.
NAMES = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": "SELECT '\"' || conname || '\"' FROM pg_constraint "
    "UNION SELECT '\"' || indexname || '\"' FROM pg_indexes",
}


def test_migrations_make_each_column_index_and_constraint_of_the_models() -> None:
    missing = []
    with connection.cursor() as cursor:
        cursor.execute(NAMES[connection.vendor])
        names = " ".join(row[0] for row in cursor.fetchall())
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            columns = {one.name for one in connection.introspection.get_table_description(cursor, table)}
            missing += [
                f"{table}: {field.column}"
                for field in model._meta.local_concrete_fields
                if field.column not in columns
            ]
            missing += [
                f"{table}: {one.name}"
                for one in (*model._meta.indexes, *model._meta.constraints)
                if f'"{one.name}"' not in names
            ]
    assert not missing


def test_a_database_that_lacks_a_replaced_migration_is_told_what_to_do() -> None:
    assert not run_checks(tags=["database"], databases=["default"])
    MigrationRecorder(connection).record_unapplied("streams", "0007_map")
    (told,) = run_checks(tags=["database"], databases=["default"])
    assert told.msg == (
        "This database is too old for this version: it lacks streams.0007_map, "
        "which streams.0001_tables now replaces."
    )
    assert "git log -1 --diff-filter=D -- '*/streams/migrations/0007_map.py'" in (told.hint or "")
