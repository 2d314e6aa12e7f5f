"""Addresses of questions."""

from django.urls import path

from circulairwerkt.cases import views

app_name = "cases"
urlpatterns = [
    path("<int:pk>/", views.question, name="question"),
    path("<int:pk>/zeg/", views.say, name="say"),
    path("<int:pk>/beantwoord/", views.mark_answered, name="mark_answered"),
    path("<int:pk>/heropen/", views.reopen, name="reopen"),
    path("<int:pk>/nieuwe-link/", views.renew_link, name="renew_link"),
]
