"""What is not known yet, and which question about it is worth most: the one place for questions and cards.

The next question is the one whose answer narrows most what can follow. Its worth is counted in powers of
ten: how far apart the possible amounts lie before the answer (``log10(high / low)``). Not knowing whether it
is dangerous, or the stuff at all, is worth more than any amount; whether it is clean counts as the entropy
of the core's guess, in bits.
"""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import log2, log10
from pathlib import Path

from circulairwerkt.streams import bridge
from circulairwerkt.streams.words import Kind

_FILE = Path(__file__).resolve().parent / "data" / "pack_sizes.csv"
#: Units that measure by themselves; of others the size is asked.
MEASURED = frozenset({"mass", "volume", "area", "length", "energy", "power", "count"})
#: Classes that fill a space long before they weigh something: a transporter asks for cubic metres.
_LIGHT = (
    "polystyrene", "polyurethane", "insulation", "mineral_wool", "plastic_film", "straw", "packaging",
)  # fmt: skip
_CONTAINERS = frozenset({"drum_ibc", "gas_cylinder", "contaminated_packaging"})
#: From this probability of a hazardous code on it is worth asking.
_HAZARD_LIKELY = 0.5
_WORTH_DANGER = 6.0
_WORTH_MATERIAL = 5.0
_WORTH_CONTENT = 4.5
#: From ten kilos to a hundred tonnes.
_WORTH_AMOUNT = log10(100_000 / 10)
#: From once a year to every day; a product is mostly given once.
_WORTH_RHYTHM = log10(365)
_WORTH_RHYTHM_OF_PRODUCT = log10(4)
#: Food is gone tomorrow or in a year.
_WORTH_USE_BY = log10(365)
#: Sold on, mended or taken apart: a product's worth lies within a factor of ten.
_WORTH_CONDITION = 1.0
_SHARE_OF_CLEAN = 0.8
#: It changes what is better, not who can take it.
_WORTH_DESTINATION = 0.3


class Ask(StrEnum):
    """What can be asked."""

    DANGER = "danger"
    MATERIAL = "material"
    CONTENT = "content"
    QUANTITY = "quantity"
    AREA = "area"
    TEMPERATURE = "temperature"
    RHYTHM = "rhythm"
    PACK = "pack"
    CLEAN = "clean"
    CONDITION = "condition"
    USE_BY = "use_by"
    DESTINATION = "destination"


@dataclass(frozen=True)
class Known:
    """What is known of one stream. Shares are probabilities, None where the core gave none."""

    kind: str
    material: str
    quantity: float | None
    unit: str
    period: str
    is_sought: bool = False
    clean_share: float | None = None
    hazard_share: float | None = None


@dataclass(frozen=True)
class PackSize:
    """How much one pack holds: between ``low`` and ``high`` of ``measure``; ``taps`` are common answers."""

    measure: str
    low: float
    high: float
    taps: tuple[float, ...]


@cache
def pack_sizes() -> dict[str, PackSize]:
    """Return how much each kind of pack holds, by unit."""
    with _FILE.open(encoding="utf-8") as lines:
        return {
            row["unit"]: PackSize(
                measure=row["measure"],
                low=float(row["low"]),
                high=float(row["high"]),
                taps=tuple(float(value) for value in row["taps"].split("|")),
            )
            for row in csv.DictReader(lines)
        }


def is_light(material: str) -> bool:
    """Whether a material is told in space rather than in weight."""
    return any(material == key or key in bridge.ancestors_of(material) for key in _LIGHT)


def pack_size_of(unit: str, material: str) -> PackSize | None:
    """Return how much one pack of a material may hold; None where its unit measures by itself."""
    if not unit or bridge.measures(unit) in MEASURED:
        return None
    found = pack_sizes().get(unit)
    if found is None or (found.measure == "kg" and is_light(material)):
        light = PackSize("m3", 0.1, 3.0, (0.5, 1.0, 2.0))
        return light if is_light(material) else found or PackSize("kg", 10.0, 1000.0, ())
    return found


def most_valuable(
    known: Known, *, askable: Collection[Ask] = tuple(Ask), answered: Collection[Ask] = ()
) -> tuple[Ask, float] | None:
    """Return the question worth most with its worth, of those that can be asked here and are still open."""
    open_here = [one for one in _open(known) if one[0] in askable and one[0] not in answered]
    return max(open_here, key=lambda one: one[1], default=None)


def _open(known: Known) -> Iterator[tuple[Ask, float]]:
    """Yield what is not known, with its worth; of equal worth the first counts."""
    if not known.material:
        yield Ask.MATERIAL, _WORTH_MATERIAL
        return
    if known.hazard_share is not None and known.hazard_share >= _HAZARD_LIKELY:
        yield Ask.DANGER, _WORTH_DANGER
    if known.material in _CONTAINERS:
        yield Ask.CONTENT, _WORTH_CONTENT
    yield from _about_amount(known)
    if known.kind == Kind.FOOD:
        yield Ask.USE_BY, _WORTH_USE_BY
    if known.kind == Kind.PRODUCT:
        yield Ask.CONDITION, _WORTH_CONDITION
    if known.kind == Kind.MATERIAL and not known.is_sought:
        share = 0.5 if known.clean_share is None else known.clean_share
        yield Ask.CLEAN, _SHARE_OF_CLEAN * entropy(share)
    if not known.is_sought:
        yield Ask.DESTINATION, _WORTH_DESTINATION


def _about_amount(known: Known) -> Iterator[tuple[Ask, float]]:
    if known.quantity is None or not known.unit:
        asked = {Kind.SPACE: Ask.AREA, Kind.ENERGY: Ask.TEMPERATURE}.get(Kind(known.kind), Ask.QUANTITY)
        yield asked, _WORTH_AMOUNT
        return
    if not known.period and known.kind not in (Kind.SPACE, Kind.ENERGY):
        is_product = known.kind == Kind.PRODUCT
        yield Ask.RHYTHM, _WORTH_RHYTHM_OF_PRODUCT if is_product else _WORTH_RHYTHM
    size = pack_size_of(known.unit, known.material)
    if size is not None and known.kind in (Kind.MATERIAL, Kind.FOOD):
        yield Ask.PACK, log10(size.high / size.low)


def entropy(share: float) -> float:
    """Return the entropy of a yes-or-no guess in bits: 1 for one half, 0 for certainty."""
    if share <= 0 or share >= 1:
        return 0.0
    return -share * log2(share) - (1 - share) * log2(1 - share)
