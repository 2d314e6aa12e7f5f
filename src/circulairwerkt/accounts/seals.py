"""Sealing small secrets (the seeds of second factors) under the platform's key before they are stored."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def _fernet() -> Fernet:
    digest = hashlib.sha256(b"circulairwerkt.accounts.seals" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def sealed(text: str) -> str:
    """Return ``text`` sealed; the same text gives another seal each time."""
    return _fernet().encrypt(text.encode()).decode()


def unsealed(seal: str) -> str:
    """Return what was sealed. Raises cryptography's InvalidToken when the platform's key has changed."""
    return _fernet().decrypt(seal.encode()).decode()
