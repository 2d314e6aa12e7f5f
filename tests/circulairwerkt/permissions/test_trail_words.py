"""What each service leaves in the trail has a word for its readers."""

from copy import deepcopy

import pytest

from circulairwerkt.base import scope
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.trail import word_of
from circulairwerkt.hubs.actors import scope_of
from tests.circulairwerkt.permissions.services_table import SERVICES
from tests.circulairwerkt.permissions.world import PERSONAS, World, taken_back

#: What one person alone can do, whoever may try.
OWN = {"hubs.accept_invitation": "stranger", "organisations.withdraw_claim": "claimant"}
#: What takes many seconds to do: the test that does it looks at its words too.
ELSEWHERE = {"portal.load_example_region"}


@pytest.mark.any_database
@pytest.mark.django_db
@pytest.mark.parametrize("action", sorted(SERVICES.keys() - ELSEWHERE))
def test_what_a_service_records_has_words(action: str, world: World) -> None:
    allowed = [persona for persona in PERSONAS if persona in SERVICES[action].allowed]
    persona = OWN.get(action) or (allowed[-1] if allowed else "")
    actor = world.actor(persona) if persona else SYSTEM
    with taken_back(), scope.opened(scope_of(actor)):
        before = set(AuditEntry.objects.values_list("pk", flat=True))
        SERVICES[action].call(deepcopy(world), actor)
        lines = AuditEntry.objects.exclude(pk__in=before)
        without = {
            f"{line.object_type}: {name}"
            for line in lines
            for name in line.changes
            if not name.startswith("_") and word_of(line.object_type, name) is None
        }
    assert not without, "a verbose_name, or a word in base.trail_words"
