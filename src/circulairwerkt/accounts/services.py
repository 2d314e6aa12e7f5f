"""Every write to accounts and programme-wide roles, each one checked, done and recorded."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import ProgrammeRole, User
from circulairwerkt.accounts.perms import may_manage_own_account, may_manage_programme
from circulairwerkt.accounts.queries import person_by_address
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.outbox import send
from circulairwerkt.base.periods import HeldRole, held_on
from circulairwerkt.base.permissions import ROLE_LABELS, SYSTEM, Actor, Role, require

#: What layers above do when a person leaves: called with the person's id, inside the same transaction.
on_forgetting: list[Callable[[int], None]] = []


#: How long an account without a proven address is kept.
UNPROVEN_DAYS = 7
#: How long the audit trail is kept: five years.
TRAIL_DAYS = 5 * 365 + 2


@write("accounts.sign_up", _("account gemaakt"))
def sign_up(*, email: str, language: str) -> User:
    """Make the account of somebody who asked for it; allauth asks for the code that proves the address."""
    user = User.objects.create_user(email, language=language[:2])
    record(actor=Actor(user_id=user.pk), row=user)
    return user


@write("accounts.make_person", _("account gemaakt voor iemand"))
def make_person(*, actor: Actor, email: str, name: str = "", is_example: bool = False) -> User:
    """Make an account for somebody else: an administrator to be, who proves the address by signing in, or an
    example person, who reads no mail and needs no proof.
    """
    require(actor.is_system or may_manage_programme(actor))
    user = User.objects.create_user(email, name=name, is_example=is_example)
    if is_example:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(actor=actor, row=user)
    return user


@write("accounts.edit_profile", _("profiel veranderd"))
def edit_profile(*, actor: Actor, user_id: int, name: str, language: str) -> User:
    """Change how a person is called and in which language the site speaks to him."""
    require(may_manage_own_account(actor, user_id))
    user = User.objects.get(pk=user_id)
    changes = {
        field: [getattr(user, field), value]
        for field, value in (("name", name), ("language", language))
        if getattr(user, field) != value
    }
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    record(actor=actor, row=user, changes=changes)
    return user


@write("accounts.give_programme_role", _("rol in het programma gegeven"))
def give_programme_role(
    *, actor: Actor, user: User, role: Role, from_day: date | None = None
) -> ProgrammeRole:
    """Give a person a role for the whole programme from ``from_day`` (default: today) on.

    Raises ValidationError where he already holds it.
    """
    require(may_manage_programme(actor))
    start = from_day or timezone.localdate()
    if ProgrammeRole.objects.filter(held_on(start), user=user, role=role).exists():
        raise ValidationError(_("Deze persoon heeft deze rol al."))
    given = ProgrammeRole.objects.create(user=user, role=role, valid_from=start)
    record(actor=actor, row=given, changes={"role": ["", role.value], "user_id": [None, user.pk]})
    return given


@write("accounts.end_programme_role", _("rol in het programma gestopt"))
def end_programme_role(*, actor: Actor, role_id: int, last_day: date | None = None) -> ProgrammeRole:
    """End a programme-wide role after ``last_day`` (default: at once).

    Raises ValidationError for the only administrator: nobody could undo that from the site.
    """
    require(may_manage_programme(actor))
    given = ProgrammeRole.objects.filter(pk=role_id).first()
    if given is None:
        raise Http404
    _keep_one_administrator(given)
    before = given.valid_to
    given.end(last_day)
    given.save(update_fields=["valid_to", "ended_at"])
    record(actor=actor, row=given, changes={"valid_to": [before, given.valid_to]})
    return given


def _keep_one_administrator(leaving: ProgrammeRole) -> None:
    if leaving.role != Role.ADMINISTRATOR:
        return
    others = ProgrammeRole.objects.filter(
        held_on(timezone.localdate()), role=Role.ADMINISTRATOR, user__is_active=True
    ).exclude(user_id=leaving.user_id)
    if not others.exists():
        raise ValidationError(_("Dit is de enige programmabeheerder. Geef eerst iemand anders die rol."))


@write("accounts.forget_person", _("account verwijderd"))
def forget_person(*, actor: Actor, user_id: int) -> None:
    """Remove an account: what names the person goes, what was done stays under nobody's name.

    Address, name, second factors, sessions and connected identities are deleted; roles end today; layers
    above add
    their part through ``on_forgetting``. The row itself stays, empty, so that the trail keeps its order.
    """
    require(may_manage_own_account(actor, user_id))
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise Http404
    for forget in on_forgetting:
        forget(user_id)
    for role in ProgrammeRole.objects.filter(user_id=user_id, ended_at__isnull=True):
        role.end(None)
        role.save(update_fields=["valid_to", "ended_at"])
    EmailAddress.objects.filter(user_id=user_id).delete()
    Authenticator.objects.filter(user_id=user_id).delete()
    for session in UserSession.objects.filter(user_id=user_id):
        SessionStore(session.session_key).delete()
        session.delete()
    user.email = f"weg-{user.pk}@example.invalid"
    user.name = ""
    user.is_active = False
    user.left_at = timezone.now()
    user.save(update_fields=["email", "name", "is_active", "left_at"])
    record(actor=actor, row=user)


@write("accounts.second_factor_changed", _("tweede stap veranderd"))
def record_second_factor(*, user_id: int, what: str) -> None:
    """Put in the trail that a person added or removed a second factor (django-allauth wrote it)."""
    user = User.objects.get(pk=user_id)
    record(actor=Actor(user_id=user_id), row=user, changes={"second_factor": ["", what]})


@write("accounts.address_changed", _("e-mailadres veranderd"))
def record_address(*, user_id: int) -> None:
    """Put in the trail that a person changed his address (django-allauth wrote it)."""
    user = User.objects.get(pk=user_id)
    record(actor=Actor(user_id=user_id), row=user, changes={"email": ["", ""]})


@write("accounts.forget_unproven")
def forget_unproven(*, actor: Actor) -> int:
    """Delete accounts whose address nobody proved within ``UNPROVEN_DAYS`` and that hold no role; return how
    many.
    """
    require(actor.is_system)
    border = timezone.now() - timedelta(days=UNPROVEN_DAYS)
    old = User.objects.filter(joined_at__lt=border, is_active=True, is_example=False, last_login__isnull=True)
    proven = EmailAddress.objects.filter(verified=True).values("user_id")
    with_role = [
        cast(Any, relation.related_model)._base_manager.values("user_id")
        for relation in User._meta.related_objects
        if relation.related_model is not None and issubclass(relation.related_model, HeldRole)
    ]
    for kept in (proven, *with_role):
        old = old.exclude(pk__in=kept)
    count = old.count()
    old.delete()
    record(actor=actor, row=User(pk=0), changes={"erased": [count, 0]})
    return count


@write("accounts.forget_sessions")
def forget_sessions(*, actor: Actor) -> int:
    """Delete sessions that are over, with the address and browser kept beside them; return how many."""
    require(actor.is_system)
    SessionStore.clear_expired()
    living = Session.objects.values("session_key")
    over = UserSession.objects.exclude(session_key__in=living)
    count = int(over.count())
    over.delete()
    record(actor=actor, row=User(pk=0), changes={"sessions": [count, 0]})
    return count


@write("accounts.shorten_trail")
def shorten_trail(*, actor: Actor) -> int:
    """Delete lines of the audit trail older than ``TRAIL_DAYS``; return how many."""
    require(actor.is_system)
    border = timezone.now() - timedelta(days=TRAIL_DAYS)
    count, _by_model = AuditEntry.objects.filter(at__lt=border).delete()
    record(actor=actor, row=User(pk=0), changes={"lines": [count, 0]})
    return count


def appoint(*, actor: Actor, email: str, role: Role) -> User:
    """Give the person with ``email`` a programme-wide role, and tell him by mail.

    Makes the account where there is none. The two services it joins check the right to do so.
    """
    with transaction.atomic():
        user = person_by_address(email) or make_person(actor=actor, email=email)
        give_programme_role(actor=actor, user=user, role=role)
        send(
            "accounts/mail/role_given.txt",
            to=user.email,
            language=user.language,
            context={"role": ROLE_LABELS[role], "url": settings.BASE_URL + reverse("account_login")},
        )
    return user


def make_administrator(*, email: str) -> User:
    """Make the person with ``email`` a programme administrator: the first one, from the command line."""
    user = person_by_address(email) or make_person(actor=SYSTEM, email=email)
    give_programme_role(actor=SYSTEM, user=user, role=Role.ADMINISTRATOR)
    return user
