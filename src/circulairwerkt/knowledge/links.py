"""Where a text stands, and the private links of the newsletter."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from circulairwerkt.knowledge.models import Article, Subscription


def article_address(article: Article) -> str:
    """Return the path of a text in the language of the page."""
    if article.kind == Article.Kind.TERM:
        return f"{reverse('knowledge:terms')}#{article.slug}"
    return reverse("knowledge:article", args=[article.slug])


_CONFIRM = signing.Signer(salt="knowledge.confirm-newsletter")
_SIGN_OFF = signing.Signer(salt="knowledge.sign-off-newsletter")


def confirm_token(row: Subscription) -> str:
    """Return what proves that somebody reads the mailbox of ``row``; the letter alone holds it."""
    return _CONFIRM.sign_object([row.pk, row.address_digest])


def confirm_address(row: Subscription) -> str:
    """Return the whole address of the page that puts an address on the list."""
    with translation.override(row.language):
        return settings.BASE_URL + reverse("knowledge:confirm_newsletter", args=[confirm_token(row)])


def sign_off_token(row: Subscription) -> str:
    """Return what each letter holds to end it with."""
    return _SIGN_OFF.sign_object([row.pk, row.address_digest])


def sign_off_address(row: Subscription) -> str:
    """Return the whole address of the page that ends the newsletter with one click."""
    with translation.override(row.language):
        return settings.BASE_URL + reverse("knowledge:sign_off_newsletter", args=[sign_off_token(row)])


def to_confirm(token: str) -> Subscription | None:
    """Return whose link it is; None for a forged one, and where the address was erased since."""
    return _subscription(_CONFIRM, token)


def is_sign_off(token: str) -> bool:
    """Whether we made this link, even where the address was erased since."""
    return _keys_in(_SIGN_OFF, token) is not None


def to_sign_off(token: str) -> Subscription | None:
    """Return whose link it is; None for a forged one, and where the address was erased already."""
    return _subscription(_SIGN_OFF, token)


def _subscription(signer: signing.Signer, token: str) -> Subscription | None:
    keys = _keys_in(signer, token)
    if keys is None:
        return None
    return Subscription.objects.select_related("hub").filter(pk=keys[0], address_digest=keys[1]).first()


def _keys_in(signer: signing.Signer, token: str) -> tuple[int, str] | None:
    try:
        pk, address_digest = signer.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk, address_digest
