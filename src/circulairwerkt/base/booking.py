"""Taking a moment that somebody keeps free, and what becomes of it; of two at once, one gets it.

Each call locks the keeper (PostgreSQL; SQLite has one writer), so whatever happens to his moments happens one
after another. It writes; the service that calls it checks who may, and records what was done.
"""

from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone

from circulairwerkt.base.models.slots import OPEN as OPEN
from circulairwerkt.base.models.slots import STEPS, TAKING, BookedSlot, SlotState
from circulairwerkt.base.slots import Span

SlotT = TypeVar("SlotT", bound=BookedSlot)


class SlotTaken(Exception):
    """Somebody else has the moment."""


class SlotGone(Exception):
    """The moment was held too long, or let go: it has no row any more."""


class NotThatWay(Exception):
    """From the state in which the moment stands one does not come to the state asked for."""

    def __init__(self, state: str, to: str) -> None:
        super().__init__(f"{state or 'open'} -> {to or 'open'}")
        self.state = state


def take(row: SlotT, *, until: datetime | None = None, places: int = 1, now: datetime | None = None) -> SlotT:
    """Insert ``row``, a moment with its keeper: held ``until`` then, or booked at once without.

    ``places``: for how many the keeper can be there at one moment. Raises SlotTaken where there is no place
    left. Inside a transaction.
    """
    moment = now or timezone.now()
    _lock(row)
    rows = _of_keepers(type(row), [row.keeper_id])
    rows.filter(state=SlotState.HELD, held_until__lte=moment).delete()
    there = rows.filter(state__in=TAKING, starts_at__lt=row.ends_at, ends_at__gt=row.starts_at)
    if there.count() >= places:
        raise SlotTaken
    row.state = SlotState.BOOKED if until is None else SlotState.HELD
    row.held_until, row.state_since = until, moment
    row.save(force_insert=True)
    return row


def move_on(row: SlotT, to: str, *, now: datetime | None = None) -> SlotT:
    """Bring a moment to state ``to`` and return it as it stands; to ``OPEN`` its row goes.

    A second time to the state in which it stands changes nothing. A held moment whose time ran out is still
    his as long as nobody took it. Raises SlotGone, and NotThatWay for a step that ``STEPS`` does not name.
    """
    _lock(row)
    there = type(row)._base_manager.filter(pk=row.pk).first()
    if there is None:
        if to == OPEN:
            return row
        raise SlotGone
    if there.state == to:
        return there
    if to not in STEPS[there.state]:
        raise NotThatWay(there.state, to)
    if to == OPEN:
        there.delete()
        return row
    there.state, there.state_since, there.held_until = to, now or timezone.now(), None
    there.sequence += to == SlotState.CANCELLED
    there.save(update_fields=["state", "state_since", "held_until", "sequence"])
    return there


def taken_of(table: type[BookedSlot], keeper_ids: list[int], span: Span) -> dict[int, list[Span]]:
    """Return what is taken within ``span``, by keeper; a moment held too long is not."""
    rows = (
        _of_keepers(table, keeper_ids)
        .filter(state__in=TAKING, starts_at__lt=span.end, ends_at__gt=span.start)
        .exclude(state=SlotState.HELD, held_until__lte=timezone.now())
        .values_list("keeper_id", "starts_at", "ends_at")
    )
    taken: dict[int, list[Span]] = {keeper: [] for keeper in keeper_ids}
    for keeper, start, end in rows:
        taken[keeper].append(Span(start, end))
    return taken


def let_go_expired(table: type[BookedSlot], *, now: datetime | None = None) -> int:
    """Let go of what was held too long; return how many. Inside a transaction."""
    moment, count = now or timezone.now(), 0
    for row in table._base_manager.filter(state=SlotState.HELD, held_until__lte=moment).order_by("pk"):
        try:
            move_on(row, OPEN, now=moment)
        except NotThatWay:  # booked at this moment
            continue
        count += 1
    return count


def _of_keepers(table: type[BookedSlot], keeper_ids: list[int]) -> Any:
    """Return the rows of these keepers; each table of moments names its keeper itself."""
    rows: Any = table._base_manager
    return rows.filter(keeper_id__in=keeper_ids)


def _lock(row: BookedSlot) -> None:
    keeper: Any = {field.name: field for field in row._meta.get_fields()}["keeper"].related_model
    # What hangs on the keeper otherwise need not wait for it.
    keeper._base_manager.select_for_update(no_key=True).get(pk=row.keeper_id)
