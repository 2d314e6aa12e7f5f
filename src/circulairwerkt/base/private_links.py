"""Private links: whoever holds one is who it was sent to, for one row, without an account.

A token holds the key of the row and a secret that the row keeps; with another secret in the row the link is
void. The token is the right: a room looks its row up past any hub's scope, and finds that one row alone.
"""

from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core import signing
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import override

RowT = TypeVar("RowT", bound=Model)
#: A token is far shorter; what is longer is none.
_LONGEST = 300


class PrivateLink(Generic[RowT]):
    """The links of one sort of row.

    ``salt`` keeps a token of one sort from being one of another; never change it, or every link that was
    sent is void. ``view`` is the page that it opens, ``field`` where the row keeps its secret, and ``lives``
    how long a link holds; for ever without it.
    """

    def __init__(self, salt: str, view: str, *, field: str = "nonce", lives: timedelta | None = None) -> None:
        self.view, self.field, self.lives = view, field, lives
        self._signer = signing.Signer(salt=salt) if lives is None else signing.TimestampSigner(salt=salt)

    def token(self, row: RowT) -> str:
        """Return the token of the link of ``row``."""
        return self._signer.sign_object([row.pk, getattr(row, self.field)])

    def keys_in(self, token: str) -> tuple[Any, Any] | None:
        """Return key and secret of a token that we made and that still holds; None for any other text."""
        text = token[:_LONGEST]
        try:
            if isinstance(self._signer, signing.TimestampSigner):
                pk, secret = self._signer.unsign_object(text, max_age=self.lives)
            else:
                pk, secret = self._signer.unsign_object(text)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return pk, secret

    def row(self, token: str, rows: QuerySet[RowT]) -> RowT | None:
        """Return the one of ``rows`` that a token opens, or None for a wrong, forged, old or void one."""
        keys = self.keys_in(token)
        return None if keys is None else rows.filter(**{"pk": keys[0], self.field: keys[1]}).first()

    def address(self, row: RowT, language: str) -> str:
        """Return the whole address of the link of ``row``, on a page in ``language``."""
        with override(language):
            return str(settings.BASE_URL + reverse(self.view, args=[self.token(row)]))
