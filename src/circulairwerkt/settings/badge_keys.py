"""Keys that sign badges, as an environment variable gives them: PEM, as text or in files."""

import re
from pathlib import Path
from typing import Any

#: The standard of badges asks every reader to know RS256; a shorter RSA key is no longer safe.
LEAST_BITS = 2048
_BLOCK = re.compile(r"-----BEGIN (?P<sort>[A-Z ]+)-----.+?-----END (?P=sort)-----", re.DOTALL)


def pem_blocks(given: str) -> tuple[str, ...]:
    r"""Return the keys in ``given``, the one that signs first: PEM text, or paths of files divided by commas.

    Where a variable holds one line, ``\n`` in it stands for the end of one. A later key may be the public
    half alone. Raises ValueError, in words that hold nothing of a key: for a file that cannot be read or has
    none in it, for a first key that cannot sign, for any key that is not RSA of ``LEAST_BITS`` or more.
    """
    if "-----BEGIN" in given:
        found = _blocks_in(given.replace("\\n", "\n"), "the text")
    else:
        paths = [part.strip() for part in given.split(",") if part.strip()]
        found = [block for path in paths for block in _blocks_of(path)]
    for place, block in enumerate(found, start=1):
        _check(block, place)
    return tuple(found)


def _blocks_of(path: str) -> list[str]:
    try:
        text = Path(path).read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise ValueError(f"{path!r} cannot be read as a file with a key in PEM") from error
    return _blocks_in(text, repr(path))


def _blocks_in(text: str, where: str) -> list[str]:
    found = [match[0] for match in _BLOCK.finditer(text)]
    if not found:
        raise ValueError(f"{where} holds no whole key in PEM")
    return found


def _check(block: str, place: int) -> None:
    # Loaded when used: most sites sign no badges.
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

    try:
        key = loaded(block)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError(f"key {place} is no key in PEM without a password") from error
    if not isinstance(key, RSAPrivateKey | RSAPublicKey) or key.key_size < LEAST_BITS:
        raise ValueError(f"key {place} is not RSA of {LEAST_BITS} bits or more")
    if place == 1 and not isinstance(key, RSAPrivateKey):
        raise ValueError("key 1 signs: it must be a private key")


def loaded(block: str) -> Any:
    """Return the key in a PEM block, a private one or the public half of one, of whatever sort.

    Raises ValueError, TypeError or UnsupportedAlgorithm where there is none, or one behind a password.
    """
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

    if "PUBLIC KEY-----" in block:
        return load_pem_public_key(block.encode())
    return load_pem_private_key(block.encode(), password=None)
