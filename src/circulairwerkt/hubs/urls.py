"""Addresses of hubs: the workspace of each, invitations, the programme's pages."""

from django.urls import path

from circulairwerkt.hubs import views

app_name = "hubs"
urlpatterns = [
    path("werkplek/<slug:slug>/gegevens/", views.edit_hub, name="edit"),
    path("werkplek/<slug:slug>/bevestigen/", views.confirm_hub, name="confirm"),
    path("werkplek/<slug:slug>/gebied/", views.area, name="area"),
    path("werkplek/<slug:slug>/gebied/ongedaan/", views.undo_area, name="undo_area"),
    path("werkplek/<slug:slug>/gebruik/", views.switches, name="switches"),
    path("werkplek/<slug:slug>/mensen/", views.people, name="people"),
    path("werkplek/<slug:slug>/mensen/<int:pk>/stoppen/", views.end_membership, name="end_membership"),
    path(
        "werkplek/<slug:slug>/uitnodigingen/<int:pk>/intrekken/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("werkplek/<slug:slug>/afwezig/", views.absences, name="absences"),
    path(
        "werkplek/<slug:slug>/afwezig/<int:pk>/terugnemen/", views.withdraw_absence, name="withdraw_absence"
    ),
    path("werkplek/<slug:slug>/geschiedenis/", views.history, name="history"),
    path("uitnodiging/<slug:token>/", views.invitation, name="invitation"),
    path("programma/", views.programme, name="programme"),
    path("programma/hubs/nieuw/", views.add_hub, name="add"),
    path("programma/inbox/", views.inbox, name="inbox"),
    path("programma/inbox/sluiten/", views.stop_inbox, name="stop_inbox"),
]
