"""Keys that sign badges in tests: made when asked for, so that none lies in the repository."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


def pem(name: str = "first", *, bits: int = 2048) -> str:
    """Return a private RSA key as PEM; the same one for the same name, as long as the process lives."""
    return _made(name, bits)


@lru_cache
def _made(_name: str, bits: int) -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_half(private: str) -> str:
    """Return the public half of a private key, as PEM."""
    key = load_pem_private_key(private.encode(), password=None).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
