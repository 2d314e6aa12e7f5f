"""What takes long to work out and is asked again and again: kept until somebody writes anything."""

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import caches
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.base.audit import last_line

T = TypeVar("T")

#: A line may get its number before another and be saved after it: then what is kept is behind, for so long.
_KEPT_SECONDS = 300


def until_written(name: str, make: Callable[[], T]) -> T:
    """Return what ``make`` gives, from memory where nothing was written since: the trail has every write.

    Each scope has its own, so that nobody reads what another may see, and each day. Where what ``make`` gives
    has words, their language stands in ``name``. This process alone keeps it.
    """
    current = scope.current()
    of = (name, last_line(), timezone.localdate(), sorted(current.hubs), current.network, current.everywhere)
    key = hashlib.sha256(repr(of).encode()).hexdigest()
    return cast(T, caches["memory"].get_or_set(f"kept.{key}", make, _KEPT_SECONDS))
