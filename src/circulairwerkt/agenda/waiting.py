"""The waiting list of one session as pure rules: who sits at once, and whose turn it is when seats come free.

A seat is held by who is confirmed and by who has an offer. Whoever waits stands in line by ``turn``; a turn
is given once and never again, so that who comes back stands at the end. Nobody passes anybody: as long as one
waits, a newcomer waits behind, and a group that does not fit is not passed by a smaller one
(docs/decisions/0092).
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeatState(models.TextChoices):
    """Where somebody stands for one session."""

    CONFIRMED = "confirmed", _("ingeschreven")
    WAITING = "waiting", _("op de wachtlijst")
    OFFERED = "offered", _("plaats aangeboden")
    CANCELLED = "cancelled", _("uitgeschreven")
    DECLINED = "declined", _("aanbod geweigerd")
    LAPSED = "lapsed", _("aanbod verlopen")


#: Those who hold seats.
HOLDING = frozenset({SeatState.CONFIRMED, SeatState.OFFERED})
#: Those who count on something: they are told of changes.
INSIDE = HOLDING | {SeatState.WAITING}
#: Those who are out; each may come back, at the end of the line.
OUTSIDE = frozenset(SeatState) - INSIDE


def sits_at_once(*, capacity: int | None, taken: int, is_anybody_waiting: bool, size: int) -> bool:
    """Whether a newcomer with ``size`` people gets seats at once.

    >>> sits_at_once(capacity=20, taken=18, is_anybody_waiting=False, size=2)
    True
    >>> sits_at_once(capacity=20, taken=18, is_anybody_waiting=True, size=1)
    False
    """
    return capacity is None or (not is_anybody_waiting and taken + size <= capacity)


def whose_turn(*, capacity: int | None, taken: int, line: Iterable[tuple[int, int]]) -> list[int]:
    """Return whom seats are offered now, in order; ``line`` holds (key, size) in order of turn.

    The first who does not fit ends it: nobody is passed.

    >>> whose_turn(capacity=10, taken=7, line=[(1, 2), (2, 2), (3, 1)])
    [1]
    """
    found = []
    for key, size in line:
        if capacity is not None and taken + size > capacity:
            break
        found.append(key)
        taken += size
    return found
