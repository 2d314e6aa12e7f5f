"""Names folded for searching and addresses: lower case, no accents, no signs."""

from circulairwerkt.base.findables import words_of


def folded(name: str) -> str:
    """Return ``name`` in lower case, without accents and signs, words divided by one space.

    >>> folded("Kringwinkel Zuid-Oost-Vlaanderen (vzw)")
    'kringwinkel zuid oost vlaanderen vzw'
    """
    return " ".join(words_of(name[:400]))[:140]
