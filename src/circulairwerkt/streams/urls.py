"""Addresses of material cards, needs and capabilities."""

from django.urls import URLPattern

app_name = "streams"
urlpatterns: list[URLPattern] = []
