"""Which rows a hub's opportunities rest on, and what is known of them there: its own, and what others opened.

Runs inside the scope of the hub, so a closed row of another hub does not exist here. The price of a
processor's work is seen by its parties alone and never guessed: nothing here knows it. Neither does it know
the prices of rows of other hubs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When

from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need
from circulairwerkt.streams.queries import danger, need_of, processor_of, stream_of

#: Rows of each sort that take part; the hub's own first, then the nearest.
MOST = 2_000


@dataclass(frozen=True)
class Gathered:
    """What takes part: the core's records by key, which are the hub's own, and how many were too many."""

    records: dict[str, Any]
    own: frozenset[str]
    activities: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]]
    left_out: dict[str, int]


def gathered(hub: Hub, day: date) -> Gathered:
    """Return the rows of a hub's region in a fixed order. Run it inside the scope of the hub."""
    records: dict[str, Any] = {}
    own: set[str] = set()
    activities: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    left_out = {}
    for name, model in (("cards", MaterialCard), ("needs", Need), ("capabilities", Capability)):
        rows = _nearest_first(model, hub)
        left_out[name] = max(0, rows.count() - MOST)
        for row in sorted(rows[:MOST], key=lambda row: row.pk):
            record = _record(row, day)
            if record is None:
                continue
            is_own = row.hub_id == hub.pk
            records[record.id] = _without_secrets(record, is_own=is_own)
            if is_own:
                own.add(record.id)
            if isinstance(row, Capability):
                work = (tuple(row.accepts), tuple(row.produces))
                activities.setdefault(work, list(row.activities))
    return Gathered(records, frozenset(own), activities, left_out)


def _nearest_first(model: type[Listing], hub: Hub) -> Any:
    distance = (F("lat") - Value(hub.lat)) * (F("lat") - Value(hub.lat)) + (F("lon") - Value(hub.lon)) * (
        F("lon") - Value(hub.lon)
    )
    rows = model._default_manager.select_related("organisation").filter(is_gone=False)
    foreign = Case(When(hub=hub, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.filter(lat__isnull=False).order_by(foreign, distance, "pk")


def _record(row: Listing, day: date) -> Any:
    if any(danger(key).stops for key in getattr(row, "dangers", ())):
        return None
    if isinstance(row, MaterialCard):
        return stream_of(row)
    if isinstance(row, Need):
        return need_of(row)
    return processor_of(row, day) if isinstance(row, Capability) else None


def _without_secrets(record: Any, *, is_own: bool) -> Any:
    if hasattr(record, "recipes"):
        free = tuple(replace(recipe, cost_eur_per_unit=None) for recipe in record.recipes)
        return replace(record, recipes=free)
    return record if is_own else replace(record, price_eur_per_unit=None)


def rows_of(keys: Iterable[str]) -> dict[str, Listing]:
    """Return the rows with these keys (``card-12``) that the scope in force holds, by key."""
    by_sort: dict[str, list[int]] = {}
    for key in keys:
        sort, _dash, number = key.partition("-")
        by_sort.setdefault(sort, []).append(int(number))
    return dict(_found(by_sort))


def _found(by_sort: dict[str, list[int]]) -> Iterator[tuple[str, Listing]]:
    tables: dict[str, type[Listing]] = {"card": MaterialCard, "need": Need, "capability": Capability}
    for sort, pks in by_sort.items():
        rows = tables[sort]._default_manager.filter(pk__in=pks)
        for row in rows.select_related("hub", "organisation", "site", "municipality"):
            yield f"{sort}-{row.pk}", row
