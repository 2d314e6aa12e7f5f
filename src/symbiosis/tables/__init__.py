"""CSV, XLSX and Parquet in and out: an error for each bad cell, and nothing lost."""

from symbiosis.tables.exchange import processor_columns, stream_columns
from symbiosis.tables.flow_tables import read_flow_system
from symbiosis.tables.game_tables import read_game
from symbiosis.tables.grid import MAX_LINE_BYTES, Grid
from symbiosis.tables.indicator_tables import read_areas, read_products
from symbiosis.tables.reading import CheckedTable, read_grid, read_processors, read_streams, read_table
from symbiosis.tables.work_tables import read_steps
from symbiosis.tables.writing import write_table

__all__ = [
    "MAX_LINE_BYTES",
    "CheckedTable",
    "Grid",
    "processor_columns",
    "read_areas",
    "read_flow_system",
    "read_game",
    "read_grid",
    "read_processors",
    "read_products",
    "read_steps",
    "read_streams",
    "read_table",
    "stream_columns",
    "write_table",
]
