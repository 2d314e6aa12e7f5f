"""Where a text stands, and the private links of the newsletter."""

from django.urls import reverse

from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.knowledge.models import Article, Subscription


def article_address(article: Article) -> str:
    """Return the path of a text in the language of the page."""
    if article.kind == Article.Kind.TERM:
        return f"{reverse('knowledge:terms')}#{article.slug}"
    return reverse("knowledge:article", args=[article.slug])


_CONFIRM = PrivateLink[Subscription](
    "knowledge.confirm-newsletter", "knowledge:confirm_newsletter", field="address_digest"
)
_SIGN_OFF = PrivateLink[Subscription](
    "knowledge.sign-off-newsletter", "knowledge:sign_off_newsletter", field="address_digest"
)


def confirm_token(row: Subscription) -> str:
    """Return what proves that somebody reads the mailbox of ``row``; the letter alone holds it."""
    return _CONFIRM.token(row)


def confirm_address(row: Subscription) -> str:
    """Return the whole address of the page that puts an address on the list."""
    return _CONFIRM.address(row, row.language)


def sign_off_token(row: Subscription) -> str:
    """Return what each letter holds to end it with."""
    return _SIGN_OFF.token(row)


def sign_off_address(row: Subscription) -> str:
    """Return the whole address of the page that ends the newsletter with one click."""
    return _SIGN_OFF.address(row, row.language)


def to_confirm(token: str) -> Subscription | None:
    """Return whose link it is; None for a forged one, and where the address was erased since."""
    return _CONFIRM.row(token, Subscription.objects.select_related("hub"))


def is_sign_off(token: str) -> bool:
    """Whether we made this link, even where the address was erased since."""
    return _SIGN_OFF.keys_in(token) is not None


def to_sign_off(token: str) -> Subscription | None:
    """Return whose link it is; None for a forged one, and where the address was erased already."""
    return _SIGN_OFF.row(token, Subscription.objects.select_related("hub"))
