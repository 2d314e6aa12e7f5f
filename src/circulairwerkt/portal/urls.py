"""Addresses of the pages across capabilities."""

from django.conf import settings
from django.urls import path

from circulairwerkt.portal import style, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("werkplek/", views.workspace, name="workspace"),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("stijl/", style.style, name="style"))
