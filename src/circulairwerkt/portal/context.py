"""What every page's template may count on."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's facts for templates: mode, address, the page in the other languages.

    These last are worked out where a template names them: a page asks for this once for each part that is
    drawn by itself, and only its head tells them.
    """

    def alternates() -> list[tuple[str, str]]:
        here = _in_languages(request.path, get_language())
        return [(code, settings.BASE_URL + address) for code, address in here]

    return {
        "is_local": settings.LOCAL,
        "tile_url": settings.TILE_URL,
        "has_local_pages": settings.LOCAL_PAGES,
        "identity_providers": settings.ENVIRONMENT.identity_providers,
        "base_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
        "alternates": alternates,
    }


@lru_cache(maxsize=1000)
def _in_languages(path: str, _language: str | None) -> list[tuple[str, str]]:
    """Return the address in each language of a page that is read in one of them."""
    return [(code, translate_url(path, code)) for code, _name in settings.LANGUAGES]
