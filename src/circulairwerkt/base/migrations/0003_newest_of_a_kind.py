"""PostgreSQL finds the newest entries of a kind that hold a word, without fetching all that hold it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_WORDS = "CREATE INDEX search_entry_words ON base_searchentry USING gin ({}) WITH (fastupdate = off)"


def with_blocks(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Words, and beside them the block of 4,096 numbers in which an entry stands among those of its kind."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_entry_words")
        block = "(ARRAY[kind::text || '.' || (id >> 12)::text])"
        schema_editor.execute(_WORDS.format(f"words, {block}"))


def without_blocks(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Words alone."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_entry_words")
        schema_editor.execute(_WORDS.format("words"))


class Migration(migrations.Migration):
    dependencies = [("base", "0002_search")]

    operations = [
        migrations.RunPython(with_blocks, without_blocks),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["kind", "id"], name="search_entry_newest"),
        ),
    ]
