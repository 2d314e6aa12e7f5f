"""For tests of proposals: every test begins with an empty pool and sees all hubs."""

from collections.abc import Iterator

import pytest

from circulairwerkt.base import scope
from circulairwerkt.matching.pools import follower


@pytest.fixture(autouse=True)
def _fresh_pool() -> Iterator[None]:
    follower.forget()
    with scope.everywhere("a test"):
        yield
    follower.forget()
