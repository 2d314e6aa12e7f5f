"""Loading rows from data files that ship, so that a second load changes nothing that a person edited.

Each loaded row remembers in ``loaded_values`` what loading last wrote, field by field. A field whose present
value differs from that was edited by a person and is left alone; a field that was never loaded belongs to
people altogether. Keys of rows are kept in ``LoadedFile``: a row that was loaded once and is gone stays gone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import plain, record, write
from circulairwerkt.base.models import LoadedFile
from circulairwerkt.base.permissions import SYSTEM, Actor, require


@dataclass
class LoadReport:
    """What a load did: rows ``created``, ``updated``, ``unchanged``, ``removed``; fields ``kept`` because a
    person edited them, each named in ``edited``.
    """

    counts: Counter[str] = field(default_factory=Counter)
    edited: list[str] = field(default_factory=list)

    def add(self, outcome: str, rows: int = 1) -> None:
        """Count ``rows`` rows with an outcome."""
        if rows:
            self.counts[outcome] += rows

    def keep(self, what: str) -> None:
        """Note that ``what`` was left as a person made it."""
        self.counts["kept"] += 1
        self.edited.append(what)

    def merge(self, other: "LoadReport") -> None:
        """Add the counts of another report."""
        self.counts.update(other.counts)
        self.edited.extend(other.edited)

    def __str__(self) -> str:
        names = ("created", "updated", "unchanged", "removed", "kept")
        return ", ".join(f"{self.counts[name]} {name}" for name in names)


class LoadedKeys:
    """The keys of a data file's rows that some load made before, and those that this one makes."""

    def __init__(self, name: str) -> None:
        self._name = name
        before = LoadedFile.objects.filter(name=name).first()
        self.digest = before.digest if before else ""
        self._before = set(before.row_keys) if before else set()
        self._now: set[str] = set(self._before)

    def was_loaded(self, key: str) -> bool:
        """Whether a load made a row of this key before; if there is none now, a person removed it."""
        return key in self._before

    def add(self, key: str) -> None:
        """Remember that the row of this key exists or existed."""
        self._now.add(key)

    def save(self, digest: str) -> LoadedFile:
        """Write what was loaded, from which edition."""
        loaded, _created = LoadedFile.objects.update_or_create(
            name=self._name, defaults={"digest": digest, "row_keys": sorted(self._now)}
        )
        return loaded


class Load(Protocol):
    """Brings rows up to date with what ships; the same edition does nothing unless ``again``."""

    def __call__(self, *, actor: Actor = SYSTEM, again: bool = False) -> LoadReport:
        """Return what was done; refuse anybody but the platform itself."""
        ...


def edition(
    action: str, *, name: str, layout: int, digest: Callable[[], str], rows: Callable[[], int]
) -> Callable[[Callable[[Actor, LoadedKeys, LoadReport], None]], Load]:
    """Make a function that fills tables from what ships into a ``Load``, one audited action named ``action``.

    ``digest`` tells one edition of the files from another; ``layout`` counts up when the code writes other
    columns from the same files; ``rows`` counts what stands there when nothing is to be done.
    """

    def decorate(fill: Callable[[Actor, LoadedKeys, LoadReport], None]) -> Load:
        @write(action, _("gegevens van het platform geladen"))
        @wraps(fill)
        def load_all(actor: Actor, keys: LoadedKeys, mark: str) -> LoadReport:
            require(actor.is_system)
            report = LoadReport()
            fill(actor, keys, report)
            record(actor=actor, row=keys.save(mark), changes={"rows": [None, str(report)]})
            return report

        @wraps(fill)
        def load(*, actor: Actor = SYSTEM, again: bool = False) -> LoadReport:
            mark = f"{digest()[:56]}:{layout}"
            keys = LoadedKeys(name)
            if keys.digest == mark and not again:
                report = LoadReport()
                report.add("unchanged", rows())
                return report
            return load_all(actor, keys, mark)

        return load

    return decorate


def load_row(
    *,
    model: type[models.Model],
    key: Mapping[str, object],
    values: Mapping[str, object],
    keys: LoadedKeys,
    report: LoadReport,
    actor: Actor,
    only_new: Mapping[str, object] | None = None,
    hub_of: Callable[[Any], int | None] = lambda _row: None,
) -> Any | None:
    """Create the row of ``key`` with ``values``, or bring those fields up to date that nobody edited.

    ``model`` has ``loaded_values``, and ``version`` where edits are counted. ``only_new``: further fields of
    a new row that loading never touches again. ``hub_of``: the hub that the trail files a row under. Returns
    the row, or None for one that a person removed. Call it inside an audited service.
    """
    name = "|".join(str(plain(value)) for value in key.values())
    row: Any = model._default_manager.filter(**key).first()
    wanted = {column: plain(value) for column, value in values.items()}
    if row is None:
        if keys.was_loaded(name):
            report.keep(f"{name}: removed by a person")
            return None
        row = model(**{**key, **values, **(only_new or {})}, loaded_values=wanted)
        row.save(force_insert=True)
        changes = {column: [None, value] for column, value in wanted.items()}
        record(actor=actor, row=row, changes=changes, hub_id=hub_of(row))
        report.add("created")
    elif not row.loaded_values and not keys.was_loaded(name):
        report.keep(f"{name}: made by a person")
        return row
    elif changed := _bring_up_to_date(row, values, wanted, name, report):
        record(actor=actor, row=row, changes=changed, hub_id=hub_of(row))
    keys.add(name)
    return row


def _bring_up_to_date(
    row: Any,
    values: Mapping[str, object],
    wanted: Mapping[str, object],
    name: str,
    report: LoadReport,
) -> dict[str, list[object]]:
    """Write the values that differ and that nobody edited, and return them as ``[before, after]``."""
    loaded = row.loaded_values
    changes: dict[str, list[object]] = {}
    for column, value in wanted.items():
        present = plain(getattr(row, column))
        if present == value:
            loaded = {**loaded, column: value}
        elif column in loaded and present == loaded[column]:
            changes[column] = [present, value]
            loaded = {**loaded, column: value}
            setattr(row, column, values[column])
        else:
            report.keep(f"{name}: {column}")
    if changes:
        columns = [*changes, "loaded_values"]
        row.loaded_values = loaded
        if hasattr(row, "version"):
            row.save_as_successor_of(row.version, columns)
        else:
            row.save(update_fields=columns)
        report.add("updated")
        return changes
    if loaded != row.loaded_values:
        remember(row, loaded)
    report.add("unchanged")
    return {}


def load_fixed(
    *, model: type[models.Model], key: Mapping[str, object], values: Mapping[str, object], report: LoadReport
) -> None:
    """Create or update a row that nobody edits, so that the file decides."""
    row, created = model._default_manager.get_or_create(**key, defaults=dict(values))
    differing = [column for column, value in values.items() if getattr(row, column) != value]
    if differing:
        for column in differing:
            setattr(row, column, values[column])
        row.save(update_fields=differing)
    report.add("created" if created else "updated" if differing else "unchanged")


def remember(row: Any, loaded: Mapping[str, object]) -> None:
    """Write what was loaded, without counting it as an edit."""
    row.loaded_values = dict(loaded)
    type(row)._base_manager.filter(pk=row.pk).update(loaded_values=row.loaded_values)


def load_set(
    *, row: Any, column: str, wanted: Iterable[str], present: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return which members to add to and to drop from a set of ``row``, and remember what was loaded.

    A member that loading added before is not added again when a person took it out, and only what loading
    added is dropped when the file no longer names it.
    """
    before: Sequence[str] = row.loaded_values.get(column, [])
    members, there = list(dict.fromkeys(wanted)), set(present)
    to_add = [member for member in members if member not in before and member not in there]
    to_drop = [member for member in before if member not in members and member in there]
    if list(before) != members:
        remember(row, {**row.loaded_values, column: members})
    return to_add, to_drop


def load_links(*, row: Any, column: str, keys: Iterable[str], links: Any) -> None:
    """Bring a many-to-many set of ``row`` up to date by primary key, as ``load_set`` says.

    ``links`` is the manager of the set, such as ``hub.sectors``.
    """
    present = links.values_list("pk", flat=True)
    to_add, to_drop = load_set(row=row, column=column, wanted=keys, present=present)
    links.add(*to_add)
    links.remove(*to_drop)
