"""What every table about persons shares: the trail keeps the names of its fields and never a value."""

from collections.abc import Container
from typing import ClassVar

from django.db import models


class EveryField:
    """Holds whatever name is asked for: a field that is added later is personal from its first day on."""

    def __contains__(self, name: object) -> bool:
        """Say yes."""
        return True


class Guarded(models.Model):
    """A row about a person: each of its fields is personal, its name in the trail is a number."""

    personal_fields: ClassVar[Container[str]] = EveryField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.audit_name

    @property
    def audit_name(self) -> str:
        """Its number alone."""
        return f"#{self.pk}"
