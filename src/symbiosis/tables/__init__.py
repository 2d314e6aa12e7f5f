"""CSV, XLSX and Parquet in and out: an error for each bad cell, and nothing lost."""
