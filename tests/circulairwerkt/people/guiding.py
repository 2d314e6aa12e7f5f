"""What tests of guidance begin with: an enterprise that keeps files, somebody who works there, who is he."""

from typing import Any

from django.test import Client

from circulairwerkt.base.permissions import Actor
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.organisations.models import Kind, Organisation, OrganisationMembership
from circulairwerkt.people.models import GrowthSwitch
from tests.circulairwerkt import factories


def guiding_enterprise() -> Organisation:
    """Return a maatwerkbedrijf that switched files of growth on."""
    found = factories.organisation(kind=Kind.SOCIAL_ENTERPRISE)
    GrowthSwitch.objects.create(organisation=found, is_on=True)
    return found


def member_of(enterprise: Organisation) -> Any:
    """Return somebody who works at ``enterprise``."""
    user = factories.person()
    OrganisationMembership.objects.create(user=user, organisation=enterprise, valid_from=factories.LONG_AGO)
    return user


def who(user: Any) -> Actor:
    """Return ``user`` as who acts."""
    return actor_of(user)


def signed_in(user: Any) -> Client:
    """Return a browser in which ``user`` is signed in."""
    client = Client()
    client.force_login(user)
    return client
