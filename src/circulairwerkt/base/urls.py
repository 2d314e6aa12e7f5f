"""Addresses of long work and of letters."""

from django.urls import path

from circulairwerkt.base import views

app_name = "base"
urlpatterns = [
    path("werkplek/taken/<int:pk>/", views.job, name="job"),
    path("werkplek/taken/<int:pk>/stoppen/", views.stop_job, name="stop_job"),
    path("werkplek/post/", views.undelivered, name="undelivered"),
    path("werkplek/post/<int:pk>/opnieuw/", views.try_mail_again, name="try_mail_again"),
    path("werkplek/post/<int:pk>/weg/", views.let_mail_go, name="let_mail_go"),
    path("mail/stop/<str:token>/", views.stop_mail, name="stop_mail"),
]
