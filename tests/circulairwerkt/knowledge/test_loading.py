"""The stories that ship are told in three languages, with a source; edits survive a second load."""

import pytest

from circulairwerkt.base import scope
from circulairwerkt.hubs.loading import load_hubs
from circulairwerkt.knowledge import files
from circulairwerkt.knowledge.loading import load_stories
from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.organisations.loading import load_partners
from circulairwerkt.reference.loading import load_reference

GOOD = """---
slug: proef
hub: gent
source: https://example.org
read_on: 2026-11-23
sectors: []
organisations: []
keywords: [proef]
title: {nl: Proef, en: Trial, fr: Essai}
summary: {nl: Kort, en: Short, fr: Court}
---
<!-- nl -->
Tekst.
<!-- en -->
Text.
<!-- fr -->
Texte.
"""


@pytest.fixture
def _loaded() -> None:
    load_reference()
    load_hubs()
    load_partners()
    with scope.everywhere("a test loads"):
        load_stories()


def test_a_story_file_is_read() -> None:
    story = files.parse(GOOD, "proef.md")
    assert story.body == {"nl": "Tekst.", "en": "Text.", "fr": "Texte."}
    assert story.lesson == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no facts", "three dashes"),
        (GOOD.replace("<!-- fr -->\nTexte.\n", ""), "no body in fr"),
        (
            GOOD.replace("title: {nl: Proef, en: Trial, fr: Essai}", "title: {nl: Proef}"),
            "no title in en, fr",
        ),
    ],
)
def test_a_story_file_with_something_missing_is_named(text: str, said: str) -> None:
    with pytest.raises(files.BadStory, match=f"proef.md: .*{said}"):
        files.parse(text, "proef.md")


@pytest.mark.django_db
@pytest.mark.usefixtures("_loaded")
def test_five_stories_open_to_everybody() -> None:
    with scope.opened(scope.PUBLIC):
        stories = list(CaseStory.objects.select_related("hub").prefetch_related("sectors", "organisations"))
    assert len(stories) == 5
    for story in stories:
        for texts in (story.title, story.summary, story.body):
            assert set(texts) == {"nl", "en", "fr"}
        assert story.source.startswith("https://")
        assert story.source_read_on is not None
        assert story.keywords
        assert story.lesson == {}, "no source gives a lesson, so none is told"
    with_cloth = next(s for s in stories if s.slug == "co-creatie-met-reststromen")
    assert with_cloth.hub.slug == "kortrijk"
    assert "snijresten zonweringsdoek" in with_cloth.keywords


@pytest.mark.django_db
@pytest.mark.usefixtures("_loaded")
def test_edits_survive_a_second_load() -> None:
    with scope.everywhere("a test edits"):
        story = CaseStory.objects.get(slug="zalmkroket")
        story.title = {**story.title, "nl": "Ander opschrift"}
        story.visibility = "hub"
        story.save()
        story.sectors.clear()
        CaseStory.objects.get(slug="sluit-de-cirkel").delete()
        report = load_stories(again=True)
        story.refresh_from_db()
        assert story.title["nl"] == "Ander opschrift"
        assert story.visibility == "hub"
        assert not story.sectors.exists()
        assert not CaseStory.objects.filter(slug="sluit-de-cirkel").exists()
    assert set(report.edited) == {
        "zalmkroket: title",
        "zalmkroket: visibility",
        "sluit-de-cirkel: removed by a person",
    }


@pytest.mark.django_db
def test_loading_without_a_scope_fails() -> None:
    load_reference()
    load_hubs()
    load_partners()
    with pytest.raises(scope.NoScope):
        load_stories()
