"""Addresses of the pages across capabilities."""

from django.urls import path

from circulairwerkt.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("werkplek/", views.workspace, name="workspace"),
]
