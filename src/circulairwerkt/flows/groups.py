"""When a figure about several rows may be told to people who may not see the rows: disclosure control.

A figure tells too much when somebody can take away from it what he knows himself and is left with one row or
one firm. So a group is told only where, for everybody who might look, what is left after taking away his
own is either nothing or at least ``LEAST_ROWS`` rows of at least ``LEAST_ORGANISATIONS`` organisations.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

LEAST_ROWS = 5
LEAST_ORGANISATIONS = 3


@dataclass(frozen=True)
class Part:
    """What one organisation has at one hub in a group; ``organisation`` None: nobody knows whose it is.

    ``is_known_to_hubs``: opened to all hubs, so that people of any hub can take it away.
    """

    hub: int
    organisation: int | None
    rows: int
    is_known_to_hubs: bool = False


def may_be_told(parts: Sequence[Part], insiders: Iterable[frozenset[int]]) -> bool:
    """Return whether a figure about ``parts`` singles nobody out.

    ``insiders`` holds, for each sort of person, the hubs whose own rows he sees; people of each single hub
    are always looked at too.
    """
    if not _is_many(parts):
        return False
    unknown: dict[int, list[Part]] = {}
    for part in parts:
        if not part.is_known_to_hubs:
            unknown.setdefault(part.hub, []).append(part)
    looking = {frozenset({hub}) for hub in {part.hub for part in parts}} | set(insiders)
    for hubs in looking:
        left = [unknown[hub] for hub in unknown.keys() - hubs]
        if left and not _is_many(chain.from_iterable(left)):
            return False
    return True


def _is_many(parts: Iterable[Part]) -> bool:
    """Whether there is a crowd; rows of nobody known count as one organisation's. Stops where there is."""
    rows, owners = 0, set()
    for part in parts:
        if part.rows:
            rows += part.rows
            owners.add(part.organisation)
        if rows >= LEAST_ROWS and len(owners) >= LEAST_ORGANISATIONS:
            return True
    return False
