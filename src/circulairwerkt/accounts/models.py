"""People who sign in: an address, a name, a language; and roles that hold for the whole programme."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.periods import HeldRole
from circulairwerkt.base.permissions import PROGRAMME_ROLES, ROLE_LABELS


class UserManager(BaseUserManager["User"]):
    """Makes users without a password: people sign in by a code, a passkey or a connected identity."""

    def create_user(self, email: str, **fields: Any) -> "User":
        """Create and return a user with ``email`` in lower case."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this mail address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in. Purpose of each field: sign-in and being called by name; retention in the
    privacy notice.
    """

    email = models.EmailField(_("e-mailadres"), unique=True)
    name = models.CharField(_("naam"), max_length=120, blank=True)
    language = models.CharField(_("taal"), max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    is_example = models.BooleanField(_("voorbeeld"), default=False, help_text="made up, for trying out")
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True, help_text="when the person removed the account")

    #: Fields whose values never enter the audit trail.
    personal_fields: ClassVar[frozenset[str]] = frozenset({"email", "name"})

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("persoon")
        verbose_name_plural = _("personen")

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def audit_name(self) -> str:
        """The number of the account: the trail names no person."""
        return f"#{self.pk}"

    def get_full_name(self) -> str:
        """Name as shown; the address where no name is known."""
        return str(self)


class ProgrammeRole(HeldRole):
    """A role for the whole programme (administrator, funder), with dates."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="programme_roles")
    role = models.CharField(
        _("rol"), max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in sorted(PROGRAMME_ROLES)]
    )

    class Meta(HeldRole.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.user} {self.role}"

    @property
    def audit_name(self) -> str:
        """The role without the person's name."""
        return str(self.get_role_display())
