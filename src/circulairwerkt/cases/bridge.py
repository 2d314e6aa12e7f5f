"""What questions ask of the core beside what cards ask: what else was meant, what is light."""

from datetime import date

from symbiosis.quantities import UNITS, Dimension
from symbiosis.resources import materials
from symbiosis.waste import low

__all__ = ["amount_units", "is_container", "is_light", "similar_materials", "usual_code"]

#: What measures rather than packs; people look for these first.
_MEASURES = (Dimension.MASS, Dimension.VOLUME, Dimension.COUNT, Dimension.AREA, Dimension.LENGTH)
_NO_AMOUNTS = frozenset({Dimension.ENERGY, Dimension.POWER, Dimension.TEMPERATURE, Dimension.TIME})
#: Classes that fill a space long before they weigh something.
_LIGHT = ("polystyrene", "polyurethane", "insulation", "mineral_wool", "plastic_film", "straw", "packaging")
_CONTAINERS = frozenset({"drum_ibc", "gas_cylinder", "contaminated_packaging"})


def similar_materials(key: str, most: int = 5) -> tuple[str, ...]:
    """Return the classes that somebody may have meant instead: under it, beside it, above it."""
    if key not in materials.all():
        return ()
    above = materials.ancestors(key)
    beside = materials.children(above[0]) if above else ()
    nearest = [*materials.children(key), *beside, *above[:1]]
    kept = [other for other in dict.fromkeys(nearest) if other != key and materials.get(other).parent]
    return tuple(kept[:most])


def usual_code(key: str, day: date) -> str:
    """Return the List-of-Waste code under which a class is usually filed on ``day``; empty where none is."""
    codes = materials.all()[key].low_codes
    return next((code for code in codes if any(one.valid_on(day) for one in low.versions(code))), "")


def amount_units() -> tuple[str, ...]:
    """Return the units in which the amount of a stream can be told, those that measure first."""
    measures = [one.key for one in UNITS if one.dimension in _MEASURES]
    packs = [one.key for one in UNITS if one.dimension not in _NO_AMOUNTS and one.dimension not in _MEASURES]
    return (*measures, *packs)


def is_light(material: str) -> bool:
    """Whether a material is told in space rather than in weight."""
    return material in materials.all() and any(materials.is_a(material, light) for light in _LIGHT)


def is_container(material: str) -> bool:
    """Whether a class names what holds something, not what is in it."""
    return material in _CONTAINERS
