"""Amounts and rhythms read from sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.classification.amounts import NOTHING, read_amount
from symbiosis.quantities import UNITS, Period


@pytest.mark.parametrize(
    ("text", "quantity", "unit", "period"),
    [
        ("3 europaletten per week", 3, "euro_pallet", "week"),
        ("een tiental ton", 10, "t", None),
        ("300 kg/mnd", 300, "kg", "month"),
        ("een volle aanhangwagen per maand", 1, "trailer", "month"),
        ("elke dinsdag 2 big bags", 2, "big_bag", "week"),
        ("elke week twee paletten karton", 2, "pallet", "week"),
        ("om de twee weken 10 m3 snoeihout", 5, "m3", "week"),
        ("twee keer per week 3 zakken brood", 6, "bag", "week"),
        ("15 m3 per kwartaal", 5, "m3", "month"),
        ("5 à 10 ton per jaar", 7.5, "t", "year"),
        ("1.250 kg koffiedik, wekelijks", 1250, "kg", "week"),
        ("3 paletten van 500 kg per maand", 1500, "kg", "month"),
        ("12 ton/jaar", 12, "t", "year"),
        ("dagelijks 50 kg brood", 50, "kg", "day"),
        ("eenmalig 30 stuks", 30, "piece", "once"),
        ("200 m² opslagruimte", 200, "m2", None),
        ("40 bureaustoelen", 40, "piece", None),
        ("anderhalve ton zink", 1.5, "t", None),
        ("about 20 tonnes a month", 20, "t", "month"),
        ("une dizaine de palettes par mois", 10, "pallet", "month"),
        ("500 kW restwarmte", 500, "kW", None),
        ("maandelijks wat folie", None, None, "month"),
        # What stands between a number and what it counts.
        ("elke week 20 kapotte houten kisten en wat folie", 20, "crate", "week"),
        ("15 gebruikte europallets", 15, "euro_pallet", None),
        ("een twintigtal oude stoelen", 20, "piece", None),
        ("30 oude eiken deuren", 30, "piece", None),
        ("20 large wooden crates", 20, "crate", None),
        ("10 vieilles caisses en bois", 10, "crate", None),
        ("2 halve paletten per week", 1, "pallet", "week"),
        # A pack that is empty holds nothing.
        ("12 blauwe vaten van 200 liter", 2400, "l", None),
        ("12 lege blauwe vaten van 200 liter", 12, "drum", None),
        # A measure is no thing to count, and what comes between is no adjective.
        ("10 meter oud gordijn", None, None, None),
        ("100 jaar oude balken", None, None, None),
        ("om de 2 weken volle zakken", None, None, "week"),
        ("in 2025 houten kratten over", None, None, None),
        ("2 mensen zoeken oude dozen", None, None, None),
    ],
)
def test_worked_amounts(text: str, quantity: float | None, unit: str | None, period: str | None) -> None:
    amount = read_amount(text)
    assert amount.quantity == (None if quantity is None else pytest.approx(quantity))
    assert (amount.unit, amount.period) == (unit, period)


@pytest.mark.parametrize(
    "text",
    ["stukken < 65 cm", "dichtheid 300 kg/m3", "> 10 ton per vracht", "klasse 2", "90/10"],
)
def test_limits_and_densities_are_no_amounts(text: str) -> None:
    assert read_amount(text).quantity is None


def test_estimates_and_ranges_are_marked() -> None:
    assert read_amount("ongeveer 4 ton").estimate
    assert not read_amount("4 ton").estimate
    between = read_amount("5 tot 10 ton")
    assert (between.low, between.high, between.estimate) == (5, 10, True)


def test_temperature_stands_beside_the_amount() -> None:
    amount = read_amount("restwarmte van 90 °C, 500 kW")
    assert (amount.temperature_c, amount.quantity, amount.unit) == (90, 500, "kW")


def test_nothing_is_made_up() -> None:
    assert read_amount("restafval") == NOTHING


@given(st.text(max_size=150))
def test_any_text_gives_a_sound_amount(text: str) -> None:
    amount = read_amount(text)
    assert amount.unit is None or amount.unit in {unit.key for unit in UNITS}
    assert (amount.quantity is None) == (amount.unit is None)
    if amount.quantity is not None and amount.low is not None and amount.high is not None:
        assert 0 <= amount.low <= amount.quantity <= amount.high


@given(st.integers(1, 9999), st.sampled_from(["kg", "ton", "m3", "liter"]), st.sampled_from(list(Period)[1:]))
def test_what_is_written_is_read(count: int, unit: str, period: Period) -> None:
    word = {"day": "dag", "week": "week", "month": "maand", "year": "jaar"}[period.value]
    amount = read_amount(f"{count} {unit} per {word}")
    assert (amount.quantity, amount.period) == (count, period)
