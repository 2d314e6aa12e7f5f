"""Mail addresses that name one row: a reply to a letter finds its thread, and nobody can make one up.

A case has a key of its own (``cases.links.mail_address_of``). Other rows get an address with their sort,
their number and a proof, made of the row's secret: a link that is made void makes the address void too.
"""

import re
from base64 import b32encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest

from django.conf import settings

from circulairwerkt.cases.received import ReceivedMail

#: Letters of the proof: 80 bits.
_PROOF_LETTERS = 16
_NUMBER_DIGITS = 18


@dataclass(frozen=True)
class Row:
    """The row that an address names: ``sort`` is one letter, ``proof`` what the address gave as such."""

    sort: str
    pk: int
    proof: str

    def is_of(self, secret: str) -> bool:
        """Whether the address was made for a row with this secret."""
        return compare_digest(self.proof, _proof(self.sort, self.pk, secret))


#: What takes a mail to a row of each sort; False leaves it in the mailbox, for a person to look at.
Taker = Callable[[Row, ReceivedMail], bool]
TAKERS: dict[str, Taker] = {}


def taken_by(sort: str, taker: Taker) -> None:
    """Let a room take the mails to its rows; called from its ``apps.ready``."""
    TAKERS[sort] = taker


def _proof(sort: str, pk: int, secret: str) -> str:
    key = settings.SECRET_KEY.encode()[:64]
    made = blake2b(f"{sort}{pk}:{secret}".encode(), key=key, digest_size=10, person=b"cases.mail").digest()
    return b32encode(made).decode("ascii").lower()[:_PROOF_LETTERS]


def mail_address(*, sort: str, pk: int, secret: str) -> str:
    """Return the address whose mail belongs to a row; empty where no mailbox is read."""
    name, at, domain = settings.MAILBOX_ADDRESS.partition("@")
    return f"{name}+{sort}{pk}-{_proof(sort, pk, secret)}@{domain}" if at else ""


def rows_in(addresses: Iterable[str]) -> Iterator[Row]:
    """Yield the rows that stand in ``addresses``; whether the proof is right is for who knows the secret."""
    name, _at, domain = settings.MAILBOX_ADDRESS.lower().partition("@")
    if not domain:
        return
    pattern = re.compile(
        rf"{re.escape(name)}\+([a-z])(\d{{1,{_NUMBER_DIGITS}}})-([a-z2-7]{{{_PROOF_LETTERS}}})@{re.escape(domain)}"
    )
    for address in addresses:
        found = pattern.fullmatch(address.lower())
        if found:
            yield Row(found[1], int(found[2]), found[3])
