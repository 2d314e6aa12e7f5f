"""Small made-up worlds of offers and needs in which every rule is met and broken often."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from symbiosis.matching.terms import Terms
from symbiosis.places import Point
from symbiosis.quantities import Period
from symbiosis.resources.kinds import FoodUse, Kind, LegalStatus, RStrategy, Visibility
from symbiosis.resources.records import Need, Stream

DAY = date(2026, 11, 23)
TERMS = Terms(day=DAY)

_WORDS = {
    Kind.MATERIAL: ("plastic", "ldpe", "plastic_film", "wood_any", "asbestos_cement", "kringelgruis"),
    Kind.PRODUCT: ("laptop", "ict", "furniture"),
    Kind.ENERGY: ("heat", "steam"),
    Kind.WATER: ("rain_water", "process_water"),
    Kind.SPACE: ("storage_space", "workshop"),
    Kind.FOOD: ("bread", "food_any", "kitchen_waste"),
}
_CODES = ("150102", "170605", "170504", "170503", "191204", "200101")
_UNITS = {
    Kind.MATERIAL: ("t", "kg", "m3", "pallet"),
    Kind.PRODUCT: ("piece", "kg"),
    Kind.ENERGY: ("kWh", "MWh"),
    Kind.WATER: ("m3", "l"),
    Kind.SPACE: ("m2",),
    Kind.FOOD: ("kg", "box"),
}
# A few places, some of them the same, so that ties and nil distances occur.
_PLACES = tuple(Point(50.9 + 0.07 * i, 3.3 + 0.31 * j) for i in range(4) for j in range(5))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The value or unknown."""
    return st.none() | strategy


def numbers(*values: float) -> st.SearchStrategy[float]:
    """One of a few numbers, so that equal ones occur."""
    return st.sampled_from(values)


def days() -> st.SearchStrategy[date]:
    """A day in two years."""
    return st.integers(0, 24).map(lambda month: DAY + timedelta(days=30 * month))


@st.composite
def fields(draw: st.DrawFn, key: str, *, need: bool, kinds: tuple[Kind, ...]) -> dict[str, Any]:
    """Fields of one row."""
    kind = draw(st.sampled_from(kinds))
    first, last = sorted((draw(days()), draw(days())))
    words = draw(st.lists(st.sampled_from(_WORDS[kind]), max_size=3 if need else 1, unique=True))
    codes = ()
    if kind is Kind.MATERIAL:
        codes = tuple(draw(st.lists(st.sampled_from(_CODES), max_size=2, unique=True)))
    known: dict[str, Any] = {
        "id": key,
        "kind": kind,
        "materials": tuple(words),
        "low_codes": codes,
        "text": "" if words or codes else draw(st.sampled_from(("lege kratten", "warm slib"))),
        "quantity": draw(maybe(numbers(1, 5, 12.5, 300))),
        "unit": draw(maybe(st.sampled_from(_UNITS[kind]))),
        "period": draw(maybe(st.sampled_from(Period))),
        "available_from": draw(maybe(st.just(first))),
        "available_until": draw(maybe(st.just(last))),
        "place": draw(maybe(st.sampled_from(_PLACES))),
        "strategy": draw(maybe(st.sampled_from((RStrategy.R3, RStrategy.R8, RStrategy.R9)))),
        "legal_status": draw(st.sampled_from(LegalStatus)),
        "hazardous": draw(maybe(st.booleans())),
        "price_eur_per_unit": draw(maybe(numbers(-120, 0, 15, 400))),
        "max_km": draw(maybe(numbers(5, 40, 200))),
        "min_quantity": draw(maybe(numbers(2, 10))),
        "visibility": draw(maybe(st.sampled_from(Visibility))),
        "hub": draw(maybe(st.sampled_from(("gent", "genk")))),
    }
    if kind is Kind.ENERGY:
        known |= {"temperature_c": draw(maybe(numbers(40, 70, 90))), "power_kw": draw(maybe(numbers(50, 80)))}
    if kind is Kind.WATER:
        known |= {"quality": draw(maybe(st.sampled_from(("A", "B", "D", "drinkwater", "helder"))))}
    if kind is Kind.SPACE:
        known |= {"area_m2": draw(maybe(numbers(100, 250)))}
    if kind is Kind.FOOD:
        known |= {
            "use_by": draw(maybe(days())),
            "cold_chain": draw(maybe(st.booleans())),
            "food_use": draw(maybe(st.sampled_from(FoodUse))),
        }
    if kind is Kind.PRODUCT:
        known |= {"condition": draw(maybe(st.sampled_from(("new", "good", "defect", "raar"))))}
    if not need:
        known |= {"destination": draw(maybe(st.sampled_from(("R1", "R5", "D1"))))}
    return known


def offers(kinds: tuple[Kind, ...] = tuple(Kind), key: str = "o") -> st.SearchStrategy[Stream]:
    """One offer."""
    return fields(key, need=False, kinds=kinds).map(lambda known: Stream(**known))


def needs(kinds: tuple[Kind, ...] = tuple(Kind), key: str = "n") -> st.SearchStrategy[Need]:
    """One need."""
    return fields(key, need=True, kinds=kinds).map(lambda known: Need(**known))


@st.composite
def worlds(draw: st.DrawFn, *, most: int = 8) -> tuple[list[Stream], list[Need]]:
    """Some offers and some needs of one or two kinds, so that they meet often."""
    kinds = tuple(draw(st.lists(st.sampled_from(Kind), min_size=1, max_size=2, unique=True)))
    count = draw(st.integers(1, most)), draw(st.integers(1, most))
    return (
        [draw(offers(kinds, f"o{i:02d}")) for i in range(count[0])],
        [draw(needs(kinds, f"n{i:02d}")) for i in range(count[1])],
    )
