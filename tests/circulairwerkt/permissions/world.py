"""A small world in which every rule can be tried: two hubs, two organisations, one person of each sort."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from circulairwerkt.accounts.models import ProgrammeRole, User
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import NOBODY, Actor, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.cases.models import Question
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub, HubMembership, Invitation, ProgrammeInbox
from circulairwerkt.hubs.services import set_area
from circulairwerkt.hubs.services.people import digest_of
from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.organisations.models import (
    Claim,
    ContactPerson,
    Organisation,
    OrganisationMembership,
    Partnership,
    Recognition,
    Site,
)
from circulairwerkt.reference.models import Municipality, Sector
from tests.circulairwerkt.people.marked import her_call, her_file

#: Who asks, in the order of the columns of ``table.py``. *other* coordinates the other hub: what is refused
#: to him is refused to that hub's members.
PERSONAS = (
    "anonymous",
    "stranger",
    "organisation_member",
    "other",
    "coach",
    "member",
    "coordinator",
    "funder",
    "administrator",
)
START = date(2024, 1, 1)
TOKEN = "uitnodiging-voor-de-tabel"


@dataclass
class World:
    """The rows that the tables speak of."""

    hub: Hub
    other_hub: Hub
    organisation: Organisation
    other_organisation: Organisation
    site: Site
    recognition: Recognition
    partnership: Partnership
    membership: HubMembership
    invitation: Invitation
    claim: Claim
    programme_role: ProgrammeRole
    inbox: ProgrammeInbox
    question: Question
    story: CaseStory
    municipality: Municipality
    sector: Sector
    users: dict[str, User] = field(default_factory=dict)
    keys: dict[str, Authenticator] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, persona: str, *, raises: bool = True) -> Client:
        """Return the browser of a persona, signed in once for all tries; ``raises`` as Django's client."""
        client = Client(raise_request_exception=raises)
        if persona != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[persona]
        return client

    def actor(self, persona: str) -> Actor:
        """Return the actor of a persona."""
        return NOBODY if persona == "anonymous" else actor_of(self.users[persona])


def build() -> World:
    """Make the rows, as little as the rules need."""
    with everywhere("the world of the permission tables"):
        return _build()


def _build() -> World:
    gent = _municipality("44021", "Gent", 51.054, 3.717)
    kortrijk = _municipality("34022", "Kortrijk", 50.828, 3.265)
    _municipality("44048", "Lievegem", 51.1, 3.6)
    sector, _ = Sector.objects.get_or_create(key="textiel", defaults={"label": {"nl": "textiel"}})
    hub = _hub("hub-een", gent)
    other_hub = _hub("hub-twee", kortrijk)
    organisation = _organisation("organisatie-een", "0403019261", hub)
    other_organisation = _organisation("organisatie-twee", "0428759497", other_hub)
    users = {persona: _user(persona) for persona in PERSONAS if persona != "anonymous"}
    memberships = {
        persona: HubMembership.objects.create(user=users[persona], hub=at, role=role, valid_from=START)
        for persona, at, role in (
            ("member", hub, Role.MEMBER),
            ("coach", hub, Role.COACH),
            ("coordinator", hub, Role.COORDINATOR),
            ("other", other_hub, Role.COORDINATOR),
        )
    }
    OrganisationMembership.objects.create(
        user=users["organisation_member"], organisation=organisation, valid_from=START
    )
    for persona, role in (("administrator", Role.ADMINISTRATOR), ("funder", Role.FUNDER)):
        ProgrammeRole.objects.create(user=users[persona], role=role, valid_from=START)
    set_area(
        actor=actor_of(users["coordinator"]),
        hub=hub,
        municipalities=[gent],
        from_day=START,
        replace=False,
    )
    AuditEntry.objects.update(at=timezone.now() - timedelta(days=1))
    claimant = _user("claimant")
    for level in Visibility.values:
        CaseStory.objects.create(hub=hub, slug=f"verhaal-{level}", title={"nl": level}, visibility=level)
    # Somebody about whom no page, mail or file may tell a letter; see ``tries.outcome``.
    her_file(organisation, users["organisation_member"])
    her_call(hub, users["coach"], gent)
    return World(
        hub=hub,
        other_hub=other_hub,
        organisation=organisation,
        other_organisation=other_organisation,
        site=Site.objects.create(organisation=organisation, name="Vestiging een", municipality=gent),
        recognition=Recognition.objects.create(
            organisation=organisation, sort=Recognition.Sort.SHELTERED_WORK, valid_from=START
        ),
        partnership=Partnership.objects.get(organisation=organisation, hub=hub),
        membership=memberships["member"],
        invitation=Invitation.objects.create(
            hub=hub,
            email=users["stranger"].email,
            role=Role.MEMBER,
            token_digest=digest_of(TOKEN),
            expires_at=timezone.now() + timedelta(days=5),
        ),
        claim=Claim.objects.create(organisation=organisation, user=claimant, hub=hub, message="ik werk daar"),
        programme_role=ProgrammeRole.objects.get(user=users["funder"]),
        inbox=ProgrammeInbox.objects.create(name="Onthaal", email="onthaal@example.org"),
        question=Question.objects.create(
            hub=hub,
            municipality=gent,
            place_text="Gent",
            sentence="karton over",
            contact="vrager@example.org",
            answer_by=START,
        ),
        story=CaseStory.objects.create(
            hub=hub,
            slug="verhaal-een",
            title={"nl": "Verhaal een"},
            published_on=START,
            visibility=Visibility.PUBLIC,
        ),
        municipality=gent,
        sector=sector,
        users={**users, "claimant": claimant},
        keys={"claimant": _key(claimant)},
        sessions={persona: _session(user) for persona, user in users.items()},
    )


def contact_person(world: World) -> ContactPerson:
    """Somebody whom the hub noted at its partner."""
    found: ContactPerson = ContactPerson._base_manager.get_or_create(
        hub=world.hub, organisation=world.organisation, name="Jan", phone="051 12 34 56"
    )[0]
    return found


def _municipality(nis: str, name: str, lat: float, lon: float) -> Municipality:
    row, _ = Municipality.objects.get_or_create(
        nis=nis, defaults={"name": name, "province": "Vlaanderen", "lat": lat, "lon": lon}
    )
    return row


def _hub(slug: str, seat: Municipality) -> Hub:
    return Hub.objects.create(
        slug=slug,
        name=slug.replace("-", " ").capitalize(),
        seat=seat,
        lat=seat.lat or 0,
        lon=seat.lon or 0,
    )


def _organisation(slug: str, number: str, hub: Hub) -> Organisation:
    row = Organisation.objects.create(
        slug=slug,
        name=slug.replace("-", " ").capitalize(),
        search_name=slug.replace("-", " "),
        kind="social_enterprise",
        is_kind_certain=False,
        kbo_number=number,
    )
    Partnership.objects.create(organisation=row, hub=hub, valid_from=START)
    return row


def _user(persona: str) -> User:
    user = User.objects.create_user(f"{persona}@example.org", name=persona.capitalize())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _key(user: User) -> Authenticator:
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "sleutel", "credential": {}}
    )


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back all that was written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
