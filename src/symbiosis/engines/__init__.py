"""Where work is done beside this process: the only importer of PySpark, which knows no streams."""
