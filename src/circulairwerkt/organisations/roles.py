"""Roles that people hold at organisations, handed to ``hubs.actors``."""

from collections.abc import Mapping
from datetime import date

from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import Role
from circulairwerkt.organisations.models import OrganisationMembership


def organisation_roles(user_id: int, day: date) -> Mapping[int, frozenset[Role]]:
    """Return the roles of a person by organisation id on ``day``."""
    ids = OrganisationMembership.objects.filter(held_on(day), user_id=user_id).values_list(
        "organisation_id", flat=True
    )
    return {organisation_id: frozenset({Role.ORGANISATION_MEMBER}) for organisation_id in ids}
