"""Tables and mixins without a business noun: rows owned by a hub, versions, the audit trail."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import scope
from circulairwerkt.base.visibility import Visibility, visible_in


class ScopedManager(models.Manager[Any]):
    """Rows that the current scope may see; raises ``NoScope`` outside any scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return only what the scope in force allows."""
        return super().get_queryset().filter(visible_in(scope.current()))


class HubOwned(models.Model):
    """A row that belongs to one hub and says who may see it. The manager fails closed."""

    hub = models.ForeignKey("hubs.Hub", on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(
        _("zichtbaar voor"), max_length=10, choices=Visibility.choices, default=Visibility.HUB
    )

    objects: ClassVar[models.Manager[Any]] = ScopedManager()
    #: For migrations and Django's own machinery; an architecture test allows it nowhere else.
    unscoped: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"


class EditConflict(Exception):
    """Somebody saved the same row in between; ``current`` is what stands there now, None where it is gone."""

    def __init__(self, current: models.Model | None) -> None:
        what = f"{current._meta.label} {current.pk} was changed" if current else "the row was removed"
        super().__init__(f"{what} meanwhile")
        self.current = current


class Versioned(models.Model):
    """A row whose edits are counted, so that two people never overwrite each other unseen."""

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def add_or_succeed(self, seen_version: int, fields: Iterable[str]) -> Self:
        """Insert a row that has no key yet; write ``fields`` of one that has, as ``save_as_successor_of``."""
        if self.pk is not None:
            return self.save_as_successor_of(seen_version, fields)
        self.save(force_insert=True)
        return self

    def save_as_successor_of(self, seen_version: int, fields: Iterable[str]) -> Self:
        """Write ``fields`` if the row still has ``seen_version``.

        One statement compares and writes, so of two writers at the same moment one always loses, on every
        database. Without ``fields`` it only counts. Raises EditConflict with the row as it stands now.
        """
        values = {name: getattr(self, name) for name in fields}
        now = timezone.now()
        manager = type(self)._base_manager
        written = manager.filter(pk=self.pk, version=seen_version).update(
            **values, version=seen_version + 1, changed_at=now
        )
        if not written:
            raise EditConflict(manager.filter(pk=self.pk).first())
        self.version = seen_version + 1
        self.changed_at = now
        return self


class AuditEntry(models.Model):
    """One write: who did what to which row, when. Kept five years (``docs/running/privacy.md``).

    ``changes`` maps field names to ``[before, after]``; of a model's ``personal_fields`` only the name of the
    field is kept. ``object_name`` is the row's ``audit_name`` where it has one, so that no person is named.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_system = models.BooleanField(default=False)
    action = models.CharField(max_length=80, db_index=True)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    object_name = models.CharField(max_length=200, blank=True)
    hub_id = models.BigIntegerField(null=True, db_index=True)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_type} {self.object_id}"


class LoadedFile(models.Model):
    """What was last loaded from a data file that ships: its digest, and the keys of the rows it made.

    A key that was loaded before and whose row is gone was removed by a person: it is not made again.
    """

    name = models.SlugField(primary_key=True)
    digest = models.CharField(max_length=64)
    row_keys = models.JSONField(default=list)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class CacheEntry(models.Model):
    """The table of Django's database cache (``CACHES``): counts for rate limits, shared by all processes."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key


class DutyRun(models.Model):
    """When a duty of the clock was last started; see ``base.clock``."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}"
