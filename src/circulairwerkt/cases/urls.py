"""Addresses of questions."""

from django.urls import path

from circulairwerkt.cases import views

app_name = "cases"
urlpatterns = [
    path("vragen/<int:pk>/", views.question, name="question"),
    path("vragen/<int:pk>/zeg/", views.say, name="say"),
    path("vragen/<int:pk>/beantwoord/", views.mark_answered, name="mark_answered"),
    path("vragen/<int:pk>/heropen/", views.reopen, name="reopen"),
    path("vragen/<int:pk>/nieuwe-link/", views.renew_link, name="renew_link"),
]
