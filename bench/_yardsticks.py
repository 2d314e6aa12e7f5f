"""The yardsticks of matching: the same rules, score and ties in DuckDB and in PostgreSQL, at their best."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pyarrow as pa

from symbiosis.matching import layout as c
from symbiosis.matching.kernel import TWICE_RADIUS_KM
from symbiosis.matching.kinship import Kinship
from symbiosis.matching.layout import PackedSide

NUMBERS = {"x": c.X, "y": c.Y, "z": c.Z, "quantity": c.QUANTITY, "price": c.PRICE, "reach": c.REACH,
           "level": c.LEVEL, "certainty": c.CERTAINTY, "least": c.MIN_QUANTITY, "scale": c.SCALE,
           "tonnes": c.TONNES, "margin_scale": c.MARGIN_SCALE}  # fmt: skip
MARKS = {"first": c.FROM, "last": c.UNTIL, "traits": c.TRAITS, "code": c.CODE, "ord": c.ORDER, "rung": c.RUNG,
         "present": c.PRESENT, "unit": c.UNIT, "circle": c.CIRCLE, "hub": c.HUB}  # fmt: skip


def columns(side: PackedSide, *, need: bool) -> pa.Table:
    """One side as a table; NaN becomes null, a quality that is unknown becomes one that never forbids."""
    found: dict[str, Any] = {"row": pa.array(np.arange(len(side), dtype=np.int32))}
    for name, place in NUMBERS.items():
        values = side.numbers[:, place]
        if name == "level":
            values = np.where(np.isnan(values), -np.inf if need else np.inf, values)
        found[name] = pa.array(values, mask=np.isnan(values))
    for name, place in MARKS.items():
        if name != "code" or not need:
            found[name] = pa.array(side.marks[:, place])
    found["set_id"] = pa.array(side.label_sets)
    if need:
        starts, counts = side.marks[:, c.CODE], side.marks[:, c.CODES_END] - side.marks[:, c.CODE]
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        places = np.arange(offsets[-1]) - np.repeat(offsets[:-1], counts) + np.repeat(starts, counts)
        found["codes"] = pa.ListArray.from_arrays(pa.array(offsets), pa.array(side.codes[places, 0]))
    return pa.table(found)


def links(offers: PackedSide, needs: PackedSide, kinship: Kinship) -> pa.Table:
    """Which sets of labels can be linked, and the material part: one row for each pair of sets."""
    under: dict[Any, list[int]] = {}
    for number, labels in enumerate(needs.sets):
        for label in labels:
            under.setdefault(label, []).append(number)
    numbers = {label: place for place, label in enumerate(under)}
    labels_of = list(under)
    own, other, part = [], [], []
    for number, labels in enumerate(offers.sets):
        best: dict[int, float] = {}
        for place, material in kinship.links(labels, numbers, forward=True):
            for need_set in under[labels_of[place]]:
                best[need_set] = max(material, best.get(need_set, 0.0))
        own += [number] * len(best)
        other += best.keys()
        part += best.values()
    return pa.table(
        {"offer_set": pa.array(own, pa.int32()), "need_set": pa.array(other, pa.int32()), "material": part}
    )


def score_sql(w: Any, code_rule: str) -> str:
    """From rows `o`, `n`, `l` to `(o_row, n_row, n_ord, score)`, in the order of operations of the kernel."""
    share = [repr(float(value)) for value in w]
    return f"""
    SELECT o_row, n_row, n_ord, (9.0::double precision - rung) + (
        {share[c.W_NEAR]}::double precision * CASE WHEN road IS NULL THEN 0.0::double precision
            ELSE greatest(0.0::double precision, 1.0::double precision - road / scale) END
        + {share[c.W_QUANTITY]}::double precision * CASE WHEN same_unit AND a > 0 AND b > 0
            THEN least(a, b) / greatest(a, b) ELSE 0.0::double precision END
        + {share[c.W_TIME]}::double precision * ((last - first + 1.0::double precision)
            / (shorter + 1.0::double precision))
        + {share[c.W_MARGIN]}::double precision * (0.5::double precision
            + 0.5::double precision * margin / (abs(margin) + margin_scale))
        + {share[c.W_CERTAINTY]}::double precision * certainty
        + {share[c.W_GAIN]}::double precision * CASE WHEN present > rung
            THEN (present - rung) / 10.0::double precision ELSE 0.0::double precision END
        + {share[c.W_MATERIAL]}::double precision * material) AS score
    FROM (SELECT *, CASE WHEN same_unit THEN n_price - o_price - transport ELSE -transport END AS margin
    FROM (SELECT *, CASE WHEN road IS NULL THEN 0.0::double precision
            ELSE road * {share[c.EUR_PER_TKM]}::double precision * tonnes END AS transport
    FROM (SELECT *, {TWICE_RADIUS_KM!r}::double precision
            * asin(sqrt(chord2) * 0.5::double precision)
            * {share[c.DETOUR]}::double precision AS road
    FROM (SELECT o.row AS o_row, n.row AS n_row, n.ord AS n_ord, n.rung, l.material, o.scale, o.tonnes,
            o.margin_scale, o.present, o.price AS o_price, n.price AS n_price,
            o.quantity AS a, n.quantity AS b, (o.unit = n.unit AND o.unit > 0) AS same_unit,
            least(o.reach, n.reach) AS reach, o.certainty + n.certainty AS certainty,
            greatest(o.first, n.first) AS first, least(o.last, n.last) AS last,
            least(o.last - o.first, n.last - n.first) AS shorter,
            (o.x - n.x) * (o.x - n.x) + (o.y - n.y) * (o.y - n.y) + (o.z - n.z) * (o.z - n.z) AS chord2
        FROM {{rows}}
        WHERE {{guard}} (o.traits & n.traits) = 0 AND o.rung <= n.rung AND o.level >= n.level
            AND o.first <= n.last AND n.first <= o.last
            AND (o.circle = 0 OR o.circle = n.hub) AND (n.circle = 0 OR n.circle = o.hub)
            AND coalesce(NOT (o.unit = n.unit AND o.unit > 0
                AND (o.quantity < n.least OR n.quantity < o.least)), true)
            AND ({code_rule}) {{end_of_guard}}
    ) AS p) AS q WHERE road IS NULL OR road <= reach) AS r) AS s"""


DUCKDB_CODES = "o.code < 0 OR len(n.codes) = 0 OR list_contains(n.codes, o.code)"
DUCKDB_ROWS = "o JOIN l ON l.offer_set = o.set_id JOIN n ON n.set_id = l.need_set"


def _filled(statement: str, rows: str, guard: str, end: str) -> str:
    filled = statement.replace("{rows}", rows).replace("{guard}", guard)
    return filled.replace("{end_of_guard}", end)


def duckdb_sql(w: Any, top: int) -> str:
    """The best `top` for every offer in one statement: a hash join and a top-k aggregate.

    The rules stand in a CASE: as plain conditions DuckDB takes them into the join, thirty times slower.
    """
    pairs = _filled(score_sql(w, DUCKDB_CODES), DUCKDB_ROWS, "CASE WHEN", "THEN 1 ELSE 0 END = 1")
    return (
        f"SELECT o_row, max({{'score': score, 'ord': -n_ord, 'row': n_row}}, {top}) AS best FROM ({pairs}) "
        "GROUP BY o_row ORDER BY o_row"
    )


def duckdb_best(
    offers: PackedSide, needs: PackedSide, kinship: Kinship, w: Any, *, top: int, runs: int
) -> tuple[float, list[float], Any, str]:
    """Seconds to load, seconds per run, the answer as (o_row, n_row, score) arrays, and the statement."""
    import duckdb

    started = perf_counter()
    base = duckdb.connect()
    tables = {
        "o": columns(offers, need=False),
        "n": columns(needs, need=True),
        "l": links(offers, needs, kinship),
    }
    for name, table in tables.items():
        base.register(f"given_{name}", table)
        order = "" if name == "l" else " ORDER BY set_id"
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM given_{name}{order}").fetchall()
    cold = perf_counter() - started
    statement = duckdb_sql(w, top)
    times = []
    for _ in range(runs):
        started = perf_counter()
        found = base.execute(statement).to_arrow_table()
        times.append(perf_counter() - started)
    best = found["best"].combine_chunks()
    counts = np.diff(np.asarray(best.offsets))
    flat = best.flatten()
    answer = (
        np.repeat(found["o_row"].to_numpy(), counts),
        flat.field("row").to_numpy(),
        flat.field("score").to_numpy(),
    )
    return cold, times, answer, statement


POSTGRESQL_CODES = "o.code < 0 OR n.codes IS NULL OR o.code = ANY (n.codes)"
POSTGRESQL_ROWS = "o JOIN l ON l.offer_set = o.set_id JOIN n ON n.set_id = l.need_set"


def postgresql_sql(w: Any, top: int) -> str:
    """The best `top` for one offer, by its row."""
    pairs = _filled(score_sql(w, POSTGRESQL_CODES), POSTGRESQL_ROWS, "o.row = %s AND", "")
    # The index on place leaves out what lies too far; who tells no place stays in.
    near = (
        "(n.place IS NULL OR o.place IS NULL OR n.place <@ "
        "circle(o.place, o.reach / (111.19 * cos(radians(51.6)))))"
    )
    pairs = pairs.replace("AND (o.traits & n.traits)", f"AND {near} AND (o.traits & n.traits)")
    return f"SELECT n_row, score FROM ({pairs}) AS t ORDER BY score DESC, n_ord LIMIT {top}"


def postgresql_best(
    address: str,
    offers: PackedSide,
    needs: PackedSide,
    kinship: Kinship,
    w: Any,
    asked: Sequence[int],
    *,
    top: int,
) -> tuple[float, list[float], Any, str]:
    """Seconds to load and index, seconds per question, the answers, and the statement."""
    import psycopg

    started = perf_counter()
    statement = postgresql_sql(w, top)
    rows, found, scores, times = [], [], [], []
    with psycopg.connect(address, autocommit=True) as base:
        base.execute("SET work_mem = '256MB'")
        base.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        _load(base, "o", columns(offers.take(np.asarray(asked)), need=False))
        _load(base, "n", columns(needs, need=True))
        _load(base, "l", links(offers, needs, kinship))
        base.execute("CREATE UNIQUE INDEX ON o (row)")
        base.execute("CREATE INDEX ON l (offer_set) INCLUDE (need_set, material)")
        base.execute("CREATE INDEX ON n (set_id, rung)")
        base.execute("CREATE INDEX ON n USING gist (set_id, place)")
        for name in ("o", "n", "l"):
            base.execute(f"VACUUM ANALYZE {name}")
        cold = perf_counter() - started
        cursor = base.cursor()
        for place in range(len(asked)):
            for warm in (False, True):
                begun = perf_counter()
                answer = cursor.execute(statement, (place,), prepare=True).fetchall()
                if warm:
                    times.append(perf_counter() - begun)
            rows += [place] * len(answer)
            found += [row for row, _ in answer]
            scores += [score for _, score in answer]
    return cold, times, (np.array(rows), np.array(found), np.array(scores)), statement


_TYPES = {"double": "double precision", "int32": "integer", "list<item: int32>": "integer[]"}


def _load(base: Any, name: str, table: pa.Table) -> None:
    """Copy a table into PostgreSQL; coordinates become a point in degrees as well."""
    if "row" in table.column_names and name == "o":
        table = table.set_column(0, "row", pa.array(np.arange(len(table), dtype=np.int32)))
    kinds = {field.name: _TYPES[str(field.type).replace("element", "item")] for field in table.schema}
    placed = "x" in kinds
    fields = ", ".join(f"{key} {kind}" for key, kind in kinds.items()) + (", place point" if placed else "")
    base.execute(f"CREATE UNLOGGED TABLE {name} ({fields})")
    names = [*kinds, *(["place"] if placed else [])]
    with base.cursor().copy(f"COPY {name} ({', '.join(names)}) FROM STDIN") as copy:
        for batch in table.to_batches(max_chunksize=20_000):
            values = [column.to_pylist() for column in batch.columns]
            if placed:
                values.append(
                    [
                        _point(x, y, z)
                        for x, y, z in zip(*(values[names.index(k)] for k in "xyz"), strict=True)
                    ]
                )
            for row in zip(*values, strict=True):
                copy.write_row([(value or None) if isinstance(value, list) else value for value in row])


def _point(x: float | None, y: float | None, z: float | None) -> str | None:
    if x is None or y is None or z is None:
        return None
    return f"({np.degrees(np.arctan2(y, x))},{np.degrees(np.arcsin(z))})"


@contextmanager
def cluster(root: Path) -> Iterator[str]:
    """A temporary PostgreSQL, as the tests use it."""
    import sys

    sys.path.insert(0, str(root / "script"))
    from way_in import cluster as way

    with way.temporary() as address:
        yield address
