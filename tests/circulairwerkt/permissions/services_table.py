"""Who may have each service done: every action of the audit trail x every sort of person, written by hand.

A page is only one way to a service; a command, a task or the API is another. So each service is called here
without
its page. A service refuses with 404, which tells nothing; whatever else it answers means that it was
allowed.

How to add a service: one entry in ``SERVICES`` under the name it gives to ``base.audit.write``: how to call
it, and who
may. ``system`` is the platform itself (commands, tasks); it may everything, so it is not written.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.accounts import services as accounts
from circulairwerkt.base.audit import ACTIONS
from circulairwerkt.base.permissions import Actor, Role
from circulairwerkt.hubs import services as hubs
from circulairwerkt.hubs.loading import load_hubs
from circulairwerkt.hubs.models import LifeCycle
from circulairwerkt.knowledge.loading import load_stories
from circulairwerkt.organisations import services as organisations
from circulairwerkt.organisations.loading import load_partners
from circulairwerkt.organisations.models import Kind
from circulairwerkt.reference.loading import load_reference
from tests.circulairwerkt.permissions import rooms
from tests.circulairwerkt.permissions.service import (
    ADMINISTRATOR,
    COORDINATOR,
    EVERYBODY,
    NOBODY,
    SIGNED_IN,
    Service,
)
from tests.circulairwerkt.permissions.world import START, TOKEN, World, contact_person


def _site_values(world: World) -> dict[str, Any]:
    return {
        "name": "",
        "establishment_number": "",
        "street": "",
        "postcode": "",
        "municipality": world.municipality,
        "lat": None,
        "lon": None,
        "source": "",
    }


def _recognition_values() -> dict[str, Any]:
    return {"site": None, "sort": "lde", "number": "", "valid_from": START, "valid_to": None, "source": ""}


def _partner_values() -> dict[str, Any]:
    return {"role": "partner", "valid_from": START, "valid_to": None, "source": ""}


def _edit_hub(world: World, actor: Actor) -> Any:
    return hubs.edit_hub(
        actor=actor,
        hub=world.hub,
        seen_version=world.hub.version,
        values={"website": ""},
        sectors=[],
        aliases=[],
    )


SERVICES: Mapping[str, Service] = {
    **rooms.SERVICES,
    "accounts.sign_up": Service(
        lambda w, a: accounts.sign_up(email="nieuw@example.org", language="nl"), EVERYBODY
    ),
    "accounts.make_person": Service(
        lambda w, a: accounts.make_person(actor=a, email="nieuw@example.org"), ADMINISTRATOR
    ),
    "accounts.edit_profile": Service(
        lambda w, a: accounts.edit_profile(
            actor=a, user_id=w.users["member"].pk, name="Ander", language="nl"
        ),
        {"member"},
    ),
    "accounts.give_programme_role": Service(
        lambda w, a: accounts.give_programme_role(actor=a, user=w.users["stranger"], role=Role.FUNDER),
        ADMINISTRATOR,
    ),
    "accounts.end_programme_role": Service(
        lambda w, a: accounts.end_programme_role(actor=a, role_id=w.programme_role.pk), ADMINISTRATOR
    ),
    "accounts.forget_person": Service(
        lambda w, a: accounts.forget_person(actor=a, user_id=w.users["member"].pk), {"member"}
    ),
    # What allauth did is put in the trail afterwards; it was allowed there.
    "accounts.second_factor_changed": Service(
        lambda w, a: accounts.record_second_factor(user_id=w.users["member"].pk, what="+totp"), EVERYBODY
    ),
    "accounts.address_changed": Service(
        lambda w, a: accounts.record_address(user_id=w.users["member"].pk), EVERYBODY
    ),
    "accounts.forget_unproven": Service(lambda w, a: accounts.forget_unproven(actor=a), NOBODY),
    "accounts.forget_sessions": Service(lambda w, a: accounts.forget_sessions(actor=a), NOBODY),
    "accounts.shorten_trail": Service(lambda w, a: accounts.shorten_trail(actor=a), NOBODY),
    "hubs.empty_invitations": Service(lambda w, a: hubs.empty_invitations(actor=a), NOBODY),
    "hubs.edit": Service(_edit_hub, COORDINATOR),
    "hubs.confirm": Service(
        lambda w, a: hubs.confirm_hub(
            actor=a, hub=w.hub, seen_version=w.hub.version, life_cycle=LifeCycle.ACTIVE
        ),
        COORDINATOR,
    ),
    "hubs.add": Service(
        lambda w, a: hubs.add_hub(actor=a, name="Nieuw", slug="nieuw", seat=w.municipality), ADMINISTRATOR
    ),
    "hubs.set_switches": Service(
        lambda w, a: hubs.set_switches(actor=a, hub=w.hub, seen_version=w.hub.version, on=["material"]),
        COORDINATOR,
    ),
    "hubs.set_inbox": Service(
        lambda w, a: hubs.set_programme_inbox(
            actor=a,
            inbox=w.inbox,
            seen_version=w.inbox.version,
            name="Dienst",
            email="d@example.org",
            answer_days=3,
        ),
        ADMINISTRATOR,
    ),
    "hubs.stop_inbox": Service(
        lambda w, a: hubs.stop_programme_inbox(actor=a, seen_version=w.inbox.version), ADMINISTRATOR
    ),
    "hubs.set_area": Service(
        lambda w, a: hubs.set_area(
            actor=a,
            hub=w.hub,
            municipalities=[w.municipality],
            from_day=timezone.localdate(),
            replace=True,
        ),
        COORDINATOR,
    ),
    "hubs.undo_area": Service(
        lambda w, a: hubs.undo_area(actor=a, hub=w.hub, seen_entry=getattr(hubs.last_change(w.hub), "pk", 0)),
        COORDINATOR,
    ),
    "hubs.give_role": Service(
        lambda w, a: hubs.give_role(actor=a, hub=w.hub, user=w.users["stranger"], role=Role.MEMBER),
        COORDINATOR,
    ),
    "hubs.end_membership": Service(
        lambda w, a: hubs.end_membership(
            actor=a,
            membership=w.membership,
            seen_version=w.membership.version,
            last_day=timezone.localdate() + timedelta(days=9),
        ),
        COORDINATOR,
    ),
    "hubs.invite": Service(
        lambda w, a: hubs.invite(actor=a, hub=w.hub, email="gast@example.org", role=Role.MEMBER), COORDINATOR
    ),
    "hubs.withdraw_invitation": Service(
        lambda w, a: hubs.withdraw_invitation(actor=a, invitation=w.invitation), COORDINATOR
    ),
    # Whoever signed in may try; only the invited address gets the role (hubs/test_people.py).
    "hubs.accept_invitation": Service(lambda w, a: hubs.accept_invitation(actor=a, token=TOKEN), SIGNED_IN),
    "organisations.edit": Service(
        lambda w, a: organisations.edit_organisation(
            actor=a,
            organisation=w.organisation,
            seen_version=w.organisation.version,
            values={"website": ""},
            sectors=[],
        ),
        {"organisation_member", *COORDINATOR},
    ),
    "organisations.confirm_kind": Service(
        lambda w, a: organisations.confirm_kind(
            actor=a,
            organisation=w.organisation,
            seen_version=w.organisation.version,
            kind=Kind.NETWORK,
        ),
        COORDINATOR,
    ),
    "organisations.add": Service(
        lambda w, a: organisations.add_organisation(actor=a, hub=w.hub, name="Nieuw", kind=Kind.ENTERPRISE),
        COORDINATOR,
    ),
    "organisations.save_site": Service(
        lambda w, a: organisations.save_site(
            actor=a, site=w.site, seen_version=w.site.version, values=_site_values(w)
        ),
        {"organisation_member", *COORDINATOR},
    ),
    "organisations.remove_site": Service(
        lambda w, a: organisations.remove_site(actor=a, site=w.site, seen_version=w.site.version),
        {"organisation_member", *COORDINATOR},
    ),
    "organisations.save_recognition": Service(
        lambda w, a: organisations.save_recognition(
            actor=a,
            recognition=w.recognition,
            seen_version=w.recognition.version,
            values=_recognition_values(),
        ),
        COORDINATOR,
    ),
    "organisations.remove_recognition": Service(
        lambda w, a: organisations.remove_recognition(
            actor=a, recognition=w.recognition, seen_version=w.recognition.version
        ),
        COORDINATOR,
    ),
    "organisations.import_contacts": Service(
        lambda w, a: organisations.import_contacts(actor=a, hub=w.hub, rows=[]), COORDINATOR
    ),
    "organisations.undo_contact_import": Service(
        lambda w, a: organisations.undo_contact_import(
            actor=a, hub=w.hub, made=[{"organisations.contactperson": (contact_person(w).pk, 1)}]
        ),
        COORDINATOR,
    ),
    "organisations.erase_contact": Service(
        lambda w, a: organisations.erase_contact(actor=a, person=contact_person(w)), COORDINATOR
    ),
    "organisations.erase_old_contacts": Service(
        lambda w, a: organisations.erase_old_contacts(actor=a), NOBODY
    ),
    "organisations.add_partner": Service(
        lambda w, a: organisations.add_partner(
            actor=a, hub=w.hub, organisation=w.other_organisation, values=_partner_values()
        ),
        COORDINATOR,
    ),
    "organisations.change_partner": Service(
        lambda w, a: organisations.change_partner(
            actor=a,
            partnership=w.partnership,
            seen_version=w.partnership.version,
            values=_partner_values(),
        ),
        COORDINATOR,
    ),
    "organisations.ask_claim": Service(
        lambda w, a: organisations.ask_claim(
            actor=a, organisation=w.other_organisation, hub=w.other_hub, message="ik werk daar"
        ),
        SIGNED_IN,
    ),
    "organisations.decide_claim": Service(
        lambda w, a: organisations.decide_claim(actor=a, claim=w.claim, is_confirmed=True),
        COORDINATOR,
    ),
    "organisations.withdraw_claim": Service(
        lambda w, a: organisations.withdraw_claim(actor=a, claim=w.claim), NOBODY
    ),
    # What ships is loaded by the commands alone.
    "reference.load": Service(lambda w, a: load_reference(actor=a, again=True), NOBODY),
    "hubs.load": Service(lambda w, a: load_hubs(actor=a, again=True), NOBODY),
    "organisations.load": Service(lambda w, a: load_partners(actor=a, again=True), NOBODY),
    "knowledge.load": Service(lambda w, a: load_stories(actor=a, again=True), NOBODY),
}


#: Who sees a row of the hub, by how open it is. A funder sees public rows alone: counts are made for him.
VISIBLE: Mapping[str, set[str]] = {
    "public": EVERYBODY,
    "network": {"other", "coach", "member", *COORDINATOR},
    "hub": {"coach", "member", *COORDINATOR},
    "parties": {"coach", "member", *COORDINATOR},
}


def actions() -> set[str]:
    """Return the names of all services of the platform, without those that tests define."""
    return {name for name, service in ACTIONS.items() if service.__module__.startswith("circulairwerkt.")}
