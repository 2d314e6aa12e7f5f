"""Every address is tried as every sort of person, and answers as the table says."""

import pytest

from tests.circulairwerkt.permissions.lines import Line
from tests.circulairwerkt.permissions.routes import all_routes
from tests.circulairwerkt.permissions.table import TABLE
from tests.circulairwerkt.permissions.tries import outcome
from tests.circulairwerkt.permissions.world import PERSONAS, World

# Also has the database made before the module's fixture fills it. Who may what does not hang on which it is.
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_every_address_has_its_lines() -> None:
    wanted = {(route, method) for route in all_routes() for method in ("GET", "POST")}
    written = [(each.route, each.method) for each in TABLE]
    assert len(written) == len(set(written)), "an address and method stands twice in table.py"
    missing = sorted(wanted - set(written))
    assert not missing, f"no line in tests/circulairwerkt/permissions/table.py for {missing}"
    gone = sorted(set(written) - wanted)
    assert not gone, f"table.py speaks of addresses that do not exist: {gone}"


@pytest.mark.parametrize("line", TABLE, ids=lambda each: f"{each.method} /{each.route}")
def test_the_table_holds(line: Line, world: World) -> None:
    """All persons in one go, so that a failure shows the whole row."""
    found = " ".join(outcome(line, persona, world) for persona in PERSONAS)
    assert found == " ".join(line.outcomes), " ".join(PERSONAS)
