"""Whatever may stand in the audit trail has a word for its readers, in their language."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from circulairwerkt.base import trail
from circulairwerkt.base.trail_words import NEVER_TOLD, TABLE_WORDS
from circulairwerkt.hubs.switches import LABELS

#: Tables whose rows no service records: they count, cache or are the trail itself.
MACHINES = {
    "base.AuditEntry",
    "base.CacheEntry",
    "base.DutyRun",
    "base.Link",
    "base.LoadedFile",
    "base.Job",
    "base.SearchDue",
    "base.SearchEntry",
    "base.SearchWord",
}


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        label = model._meta.label
        if model.__module__.startswith("circulairwerkt.") and label not in MACHINES:
            for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
                # What the database makes, nobody changes.
                made = isinstance(field, models.AutoField | models.GeneratedField)
                if not made and field.name not in NEVER_TOLD:
                    yield model, field.name


def test_every_column_has_a_word() -> None:
    without = [
        f"{model._meta.label}.{name}"
        for model, name in _columns()
        if trail.word_of(model._meta.label_lower, name) is None
    ]
    assert not without, f"A Dutch verbose_name (gettext_lazy), or a word in base.trail_words: {without}"


def test_what_a_hub_uses_is_told_by_its_name() -> None:
    assert set(TABLE_WORDS["hubs.hub"]) == set(LABELS)
