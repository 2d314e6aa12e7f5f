"""Private links of parties that were asked, and the mail address under which each of them answers."""

from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.cases.queries import mail_address
from circulairwerkt.matching.models import Inquiry

_PARTY = PrivateLink[Inquiry]("matching.inquiry-link", "matching:party")
#: The letter of a party's mail address (``cases.addresses``).
MAIL_SORT = "p"


def token_of(inquiry: Inquiry) -> str:
    """Return the token of the party's link."""
    return _PARTY.token(inquiry)


def inquiry_of(token: str) -> Inquiry | None:
    """Return the inquiry of a link, or None for a wrong or forged one. The token is the right."""
    rows = Inquiry.objects.select_related(
        "hub",
        "sent_by",
        "proposal__hub",
        "proposal__other_hub",
        "proposal__card",
        "proposal__need",
        "proposal__capability",
    )
    return _PARTY.row(token, rows)


def party_address(inquiry: Inquiry) -> str:
    """Return the whole address of the party's page, in its language."""
    return _PARTY.address(inquiry, inquiry.language)


def mail_address_of(inquiry: Inquiry) -> str:
    """Return the address whose mail joins this party's thread; empty where no mailbox is read."""
    return mail_address(sort=MAIL_SORT, pk=inquiry.pk, secret=inquiry.nonce)
