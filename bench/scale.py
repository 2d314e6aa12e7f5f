"""How time and memory grow with streams, in CPU seconds: the figures that docs/running/scale.md extrapolates.

script/bench scale [--sizes 2000,20000,200000] [--reasons-most 20000] [--processors-most 20000]
CPU seconds of all cores together, not seconds of the clock: those of a shared machine say little.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

DAY = "2026-11-23"


def measured(*words: str) -> tuple[float, float]:
    """CPU seconds and peak MB of one command in a process of its own."""
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(words)}: exit {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024.0


def command(name: str, folder: Path, *words: str) -> tuple[float, float]:
    """CPU seconds and peak MB of one `symbiosis` command."""
    return measured("-m", "symbiosis", name, *words, "--quiet", "--date", DAY, "--out", str(folder / name))


def show(size: int, step: str, cost: tuple[float, float], more: str = "") -> None:
    """One row of the table."""
    cpu, memory = cost
    print(f"{size:>9,} {step:28} {cpu:9.1f} {1e6 * cpu / size:9.0f} {memory:9.0f}  {more}", flush=True)


def ranked(folder: Path) -> None:
    """Read both sides, grow the index, rank the ten best of every offer; nothing is told of them."""
    from symbiosis.matching.index import Index

    terms, offers, needs = sides_of(folder)
    index = Index(needs, forward=True, settings=terms.settings(), kinship=terms.kinship)
    index.best(offers, top=10)


def sides_of(folder: Path) -> tuple[Any, Any, Any]:
    """The terms, and both sides of a generated region, packed."""
    from symbiosis.errors import Report
    from symbiosis.matching.packing import pack
    from symbiosis.matching.terms import Terms
    from symbiosis.resources.streams import Side
    from symbiosis.tables import read_streams

    terms, report = Terms(day=date.fromisoformat(DAY)), Report()
    offers, needs = (
        pack(read_streams(folder / f"{name}.csv", side, on_date=terms.day, report=report), terms)
        for name, side in (("offers", Side.OFFER), ("needs", Side.NEED))
    )
    return terms, offers, needs


def parts_of(folder: Path) -> None:
    """How a region is cut: parts, how often rows stand in one, the largest part and component."""
    from symbiosis.errors import Report
    from symbiosis.matching.partition import partition
    from symbiosis.network.components import pieces_of
    from symbiosis.network.recipes import recipes_of
    from symbiosis.network.rows import usable_recipes
    from symbiosis.tables import read_processors

    terms, offers, needs = sides_of(folder)
    parts = list(partition(offers, needs, detour=terms.detour_factor))
    pairs = [len(part.asking) * len(part.held) for part in parts]
    families: Counter[str] = Counter()
    for part, count in zip(parts, pairs, strict=True):
        families[part.family] += count
    table = read_processors(folder / "processors.csv", report=Report())
    recipes = recipes_of(table, usable_recipes(table, file="processors", report=Report()), terms)
    told = {
        "parts": len(parts),
        "families": len(families),
        "offers stand in": round(sum(len(part.asking) for part in parts) / len(offers), 2),
        "needs stand in": round(sum(len(part.held) for part in parts) / len(needs), 2),
        "largest part, of all pairs in parts": round(max(pairs) / sum(pairs), 3),
    }
    for name, own in (("pairs", None), ("with processors", recipes)):
        pieces = pieces_of(offers, needs, own, detour=terms.detour_factor, least_rows=1)
        sizes = sorted((len(piece.offers) + len(piece.needs) for piece in pieces), reverse=True)
        told[f"largest component, {name}"] = round(sizes[0] / sum(sizes), 3)
    print(json.dumps(told))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="2000,20000,200000", help="offers, and as many needs")
    parser.add_argument("--allocate-most", type=int, default=200_000, help="largest size allocated")
    parser.add_argument("--processors-most", type=int, default=20_000, help="largest size with processors")
    parser.add_argument("--reasons-most", type=int, default=20_000, help="largest size told with reasons")
    parser.add_argument("--parts", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rank", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.parts or chosen.rank:
        parts_of(chosen.parts) if chosen.parts else ranked(chosen.rank)
        return
    print(f"{'offers':>9} {'step':28} {'CPU s':>9} {'µs/offer':>9} {'peak MB':>9}")
    for size in (int(word) for word in chosen.sizes.split(",")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            words = ["--offers", str(size), "--needs", str(size), "--processors", str(max(10, size // 100))]
            measured("-m", "symbiosis", "generate", *words, "--seed", "1", "--out", name, "--quiet")
            sides = [str(folder / "offers.csv"), str(folder / "needs.csv")]
            few = folder / "few.csv"
            few.write_text("".join((folder / "offers.csv").open(encoding="utf-8").readlines()[:2]), "utf-8")
            show(size, "match: read and index alone", command("match", folder, str(few), sides[1]))
            show(size, "match: top ten, ranked alone", measured(__file__, "--rank", name))
            if size <= chosen.reasons_most:
                show(size, "match: top ten, with reasons", command("match", folder, *sides))
            ends = ["--offers", sides[0], "--needs", sides[1]]
            if size <= chosen.allocate_most:
                cost = command("allocate", folder, *ends)
                told = json.loads((folder / "allocate" / "summary.json").read_text(encoding="utf-8"))
                show(size, "allocate: all pairs to 0.1 %", cost, f"gap {told['gap']:.2e}, {told['status']}")
            if size <= chosen.processors_most:
                cost = command("allocate", folder, *ends, "--processors", str(folder / "processors.csv"))
                told = json.loads((folder / "allocate" / "summary.json").read_text(encoding="utf-8"))
                show(size, "allocate: with processors", cost, f"gap {told['gap']:.2e}, {told['status']}")
            own = subprocess.run(
                [sys.executable, __file__, "--parts", name], capture_output=True, encoding="utf-8", check=True
            )
            print(f"{size:>9,} cut in parts: {own.stdout.strip()}", flush=True)


if __name__ == "__main__":
    main()
