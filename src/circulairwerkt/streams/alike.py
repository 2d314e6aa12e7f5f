"""Rows that may be the same thing told twice: of one organisation, else of one municipality."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Q
from rapidfuzz import fuzz, process

from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.queries import folded
from circulairwerkt.streams import bridge
from circulairwerkt.streams.models import Listing

#: From this likeness of the sentences on (of 100) two rows are shown side by side.
LIKE = 80
#: Of one material a lower likeness is enough.
LIKE_OF_ONE_MATERIAL = 45
#: Amounts within this share of each other count as the same.
_SAME_AMOUNT = 0.1
#: How many rows of one organisation are compared; more are no one's oversight.
_MOST = 500


@dataclass(frozen=True)
class Likeness:
    """A row that resembles a new one, with how much (of 100)."""

    row: Listing
    likeness: float
    same_material: bool
    same_amount: bool


def alike(
    model: type[Listing],
    *,
    hub: Hub,
    sentence: str,
    organisation_id: int | None,
    municipality_id: str | None,
    values: dict[str, Any],
    besides: int | None = None,
) -> list[Likeness]:
    """Return rows of ``hub`` that may be the same as what ``sentence`` and ``values`` tell, likest first.

    Only rows that are there, of the same organisation; without an organisation, of the same municipality.
    """
    rows = model._base_manager.filter(hub=hub, is_gone=False)
    if organisation_id is not None:
        here = Q(organisation_id=organisation_id)
        if municipality_id is not None:
            here |= Q(organisation_id__isnull=True, municipality_id=municipality_id)
    elif municipality_id is not None:
        here = Q(municipality_id=municipality_id)
    else:
        here = Q(organisation_id__isnull=True, municipality_id__isnull=True)
    if besides is not None:
        rows = rows.exclude(pk=besides)
    return resembling(rows.filter(here).order_by("-pk")[:_MOST], sentence=sentence, values=values)


def resembling(rows: Iterable[Listing], *, sentence: str, values: Mapping[str, Any]) -> list[Likeness]:
    """Return which of ``rows`` may be the same as what ``sentence`` and ``values`` tell, likest first."""
    others = list(rows)
    texts = [row.search_text or folded(row.sentence) for row in others]
    if not texts:
        return []
    # All at once: a row of a file is compared with hundreds.
    scores = process.cdist([folded(sentence)], texts, scorer=fuzz.token_set_ratio, dtype=np.float64)[0]
    found = []
    for row, score in zip(others, scores.tolist(), strict=True):
        same_material = bool(row.material) and row.material == values.get("material")
        if score < LIKE and not same_material:
            continue
        same_amount = _is_same_amount(row, values)
        least = LIKE_OF_ONE_MATERIAL if same_material and same_amount else LIKE
        if score >= least or (same_material and same_amount and row.site_id is not None):
            found.append(Likeness(row, score, same_material, same_amount))
    return sorted(found, key=lambda one: (-one.likeness, one.row.pk))[:5]


def _is_same_amount(row: Listing, values: Mapping[str, Any]) -> bool:
    """Whether both tell about the same amount per period, in units that convert; unknown is unlike."""
    quantity, unit = values.get("quantity"), values.get("unit") or ""
    if quantity is None or row.quantity is None or not unit or not row.unit:
        return False
    if row.period != (values.get("period") or ""):
        return False
    converted = bridge.converted(float(quantity), unit, row.unit)
    if converted is None:
        return False
    largest = max(abs(converted), abs(row.quantity))
    return largest == 0 or abs(converted - row.quantity) <= _SAME_AMOUNT * largest
