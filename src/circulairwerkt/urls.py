"""All addresses of the site; each app has its own list.

Addresses are Dutch in every language; Dutch has no prefix, the others stand under ``/en/`` and
``/fr/``, so that each page in each language can be linked to, found and cached.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path

from circulairwerkt.portal.sitemaps import SITEMAPS
from circulairwerkt.portal.views.statements import health, robots

urlpatterns = [
    path("gezond/", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", login_not_required(index), {"sitemaps": SITEMAPS}, name="sitemap_index"),
    path(
        "sitemap-<section>.xml",
        login_not_required(sitemap),
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
    path("taal/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        path("", include("circulairwerkt.portal.urls")),
        path("vragen/", include("circulairwerkt.cases.urls")),
        path("aanmelden/", include("allauth.urls")),
        prefix_default_language=False,
    ),
]
