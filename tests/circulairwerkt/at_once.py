"""Many people at the same moment, for tests of locks; only PostgreSQL has them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite in memory has one writer at a time"
)


def at_once(work: Callable[[int], Any], people: int = 8) -> list[Any]:
    """Let so many people work at the same moment; what each got, or the exception."""
    start = Barrier(people)

    def one(number: int) -> Any:
        try:
            start.wait(timeout=30)
            return work(number)
        except Exception as error:  # Whatever it is, the test looks at it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))
