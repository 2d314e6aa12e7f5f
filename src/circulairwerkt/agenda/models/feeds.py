"""Calendars that a person follows at a secret address."""

from django.conf import settings
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

_NONCE_LETTERS = 24


def fresh_nonce() -> str:
    """Return what makes an address unguessable; a new one makes the old address void."""
    return get_random_string(_NONCE_LETTERS)


class CalendarFeed(models.Model):
    """A person's own calendar. Its address holds ``nonce`` under the platform's key (docs/decisions/0090)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=_NONCE_LETTERS, default=fresh_nonce, editable=False)
    made_at = models.DateTimeField(_("gemaakt op"))

    class Meta:
        verbose_name = _("eigen agenda")
        verbose_name_plural = _("eigen agenda's")

    def __str__(self) -> str:
        return f"#{self.pk}"
