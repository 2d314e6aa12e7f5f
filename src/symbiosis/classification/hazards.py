"""Which concepts of a text name a hazard, and which hazard that is."""

from collections.abc import Mapping
from typing import Final

from symbiosis.resources import materials

HAZARDS: Final[Mapping[str, str]] = {
    "asbestos": "asbestos",
    "coal_tar": "coal_tar",
    "tar_asphalt": "coal_tar",
    "tar_roofing": "coal_tar",
    "q:hazardous": "hazardous_substances",
    "h:pah": "pah",
    "h:heavy_metals": "heavy_metals",
    "h:oil": "oil",
    "h:pcb": "pcb_dioxin",
    "h:cfc": "cfc",
    "h:mercury": "mercury",
    "mercury": "mercury",
    "h:solvent": "solvent",
    "solvent": "solvent",
    "h:flammable": "flammable",
    "h:corrosive": "corrosive",
    "acid": "corrosive",
    "alkali": "corrosive",
    "h:infectious": "infectious",
    "explosive": "explosive",
    "pesticide": "pesticide",
    "mineral_oil": "oil",
    "fuel": "oil",
}
"""Concepts that name a hazard, and the key of the hazard. Classes under them count too."""


def hazards_of(concept: str) -> tuple[str, ...]:
    """The hazards that one concept names, its own first, then those of the classes above it.

    >>> hazards_of("asbestos_cement")
    ('asbestos',)
    """
    lineage = (concept, *materials.ancestors(concept)) if concept in materials.all() else (concept,)
    return tuple(dict.fromkeys(HAZARDS[one] for one in lineage if one in HAZARDS))
