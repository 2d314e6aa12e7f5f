"""What every write to a row shares: which fields it may write, where the row lies, who is told."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from circulairwerkt.organisations.models import Organisation, Site
from circulairwerkt.organisations.queries import folded
from circulairwerkt.reference.models import Municipality
from circulairwerkt.streams import bridge
from circulairwerkt.streams.disclosure import MONEY
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need
from circulairwerkt.streams.words import ACTIVITIES, Way

#: No amount on earth reaches this; a larger one is a slip of the keyboard.
MOST = 1e12
#: Called with a row after a change of it is saved; rooms above add themselves, to match again for instance.
on_changed: list[Callable[[Listing], object]] = []

SHARED = (
    "organisation",
    "site",
    "municipality",
    "sentence",
    "shown_text",
    "kind",
    "material",
    "quantity",
    "unit",
    "period",
    "min_quantity",
    "strategy",
    "available_from",
    "available_until",
    "max_km",
    "remarks",
    "contact_email",
)
_DESCRIBED = (
    "product",
    "state",
    "low_code",
    "legal_status",
    "packaging",
    "price_eur_per_unit",
    "brand",
    "model",
    "condition",
    "temperature_c",
    "power_kw",
    "water_class",
    "area_m2",
    "use_by",
    "cold_chain",
    "food_use",
)
#: Fields that ``change`` and the makers write, by table.
EDITABLE: Mapping[type[Listing], frozenset[str]] = {
    MaterialCard: frozenset(
        (*SHARED, *_DESCRIBED, "destination", "destination_text", "destination_cost_eur")
    ),
    Need: frozenset((*SHARED, *_DESCRIBED, "materials")),
    Capability: frozenset(
        (
            *SHARED,
            "activities",
            "accepts",
            "produces",
            "yield_ratio",
            "unit_out",
            "hours_per_week_h",
            "seeks_hours_per_week_h",
            "hours_per_unit_h",
            "full_until",
            "storage",
            "ways",
            "certificates",
            "permits",
            "cost_eur_per_unit",
        )
    ),
}
#: What the core worked out of the other fields.
DERIVED = ("lat", "lon", "h3_cell", "search_text", "guessed")


def refuse_unknown(model: type[Listing], values: Mapping[str, Any], *, sees_money: bool) -> None:
    """Raise ValueError for a field that is not written here; money only by who may see it."""
    allowed = EDITABLE[model] if sees_money else EDITABLE[model] - MONEY
    if unknown := set(values) - allowed:
        raise ValueError(f"not to write here: {sorted(unknown)}")


def check(values: Mapping[str, Any]) -> None:
    """Raise ValidationError beside the field for what cannot be: amounts, units, words, dates."""
    wrong = {**_wrong_amounts(values), **_wrong_units(values)}
    first, last = values.get("available_from"), values.get("available_until")
    if first and last and last < first:
        wrong["available_until"] = _("De laatste dag ligt voor de eerste dag.")
    if not str(values.get("sentence", "x")).strip():
        wrong["sentence"] = _("Zeg in één zin wat het is.")
    if set(values.get("activities", ())) - set(ACTIVITIES) or set(values.get("ways", ())) - set(Way.values):
        wrong["activities"] = _("Deze keuze kennen we niet.")
    if wrong:
        raise ValidationError(wrong)


def _wrong_amounts(values: Mapping[str, Any]) -> dict[str, Any]:
    names = ("quantity", "min_quantity", "max_km", "area_m2", "power_kw", "storage")
    return {
        name: _("Dit getal kan niet.")
        for name in names
        if values.get(name) is not None and not 0 <= values[name] < MOST
    }


def _wrong_units(values: Mapping[str, Any]) -> dict[str, Any]:
    wrong: dict[str, Any] = {
        name: _("Deze eenheid kennen we niet.")
        for name in ("unit", "unit_out")
        if values.get(name) and values[name] not in bridge.unit_keys()
    }
    if {"quantity", "unit"} <= set(values):
        has_amount = values["quantity"] is not None or values.get("min_quantity") is not None
        if values["unit"] and not has_amount:
            wrong["quantity"] = _("Hoeveel is het? Zonder getal zegt de eenheid niets.")
        elif not values["unit"] and has_amount:
            wrong["unit"] = _("In welke eenheid is dat?")
    return wrong


def place_of(
    organisation: Organisation | None, site: Site | None, municipality: Municipality | None
) -> dict[str, Any]:
    """Return where a row lies: the point of its site, else of the municipality.

    Raises ValidationError where the site is another organisation's.
    """
    if site is not None:
        if organisation is not None and site.organisation_id != organisation.pk:
            raise ValidationError({"site": _("Deze vestiging hoort bij een andere organisatie.")})
        municipality = site.municipality or municipality
    exact = site if site is not None and site.lat is not None else None
    place = exact or municipality
    lat, lon = (place.lat, place.lon) if place is not None else (None, None)
    return {
        "municipality": municipality,
        "lat": lat,
        "lon": lon,
        "h3_cell": bridge.cell_of(lat, lon),
    }


def search_text_of(values: Mapping[str, Any]) -> str:
    """Return the folded text that a search looks in."""
    organisation = values.get("organisation")
    words = [
        values.get("sentence", ""),
        values.get("product", ""),
        bridge.material_name(values.get("material") or ""),
        *(bridge.material_name(key) for key in values.get("accepts", ())),
        organisation.name if organisation is not None else "",
    ]
    return " ".join(folded(str(word)) for word in words if word)[:400]


def index_of(accepts: object) -> str:
    """Return classes as one column that every database can search: ``|wood_any|textile|``."""
    keys = [str(key) for key in accepts] if isinstance(accepts, list | tuple) else []
    text = "|"
    for key in keys:
        if len(text) + len(key) + 1 > 700:
            break
        text += f"{key}|"
    return text if keys else ""


def derived(row: Listing) -> dict[str, Any]:
    """Return the columns that follow from the others."""
    values = {name: getattr(row, name) for name in EDITABLE[type(row)]}
    found: dict[str, Any] = place_of(row.organisation, row.site, row.municipality)
    found["search_text"] = search_text_of(values)
    if isinstance(row, Capability):
        found["accepts_index"] = index_of(row.accepts)
        found["material"] = row.accepts[0][:60] if row.accepts else ""
    return found


def tell(row: Listing) -> None:
    """Tell the rooms above of a change, once it is saved."""
    for one in on_changed:
        transaction.on_commit(lambda one=one: one(row))  # type: ignore[misc]
