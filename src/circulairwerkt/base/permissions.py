"""The registry of permissions: codenames with a meaning, roles as sets of them, and the actor who holds some.

Each app's ``perms`` registers its codenames (``register``), says which roles hold them, and offers named
rules
(``may_...``) whose docstrings give the reason. Views and services ask those rules, nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """Roles of people; programme-wide ones first, then those at a hub, then those at an organisation."""

    ADMINISTRATOR = "administrator"
    FUNDER = "funder"
    COORDINATOR = "coordinator"
    MEMBER = "member"
    COACH = "coach"
    ORGANISATION_MEMBER = "organisation_member"


ROLE_LABELS: Mapping[Role, Promise] = MappingProxyType(
    {
        Role.ADMINISTRATOR: _("programmabeheerder"),
        Role.FUNDER: _("financier"),
        Role.COORDINATOR: _("hubcoördinator"),
        Role.MEMBER: _("hublid"),
        Role.COACH: _("coach"),
        Role.ORGANISATION_MEMBER: _("lid van een organisatie"),
    }
)
HUB_ROLES = frozenset({Role.COORDINATOR, Role.MEMBER, Role.COACH})
PROGRAMME_ROLES = frozenset({Role.ADMINISTRATOR, Role.FUNDER})


@dataclass(frozen=True)
class Permission:
    """One thing that can be allowed; ``codename`` is ``app.verb_noun``."""

    codename: str
    meaning: str
    roles: frozenset[Role]


REGISTRY: dict[str, Permission] = {}


def register(codename: str, meaning: str, *roles: Role) -> str:
    """Add a permission held by ``roles`` and return its codename; a second registration is an error.

    Programme administrators hold every permission that is registered for them by name, not by habit.
    """
    if codename in REGISTRY:
        raise ValueError(f"permission {codename!r} is registered twice")
    REGISTRY[codename] = Permission(codename=codename, meaning=meaning, roles=frozenset(roles))
    return codename


@dataclass(frozen=True)
class Actor:
    """Who asks: a person with roles, or nobody (``user_id`` None), or the platform itself (``is_system``)."""

    user_id: int | None = None
    programme: frozenset[Role] = frozenset()
    by_hub: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    by_organisation: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    is_system: bool = False

    @property
    def is_anonymous(self) -> bool:
        """True for a visitor who has not signed in."""
        return self.user_id is None and not self.is_system

    @property
    def person_id(self) -> int:
        """The id of the person who asks; PermissionDenied for a visitor and for the platform itself."""
        if self.user_id is None:
            raise PermissionDenied
        return self.user_id

    def may(self, codename: str, *, hub_id: int | None = None, organisation_id: int | None = None) -> bool:
        """Return whether one of the actor's roles, there, holds ``codename``.

        Raises KeyError for a codename that nobody registered: a typing error must not deny silently.
        """
        roles = REGISTRY[codename].roles
        if self.is_system:
            return True
        held = set(self.programme)
        if hub_id is not None:
            held |= self.by_hub.get(hub_id, frozenset())
        if organisation_id is not None:
            held |= self.by_organisation.get(organisation_id, frozenset())
        return not roles.isdisjoint(held)

    def may_anywhere(self, codename: str) -> bool:
        """Return whether the actor holds ``codename`` in the programme, at any hub or any organisation."""
        roles = REGISTRY[codename].roles
        held = set(self.programme).union(*self.by_hub.values(), *self.by_organisation.values())
        return self.is_system or not roles.isdisjoint(held)


NOBODY = Actor()
SYSTEM = Actor(is_system=True)


def require(allowed: bool) -> None:
    """Refuse with 404 unless ``allowed``: to a stranger the object does not exist."""
    if not allowed:
        raise Http404


def require_or_forbid(allowed: bool) -> None:
    """Refuse with 403 unless ``allowed``: for pages whose existence is no secret."""
    if not allowed:
        raise PermissionDenied
