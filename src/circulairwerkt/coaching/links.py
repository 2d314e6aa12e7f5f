"""The private link of an entrepreneur who is coached, without an account."""

from django.conf import settings
from django.urls import reverse

from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.coaching.models import Coaching

_OWN = PrivateLink[Coaching]("coaching.link", "coaching:mine")


def token_of(coaching: Coaching) -> str:
    """Return the token of the private link; a new nonce makes it void."""
    return _OWN.token(coaching)


def coaching_of(token: str) -> Coaching | None:
    """Return the coaching of a private link, or None for a wrong, forged or void one."""
    return _OWN.row(token, Coaching._base_manager.select_related("hub", "municipality", "coach__user"))


def private_address(coaching: Coaching) -> str:
    """Return the whole address of the private link, in the entrepreneur's language."""
    return _OWN.address(coaching, coaching.language)


def inside_address(coaching: Coaching) -> str:
    """Return the whole address of the page on which the coach works."""
    return settings.BASE_URL + reverse("coaching:coaching", args=[coaching.pk])
