"""`symbiosis indicator`: a circularity indicator of products (`mci`) or areas (`cmu`)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from symbiosis.commands.arguments import table_path
from symbiosis.commands.console import Console
from symbiosis.errors import Report
from symbiosis.indicators import cmu, mci
from symbiosis.tables import read_areas, read_products, write_table

INDICATORS: Final = ("mci", "cmu")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `indicator`."""
    parser.add_argument(
        "indicator",
        choices=INDICATORS,
        help=f"mci: Material Circularity Indicator ({mci.PUBLISHER}, {mci.EDITION});"
        f" cmu: circular material use rate ({cmu.PUBLISHER}, {cmu.EDITION})",
    )
    parser.add_argument("--input", required=True, type=Path, metavar="IN", help="table to read")
    parser.add_argument("--out", required=True, type=table_path, help="table to write")


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, compute, write."""
    report = Report()
    columns = _mci(args.input, report) if args.indicator == "mci" else _cmu(args.input, report)
    write_table(args.out, columns)
    console.report(report)
    return report.exit_code(strict=args.strict)


def _mci(path: Path, report: Report) -> dict[str, Any]:
    ids, products = read_products(path, report=report)
    found = mci.material_circularity(products)
    return {
        "id": ids,
        "v": found.virgin_t,
        "w": found.waste_t,
        "lfi": found.linear_flow_index,
        "x": found.utility,
        "mci": found.mci,
    }


def _cmu(path: Path, report: Report) -> dict[str, Any]:
    names, areas = read_areas(path, report=report)
    rate = cmu.circular_material_use_rate(areas.dmc, areas.recovered, areas.imports, areas.exports)
    return {"area": names, "cmu": rate}
