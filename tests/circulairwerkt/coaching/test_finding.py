"""A coaching is found in the search by its coach and by who leads coaching; what was said in notes is not."""

import pytest

from circulairwerkt.accounts.models import User
from circulairwerkt.base import search_index
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.search import search
from circulairwerkt.coaching import services
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Switch
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db


def test_the_coach_and_who_leads_find_a_coaching_and_no_note_leads_to_it() -> None:
    hub = factories.hub()
    coach = factories.coach(hub)
    coaching = factories.coaching(hub, coach=coach, organisation_name="Houtwerk", contact_name="An")
    lead, other = factories.member(hub), factories.coach(hub).user
    colleague, elsewhere = factories.member(hub, Role.MEMBER), factories.member(factories.hub())
    step = {"kind": "action", "text": "Zagerij bellen", "whose": "coach", "due_on": None}

    def found(words: str, user: User) -> bool:
        search_index.catch_up()
        hits = search(actor_of(user), words, kinds=["coaching"]).of("coaching")
        return bool(hits and coaching.pk in hits.keys)

    with everywhere("a test of finding"):
        services.write_note(actor=SYSTEM, coaching=coaching, text="Faillissement dreigt", is_shared=True)
        services.add_step(actor=SYSTEM, coaching=coaching, values=step)
    assert [found("houtwerk", user) for user in (lead, coach.user, other, colleague, elsewhere)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert found("zagerij", coach.user)
    assert not found("faillissement", coach.user)
    switch = Switch.objects.create(hub=hub, key="coaching", is_on=False)
    search_index.note(hub)
    assert not found("houtwerk", lead)
    switch.delete()
    search_index.note(hub)
    assert found("houtwerk", lead)
    with everywhere("a test of finding"):
        services.withdraw(actor=SYSTEM, coaching=coaching)
    assert not found("houtwerk", lead)
