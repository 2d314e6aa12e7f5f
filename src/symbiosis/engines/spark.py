"""Apache Spark: tables grouped by key and answered part by part, on this machine or on many.

What is asked of a part is a function of Arrow tables or of bytes; this module knows nothing else of it.
Which machines there are is a setting of Spark itself (`spark-defaults.conf` in `SPARK_CONF_DIR`, or
`spark-submit`); `local[*]` where nothing is set.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from symbiosis.errors import Problem, ProblemCode, SymbiosisError

NAME: Final = "--engine spark"
Answer = Callable[[pa.Table, pa.Table], pa.Table]
Solve = Callable[[bytes], bytes]


class EngineMissing(SymbiosisError):
    """Spark cannot be started here: PySpark or Java is not installed."""


def need_spark() -> None:
    """Raise `EngineMissing` where PySpark, its pandas or Java is not found."""
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("pandas") is None:
        raise EngineMissing(Problem(ProblemCode.ENGINE_PYSPARK_MISSING, file=NAME))
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and Path(home, "bin", "java").exists()):
        raise EngineMissing(Problem(ProblemCode.ENGINE_JAVA_MISSING, file=NAME))


class Engine:
    """A running Spark."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def cogrouped(
        self, left: pa.Table, right: pa.Table, *, keys: Sequence[str], answer: Answer, schema: pa.Schema
    ) -> pa.Table:
        """`answer(left rows, right rows)` for every key that both tables hold, all answers together."""
        from pyspark.sql.pandas.types import from_arrow_schema

        def part(mine: pa.Table, other: pa.Table) -> pa.Table:
            return answer(mine, other).cast(schema)

        groups = [self._session.createDataFrame(table).groupBy(*keys) for table in (left, right)]
        found = groups[0].cogroup(groups[1]).applyInArrow(part, from_arrow_schema(schema)).toArrow()
        return found.cast(schema)

    def each(self, parts: Sequence[bytes], solve: Solve) -> list[bytes]:
        """`solve(part)` for every part, in their order; the largest begin first."""
        order = sorted(range(len(parts)), key=lambda place: -len(parts[place]))
        told = [(place, parts[place]) for place in order]
        # a slice each: Spark hands out the next as soon as a core is free
        slices = self._session.sparkContext.parallelize(told, max(1, len(told)))
        found = dict(slices.map(lambda part: (part[0], solve(part[1]))).collect())
        return [found[place] for place in range(len(parts))]


@contextmanager
def running() -> Iterator[Engine]:
    """Spark for the length of a `with`. Raises `EngineMissing`."""
    need_spark()
    with warnings.catch_warnings():
        # PySpark's own notices of what it will change one day; ours stay errors in tests
        warnings.simplefilter("ignore")
        from pyspark import SparkConf
        from pyspark.sql import SparkSession

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        conf = SparkConf()
        own = {
            "spark.app.name": "symbiosis",
            "spark.log.level": "ERROR",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.execution.arrow.pyspark.enabled": "true",
        }
        if not conf.contains("spark.master"):
            # alone on this machine nothing needs to be reached from elsewhere
            own |= {
                "spark.master": "local[*]",
                "spark.driver.bindAddress": "127.0.0.1",
                "spark.driver.host": "127.0.0.1",
                "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
            }
        for name, value in own.items():
            conf.setIfMissing(name, value)
        session = SparkSession.builder.config(conf=conf).getOrCreate()
        try:
            yield Engine(session)
        finally:
            session.stop()
