"""The words of what can be found: no model, because each database has its own way with them."""

from django.apps.registry import Apps
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add_full_text(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The words themselves: a table of FTS5, or a column with its index. Beginnings of two letters and more
    have an index of their own in FTS5; in front of each word stands the letter of its kind."""
    for statement in {
        "sqlite": [
            "CREATE VIRTUAL TABLE base_search_text USING fts5("
            "marks, words, prefix='3 4', detail='column', tokenize='unicode61')"
        ],
        "postgresql": [
            "ALTER TABLE base_searchentry ADD COLUMN words tsvector",
            "CREATE INDEX search_entry_words ON base_searchentry USING gin (words) WITH (fastupdate = off)",
            "CREATE INDEX search_word_trigrams ON base_searchword USING gin (word gin_trgm_ops)",
        ],
    }[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_full_text(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the table away; the column goes with its table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE base_search_text")


class Migration(migrations.Migration):
    replaces = [("base", "0008_search"), ("base", "0011_mail_useless_at")]

    dependencies = [("base", "0001_tables")]

    operations = [TrigramExtension(), migrations.RunPython(add_full_text, drop_full_text)]
