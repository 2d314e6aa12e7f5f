"""Addresses of the pages for trying the platform out; ``urls`` leaves them out in production."""

from django.urls import path

from circulairwerkt.portal import local

app_name = "local"
urlpatterns = [
    path("post/", local.post, name="post"),
    path("post/<slug:key>/", local.letter, name="letter"),
    path("aanmelden/", local.sign_in, name="sign_in"),
]
