"""Each service is called as every sort of person, and refuses as the table says, whatever leads to it."""

import pytest

from tests.circulairwerkt.permissions.more_ways import MORE_WAYS
from tests.circulairwerkt.permissions.services_table import SERVICES, VISIBLE, actions
from tests.circulairwerkt.permissions.tries import is_allowed, sees
from tests.circulairwerkt.permissions.world import PERSONAS, World

pytestmark = pytest.mark.django_db


def test_every_service_has_an_entry() -> None:
    missing = sorted(actions() - set(SERVICES))
    assert not missing, f"no entry in tests/circulairwerkt/permissions/services_table.py for {missing}"
    gone = sorted(set(SERVICES) - actions())
    assert not gone, f"services_table.py speaks of services that do not exist: {gone}"


@pytest.mark.parametrize("action", sorted(SERVICES))
def test_a_service_is_done_for_those_who_may(action: str, world: World) -> None:
    found = {persona for persona in PERSONAS if is_allowed(action, persona, world)}
    assert found == SERVICES[action].allowed


@pytest.mark.parametrize("way", sorted(MORE_WAYS))
def test_another_way_to_it_is_open_to_those_who_may(way: str, world: World) -> None:
    assert {persona for persona in PERSONAS if is_allowed(way, persona, world)} == MORE_WAYS[way].allowed


@pytest.mark.parametrize("level", sorted(VISIBLE))
def test_a_row_is_seen_by_those_it_is_open_to(level: str, world: World) -> None:
    assert {persona for persona in PERSONAS if sees(level, persona, world)} == VISIBLE[level]
