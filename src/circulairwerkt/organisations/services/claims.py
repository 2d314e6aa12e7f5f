"""Writes to claims: somebody says that he speaks for an organisation, a coordinator confirms or refuses."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import User
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.outbox import send
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.actors import coordinators_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Claim, Organisation, OrganisationMembership
from circulairwerkt.organisations.perms import may_decide_claim, may_withdraw_claim


@write("organisations.ask_claim", _("gevraagd om voor de organisatie te spreken"))
def ask_claim(*, actor: Actor, organisation: Organisation, hub: Hub, message: str) -> Claim:
    """Say that one speaks for ``organisation``; coordinators of ``hub`` get a mail, the asker too.

    Anybody who signed in may ask: a coordinator looks at it. Raises ValidationError where the person already
    speaks for it or asked before.
    """
    today = timezone.localdate()
    if OrganisationMembership.objects.filter(
        held_on(today), user_id=actor.person_id, organisation=organisation
    ).exists():
        raise ValidationError(_("Je spreekt al voor deze organisatie."))
    with everywhere("a claim is written by who asks, whatever hubs he belongs to"):
        if Claim.objects.filter(
            organisation=organisation, user_id=actor.user_id, state=Claim.State.OPEN
        ).exists():
            raise ValidationError(_("Je vroeg dit al. De hub kijkt het na."))
        claim: Claim = Claim.objects.create(
            organisation=organisation,
            user_id=actor.user_id,
            hub=hub,
            message=message,
            visibility=Visibility.HUB,
        )
    record(actor=actor, row=claim, changes={"state": ["", "open"]}, hub_id=hub.pk)
    asker = User.objects.get(pk=actor.person_id)
    _tell(asker, "organisations/mail/claim_asked.txt", claim, path="portal:workspace")
    for coordinator in coordinators_of(hub):
        _tell(coordinator, "organisations/mail/claim_waits.txt", claim, path="organisations:claims")
    return claim


@write("organisations.decide_claim", _("aanvraag beantwoord"))
def decide_claim(*, actor: Actor, claim: Claim, is_confirmed: bool) -> Claim:
    """Confirm or refuse a claim; the asker and the hub's other coordinators get a mail.

    Raises ValidationError where somebody else answered in between.
    """
    require(may_decide_claim(actor, claim))
    state = Claim.State.CONFIRMED if is_confirmed else Claim.State.REFUSED
    _settle(claim, state, decided_by=actor.user_id)
    if is_confirmed:
        OrganisationMembership.objects.create(
            user_id=claim.user_id, organisation=claim.organisation, valid_from=timezone.localdate()
        )
    record(actor=actor, row=claim, changes={"state": ["open", state.value]}, hub_id=claim.hub_id)
    template = "organisations/mail/claim_decided.txt"
    _tell(claim.user, template, claim, path="portal:workspace")
    for coordinator in coordinators_of(claim.hub):
        if coordinator.pk != actor.user_id:
            _tell(coordinator, template, claim, path="organisations:claims")
    return claim


@write("organisations.withdraw_claim", _("aanvraag ingetrokken"))
def withdraw_claim(*, actor: Actor, claim: Claim) -> Claim:
    """Take the own claim back."""
    require(may_withdraw_claim(actor, claim))
    _settle(claim, Claim.State.WITHDRAWN, decided_by=None)
    record(actor=actor, row=claim, changes={"state": ["open", "withdrawn"]}, hub_id=claim.hub_id)
    return claim


def _settle(claim: Claim, state: Claim.State, *, decided_by: int | None) -> None:
    """Move a claim from open to ``state`` in one statement, so that two answers never both count."""
    now = timezone.now()
    with everywhere("one claim, whose right to be answered was just checked"):
        settled = Claim.objects.filter(pk=claim.pk, state=Claim.State.OPEN).update(
            state=state, decided_at=now, decided_by_id=decided_by
        )
    if not settled:
        raise ValidationError(_("Deze aanvraag is al beantwoord."))
    claim.state, claim.decided_at, claim.decided_by_id = state, now, decided_by


def _tell(person: User, template: str, claim: Claim, *, path: str) -> None:
    arguments = [claim.hub.slug] if path == "organisations:claims" else []
    with translation.override(person.language):
        url = settings.BASE_URL + reverse(path, args=arguments)
    send(
        template,
        to=person.email,
        language=person.language,
        context={
            "organisation": claim.organisation.name,
            "hub": claim.hub.name,
            "person": str(claim.user),
            "is_confirmed": claim.state == Claim.State.CONFIRMED,
            "url": url,
        },
    )


def forget_person_at_organisations(user_id: int) -> None:
    """End a leaving person's part at organisations and empty what he wrote; part of removing an account."""
    for membership in OrganisationMembership.objects.filter(user_id=user_id, ended_at__isnull=True):
        membership.end()
        membership.save(update_fields=["valid_to", "ended_at"])
    with everywhere("a person leaves; what he wrote to hubs is emptied"):
        claims = Claim.objects.filter(user_id=user_id)
        claims.filter(state=Claim.State.OPEN).update(state=Claim.State.WITHDRAWN)
        claims.update(message="")
