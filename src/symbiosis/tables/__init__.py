"""CSV, XLSX and Parquet in and out: an error for each bad cell, and nothing lost."""

from symbiosis.tables.exchange import processor_columns, stream_columns
from symbiosis.tables.grid import MAX_LINE_BYTES, Grid
from symbiosis.tables.reading import CheckedTable, read_grid, read_processors, read_streams, read_table
from symbiosis.tables.writing import write_table

__all__ = [
    "MAX_LINE_BYTES",
    "CheckedTable",
    "Grid",
    "processor_columns",
    "read_grid",
    "read_processors",
    "read_streams",
    "read_table",
    "stream_columns",
    "write_table",
]
