"""Texts are found in Python and templates, and a translation that lost something is named."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from way_in import extraction

TEMPLATE = """{% load i18n %}
<section>
    <h1>{% translate "Wat heb je over?" %}</h1>
      {% if hubs %}
  <p>{% blocktranslate count n=hubs|length %}{{ n }} hub{% plural %}{{ n }} hubs{% endblocktranslate %}</p>
        {% endif %}
    {% comment %}Translators: de knop onder het formulier{% endcomment %}
    <button title="{% translate 'Zoek' context 'knop' %}">100 % it's</button>
</section>
"""
PYTHON = """from django.utils.translation import gettext_lazy as _, ngettext
label = _("materiaalkaart")
text = ngettext("%(n)d dag", "%(n)d dagen", 3)
plain = "geen vertaling"
"""


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(extraction, "ROOT", tmp_path)
    monkeypatch.setattr(extraction, "WEB", tmp_path)
    (tmp_path / "page.html").write_text(TEMPLATE)
    (tmp_path / "models.py").write_text(PYTHON)
    return tmp_path


def test_texts_are_found_in_python_and_templates(web: Path) -> None:
    found = {(message.context, message.id) for message in extraction.from_sources() if message.id}
    assert found == {
        (None, "Wat heb je over?"),
        (None, ("%(n)s hub", "%(n)s hubs")),
        ("knop", "Zoek"),
        (None, "materiaalkaart"),
        (None, ("%(n)d dag", "%(n)d dagen")),
    }


def test_a_second_extraction_changes_nothing_and_keeps_translations(web: Path) -> None:
    assert extraction.update("en") == (5, 0)
    file = extraction.path_of("en")
    file.write_text(
        file.read_text().replace('msgid "materiaalkaart"\nmsgstr ""', 'msgid "materiaalkaart"\nmsgstr "card"')
    )
    before = file.read_text()
    assert '"card"' in before
    assert extraction.update("en") == (0, 0)
    assert file.read_text() == before


def test_missing_left_over_and_untranslated_texts_are_faults(web: Path) -> None:
    assert any("fr/LC_MESSAGES/django.po is missing" in fault for fault in extraction.faults())
    for locale in extraction.LOCALES:
        extraction.update(locale)
    assert 'en: not translated: "materiaalkaart"' in list(extraction.faults())
    (web / "models.py").write_text(PYTHON.replace("materiaalkaart", "kaart"))
    faults = list(extraction.faults())
    assert 'en: not in the catalogue: "kaart"' in faults
    assert 'en: no longer in the sources: "materiaalkaart"' in faults


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("%(n)s hubs", "%(n)s hubs", ""),
        ("%(n)s hubs", "hubs", "the translation lacks %(n)s"),
        ("Ga naar {place}", "Go to {town}", "the translation lacks {place}"),
        ("Lees <b>dit</b>", "Read <b>this", "the translation lacks </b>"),
        ("Zoek", "", "not translated"),
        ("Zoek", "Find %s", "the translation has %s of its own"),
        (("%(n)s dag", "%(n)s dagen"), ("%(n)s day", "days"), "the translation lacks %(n)s"),
        (("één dag", "%(n)s dagen"), ("one day", "%(n)s days"), ""),
    ],
)
def test_a_translation_keeps_its_placeholders(
    source: str | tuple[str, str], translation: str | tuple[str, str], fault: str
) -> None:
    told = list(extraction.faults_of(Message(source, translation)))
    assert (told[0] if told else "") == fault


def test_a_doubtful_translation_is_a_fault() -> None:
    assert list(extraction.faults_of(Message("Zoek", "Find", flags={"fuzzy"}))) == [
        "marked as doubtful (fuzzy)"
    ]
