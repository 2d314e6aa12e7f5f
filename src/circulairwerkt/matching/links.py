"""Private links of parties that were asked, and the mail address under which each of them answers."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.cases.queries import mail_address
from circulairwerkt.matching.models import Inquiry

_SIGNER = signing.Signer(salt="matching.inquiry-link")
#: The letter of a party's mail address (``cases.addresses``).
MAIL_SORT = "p"


def token_of(inquiry: Inquiry) -> str:
    """Return the token of the party's link."""
    return _SIGNER.sign_object([inquiry.pk, inquiry.nonce])


def inquiry_of(token: str) -> Inquiry | None:
    """Return the inquiry of a link, or None for a wrong or forged one. The token is the right."""
    try:
        pk, nonce = _SIGNER.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Inquiry.objects.select_related(
        "hub",
        "sent_by",
        "proposal__hub",
        "proposal__other_hub",
        "proposal__card",
        "proposal__need",
        "proposal__capability",
    )
    return found.filter(pk=pk, nonce=nonce).first()


def party_address(inquiry: Inquiry) -> str:
    """Return the whole address of the party's page, in its language."""
    with override(inquiry.language):
        return settings.BASE_URL + reverse("matching:party", args=[token_of(inquiry)])


def mail_address_of(inquiry: Inquiry) -> str:
    """Return the address whose mail joins this party's thread; empty where no mailbox is read."""
    return mail_address(sort=MAIL_SORT, pk=inquiry.pk, secret=inquiry.nonce)
