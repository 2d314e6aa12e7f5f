"""The tag that remembers texts says what Django's says, in each language, each time."""

import pytest
from django.template import Context, Engine, Template, engines
from django.utils import translation

from circulairwerkt.base.templatetags.known_texts import KnownText

#: Django's own tag, beside ours.
ORDINARY = Engine(libraries={"i18n": "django.templatetags.i18n"})
IN_TURN = ("nl", "en", "nl", "fr", "en", None, "fr")


def told(template: Template, language: str | None, *, autoescape: bool = True) -> str:
    with translation.override(language):
        return template.render(Context({"what": "Kaart"}, autoescape=autoescape))


@pytest.mark.parametrize(
    ("inside", "remembers"),
    [
        ('"Kaart"', True),
        ('"Kaart" noop', True),
        ("\"Wat <b>niet</b> vertaald is: 100%% & 'zo'\"", True),
        ('""', True),
        ('"Kaart" context "een kaart"', False),
        ('"Kaart"|upper', False),
        ("what", False),
        ('"Kaart" as said %}<{{ said }}>{% translate "Hubs"', False),
    ],
)
@pytest.mark.parametrize("autoescape", [True, False])
@pytest.mark.parametrize("tag", ["translate", "trans"])
def test_a_text_is_that_of_django_in_each_language(
    inside: str, remembers: bool, autoescape: bool, tag: str
) -> None:
    text = f"{{% load i18n %}}{{% {tag} {inside} %}}"
    ours, djangos = Template(text), ORDINARY.from_string(text)
    assert isinstance(ours.nodelist[1], KnownText) is remembers
    for language in IN_TURN:
        assert told(ours, language, autoescape=autoescape) == told(djangos, language, autoescape=autoescape)


def test_the_languages_differ() -> None:
    template = Template('{% load i18n %}{% translate "Kaart" %}')
    assert [told(template, language) for language in ("nl", "en", "fr", "nl")] == [
        "Kaart",
        "Map",
        "Carte",
        "Kaart",
    ]


def test_no_other_library_stands_under_a_name_that_is_taken() -> None:
    """The warning is silenced for ``i18n``; another label that stands twice would go unseen."""
    (found,) = engines["django"]._check_for_template_tags_with_the_same_name()  # type: ignore[attr-defined]
    assert found.id == "templates.W003"
    assert found.msg.startswith("'i18n' is used for multiple template tag modules")
