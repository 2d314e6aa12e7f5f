"""Parquet files into a `Grid`: typed columns stay typed, everything else becomes text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from symbiosis.errors import FileRefused, Problem, ProblemCode
from symbiosis.tables.grid import Grid, column_names, opened_size

MAX_UNPACKED_BYTES: Final = 16 * 1024**3


def read_parquet(path: Path, *, wanted: frozenset[str] | None = None) -> Grid:
    """The columns of a Parquet file.

    Numbers become float64 with null for unknown, lists of words become text divided by `|`, all else text.
    Raises `FileRefused` when the file is no Parquet, is too large unpacked, or has no columns.
    """
    opened_size(path)
    try:
        file = pq.ParquetFile(path)
        unpacked = sum(
            file.metadata.row_group(place).total_byte_size for place in range(file.metadata.num_row_groups)
        )
        if unpacked > MAX_UNPACKED_BYTES:
            raise FileRefused(
                Problem(ProblemCode.FILE_TOO_LARGE, file=path.name, details={"limit": "16 GiB"})
            )
        raw = list(file.schema_arrow.names)
        names = column_names(raw, file=path.name)
        kept = [
            (name, given)
            for name, given in zip(names, raw, strict=True)
            if name and (wanted is None or name in wanted)
        ]
        table = file.read(columns=[given for _, given in kept])
        columns = {name: _cells(table.column(given)) for name, given in kept}
    except (pa.ArrowException, OSError) as error:
        details = {"format": "Parquet", "reason": str(error).split("\n")[0][:120]}
        raise FileRefused(Problem(ProblemCode.FILE_FORMAT, file=path.name, details=details)) from None
    return Grid(
        file=path.name,
        names=names,
        columns=columns,
        row_number=np.arange(1, table.num_rows + 1, dtype=np.int64),
    )


def _cells(column: pa.ChunkedArray) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = kind.value_type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        cells = column.cast(pa.float64())
    elif pa.types.is_boolean(kind):
        cells = column.cast(pa.int8()).cast(pa.string())
    elif pa.types.is_timestamp(kind):
        cells = column.cast(pa.timestamp("us")).cast(pa.date32()).cast(pa.string())
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        cells = pc.binary_join(column, "|")
    else:
        cells = column.cast(pa.string())
    flat = pa.concat_arrays(cells.chunks) if cells.num_chunks else pa.array([], type=cells.type)
    return flat if pa.types.is_floating(flat.type) else pc.fill_null(flat, "")
