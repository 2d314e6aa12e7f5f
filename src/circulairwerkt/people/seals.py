"""What tells who somebody is or how to reach him, sealed before it is stored; keys can be changed.

The newest key seals, every key opens: a new key goes in front (``CW_PEOPLE_KEYS``), the command
``rotate_people_keys`` seals everything anew, and then the old key can go.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models


@lru_cache(maxsize=4)
def _opened(keys: tuple[str, ...], secret: str) -> MultiFernet:
    if not keys:
        digest = hashlib.sha256(b"circulairwerkt.people.seals" + secret.encode()).digest()
        keys = (base64.urlsafe_b64encode(digest).decode(),)
    return MultiFernet([Fernet(key) for key in keys])


def _fernet() -> MultiFernet:
    return _opened(tuple(settings.PEOPLE_KEYS), settings.SECRET_KEY)


def sealed(text: str) -> str:
    """Return ``text`` sealed by the newest key; the same text gives another seal each time."""
    return _fernet().encrypt(text.encode()).decode()


def unsealed(seal: str) -> str:
    """Return what was sealed by any of the keys; raises cryptography's InvalidToken for another key's."""
    return _fernet().decrypt(seal.encode()).decode()


def digest_of(what: str, text: str) -> str:
    """Return a keyed digest of ``text``, to find it again without keeping it; ``what`` keeps sorts apart."""
    key = hashlib.sha256(b"circulairwerkt.people.digest" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{what}:{text}".encode(), hashlib.sha256).hexdigest()[:40]


class SealedField(models.TextField):  # type: ignore[type-arg]  # Django's own takes no arguments
    """A text that the database holds sealed; an empty one stays empty. It cannot be searched or sorted by."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Open what the database holds."""
        return unsealed(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        """Seal what goes to the database."""
        text = super().get_prep_value(value)
        return sealed(text) if text else text

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow nothing but whether it is empty: each seal differs, so that a search would never find."""
        if lookup_name not in {"exact", "isnull"}:
            raise FieldError(f"{self.name} is sealed: it cannot be looked up by {lookup_name!r}")
        return super().get_lookup(lookup_name)


def sealed_fields(model: type[models.Model]) -> Mapping[str, SealedField]:
    """Return the sealed columns of a table by name."""
    return {field.name: field for field in model._meta.local_fields if isinstance(field, SealedField)}
