"""The tag that remembers addresses gives what Django's gives, each time and everywhere."""

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from circulairwerkt.base.templatetags.addresses import RememberedAddress

urlpatterns = [path("elders/", lambda _request: None, name="home")]  # type: ignore[arg-type,return-value]


def drawn(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


@pytest.mark.parametrize("slug", ["kortrijk", mark_safe("kortrijk"), "a'b&c"])
def test_an_address_is_that_of_django_the_second_time_too(slug: str) -> None:
    text = "{% url 'portal:hub' slug=slug %}"
    assert isinstance(Template(text).nodelist[0], RememberedAddress)
    whole = reverse("portal:hub", kwargs={"slug": "kortrijk"})
    for _ in range(2):
        if slug == "a'b&c":
            with pytest.raises(NoReverseMatch):
                drawn(text, slug=slug)
        else:
            assert drawn(text, slug=slug) == whole


def test_a_number_and_its_words_and_rows_do_not_get_mixed_up() -> None:
    text = "{% url 'cases:case' pk %}"
    assert [drawn(text, pk=pk) for pk in (1, "1", 2)] == ["/dossiers/1/", "/dossiers/1/", "/dossiers/2/"]
    for wrong in (True, None, "x", ""):
        with pytest.raises(NoReverseMatch):
            drawn(text, pk=wrong)


def test_an_address_that_is_kept_in_a_name_or_does_not_exist() -> None:
    assert drawn("{% url 'portal:home' as there %}<{{ there }}>") == "</>"
    assert drawn("{% url 'portal:nowhere' as there %}<{{ there }}>") == "<>"


def test_another_set_of_addresses_is_another_answer() -> None:
    here = drawn("{% url 'portal:home' %}")
    with override_settings(ROOT_URLCONF=__name__):
        assert drawn("{% url 'home' %}") == "/elders/"
    assert drawn("{% url 'portal:home' %}") == here


@pytest.mark.parametrize("first", ["nl", "en", "fr"])
def test_each_language_has_its_own_whoever_came_first(first: str) -> None:
    """Who read a page in English first must not give its addresses to who reads it in Dutch."""
    text = "{% url 'portal:organisations' %}"
    before = {"nl": "", "en": "/en", "fr": "/fr"}
    for language in (first, *before):
        with translation.override(language):
            assert drawn(text) == reverse("portal:organisations") == before[language] + "/organisaties/"
