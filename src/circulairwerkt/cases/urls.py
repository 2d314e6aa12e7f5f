"""Addresses of questions."""

from django.urls import path

from circulairwerkt.cases.views import questions

app_name = "cases"
urlpatterns = [
    path("vragen/<int:pk>/", questions.question, name="question"),
    path("vragen/<int:pk>/zeg/", questions.say, name="say"),
    path("vragen/<int:pk>/beantwoord/", questions.mark_answered, name="mark_answered"),
    path("vragen/<int:pk>/heropen/", questions.reopen, name="reopen"),
    path("vragen/<int:pk>/geen-gevaar/", questions.lift_danger, name="lift_danger"),
    path("vragen/<int:pk>/nieuwe-link/", questions.renew_link, name="renew_link"),
]
