"""What badges point to, for other software: who issues, what for, the keys, and what was withdrawn.

All of it is for everybody, from any site, and says nothing about a person. Without a key of the site there
are no badges, and none of these addresses.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.trainings import badges, keys, queries

P = ParamSpec("P")
#: How long a copy may be kept, in seconds: what was withdrawn must be seen soon.
_AN_HOUR, _FIVE_MINUTES = 3600, 300
_LINKED_DATA = "application/ld+json"


def _published(
    content_type: str, seconds: int = _AN_HOUR
) -> Callable[[Callable[P, badges.Document]], Callable[Concatenate[Request, P], HttpResponse]]:
    """Serve what a function returns as such a document, for as long as the site has a key."""

    def serve(document: Callable[P, badges.Document]) -> Callable[Concatenate[Request, P], HttpResponse]:
        @conditional_page
        @wraps(document)
        def view(_request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not keys.all_keys():
                raise Http404
            text = json.dumps(document(*args, **kwargs), ensure_ascii=False)
            headers = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex"}
            answer = HttpResponse(text, content_type=content_type, headers=headers)
            patch_cache_control(answer, public=True, max_age=seconds)
            return answer

        return view

    return serve


@login_not_required
@require_safe
@_published("application/jwk-set+json")
def key_set() -> badges.Document:
    """All public keys."""
    return badges.key_set()


@login_not_required
@require_safe
@_published("application/jwk+json")
def key(thumbprint: str) -> badges.Document:
    """One public key: where the header of a badge leads."""
    found = next((key for key in keys.all_keys() if key.thumbprint == thumbprint), None)
    if found is None:
        raise Http404
    return badges.public_key(found)


@login_not_required
@require_safe
@_published(_LINKED_DATA)
def issuer(slug: str) -> badges.Document:
    """A hub that gives attests."""
    return badges.profile(_issuing(slug))


@login_not_required
@require_safe
@_published("application/json", _FIVE_MINUTES)
def withdrawn(slug: str) -> badges.Document:
    """What a hub withdrew."""
    return badges.withdrawn(_issuing(slug))


@login_not_required
@require_safe
@_published(_LINKED_DATA)
def achievement(slug: str) -> badges.Document:
    """What one does for the badge of a training that stands in the agenda."""
    found = queries.badge_training(slug)
    if found is None:
        raise Http404
    return badges.achievement(found)


def _issuing(slug: str) -> Hub:
    return get_object_or_404(queries.issuing_hubs(), slug=slug)
