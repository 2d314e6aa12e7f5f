"""The index of what can be found, and saved searches."""

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q


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
    dependencies = [
        ("base", "0007_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("object_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("title", models.CharField(max_length=200)),
            ],
            options={"indexes": [models.Index(fields=["kind", "object_id"], name="search_entry_of")]},
        ),
        migrations.CreateModel(
            name="SearchDue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("object_id", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["kind", "object_id"], name="search_due_of")]},
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=30)),
                ("length", models.PositiveSmallIntegerField()),
                ("word", models.CharField(max_length=40)),
            ],
            options={"indexes": [models.Index(fields=["scope", "length", "word"], name="search_word_of")]},
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="naam")),
                ("words", models.CharField(max_length=120, verbose_name="woorden")),
                ("kind", models.CharField(blank=True, max_length=12, verbose_name="soort")),
                (
                    "alerts",
                    models.CharField(
                        choices=[("none", "geen mails"), ("daily", "elke dag"), ("weekly", "elke week")],
                        default="none",
                        max_length=10,
                        verbose_name="mails over nieuwe resultaten",
                    ),
                ),
                ("paused_at", models.DateTimeField(blank=True, null=True, verbose_name="gepauzeerd")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="weg")),
                ("seen", models.JSONField(default=list, editable=False)),
                (
                    "looked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="laatst gezocht"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(
                        fields=["alerts", "looked_at"],
                        condition=Q(removed_at__isnull=True, paused_at__isnull=True),
                        name="saved_search_due",
                    )
                ],
            },
        ),
        migrations.RunPython(add_full_text, drop_full_text),
    ]
