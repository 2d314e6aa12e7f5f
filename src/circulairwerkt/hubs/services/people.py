"""Writes to who works at a hub: invitations by mail, roles that begin and end."""

import hashlib
import secrets
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import User
from circulairwerkt.accounts.queries import person_by_address, proven_addresses
from circulairwerkt.accounts.services import give_programme_role, make_person
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.outbox import send
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import PROGRAMME_ROLES, ROLE_LABELS, SYSTEM, Actor, Role, require
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Absence, Hub, HubMembership, Invitation
from circulairwerkt.hubs.perms import may_manage_members

#: How long an invitation can be accepted.
VALID_DAYS = 14


#: How long the address of an invitation is kept after it could last be accepted.
KEPT_DAYS = 90
EMPTY_ADDRESS = "weg@example.invalid"


class InvitationGone(ValidationError):
    """The link was used, withdrawn, or is too old."""


class InvitationForAnother(ValidationError):
    """The invitation was sent to an address that this person did not prove to read."""


def digest_of(token: str) -> str:
    """Return what is stored of an invitation's secret: enough to recognise it, nothing to use."""
    return hashlib.sha256(token.encode()).hexdigest()


@write("hubs.give_role", _("rol gegeven"))
def give_role(
    *, actor: Actor, hub: Hub, user: User, role: Role, from_day: date | None = None
) -> HubMembership:
    """Give a person a role at a hub from ``from_day`` (default: today) on.

    Raises ValidationError where he already holds it.
    """
    require(may_manage_members(actor, hub))
    return _give(actor=actor, hub=hub, user=user, role=role, from_day=from_day or timezone.localdate())


def _give(*, actor: Actor, hub: Hub, user: User, role: Role, from_day: date) -> HubMembership:
    if HubMembership.objects.filter(held_on(from_day), user=user, hub=hub, role=role).exists():
        raise ValidationError(_("Deze persoon heeft deze rol al."))
    given = HubMembership.objects.create(user=user, hub=hub, role=role.value, valid_from=from_day)
    record(
        actor=actor,
        row=given,
        changes={"role": ["", role.value], "user_id": [None, user.pk]},
        hub_id=hub.pk,
    )
    return given


@write("hubs.end_membership", _("rol gestopt"))
def end_membership(
    *, actor: Actor, membership: HubMembership, seen_version: int, last_day: date | None = None
) -> HubMembership:
    """End a role at a hub after ``last_day``; without one, at once.

    Raises ValidationError for a role that is over, and EditConflict where somebody set another last day since
    ``seen_version``.
    """
    require(may_manage_members(actor, membership.hub))
    if membership.ended_at is not None:
        raise ValidationError(_("Deze rol is al gestopt."))
    before = membership.valid_to
    membership.end(last_day)
    membership.save_as_successor_of(seen_version, ["valid_to", "ended_at"])
    record(
        actor=actor,
        row=membership,
        changes={"valid_to": [before, membership.valid_to], "user_id": [membership.user_id] * 2},
        hub_id=membership.hub_id,
    )
    return membership


@write("hubs.invite", _("iemand uitgenodigd"))
def invite(*, actor: Actor, hub: Hub, email: str, role: Role) -> Invitation:
    """Ask somebody by mail to take a role at a hub. An older open invitation for the same is withdrawn."""
    require(may_manage_members(actor, hub))
    address = email.strip().lower()
    token = secrets.token_urlsafe(32)
    with everywhere("an invitation is written by who may manage the hub's people"):
        Invitation.objects.filter(
            hub=hub, email=address, role=role.value, state=Invitation.State.OPEN
        ).update(state=Invitation.State.WITHDRAWN, answered_at=timezone.now())
        invitation: Invitation = Invitation.objects.create(
            hub=hub,
            email=address,
            role=role.value,
            token_digest=digest_of(token),
            invited_by_id=actor.user_id,
            expires_at=timezone.now() + timedelta(days=VALID_DAYS),
        )
    record(actor=actor, row=invitation, changes={"role": ["", role.value]}, hub_id=hub.pk)
    known = person_by_address(address)
    language = known.language if known else "nl"
    with translation.override(language):
        path = reverse("hubs:invitation", args=[token])
    send(
        "hubs/mail/invitation.txt",
        to=address,
        language=language,
        context={
            "hub": hub.name,
            "role": ROLE_LABELS[role],
            "url": settings.BASE_URL + path,
            "days": VALID_DAYS,
        },
    )
    return invitation


@write("hubs.withdraw_invitation", _("uitnodiging ingetrokken"))
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Take an invitation back; its link stops working."""
    require(may_manage_members(actor, invitation.hub))
    now = timezone.now()
    # In one statement: who accepts at the same moment is never taken the role that he was given.
    open_one = Invitation.objects.filter(pk=invitation.pk, state=Invitation.State.OPEN)
    if not open_one.update(state=Invitation.State.WITHDRAWN, answered_at=now):
        raise ValidationError(_("Deze uitnodiging is al beantwoord of ingetrokken."))
    invitation.state, invitation.answered_at = Invitation.State.WITHDRAWN, now
    record(actor=actor, row=invitation, changes={"state": ["open", "withdrawn"]}, hub_id=invitation.hub_id)
    return invitation


@write("hubs.empty_invitations")
def empty_invitations(*, actor: Actor) -> int:
    """Empty the address of invitations that ended ``KEPT_DAYS`` ago; return how many."""
    require(actor.is_system)
    border = timezone.now() - timedelta(days=KEPT_DAYS)
    with everywhere("retention holds for all hubs alike"):
        old = Invitation.objects.filter(expires_at__lt=border).exclude(email=EMPTY_ADDRESS)
        count = old.update(email=EMPTY_ADDRESS)
    record(actor=actor, row=Invitation(pk=0, role=Role.MEMBER), changes={"emptied": [count, 0]})
    return count


def invitation_for(token: str) -> Invitation:
    """Return the open invitation of a link. Raises Http404 for an unknown one, InvitationGone for an old one.

    Who holds the link may read this one invitation, whatever hubs he belongs to.
    """
    with everywhere("the link itself is the key to this one invitation"):
        invitation: Invitation | None = (
            Invitation.objects.select_related("hub").filter(token_digest=digest_of(token)).first()
        )
    if invitation is None:
        raise Http404
    if not invitation.is_open:
        raise InvitationGone(_("Deze uitnodiging werkt niet meer. Vraag de hub om een nieuwe."))
    return invitation


@write("hubs.accept_invitation", _("uitnodiging aanvaard"))
def accept_invitation(*, actor: Actor, token: str) -> HubMembership | None:
    """Take the role that an invitation offers, from today on. Returns None where the person held it already.

    Raises InvitationForAnother where the person did not prove to read the invited address: a link that was
    passed on gives nobody else a role.
    """
    user = User.objects.get(pk=actor.person_id)
    invitation = invitation_for(token)
    if invitation.email not in proven_addresses(user.pk):
        raise InvitationForAnother(
            _("Deze uitnodiging is voor een ander e-mailadres. Meld je aan met dat adres.")
        )
    with everywhere("the invited person answers"):
        taken = Invitation.objects.filter(pk=invitation.pk, state=Invitation.State.OPEN).update(
            state=Invitation.State.ACCEPTED, answered_at=timezone.now()
        )
    if not taken:
        raise InvitationGone(_("Deze uitnodiging werkt niet meer. Vraag de hub om een nieuwe."))
    record(actor=actor, row=invitation, changes={"state": ["open", "accepted"]}, hub_id=invitation.hub_id)
    role, today = Role(invitation.role), timezone.localdate()
    if HubMembership.objects.filter(held_on(today), user=user, hub=invitation.hub, role=role).exists():
        return None
    return _give(actor=actor, hub=invitation.hub, user=user, role=role, from_day=today)


def make_coordinator(*, email: str, hub: Hub) -> HubMembership:
    """Make the person with ``email`` coordinator of ``hub``, from the command line."""
    user = person_by_address(email) or make_person(actor=SYSTEM, email=email)
    return give_role(actor=SYSTEM, hub=hub, user=user, role=Role.COORDINATOR)


def example_person(*, hub: Hub, role: Role) -> User:
    """Return the made-up person who holds ``role`` (at ``hub``, or for the programme), made at first use.

    Raises Http404 in production: nobody signs in there without proving who he is.
    """
    if not settings.LOCAL_PAGES:
        raise Http404
    is_programme = role in PROGRAMME_ROLES
    where = "programma" if is_programme else hub.slug
    email = f"{role.value}.{where}@example.invalid"
    with transaction.atomic():
        user = person_by_address(email)
        if user is None:
            place = _("het programma") if is_programme else hub.name
            name = capfirst(f"{ROLE_LABELS[role]}, {place} ({_('voorbeeld')})")
            user = make_person(actor=SYSTEM, email=email, name=name[:120], is_example=True)
        _hold_example_role(user, hub, role)
    return user


def _hold_example_role(user: User, hub: Hub, role: Role) -> None:
    try:
        if role in PROGRAMME_ROLES:
            give_programme_role(actor=SYSTEM, user=user, role=role)
        else:
            give_role(actor=SYSTEM, hub=hub, user=user, role=role)
    except ValidationError:
        # He holds it already: that is all that was asked.
        return


def forget_person_at_hubs(user_id: int) -> None:
    """End a leaving person's roles and empty the invitations sent to him; part of removing an account."""
    user = User.objects.get(pk=user_id)
    for membership in HubMembership.objects.filter(user_id=user_id, ended_at__isnull=True):
        membership.end()
        membership.save(update_fields=["valid_to", "ended_at"])
    with everywhere("a person leaves; invitations to his address are emptied, his absences go"):
        Absence.objects.filter(user_id=user_id).delete()
        Absence.objects.filter(replacement_id=user_id).update(replacement=None)
        addresses = {user.email, *proven_addresses(user_id)}
        theirs = Invitation.objects.filter(email__in=addresses)
        theirs.filter(state=Invitation.State.OPEN).update(state=Invitation.State.WITHDRAWN)
        theirs.update(email=EMPTY_ADDRESS)
