"""Names folded for searching and addresses: lower case, no accents, no signs."""

import re
import unicodedata


def folded(name: str) -> str:
    """Return ``name`` in lower case, without accents and signs, words divided by one space.

    >>> folded("Kringwinkel Zuid-Oost-Vlaanderen (vzw)")
    'kringwinkel zuid oost vlaanderen vzw'
    """
    plain = unicodedata.normalize("NFKD", name[:400]).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))[:140]
