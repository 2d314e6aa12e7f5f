"""Addresses of the map of materials, of flows and of opportunities."""

from django.urls import URLPattern

app_name = "flows"
urlpatterns: list[URLPattern] = []
