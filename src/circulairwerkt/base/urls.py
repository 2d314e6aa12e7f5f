"""Addresses of long work."""

from django.urls import path

from circulairwerkt.base import views

app_name = "base"
urlpatterns = [
    path("werkplek/taken/<int:pk>/", views.job, name="job"),
    path("werkplek/taken/<int:pk>/stoppen/", views.stop_job, name="stop_job"),
]
