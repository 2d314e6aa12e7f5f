"""The link of a freshness letter: who holds it may say whether its rows still hold; nothing else is asked."""

from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.streams.models import FreshnessLetter

_LETTER = PrivateLink[FreshnessLetter]("streams.freshness-link", "streams:freshness")


def token_of(letter: FreshnessLetter) -> str:
    """Return the token of the letter's link."""
    return _LETTER.token(letter)


def letter_of(token: str) -> FreshnessLetter | None:
    """Return the letter of a link, or None for a wrong or forged one."""
    return _LETTER.row(token, FreshnessLetter.objects.select_related("organisation"))


def address_of(letter: FreshnessLetter, language: str) -> str:
    """Return the whole address of the letter's page."""
    return _LETTER.address(letter, language)
