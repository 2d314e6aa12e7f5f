"""How often a visitor may do something: counted by address, for a short time, in the cache."""

from hashlib import blake2b

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def visitor_address(request: HttpRequest) -> str:
    """Return the visitor's address behind the trusted proxies; a forged header further left is ignored."""
    hops = settings.TRUSTED_PROXIES
    if hops:
        forwarded: list[str] = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part
        ]
        if len(forwarded) >= hops:
            return forwarded[-hops]
    return str(request.META.get("REMOTE_ADDR", ""))


def is_too_often(request: HttpRequest, *, action: str, most: int, seconds: int) -> bool:
    """Count this try and return whether it is more than ``most`` within ``seconds``.

    Only a keyed digest of the address is kept, and only as long as the count runs.
    """
    digest = blake2b(
        visitor_address(request).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16
    ).hexdigest()
    return is_too_often_for(digest, action=action, most=most, seconds=seconds)


def is_too_often_for(digest: str, *, action: str, most: int, seconds: int) -> bool:
    """As ``is_too_often``, counted by the keyed digest of anything, such as of a mail address."""
    key = f"rate:{action}:{digest}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # the count ran out between the two calls
        cache.set(key, 1, timeout=seconds)
        return most < 1
