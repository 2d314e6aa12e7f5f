"""Matching against DuckDB and PostgreSQL: top ten for all offers, one by one, and a million by a million.

Every contestant answers the same made-up region (`symbiosis generate`, real places) with all rules on. Times
are medians of the runs on one clock; cold start (compiling or loading, building index, tables) stands apart.
A ratio counts only where both hashes are equal. Each contestant runs in a process of its own.
"""

import argparse
import hashlib
import json
import multiprocessing
import resource
import statistics
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

import _yardsticks  # noqa: E402 - found by the path above

from symbiosis.matching.index import Index, Ranking  # noqa: E402 - found by the path above
from symbiosis.matching.layout import PackedSide, X, Z  # noqa: E402 - found by the path above
from symbiosis.matching.packing import pack  # noqa: E402 - found by the path above
from symbiosis.matching.terms import Terms  # noqa: E402 - found by the path above
from symbiosis.resources.regions import make_region  # noqa: E402 - found by the path above

TOP = 10
TERMS = Terms(day=date(2026, 11, 23))
SEED = 20261123


def instance(offers: int, needs: int, order: str) -> tuple[PackedSide, PackedSide]:
    """A packed region: rows as they were made, in another random order, or sorted by place."""
    region = make_region(offers=offers, needs=needs, processors=0, seed=SEED)
    sides = pack(region.offers, TERMS), pack(region.needs, TERMS)
    if order == "made":
        return sides
    return ordered(sides[0], order, 1), ordered(sides[1], order, 2)


def ordered(side: PackedSide, order: str, seed: int) -> PackedSide:
    """The same rows shuffled, or from south to north in strips of a tenth of a degree."""
    if order == "shuffled":
        return side.take(np.random.default_rng(seed).permutation(len(side)))
    place = np.nan_to_num(side.numbers[:, X : Z + 1])
    strip = np.floor(np.degrees(np.arcsin(place[:, 2])) * 10)
    return side.take(np.lexsort((np.arctan2(place[:, 1], place[:, 0]), strip)))


def hash_of(offer_rows: Any, need_rows: Any, scores: Any) -> str:
    """Twelve digits of the SHA-256 of who follows whom, and the scores to nine decimals."""
    digest = hashlib.sha256()
    digest.update(np.asarray(offer_rows, dtype=np.int64).tobytes())
    digest.update(np.asarray(need_rows, dtype=np.int64).tobytes())
    digest.update(np.rint(np.asarray(scores) * 1e9).astype(np.int64).tobytes())
    return digest.hexdigest()[:12]


def flat(ranking: Ranking) -> tuple[Any, Any, Any]:
    """A ranking as columns: offer row, need row, score."""
    filled = np.arange(ranking.scores.shape[1])[None, :] < ranking.filled[:, None]
    own = np.repeat(np.arange(len(ranking.filled)), ranking.filled)
    return own, ranking.rows[filled], ranking.scores[filled]


def grown(needs: PackedSide) -> tuple[Index, float, float]:
    """The index over the needs, the seconds of compiling or loading, the seconds of building."""
    started = perf_counter()
    tiny = needs.take(np.arange(min(len(needs), 50)))
    index_of(tiny).best(tiny, top=TOP)
    compiled = perf_counter() - started
    started = perf_counter()
    return index_of(needs), compiled, perf_counter() - started


def index_of(needs: PackedSide) -> Index:
    return Index(needs, forward=True, settings=TERMS.settings(), kinship=TERMS.kinship)


def all_at_once(offers: int, needs: int, order: str, runs: int) -> dict[str, Any]:
    """Ours: the top ten for every offer."""
    started = perf_counter()
    own, other = instance(offers, needs, order)
    read = perf_counter() - started
    index, compiled, built = grown(other)
    times = []
    for _ in range(runs):
        started = perf_counter()
        ranking = index.best(own, top=TOP)
        times.append(perf_counter() - started)
    return {
        "who": "symbiosis",
        "seconds": statistics.median(times),
        "cold": f"make and pack {read:.1f} s, compile or load {compiled:.1f} s, index {built:.2f} s",
        "hash": hash_of(*flat(ranking)),
        "share": float(ranking.touched.sum()) / (len(own) * len(other)),
        "touched": float(ranking.touched.mean()),
    }


def all_in_duckdb(offers: int, needs: int, order: str, runs: int) -> dict[str, Any]:
    """The same in DuckDB."""
    own, other = instance(offers, needs, order)
    cold, times, answer, statement = _yardsticks.duckdb_best(
        own, other, TERMS.kinship, TERMS.settings(), top=TOP, runs=runs
    )
    return {
        "who": "DuckDB",
        "seconds": statistics.median(times),
        "cold": f"load {cold:.1f} s",
        "hash": hash_of(*answer),
        "sql": statement,
    }


def questions(offers: int, count: int) -> Any:
    """The rows of the offers that are asked one by one."""
    return np.sort(np.random.default_rng(SEED).choice(offers, count, replace=False))


def one_by_one(offers: int, needs: int, count: int) -> dict[str, Any]:
    """Ours: one offer at a time."""
    own, other = instance(offers, needs, "made")
    index, compiled, built = grown(other)
    asked = questions(offers, count)
    times, rankings = [], []
    for row in asked:
        for warm in (False, True):
            started = perf_counter()
            ranking = index.best(own, top=TOP, chosen=np.array([row]))
            if warm:
                times.append(perf_counter() - started)
        rankings.append(ranking)
    answer = [np.concatenate(parts) for parts in zip(*(flat(r) for r in rankings), strict=True)]
    answer[0] = np.repeat(np.arange(count), [int(r.filled[0]) for r in rankings])
    return _singles("symbiosis", times, f"compile or load {compiled:.1f} s, index {built:.2f} s", answer)


def one_by_one_in_postgresql(offers: int, needs: int, count: int, address: str) -> dict[str, Any]:
    """The same in PostgreSQL."""
    own, other = instance(offers, needs, "made")
    cold, times, answer, statement = _yardsticks.postgresql_best(
        address, own, other, TERMS.kinship, TERMS.settings(), questions(offers, count).tolist(), top=TOP
    )
    return {**_singles("PostgreSQL 15", times, f"load and index {cold:.1f} s", answer), "sql": statement}


def _singles(who: str, times: list[float], cold: str, answer: Any) -> dict[str, Any]:
    ranked = sorted(times)
    return {
        "who": who,
        "seconds": sum(times),
        "p50_ms": ranked[len(ranked) // 2] * 1000,
        "p95_ms": ranked[int(0.95 * len(ranked))] * 1000,
        "cold": cold,
        "hash": hash_of(*answer),
    }


def apart(work: Callable[..., dict[str, Any]], *args: Any) -> dict[str, Any]:
    """Do the work in a fresh process and add its peak memory."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, work, args).result()


def _measured(work: Callable[..., dict[str, Any]], args: tuple[Any, ...]) -> dict[str, Any]:
    found = work(*args)
    return {**found, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def show(title: str, ours: dict[str, Any], theirs: dict[str, Any] | None, *, sql: bool) -> None:
    print(f"\n{title}")
    for found in (ours, theirs):
        if found is None:
            continue
        print(
            f"  {found['who']:14} {found['seconds']:9.3f} s   peak {found['peak_mb']:6.0f} MB   "
            f"hash {found['hash']}   cold: {found['cold']}"
        )
        if "p95_ms" in found:
            print(f"  {'':14} p50 {found['p50_ms']:.3f} ms, p95 {found['p95_ms']:.3f} ms")
        if "share" in found:
            print(f"  {'':14} touched {found['touched']:.1f} rows a query, {found['share']:.2e} of all pairs")
    if theirs is not None:
        same = ours["hash"] == theirs["hash"]
        told, ratio = "the same" if same else "DIFFERENT", theirs["seconds"] / ours["seconds"]
        print(f"  ratio {ratio:.1f}, results {told}")
        if sql:
            print(theirs["sql"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that all works")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--part", choices=("all", "batch", "single", "million", "growth"), default="all")
    parser.add_argument("--order", choices=("made", "shuffled", "sorted"), help="only this order of rows")
    parser.add_argument("--sql", action="store_true", help="print the statements of the yardsticks")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    args = parser.parse_args()
    size, many, asked = (10_000, 40_000, 100) if args.quick else (200_000, 1_000_000, 1_000)
    figures: list[dict[str, Any]] = []
    wrong = False
    if args.part in ("all", "batch"):
        for order in (args.order,) if args.order else ("shuffled", "sorted"):
            ours = apart(all_at_once, size, size, order, args.runs)
            theirs = apart(all_in_duckdb, size, size, order, args.runs)
            show(f"Top {TOP} for {size:,} offers x {size:,} needs, rows {order}", ours, theirs, sql=args.sql)
            wrong |= ours["hash"] != theirs["hash"]
            figures += [ours, theirs]
    if args.part in ("all", "single"):
        ours = apart(one_by_one, asked, many, asked)
        with _yardsticks.cluster(ROOT) as address:
            theirs = apart(one_by_one_in_postgresql, asked, many, asked, address)
        show(f"{asked:,} offers one by one against {many:,} needs, top {TOP}", ours, theirs, sql=args.sql)
        wrong |= ours["hash"] != theirs["hash"]
        figures += [ours, theirs]
    if args.part in ("all", "million"):
        for order in (args.order,) if args.order else ("made", "sorted"):
            ours = apart(all_at_once, many, many, order, args.runs)
            show(f"Top {TOP} for {many:,} offers x {many:,} needs, rows {order}", ours, None, sql=False)
            figures.append(ours)
    if args.part in ("all", "growth"):
        for part in (many // 100, many // 20, many // 5):
            ours = apart(all_at_once, part, part, "made", args.runs)
            show(f"Growth: {part:,} x {part:,}", ours, None, sql=False)
            figures.append(ours)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
