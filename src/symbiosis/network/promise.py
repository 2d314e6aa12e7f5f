"""Which links a pool takes in: those that come nearest to paying at the prices of now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching.layout import Floats
from symbiosis.network.allocation import Pool, Priced, Region


def promising(region: Region, priced: Priced, count: int) -> Pool:
    """For every giver and every taker in each period the `count` links that come nearest to paying."""
    found = {}
    for kind, links in region.links.items():
        flags = np.zeros(len(links), dtype=bool)
        givers = links.givers
        spent = _giver_price(region, priced, kind)
        for period in range(region.limits.periods):
            gain = priced.gains[kind][:, period]
            open_links = np.flatnonzero(gain > -np.inf)
            if len(open_links):
                own = gain[open_links]
                _mark(flags, open_links, givers[open_links], own, count)
                paid = own - spent[givers[open_links], period]
                _mark(flags, open_links, links.takers[open_links], paid, count)
        found[kind] = flags
    return found


def _giver_price(region: Region, priced: Priced, kind: str) -> Floats:
    """What a unit of each giver is worth at these prices, in each period."""
    if kind in ("direct", "into"):
        worth: Floats = np.append(priced.offer, 0.0)[region.limits.offer_row]
        return worth
    return np.asarray(np.maximum(priced.product[-1], -1e300))


def shortfalls(region: Region, priced: Priced) -> Mapping[str, Floats]:
    """By how much each link falls short of paying its giver, at best over the periods; 0 or more."""
    found = {}
    for kind, links in region.links.items():
        spent = _giver_price(region, priced, kind)[links.givers]
        found[kind] = np.min(np.maximum(0.0, spent - priced.gains[kind]), axis=1, initial=np.inf)
    return found


def _mark(flags: NDArray[np.bool_], links: Any, groups: Any, scores: Floats, count: int) -> None:
    """Mark the `count` best links of each group, ties in their order."""
    order = np.lexsort((links, -scores, groups))
    ranked = groups[order]
    first = np.flatnonzero(np.diff(ranked, prepend=ranked[0] - 1))
    place = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    flags[links[order[place < count]]] = True


def no_links(region: Region) -> dict[str, NDArray[np.bool_]]:
    """A pool to begin with."""
    return {kind: np.zeros(len(links), dtype=bool) for kind, links in region.links.items()}


def is_all(pool: Pool) -> bool:
    """Whether no link is missing."""
    return all(flags.all() for flags in pool.values())


def all_links(region: Region) -> Pool:
    """Every link that there is."""
    return {kind: np.ones(len(links), dtype=bool) for kind, links in region.links.items()}


def join(held: dict[str, NDArray[np.bool_]], more: Pool) -> bool:
    """Add links to a pool; whether any was new."""
    grown = False
    for kind, flags in more.items():
        grown = grown or bool((flags & ~held[kind]).any())
        held[kind] = held[kind] | flags
    return grown
