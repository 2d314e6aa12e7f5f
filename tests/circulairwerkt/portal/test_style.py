"""The style page shows each component, has one heading of the first order, and is not there in production."""

import re

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_it_shows_the_components_with_errors_beside_their_fields() -> None:
    page = Client().get(reverse("portal:style")).content.decode()
    assert len(re.findall(r"<h1", page)) == 1
    assert 'aria-describedby="id_fout-email_error"' in page
    assert 'id="id_fout-email_error"' in page
    for kind in ("material", "product", "energy", "water", "space", "food"):
        assert f"kind-{kind}" in page


@pytest.mark.django_db
def test_the_theme_that_a_cookie_names_is_drawn_at_once_and_nonsense_is_not() -> None:
    client = Client()
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in client.get(reverse("portal:style")).content.decode()
    client.cookies["theme"] = '"><script>'
    assert "data-theme=" not in client.get(reverse("portal:style")).content.decode().split("<body")[0]
