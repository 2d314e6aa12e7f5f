"""What every page's template may count on."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's facts for templates: mode, languages, address."""
    return {
        "is_local": settings.LOCAL,
        "tile_url": settings.TILE_URL,
        "base_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
    }
