"""PostgreSQL seeks misspelt words among those that many find, not among those of each organisation."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TRIGRAMS = "CREATE INDEX search_word_trigrams ON base_searchword USING gin (word gin_trgm_ops)"
#: The third letter of a mark; that of one organisation is an o.
_SHARED = " WHERE NOT (substring(scope, 3, 1) = 'o')"


def of_shared_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of a hundred words in the table two are of marks that many look for."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_word_trigrams")
        schema_editor.execute(_TRIGRAMS + _SHARED)


def of_all_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whatever the mark."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_word_trigrams")
        schema_editor.execute(_TRIGRAMS)


class Migration(migrations.Migration):
    dependencies = [("base", "0003_newest_of_a_kind")]

    operations = [migrations.RunPython(of_shared_words, of_all_words)]
