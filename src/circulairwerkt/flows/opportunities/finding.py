"""The work itself: gather, allocate, try each candidate, analyse; what was found goes to be kept whole."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from circulairwerkt.flows.opportunities.bridge import EDITION, TOP, Region, best_of, digest_of
from circulairwerkt.flows.opportunities.found import Found
from circulairwerkt.flows.opportunities.gathering import gathered
from circulairwerkt.hubs.models import Hub

#: One solution takes so long at most: a job without a sign of life for a minute counts as lost.
SOLVE_S = 20.0
#: Steps beside the candidates: the region as it is, and the analysis.
BESIDE = 2

Saved = Callable[[int, int, Mapping[str, Any]], None]


def never() -> bool:
    """Let the work run to its end."""
    return False


def unsaved(done: int, total: int, state: Mapping[str, Any]) -> None:
    """Save nothing on the way."""


def find(
    hub: Hub,
    day: date,
    *,
    stop: Callable[[], bool] = never,
    state: Mapping[str, Any] | None = None,
    saved: Saved = unsaved,
) -> dict[str, Any] | None:
    """Return what is missing at a hub, as ``services.keep_found`` takes it; None where no card tells it.

    ``saved`` is called after each candidate with how far it is and the state to go on from; a state of other
    rows is let go. Run it inside the scope of the hub.
    """
    rows = gathered(hub, day)
    digest = digest_of(rows.records.values(), day)
    region = Region.of(list(rows.records.values()), day)
    if region.is_empty:
        return None
    begun = state if state and state.get("digest") == digest else {}
    looked = region.look(stop, time_limit_s=SOLVE_S, own=rows.own)
    kept: list[dict[str, Any]] = list(begun.get("kept", []))
    ranged: list[dict[str, Any]] = list(begun.get("ranged", []))

    def keep(done: int, most: int) -> None:
        following = min(done, looked.count)
        state = {"digest": digest, "following": following, "kept": kept, "ranged": ranged}
        saved(done, looked.count + most + BESIDE, state)

    for place in range(begun.get("following", 0), looked.count):
        found = looked.attempt(place)
        if found is not None and set(found.parties) & rows.own:
            kept.append(found.as_dict())
        keep(place + 1, min(TOP, looked.count))
    best = best_of([Found.from_dict(one) for one in kept])
    for one in best[len(ranged) :]:
        ranged.append(looked.with_ranges(one).as_dict())
        keep(looked.count + len(ranged), len(best))
    return {
        "digest": digest,
        "terms": {"core": EDITION, "day": day.isoformat()},
        "summary": looked.summary(),
        "rows": {**region.counts(), "left_out": rows.left_out},
        "placed": looked.placed(),
        "analysis": looked.analysis(),
        "found": [Found.from_dict(one) for one in ranged],
        "activities": rows.activities,
        "unplaced": looked.unplaced(),
    }
