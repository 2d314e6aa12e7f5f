"""What every page's template may count on."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's facts for templates: mode, address, the page in the other languages.

    These last are worked out where a template names them: a page asks for this once for each part that is
    drawn by itself, and only its head tells them.
    """

    @cache
    def alternates() -> list[tuple[str, str]]:
        return [
            (code, settings.BASE_URL + translate_url(request.path, code))
            for code, _name in settings.LANGUAGES
        ]

    return {
        "is_local": settings.LOCAL,
        "tile_url": settings.TILE_URL,
        "has_local_pages": settings.LOCAL_PAGES,
        "identity_providers": settings.ENVIRONMENT.identity_providers,
        "base_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
        "alternates": alternates,
    }
