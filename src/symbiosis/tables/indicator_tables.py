"""Products and areas from files into the columns that the indicators ask for.

An empty share counts as 0, the careful reading: nothing recycled, nothing reused. An empty lifetime or number
of units, or an empty average beside it, counts as average. Both are told of, once for each column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from symbiosis.errors import FileRefused, Problem, ProblemCode, Report
from symbiosis.indicators.cmu import circular_use
from symbiosis.indicators.mci import Products
from symbiosis.quantities import FloatArray
from symbiosis.resources.columns import Column, Holds
from symbiosis.tables.checking import Checker, Mask
from symbiosis.tables.cross_checks import check_unique
from symbiosis.tables.reading import read_grid

ROUNDING: Final = 1e-9
"""By how much shares may add up to more than 1."""


def _share(name: str, meaning: str) -> Column:
    return Column(name, Holds.NUMBER, "share", meaning, "", least=0.0, most=1.0)


FEED: Final = (
    _share("f_recycled", "feedstock from recycling, F_R"),
    _share("f_reused", "feedstock from reuse, F_U"),
    _share("f_biological", "biological feedstock from sustained production, F_S"),
)
COLLECTED: Final = (
    _share("c_recycled", "collected for recycling, C_R"),
    _share("c_reused", "collected for reuse, C_U"),
    _share("c_composted", "collected for composting, C_C"),
    _share("c_energy", "to energy recovery that meets the conditions of the method, C_E"),
)
EFFICIENCIES: Final = (
    _share("e_recycling_end", "efficiency of recycling after use, E_C"),
    _share("e_recycling_feed", "efficiency of the recycling that made the feedstock, E_F"),
)
USE: Final = tuple(
    Column(name, Holds.NUMBER, "one unit for both", meaning, "")
    for name, meaning in (
        ("lifetime", "L"),
        ("lifetime_average", "L of the average product"),
        ("units", "functional units, U"),
        ("units_average", "U of the average product"),
    )
)
PRODUCT_COLUMNS: Final = (
    Column("id", Holds.TEXT, "-", "name of the product, unique in the file", "", required=True),
    Column("mass_t", Holds.NUMBER, "t", "mass of the product, M", "", required=True),
    *FEED,
    *COLLECTED,
    *EFFICIENCIES,
    *USE,
)
AREA_COLUMNS: Final = (
    Column("area", Holds.TEXT, "-", "name of the area, unique in the file", "", required=True),
    *(
        Column(name, Holds.NUMBER, "one unit for all", meaning, "", least=0.0, required=True)
        for name, meaning in (
            ("dmc", "domestic material consumption"),
            ("recovered", "waste recycled in the area, RCV_R"),
            ("imports", "waste brought in for recycling, IMP_w"),
            ("exports", "waste sent out for recycling, EXP_w"),
        )
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """Columns of areas, all in one unit of mass."""

    dmc: FloatArray
    recovered: FloatArray
    imports: FloatArray
    exports: FloatArray


def read_products(path: Path | str, *, report: Report) -> tuple[list[str], Products]:
    """Ids and columns for the Material Circularity Indicator; bad rows are left out and told.

    Raises `FileRefused` for a file that cannot be read or lacks `id` or `mass_t`.
    """
    checker = _opened(path, PRODUCT_COLUMNS, report)
    ids = _ids(checker, "id")
    found = {column.name: checker.numbers(column) for column in PRODUCT_COLUMNS[1:]}
    _refuse_empty(checker, "mass_t", found["mass_t"])
    for name in ("mass_t", *(column.name for column in USE)):
        _refuse_unless_positive(checker, name, found[name])
    for group in (FEED, COLLECTED):
        _check_sum(checker, [column.name for column in group], found)
    for efficiency, share in (("e_recycling_end", "c_recycled"), ("e_recycling_feed", "f_recycled")):
        asked = np.nan_to_num(found[share]) > 0.0
        _refuse_empty(checker, efficiency, np.where(asked, found[efficiency], 0.0))
    fed = np.nan_to_num(found["f_recycled"]) > 0.0
    _refuse_unless_positive(checker, "e_recycling_feed", np.where(fed, found["e_recycling_feed"], np.nan))
    good = checker.finish(report)
    for column in (*FEED, *COLLECTED):
        found[column.name] = _counted(checker, report, good, column.name, found[column.name], "0")
    for own, average in (("lifetime", "lifetime_average"), ("units", "units_average")):
        half = np.isnan(found[own]) | np.isnan(found[average])
        empty = np.where(half, np.nan, 1.0)
        _counted(checker, report, good, own, empty, f"{own} = {average}")
        found[own], found[average] = np.where(half, 1.0, found[own]), np.where(half, 1.0, found[average])
    columns = {name: values[good] for name, values in found.items()}
    return [key for key, taken in zip(ids, good, strict=True) if taken], Products(**columns)


def read_areas(path: Path | str, *, report: Report) -> tuple[list[str], Areas]:
    """Names and columns for the circular material use rate; bad rows are left out and told.

    Raises `FileRefused` for a file that cannot be read or lacks a column.
    """
    checker = _opened(path, AREA_COLUMNS, report)
    names = _ids(checker, "area")
    found = {column.name: checker.numbers(column) for column in AREA_COLUMNS[1:]}
    for name, values in found.items():
        _refuse_empty(checker, name, values)
    use = circular_use(found["recovered"], found["imports"], found["exports"])
    _refuse_values(checker, "imports", found["imports"], use < 0.0, "<= recovered + exports")
    _refuse_values(checker, "dmc", found["dmc"], (found["dmc"] + use <= 0.0) & (use >= 0.0), "> 0")
    good = checker.finish(report)
    taken = [name for name, kept in zip(names, good, strict=True) if kept]
    return taken, Areas(**{name: values[good] for name, values in found.items()})


def _opened(path: Path | str, columns: Sequence[Column], report: Report) -> Checker:
    known = frozenset(column.name for column in columns)
    grid = read_grid(path, wanted=known)
    details: dict[str, Any] = {"allowed": ", ".join(column.name for column in columns)}
    for column in columns:
        if column.required and column.name not in grid.names:
            raise FileRefused(
                Problem(ProblemCode.COLUMN_MISSING, file=grid.file, column=column.name, details=details)
            )
    report.extend(
        Problem(ProblemCode.COLUMN_UNKNOWN, file=grid.file, column=name, details=details)
        for name in grid.names
        if name and name not in known
    )
    return Checker(grid)


def _ids(checker: Checker, name: str) -> list[str]:
    cells = checker.texts(name, required=True)
    check_unique(checker, pa.array(cells.to_pylist(), type=pa.string()), name)
    found: list[str] = cells.to_pylist()
    return found


def _refuse_empty(checker: Checker, name: str, values: FloatArray) -> None:
    checker.refuse(np.isnan(values) & ~checker.bad, ProblemCode.EMPTY, name, lambda _: None)


def _refuse_values(checker: Checker, name: str, values: FloatArray, wrong: Mask, allowed: str) -> None:
    checker.refuse(
        wrong & ~checker.bad,
        ProblemCode.OUT_OF_RANGE,
        name,
        lambda place: f"{values[place]:.15g}",
        lambda _: {"allowed": allowed},
    )


def _refuse_unless_positive(checker: Checker, name: str, values: FloatArray) -> None:
    _refuse_values(checker, name, values, values <= 0.0, "> 0")


def _check_sum(checker: Checker, names: list[str], found: dict[str, FloatArray]) -> None:
    total = sum((np.nan_to_num(found[name]) for name in names), np.zeros(len(checker.grid)))
    checker.refuse(
        (total > 1.0 + ROUNDING) & ~checker.bad,
        ProblemCode.SHARES_OVER_ONE,
        names[0],
        lambda place: f"{total[place]:.15g}",
        lambda _: {"allowed": " + ".join(names)},
    )


def _counted(
    checker: Checker, report: Report, good: Mask, name: str, values: FloatArray, counted_as: str
) -> FloatArray:
    """`values` with 0 where empty, and one note that says so."""
    empty = np.isnan(values)
    if (empty & good).any():
        details = {"found": str(int((empty & good).sum())), "allowed": counted_as}
        report.add(Problem(ProblemCode.COUNTED_AS, file=checker.grid.file, column=name, details=details))
    return np.where(empty, 0.0, values)
