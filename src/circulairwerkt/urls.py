"""All addresses of the site; each app has its own list.

Addresses are Dutch and the same in every language, so that a link sent to a colleague keeps working; the
language is
a choice of the reader (cookie or browser), see docs/decisions.
"""

from django.urls import include, path

urlpatterns = [
    path("", include("circulairwerkt.portal.urls")),
    path("aanmelden/", include("allauth.urls")),
    path("taal/", include("django.conf.urls.i18n")),
]
