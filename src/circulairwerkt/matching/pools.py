"""The rows that may match, as one process holds them: loaded once, then followed by the trail."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.base.audit import last_line
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.matching.bridge import Entry, Pool, terms_of
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need
from circulairwerkt.streams.queries import danger, need_of, processor_of, stream_of

TABLES: dict[str, type[Listing]] = {"card": MaterialCard, "need": Need, "capability": Capability}
SORTS: dict[str, str] = {model._meta.label_lower: sort for sort, model in TABLES.items()}
#: Numbers of the trail may be saved out of order; so many back are looked at again.
_LOOK_BACK = 200
_CHUNK = 2_000
#: So many cards are loaded while somebody waits for a page.
_QUICKLY_LOADED = 2_000


def key_of(row: Listing) -> str:
    """Return the key of a row in the pool: ``card-12``."""
    return f"{SORTS[row._meta.label_lower]}-{row.pk}"


def pk_of(key: str) -> int:
    """Return the number of the row that a key names."""
    return int(key.partition("-")[2])


def entry_of(row: Listing, day: date) -> Entry | None:
    """Return a row as the pool holds it; None where it must not match: gone, dangerous, or saying nothing."""
    if row.is_gone or any(danger(key).stops for key in getattr(row, "dangers", ())):
        return None
    record: Any = None
    if isinstance(row, MaterialCard):
        record = stream_of(row)
    elif isinstance(row, Need):
        record = need_of(row)
    elif isinstance(row, Capability):
        record = processor_of(row, day)
    return None if record is None else Entry(key_of(row), row.hub_id, row.visibility, record)


def entries_of(keys: Iterable[str], day: date) -> dict[str, Entry]:
    """Return the rows with these keys that may match, by key. Run it inside ``scope.everywhere``."""
    found: dict[str, Entry] = {}
    by_sort: dict[str, list[int]] = {}
    for key in keys:
        by_sort.setdefault(key.partition("-")[0], []).append(pk_of(key))
    for sort, pks in by_sort.items():
        rows = TABLES[sort]._default_manager.select_related("organisation").filter(pk__in=pks)
        for row in rows:
            entry = entry_of(row, day)
            if entry is not None:
                found[entry.key] = entry
    return found


def changed_since(entry_id: int, most: int = 10_000) -> list[tuple[int, str]]:
    """Return (number in the trail, key) of the rows that were written after ``entry_id``, oldest first."""
    lines = (
        AuditEntry.objects.filter(pk__gt=entry_id, object_type__in=list(SORTS))
        .order_by("pk")
        .values_list("pk", "object_type", "object_id")[:most]
    )
    return [(pk, f"{SORTS[sort]}-{number}") for pk, sort, number in lines if number.isdecimal()]


@dataclass
class Follower:
    """The pool of this process and how far along the trail it is."""

    pool: Pool | None = None
    day: date | None = None
    seen: int = 0
    handled: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def up_to_date(self) -> Pool:
        """Return the pool with all that was saved until now; the first call of a day loads all rows."""
        with self.lock, scope.everywhere("matching looks at the rows of all hubs"):
            today = timezone.localdate()
            if self.pool is None or self.day != today:
                seen = last_line()
                self.pool, self.day = _loaded(today), today
                self.seen, self.handled = seen, set()
                return self.pool
            self._follow(self.pool, today)
            return self.pool

    def _follow(self, pool: Pool, today: date) -> None:
        lines = [line for line in changed_since(self.seen - _LOOK_BACK) if line[0] not in self.handled]
        if not lines:
            return
        keys = {key for _pk, key in lines}
        known = entries_of(keys, today)
        pool.put(known.values())
        pool.drop(keys - known.keys())
        self.seen = max(self.seen, *(pk for pk, _key in lines))
        self.handled.update(pk for pk, _key in lines)
        self.handled = {pk for pk in self.handled if pk > self.seen - _LOOK_BACK}

    def is_quick(self) -> bool:
        """Whether asking takes no longer than somebody waits for a page: loaded, or soon loaded."""
        if self.pool is not None and self.day == timezone.localdate():
            return True
        with scope.everywhere("how many rows there are to load"):
            rows = MaterialCard.objects.order_by()
            return not rows[_QUICKLY_LOADED : _QUICKLY_LOADED + 1].exists()

    def forget(self) -> None:
        """Let go of everything; the next call loads anew."""
        with self.lock:
            self.pool = None


def _loaded(day: date) -> Pool:
    pool = Pool(terms_of(day))
    for model in TABLES.values():
        pool.put(_entries(model, day))
    return pool


def _entries(model: type[Listing], day: date) -> Iterator[Entry]:
    rows = model._default_manager.select_related("organisation").filter(is_gone=False).order_by("pk")
    for row in rows.iterator(chunk_size=_CHUNK):
        entry = entry_of(row, day)
        if entry is not None:
            yield entry


#: The one of this process.
follower = Follower()
