"""The lists in docs/ that tell of the core: units, rhythms, signs, columns, factors, subcommands."""

from collections.abc import Iterator
from importlib.resources import files

from symbiosis import cli, factors, quantities
from symbiosis.resources.columns import PROCESSOR_COLUMNS, STREAM_COLUMNS, Column


def _table(*columns: str) -> list[str]:
    return [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]


def _number(value: float) -> str:
    return f"{value:.12g}"


def units() -> Iterator[str]:
    """Every unit: what it measures and how much of the base unit one of it is."""
    yield from _table("unit", "measures", "one is", "Dutch", "English", "French")
    for unit in quantities.UNITS:
        base = quantities.BASE_UNITS[unit.dimension]
        shift = f" and {_number(unit.offset)} {base}" if unit.offset else ""
        words = " | ".join(plural for _, plural in unit.names)
        measure = f"{_number(unit.to_base)} {base}{shift}"
        yield f"| `{unit.key}` | {unit.dimension.value} | {measure} | {words} |"


def rhythms() -> Iterator[str]:
    """Every rhythm and how often it comes back in a year of 365 days."""
    yield from _table("period", "days", "times a year")
    for period, days in zip(quantities.PERIODS, quantities.PERIOD_DAYS, strict=True):
        if period is quantities.Period.ONCE:
            yield f"| `{period.value}` | - | 1 |"
        else:
            times = quantities.DAYS_PER_YEAR / float(days)
            yield f"| `{period.value}` | {_number(float(days))} | {_number(times)} |"


def signs() -> Iterator[str]:
    """What a positive and a negative number mean, column by column."""
    yield from _table("column", "unit", "positive", "negative")
    for sign in quantities.SIGNS:
        yield f"| `{sign.name}` | {sign.unit} | {sign.positive} | {sign.negative} |"


def _column(column: Column) -> str:
    words = "" if column.words is None else ": " + ", ".join(f"`{member.value}`" for member in column.words)
    bounds = [f"at least {column.least:g}"] if column.least is not None else []
    bounds += [f"at most {column.most:g}"] if column.most is not None else []
    needed = ", required" if column.required else ""
    limits = f" ({', '.join(bounds)})" if bounds else ""
    return f"`{column.name}` | {column.holds.value}{needed} | {column.unit}{limits} | {column.offer}{words}"


def stream_columns() -> Iterator[str]:
    """The columns of offers and needs."""
    yield from _table("column", "holds", "unit", "in an offer", "in a need")
    for column in STREAM_COLUMNS:
        yield f"| {_column(column)} | {column.need} |"


def processor_columns() -> Iterator[str]:
    """The columns of processors."""
    yield from _table("column", "holds", "unit", "meaning")
    for column in PROCESSOR_COLUMNS:
        yield f"| {_column(column)} |"


def subcommands() -> Iterator[str]:
    """The subcommands of `symbiosis`."""
    yield from _table("subcommand", "what it does")
    for command in cli.COMMANDS:
        yield f"| `symbiosis {command.name}` | {command.summary} |"


def transport_factors() -> Iterator[str]:
    """The factors of transport with range and source."""
    yield from _table("key", "value", "low", "high", "unit", "source", "read in the publication")
    for factor in factors.load().family("transport."):
        low, high = ("" if bound is None else _number(bound) for bound in (factor.low, factor.high))
        read = "yes" if factor.verified else "no"
        value = _number(factor.value)
        yield f"| `{factor.key}` | {value} | {low} | {high} | {factor.unit} | {factor.source} | {read} |"


def factor_files() -> Iterator[str]:
    """The files of factors that ship with the core, and how many each holds."""
    yield from _table("file", "factors")
    for name in factors.SHIPPED:
        text = files("symbiosis.factors").joinpath(name).read_text(encoding="utf-8")
        yield f"| `{name}` | {text.count(chr(10)) - 1} |"
