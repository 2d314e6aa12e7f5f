"""The keys that sign badges: the first signs, all are published, so that what an older one signed holds."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

from circulairwerkt.settings.badge_keys import loaded

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

#: The one algorithm that Open Badges 3.0 (section 8.2.3) asks every reader of a badge to know.
ALGORITHM = "RS256"


@dataclass(frozen=True)
class Key:
    """A key: what of it is public, as RFC 7517 writes it, and the private half where we have it.

    ``thumbprint`` is its name by RFC 7638, made of the key itself: it is the same wherever it is counted.
    """

    thumbprint: str
    public: Mapping[str, str]
    private: "RSAPrivateKey | None"


def thumbprint_of(public: Mapping[str, str]) -> str:
    """Return the SHA-256 thumbprint of an RSA key (RFC 7638): of its required members, in order."""
    required = json.dumps({name: public[name] for name in ("e", "kty", "n")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(required.encode()).digest()).rstrip(b"=").decode()


@lru_cache(maxsize=4)
def _read(blocks: tuple[str, ...]) -> tuple[Key, ...]:
    return tuple(map(_key, blocks))


def _key(block: str) -> Key:
    # Loaded when used: most sites sign no badges. What is no RSA key was refused at start.
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from jwt.algorithms import RSAAlgorithm

    key = loaded(block)
    private = key if isinstance(key, RSAPrivateKey) else None
    written = RSAAlgorithm.to_jwk(private.public_key() if private else key, as_dict=True)
    public = {"kty": "RSA", "n": str(written["n"]), "e": str(written["e"])}
    return Key(thumbprint_of(public), {**public, "alg": ALGORITHM, "use": "sig"}, private)


def all_keys() -> tuple[Key, ...]:
    """Return the keys, the one that signs first; none where the site gives no badges."""
    return _read(tuple(settings.BADGE_KEYS))


def signed(claims: Mapping[str, Any], *, kid: str) -> str:
    """Return ``claims`` signed by the first key, as a compact JWS whose header names it ``kid``.

    Raises ValueError where there is no key that signs.
    """
    import jwt  # loaded when used

    private = next((key.private for key in all_keys()[:1]), None)
    if private is None:
        raise ValueError("CW_BADGE_KEYS holds no key that signs")
    return jwt.encode(dict(claims), private, algorithm=ALGORITHM, headers={"kid": kid})
