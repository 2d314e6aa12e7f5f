"""What the thing is and in what shape: class, product, composition, state, mixed, clean, reusable.

`product` and `material` in tables are Dutch words: what the thing is called, and what it consists of, main
part first, parts divided by a slash (asphalt is `zand/bitumen`). `properties.csv` holds both for each class
of the taxonomy that has its own; other classes take those of the class above. Something that joins several
materials is a `composiet`. The probabilities start from the class and move in log-odds with what is said.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from symbiosis.classification.data_files import read_rows, words_of
from symbiosis.classification.reading import Mention, Reading
from symbiosis.resources import materials

COMPOSITE: Final = "composiet"
_ADJECTIVES: Final = words_of("adjective")
"""Words that tell what the thing named after them is made of: "houten kisten" are boxes."""

_SIDE: Final = frozenset(
    (
        "asbestos",
        "coal_tar",
        "organic",
        "packaging",
        "residual_waste",
        "sorting_residue",
        "construction_mixed",
        "chemical",
    )
)
"""Classes that colour another one named beside them: asbestos in soil, tar in gravel."""
_JOINT: Final[tuple[tuple[str, str, str], ...]] = (
    ("soil", "asbestos", "asbestos_soil"),
    ("soil", "q:polluted", "polluted_soil"),
    ("soil", "q:clean", "clean_soil"),
    ("rubble", "q:polluted", "polluted_rubble"),
    ("asphalt", "coal_tar", "tar_asphalt"),
    ("roofing_felt", "coal_tar", "tar_roofing"),
    ("construction_mixed", "q:hazardous", "hazardous_construction"),
)
"""(class, what is said of it, the class that this makes)."""
_LEADS: Final = (
    "asphalt",
    "sludge",
    "roofing_felt",
    "foundation_material",
    "rubble",
    "soil",
    "cable",
    "glass",
)
"""Classes that a mixture is called after, the strongest first: rubble with soil is rubble."""
_IMPLIED: Final = (
    ("c:dredge_class", "dredged_material"),
    ("c:soil_class", "soil"),
    ("c:soil_unchecked", "soil"),
)
"""Classes that are meant when only a quality class is named."""
_STATES: Final[Mapping[str, str]] = {
    "s:rubble": "puin",
    "s:fine": "fijn",
    "s:coarse": "grof",
    "s:granulate": "granulaat",
    "s:shredded": "versnipperd",
    "s:milled": "gemalen",
    "s:rolls": "op rollen",
    "s:bales": "balen",
    "s:sheets": "platen",
    "s:blocks": "blokken",
    "s:film": "folie",
    "s:flat_glass": "vlakglas",
    "s:hollow_glass": "holglas",
    "s:powder": "poeder",
    "s:liquid": "vloeibaar",
    "s:sludge": "slib",
    "s:emulsion": "emulsie",
    "s:turnings": "krullen",
    "s:dust": "stof",
    "s:chunks": "stukken",
    "s:loose": "los",
    "s:bags": "in zakken",
    "s:pallets": "pallets",
    "s:warm": "warm",
    "s:frozen": "bevroren",
    "s:wire": "draad",
    "s:mats": "matten",
    "s:flakes": "vlokken",
    "s:bottles": "flessen",
}
_CONTAMINANTS: Final[Mapping[str, str]] = {
    "asbestos": "asbest",
    "coal_tar": "teer",
    "h:oil": "olie",
    "mineral_oil": "olie",
    "h:pah": "pak",
    "h:pcb": "pcb",
    "h:heavy_metals": "metalen",
    "invasive_plant_soil": "organisch materiaal",
}
"""What pollutes, as it is named in a composition."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What a text says of the thing itself. Probabilities lie between 0 and 1; None and "" are unknown."""

    material: str | None
    """Key of the material taxonomy."""
    product: str
    composition: str
    state: str
    mixed: float
    clean: float
    direct_use: float


@dataclass(frozen=True, slots=True)
class _Usual:
    product: str
    composition: str
    mixed: float
    direct_use: float


@cache
def _usual() -> Mapping[str, _Usual]:
    return {
        row["material"]: _Usual(
            row["product"], row["composition"], float(row["mixed"]), float(row["direct_use"])
        )
        for row in read_rows("properties.csv")
    }


_NOTHING: Final = _Usual("", "", 0.6, 0.05)


def _usual_of(key: str | None) -> _Usual:
    if key is None:
        return _NOTHING
    for above in (key, *materials.ancestors(key)):
        if above in _usual():
            return _usual()[above]
    return _NOTHING


def named_materials(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Taxonomy classes that the text affirms, the most specific of each line only; adjectives last."""
    found: list[str] = []
    for mention in sorted(mentions, key=lambda m: (m.words in _ADJECTIVES, -round(m.weight, 1))):
        if not mention.denied and mention.concept in materials.all() and mention.concept not in found:
            found.append(mention.concept)
    return tuple(
        key for key in found if not any(other != key and materials.is_a(other, key) for other in found)
    )


def main_material(mentions: Sequence[Mention]) -> str | None:
    """The class that the text is about, None when it names none."""
    said = {mention.concept for mention in mentions if not mention.denied}
    named = named_materials(mentions)
    if not named:
        return next((material for concept, material in _IMPLIED if concept in said), None)
    plain = [key for key in named if key not in _SIDE]
    leading = [key for lead in _LEADS for key in plain if materials.is_a(key, lead)]
    main = (leading or plain or list(named))[0]
    for base, beside, joint in _JOINT:
        if beside in said and main == base:
            return joint
    return main


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 0.005), 0.995)
    return math.log(bounded / (1 - bounded))


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _moved(start: float, said: set[str], denied: set[str], moves: Mapping[str, float]) -> float:
    total = _log_odds(start) + sum(step for concept, step in moves.items() if concept in said)
    return _probability(total - sum(step for concept, step in moves.items() if concept in denied))


_MIXED_MOVES: Final = {
    "q:mixed": 2.5,
    "q:unsorted": 2.0,
    "q:polluted": 1.5,
    "q:clean": -0.8,
    "q:sorted": -0.5,
    "q:residue": 1.0,
    "q:hazardous": 0.5,
    "q:suspect": 1.0,
}
_CLEAN_MOVES: Final = {
    "q:clean": 3.5,
    "q:polluted": -3.0,
    "q:hazardous": -2.0,
    "asbestos": -2.0,
    "coal_tar": -2.0,
    "h:oil": -2.0,
    "q:suspect": -1.5,
    "q:mixed": -0.7,
    "q:unsorted": -1.0,
    "c:soil_class": 0.8,
    "q:sorted": 0.8,
    "wood_a": 1.5,
    "c:coal_tar_free": 0.8,
    "q:cleanable": -2.5,
    "sorting_residue": -1.5,
    "residual_waste": -1.5,
}
_DIRECT_MOVES: Final = {
    "q:reusable": 1.5,
    "q:clean": 0.5,
    "q:polluted": -2.0,
    "q:mixed": -0.8,
    "q:unsorted": -1.5,
    "q:residue": -1.0,
    "c:soil_class": 2.8,
    "c:soil_unchecked": -0.8,
    "c:dredge_class": 3.0,
    "c:ibc": 1.2,
    "q:new": 1.5,
    "q:rejected": -1.0,
    "q:destroy": -1.5,
    "q:cleanable": -1.5,
    "q:suspect": -1.5,
    "q:hazardous": -1.0,
    "q:used": -0.5,
    "asbestos": -2.0,
    "q:expired": -1.5,
    "c:stones": 0.6,
    "q:combustible": -1.0,
}


def properties_of(reading: Reading) -> Properties:
    """Material, product, composition, state and the three probabilities, from one text read."""
    mentions = reading.mentions
    said = {mention.concept for mention in mentions if not mention.denied}
    denied = {mention.concept for mention in mentions if mention.denied} - said
    main = main_material(mentions)
    usual = _usual_of(main)
    product, composition = _names(main, usual, mentions, said)
    states = [
        _STATES[mention.concept] for mention in mentions if mention.concept in _STATES and not mention.denied
    ]
    return Properties(
        material=main,
        product=product,
        composition=composition,
        state=", ".join(dict.fromkeys(states)),
        mixed=_moved(usual.mixed, said, denied, _MIXED_MOVES),
        clean=_moved(0.35, said, denied, _CLEAN_MOVES),
        direct_use=_moved(usual.direct_use, said, denied, _DIRECT_MOVES),
    )


def _names(main: str | None, usual: _Usual, mentions: Sequence[Mention], said: set[str]) -> tuple[str, str]:
    """Words for product and composition."""
    product, composition = usual.product, usual.composition
    polluting = [_CONTAMINANTS[concept] for concept in _CONTAMINANTS if concept in said]
    if main is None or main in ("asbestos", "mixed_waste"):
        return product, composition
    product = _called(main, product, said)
    if _composite(main, mentions):
        product = COMPOSITE
    if polluting and not composition.endswith("teer"):
        kept = composition.removesuffix("/bitumen") if composition.startswith("zand/") else ""
        composition = "/".join(dict.fromkeys([*filter(None, kept.split("/")), *polluting]))
    return product, composition


def _called(main: str, product: str, said: set[str]) -> str:
    """The word for fats and their sludge: oil, fat, both together, or sludge."""
    if main == "grease_trap" and "s:sludge" in said:
        return "slib"
    if not materials.is_a(main, "fat_oil") or "p:oil" not in said:
        return product
    return COMPOSITE if "p:fat" in said else "olie"


def _composite(main: str, mentions: Sequence[Mention]) -> bool:
    """Whether different things stand side by side, and none of them gives the mixture its name."""
    if any(materials.is_a(main, lead) for lead in _LEADS):
        return False
    things = [m for m in mentions if not m.denied and m.concept in materials.all() and m.concept not in _SIDE]
    first = next((thing for thing in things if _usual_of(thing.concept).product), None)
    return first is not None and any(
        (thing.joined or " en " in thing.words)
        and _usual_of(thing.concept).product not in ("", _usual_of(first.concept).product)
        and (thing.words != first.words or " en " in thing.words)
        and not (materials.is_a(thing.concept, "plastic") and materials.is_a(first.concept, thing.concept))
        for thing in things
    )
