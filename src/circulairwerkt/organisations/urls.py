"""Addresses of organisations: editing, claiming, partners of a hub."""

from django.urls import path

from circulairwerkt.organisations import views

app_name = "organisations"
urlpatterns = [
    path("organisaties/<slug:slug>/beheer/", views.manage, name="manage"),
    path("organisaties/<slug:slug>/beheer/gegevens/", views.edit_organisation, name="edit"),
    path("organisaties/<slug:slug>/beheer/soort/", views.confirm_kind, name="kind"),
    path("organisaties/<slug:slug>/beheer/vestigingen/nieuw/", views.site, name="add_site"),
    path("organisaties/<slug:slug>/beheer/vestigingen/<int:pk>/", views.site, name="site"),
    path("organisaties/<slug:slug>/beheer/vestigingen/<int:pk>/weg/", views.remove_site, name="remove_site"),
    path("organisaties/<slug:slug>/beheer/erkenningen/nieuw/", views.recognition, name="add_recognition"),
    path("organisaties/<slug:slug>/beheer/erkenningen/<int:pk>/", views.recognition, name="recognition"),
    path(
        "organisaties/<slug:slug>/beheer/erkenningen/<int:pk>/weg/",
        views.remove_recognition,
        name="remove_recognition",
    ),
    path("organisaties/<slug:slug>/beheer/geschiedenis/", views.history, name="history"),
    path("organisaties/<slug:slug>/aanvragen/", views.ask_claim, name="ask_claim"),
    path("mijn/aanvragen/<int:pk>/intrekken/", views.withdraw_claim, name="withdraw_claim"),
    path("werkplek/<slug:slug>/partners/", views.partners, name="partners"),
    path("werkplek/<slug:slug>/partners/nieuw/", views.new_partner, name="new_partner"),
    path(
        "werkplek/<slug:slug>/partners/toevoegen/<slug:organisation>/", views.add_partner, name="add_partner"
    ),
    path("werkplek/<slug:slug>/partners/<int:pk>/", views.change_partner, name="partner"),
    path(
        "werkplek/<slug:slug>/partners/contacten/<int:pk>/wissen/", views.erase_contact, name="erase_contact"
    ),
    path("werkplek/<slug:slug>/aanvragen/", views.claims, name="claims"),
    path("werkplek/<slug:slug>/aanvragen/<int:pk>/", views.decide_claim, name="decide_claim"),
]
