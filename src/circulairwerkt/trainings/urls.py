"""Addresses of trainings: attests for everybody and for who holds one, badges, and the work of a hub."""

from django.urls import path

from circulairwerkt.trainings.views import badges, holder, room

app_name = "trainings"
_TRAINING = "werkplek/<slug:slug>/agenda/<int:pk>/opleiding/"
urlpatterns = [
    path("attest/", holder.check, name="check"),
    path("attest/<str:token>/", holder.attest, name="attest"),
    path("attest/<str:token>/attest.pdf", holder.paper, name="paper"),
    path("attest/<str:token>/badge.jwt", holder.badge, name="badge"),
    path("attest/<str:token>/naam-wissen/", holder.forget_name, name="forget_name"),
    path("badges/sleutels/", badges.key_set, name="badge_keys"),
    path("badges/sleutels/<str:thumbprint>/", badges.key, name="badge_key"),
    path("badges/hubs/<slug:slug>/", badges.issuer, name="issuer"),
    path("badges/hubs/<slug:slug>/ingetrokken/", badges.withdrawn, name="withdrawn_badges"),
    path("badges/opleidingen/<slug:slug>/", badges.achievement, name="achievement"),
    path(_TRAINING, room.training, name="training"),
    path(f"{_TRAINING}gegevens/", room.edit_training, name="edit"),
    path(f"{_TRAINING}attesten/", room.give, name="give"),
    path(f"{_TRAINING}attesten/lijst/<slug:ending>/", room.attests_file, name="attests_file"),
    path(f"{_TRAINING}attesten/<int:attest_pk>/attest.pdf", room.paper, name="inside_paper"),
    path(f"{_TRAINING}attesten/<int:attest_pk>/intrekken/", room.withdraw, name="withdraw"),
    path(f"{_TRAINING}attesten/<int:attest_pk>/terug/", room.restore, name="restore"),
]
