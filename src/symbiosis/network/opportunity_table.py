"""What is told of opportunities, unserved streams and robust links: columns and sentences a human reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from symbiosis.matching.naming import class_of
from symbiosis.matching.reference import Language
from symbiosis.matching.terms import Terms
from symbiosis.network.allocation_table import LEAST_TOLD, Names
from symbiosis.network.gains import Opportunity
from symbiosis.network.generation import Allocated
from symbiosis.network.opportunities import NEW
from symbiosis.network.robustness import Robustness
from symbiosis.network.rows import base_per_unit
from symbiosis.network.swings import Swing
from symbiosis.network.unserved import Unserved
from symbiosis.network.weights import KINDS
from symbiosis.places import Point, distances_km
from symbiosis.quantities import BASE_UNITS, DAYS_PER_YEAR, UNITS, unit
from symbiosis.resources import materials
from symbiosis.resources.kinds import Kind
from symbiosis.resources.regions.catalogue import places

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "nl": {
        "more": "{extra} {unit} per week extra bij {processor} in {place} ({work})",
        "new": "{extra} {unit} per week in of rond {place} ({work}), waar nu niemand dat doet,",
        "work": "{accepts} wordt {produces}",
        "rest": "{lead} sluit {loops} {kringen}: {year} {unit} per jaar, {fte} VTE, {eur} EUR"
        " ({low} tot {high}).",
        "loop": "kring",
        "loops": "kringen",
        "or": " of ",
    },
    "en": {
        "more": "An extra {extra} {unit} a week at {processor} in {place} ({work})",
        "new": "{extra} {unit} a week in or near {place} ({work}), where nobody does that now,",
        "work": "{accepts} becomes {produces}",
        "rest": "{lead} would close {loops} {kringen}: {year} {unit} a year, {fte} FTE, EUR {eur}"
        " ({low} to {high}).",
        "loop": "loop",
        "loops": "loops",
        "or": " or ",
    },
    "fr": {
        "more": "{extra} {unit} par semaine en plus chez {processor} à {place} ({work})",
        "new": "{extra} {unit} par semaine à {place} ou aux environs ({work}), où personne ne le fait,",
        "work": "{accepts} devient {produces}",
        "rest": "{lead} fermerait {loops} {kringen} : {year} {unit} par an, {fte} ETP, {eur} EUR"
        " ({low} à {high}).",
        "loop": "boucle",
        "loops": "boucles",
        "or": " ou ",
    },
}


def nearest_place(point: Point) -> str:
    """The town or part of a town whose middle lies nearest."""
    known = places()
    return known.names[int(np.argmin(distances_km(point.lat, point.lon, known.lat, known.lon)))]


def opportunity_columns(
    told: Sequence[Opportunity], terms: Terms, *, lang: Language, horizon_days: float
) -> dict[str, Any]:
    """One row for each opportunity, figures per year and per week."""
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "rank", "kind", "processor_id", "accepts", "produces", "place", "lat", "lon", "extra_per_week",
            "unit", "loops", "quantity_year", "delivered_year", "unit_out", "hours_year", "fte", "eur_year",
            "eur_low", "eur_high", "co2e_kg_year", "co2e_kg_low", "co2e_kg_high", "parties", "text",
        )
    }  # fmt: skip
    for rank, seen in enumerate(told, start=1):
        for name, value in _row(seen, rank, terms, lang, DAYS_PER_YEAR / horizon_days).items():
            columns[name].append(value)
    return columns


def _row(seen: Opportunity, rank: int, terms: Terms, lang: Language, scale: float) -> dict[str, Any]:
    recipe = seen.recipe
    year = seen.extra * scale
    fte = seen.hours * scale / terms.factors.value("job.hours_per_fte")
    figures = {
        "extra_per_week": year * 7.0 / DAYS_PER_YEAR,
        "quantity_year": year,
        "delivered_year": seen.delivered * scale,
        "hours_year": seen.hours * scale,
        "fte": fte,
        "eur_year": seen.eur * scale,
        "eur_low": seen.eur_low * scale,
        "eur_high": seen.eur_high * scale,
        "co2e_kg_year": seen.co2e * scale,
        "co2e_kg_low": seen.co2e_low * scale,
        "co2e_kg_high": seen.co2e_high * scale,
    }
    return {
        "rank": rank,
        "kind": seen.kind,
        "processor_id": "" if seen.processor.startswith(NEW) else seen.processor,
        "accepts": "|".join(recipe.accepts),
        "produces": "|".join(recipe.produces),
        "place": nearest_place(seen.place),
        "lat": seen.place.lat,
        "lon": seen.place.lon,
        "unit": _base(recipe.unit),
        "unit_out": _base(recipe.output_unit),
        "loops": seen.loops,
        "parties": "|".join(seen.parties),
        "text": sentence(seen, figures, terms, lang),
        **figures,
    }


def swing_columns(told: Sequence[Swing], *, horizon_days: float) -> dict[str, Any]:
    """The least and most of each figure a year when quantities turn out other than told."""
    scale = DAYS_PER_YEAR / horizon_days
    columns: dict[str, Any] = {}
    for name, figure in (
        ("quantity", "extra"),
        ("delivered", "delivered"),
        ("hours", "hours"),
        ("eur", "eur"),
        ("co2e_kg", "co2e"),
    ):
        for end, word in enumerate(("least", "most")):
            columns[f"{name}_{word}"] = [getattr(each, figure)[end] * scale for each in told]
    for end, word in enumerate(("least", "most")):
        columns[f"loops_{word}"] = [each.loops[end] for each in told]
    return columns


def move_columns(told: Sequence[Opportunity], *, horizon_days: float) -> dict[str, Any]:
    """One row for each link to or from an opportunity that grows; empty where the opportunity is the end."""
    scale = DAYS_PER_YEAR / horizon_days
    rows = [(rank, move) for rank, seen in enumerate(told, start=1) for move in seen.moves]
    return {
        "rank": [rank for rank, _ in rows],
        "from_id": [move.giver for _, move in rows],
        "to_id": [move.taker for _, move in rows],
        "quantity_year": [move.quantity * scale for _, move in rows],
        "km": [move.km for _, move in rows],
    }


def _base(key: str | None) -> str:
    return "" if key is None else BASE_UNITS[unit(key).dimension]


def sentence(seen: Opportunity, figures: Mapping[str, float], terms: Terms, lang: Language) -> str:
    """The opportunity in one sentence that can be read aloud."""
    words = WORDS[lang]
    work = words["work"].format(
        accepts=_named(seen.recipe.accepts, terms, lang), produces=_named(seen.recipe.produces, terms, lang)
    )
    name = unit(_base(seen.recipe.unit) or "t")
    lead = words[seen.kind].format(
        extra=_number(figures["extra_per_week"], lang),
        unit=name.name(figures["extra_per_week"], lang),
        processor=seen.processor,
        place=nearest_place(seen.place),
        work=work,
    )
    return words["rest"].format(
        lead=lead,
        loops=seen.loops,
        kringen=words["loop" if seen.loops == 1 else "loops"],
        year=_number(figures["quantity_year"], lang),
        unit=name.name(figures["quantity_year"], lang),
        fte=_number(figures["fte"], lang),
        eur=_number(figures["eur_year"], lang),
        low=_number(figures["eur_low"], lang),
        high=_number(figures["eur_high"], lang),
    )


def _named(names: Sequence[str], terms: Terms, lang: Language) -> str:
    found = []
    for name in names:
        key = class_of(terms.naming.of_word(Kind.MATERIAL, name))
        found.append(name if key is None else materials.get(key).name(lang))
    return WORDS[lang]["or"].join(dict.fromkeys(found))


def _number(value: float, lang: Language) -> str:
    """Two digits that matter, with the marks of the language."""
    if value == 0.0:
        return "0"
    digits = 2 - 1 - int(np.floor(np.log10(abs(value))))
    rounded = round(value, digits)
    text = f"{rounded:,.{max(0, min(digits, 3))}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if lang == "en":
        return text
    divider = "." if lang == "nl" else "\u202f"
    return text.replace(",", "\0").replace(".", ",").replace("\0", divider)


def unserved_columns(told: Sequence[Unserved], found: Allocated) -> dict[str, Any]:
    """One row for each stream with something left, in its own unit over the horizon."""
    names = Names(found.region.network)
    units = names.offer_units[[seen.offer for seen in told]] if told else names.offer_units[:0]
    rest = np.array([seen.rest for seen in told])
    return {
        "offer_id": [names.offers[seen.offer] for seen in told],
        "quantity": rest / base_per_unit(units),
        "unit": [UNITS[code].key for code in units.tolist()],
        "reason": [seen.reason.value for seen in told],
        "text": [seen.text for seen in told],
        "nearest": [seen.nearest for seen in told],
    }


def robust_columns(found: Allocated, told: Robustness) -> dict[str, Any]:
    """One row for each link in use: in what share of the samples it stays, and between which quantities."""
    network = found.region.network
    names = Names(network)
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "from_id",
            "to_id",
            "from_recipe",
            "to_recipe",
            "quantity",
            "unit",
            "share",
            "least",
            "most",
        )
    }
    for kind in KINDS:
        links = found.region.links[kind]
        whole = found.flow[kind].sum(axis=(1, 2))
        used = np.flatnonzero(whole > LEAST_TOLD)
        givers, takers = links.givers[used], links.takers[used]
        from_offer, to_need = kind in ("direct", "into"), kind in ("direct", "ends")
        units = (names.offer_units if from_offer else names.output_units)[givers]
        scale = base_per_unit(units)
        keys = names.offers if from_offer else names.recipes
        others = names.needs if to_need else names.recipes
        columns["from_id"] += [keys[row] for row in givers.tolist()]
        columns["to_id"] += [others[row] for row in takers.tolist()]
        columns["from_recipe"] += [None] * len(used) if from_offer else names.recipe_rows[givers].tolist()
        columns["to_recipe"] += [None] * len(used) if to_need else names.recipe_rows[takers].tolist()
        columns["quantity"] += (whole[used] / scale).tolist()
        columns["unit"] += [UNITS[code].key for code in units.tolist()]
        columns["share"] += told.share[kind][used].tolist()
        columns["least"] += (told.least[kind][used] / scale).tolist()
        columns["most"] += (told.most[kind][used] / scale).tolist()
    order = sorted(
        range(len(columns["from_id"])), key=lambda row: (columns["from_id"][row], columns["to_id"][row])
    )
    return {name: [values[row] for row in order] for name, values in columns.items()}
