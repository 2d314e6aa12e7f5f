"""The words by which something is found, as they are typed and as they are kept."""

from collections.abc import Iterable

MOST = 20


def parted(typed: str) -> list[str]:
    """Return the words between commas in lower case, each once.

    >>> parted("Karton, palletten,, karton ")
    ['karton', 'palletten']
    """
    words = [word.strip().lower() for word in typed.split(",")]
    return list(dict.fromkeys(filter(None, words)))[:MOST]


def joined(words: Iterable[object]) -> str:
    """Return words as a field shows them."""
    return ", ".join(map(str, words))
