"""The private link of an entrepreneur who is coached, without an account."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.coaching.models import Coaching

_SIGNER = signing.Signer(salt="coaching.link")


def token_of(coaching: Coaching) -> str:
    """Return the token of the private link; a new nonce makes it void."""
    return _SIGNER.sign_object([coaching.pk, coaching.nonce])


def coaching_of(token: str) -> Coaching | None:
    """Return the coaching of a private link, or None for a wrong, forged or void one.

    The token is the right: it reads around no hub's scope but that of this one coaching.
    """
    try:
        pk, nonce = _SIGNER.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Coaching._base_manager.select_related("hub", "municipality", "coach__user")
    return rows.filter(pk=pk, nonce=nonce).first()


def private_address(coaching: Coaching) -> str:
    """Return the whole address of the private link, in the entrepreneur's language."""
    with override(coaching.language):
        return settings.BASE_URL + reverse("coaching:mine", args=[token_of(coaching)])


def inside_address(coaching: Coaching) -> str:
    """Return the whole address of the page on which the coach works."""
    return settings.BASE_URL + reverse("coaching:coaching", args=[coaching.pk])
