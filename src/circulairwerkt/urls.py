"""All addresses of the site; each app has its own list.

Addresses are Dutch in every language; Dutch has no prefix, the others stand under ``/en/`` and
``/fr/``, so that each page in each language can be linked to, found and cached.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path
from django.views.i18n import set_language

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
    path("taal/setlang/", login_not_required(set_language), name="set_language"),
    *i18n_patterns(
        path("", include("circulairwerkt.base.urls")),
        path("", include("circulairwerkt.portal.urls")),
        path("", include("circulairwerkt.accounts.urls")),
        path("", include("circulairwerkt.hubs.urls")),
        path("", include("circulairwerkt.organisations.urls")),
        path("", include("circulairwerkt.streams.urls")),
        path("", include("circulairwerkt.cases.urls")),
        path("", include("circulairwerkt.matching.urls")),
        path("", include("circulairwerkt.flows.urls")),
        path("", include("circulairwerkt.coaching.urls")),
        path("", include("circulairwerkt.infopoints.urls")),
        path("", include("circulairwerkt.knowledge.urls")),
        path("", include("circulairwerkt.agenda.urls")),
        path("", include("circulairwerkt.trainings.urls")),
        path("", include("circulairwerkt.calls.urls")),
        path("", include("circulairwerkt.people.urls")),
        prefix_default_language=False,
    ),
]
if settings.LOCAL_PAGES:
    urlpatterns.append(path("lokaal/", include("circulairwerkt.portal.local_urls")))
