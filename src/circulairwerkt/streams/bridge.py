"""What cards, needs and capabilities ask of the core: materials, units, cells, codes."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import numpy as np

from symbiosis.errors import InvalidValue
from symbiosis.places import H3_RESOLUTION, Point, cells
from symbiosis.quantities import UNITS, Dimension
from symbiosis.quantities import unit as _unit
from symbiosis.resources import materials
from symbiosis.waste import low

__all__ = [
    "COARSE_RESOLUTION",
    "Point",
    "ancestors_of",
    "cell_of",
    "coarse_cell_of",
    "code_label",
    "code_spelled",
    "is_material",
    "kind_of_material",
    "material_name",
    "material_names",
    "measures",
    "read_code",
    "unit_keys",
    "unit_word",
    "with_descendants",
]

#: Cells of some 250 km2, in which a public place is told: no firm can be found by it.
COARSE_RESOLUTION = 5
#: What measures time or heat is no amount of a stream.
_NO_AMOUNT = frozenset({Dimension.TEMPERATURE, Dimension.TIME})


def cell_of(lat: float | None, lon: float | None, resolution: int = H3_RESOLUTION) -> str:
    """Return the H3 cell of a point in degrees, as text; empty where there is no point."""
    if lat is None or lon is None:
        return ""
    return f"{int(cells(np.array([lat]), np.array([lon]), resolution)[0]):x}"


def coarse_cell_of(lat: float | None, lon: float | None) -> str:
    """Return the large cell that holds a point, as text; empty where there is no point."""
    return cell_of(lat, lon, COARSE_RESOLUTION)


def is_material(key: str) -> bool:
    """Whether ``key`` is a class of the core's taxonomy."""
    return key in materials.all()


def material_name(key: str, language: str = "nl") -> str:
    """Return the name of a class; of other words the words themselves."""
    found = materials.all().get(key)
    if found is None:
        return key
    return {"en": found.en, "fr": found.fr}.get(language[:2], found.nl)


@cache
def material_names(language: str = "nl") -> tuple[tuple[str, str], ...]:
    """Return every class but the roots as (key, name), by name."""
    named = (
        (key, material_name(key, language)) for key, one in materials.all().items() if one.parent is not None
    )
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


def kind_of_material(key: str) -> str:
    """Return the kind of a class, empty for other words."""
    found = materials.all().get(key)
    return found.kind if found else ""


def ancestors_of(key: str) -> tuple[str, ...]:
    """Return the classes above ``key``, nearest first; none for other words."""
    return materials.ancestors(key) if is_material(key) else ()


def with_descendants(key: str) -> tuple[str, ...]:
    """Return ``key`` and every class under it; other words alone."""
    return (key, *materials.descendants(key)) if is_material(key) else (key,)


def unit_keys() -> tuple[str, ...]:
    """Return the keys of the units in which an amount can be told, in the core's order."""
    return tuple(unit.key for unit in UNITS if unit.dimension not in _NO_AMOUNT)


def unit_word(key: str, value: float = 2.0, language: str = "nl") -> str:
    """Return the word of a unit, singular for exactly one."""
    return _unit(key).name(value, language[:2]) if key else ""


def measures(key: str) -> str:
    """Return what a unit measures: ``mass``, ``volume``, ``pallet``...; empty without a unit."""
    return _unit(key).dimension.value if key else ""


def read_code(text: str, on_date: date) -> str | None:
    """Return a List-of-Waste code as six digits, None where it is none that is valid on the day."""
    try:
        return low.lookup(low.parse(text), on_date).code
    except InvalidValue:
        return None


def code_spelled(code: str) -> str:
    """Return a code as people write it: ``20 01 01``."""
    return low.spelled(code)


def code_label(code: str) -> str:
    """Return what stands behind a code in the list, in its newest version; empty for an unknown one."""
    found: Sequence[low.LowCode] = low.versions(code)
    return found[-1].label if found else ""
