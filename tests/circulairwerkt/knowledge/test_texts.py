"""A text is drafted, looked at, published, found with a typing error, read over and withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from atoma import parse_atom_bytes
from django.http import Http404
from django.test import Client
from django.utils import timezone, translation

from circulairwerkt.agenda.models import Series
from circulairwerkt.base import news, scope, search_index
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import NOBODY, Actor, Role
from circulairwerkt.base.search import search, search_any
from circulairwerkt.base.templatetags.face import day as day_of
from circulairwerkt.base.templatetags.face import moment
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.knowledge import services
from circulairwerkt.knowledge.loading import load_texts
from circulairwerkt.knowledge.models import Article
from circulairwerkt.knowledge.plain import hints_on
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
BODY = "Het karton wordt elke week opgehaald.\n\n<script>alert(1)</script>\n\n[klik](javascript:alert(1))"


@pytest.fixture
def hub() -> Hub:
    return make.hub("De hub", slug="de-hub")


@pytest.fixture
def coordinator(hub: Hub, client: Client) -> Actor:
    user = make.member(hub)
    client.force_login(user)
    return actor_of(user)


def found_by(words: str) -> tuple[int, ...]:
    """The keys of the texts that a visitor finds."""
    search_index.catch_up()
    found = search(NOBODY, words, kinds=["article"]).of("article")
    return found.keys if found else ()


def form(client: Client, path: str, **typed: Any) -> dict[str, Any]:
    """What a browser would send of the form."""
    values = {bound.html_name: bound.value() for bound in client.get(path).context["form"]}
    return {name: value for name, value in {**values, **typed}.items() if value not in (None, [])}


def test_a_guide_is_written_looked_at_saved_published_and_withdrawn(
    hub: Hub, coordinator: Actor, client: Client
) -> None:
    path = "/werkplek/de-hub/kennis/nieuw/guide/"
    typed = form(
        client, path, title_nl="Zo hou je karton droog", body_nl=BODY, keywords="Karton, karton, droog"
    )

    looked = client.post(path, {**typed, "bekijk": "1"})
    page = looked.content.decode()
    assert looked.status_code == 200
    assert "“wordt … opgehaald”: zeg wie het doet" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    with scope.everywhere("a test"):
        assert not Article.objects.exists(), "looking saves nothing"

    assert client.post(path, typed).status_code == 302
    with scope.everywhere("a test"):
        article = Article.objects.get()
    assert (article.state, article.visibility, article.keywords) == ("draft", "hub", ["karton", "droog"])
    address = f"/kennis/{article.slug}/"
    visitor = Client()
    assert visitor.get(address).status_code == 404
    assert found_by("karton") == ()

    assert client.post(f"{address}publiceren/", {"version": article.version}).status_code == 302
    shown = visitor.get(address).content.decode()
    assert "<script>alert" not in shown
    assert "Het karton wordt elke week opgehaald." in shown
    assert found_by("kartton") == (article.pk,), "a typing error is forgiven"
    assert client.post(f"{address}intrekken/", {"version": article.version}).status_code == 302
    with scope.everywhere("a test"):
        assert Article.objects.get().is_published, "on an old page nothing is withdrawn"
    assert client.post(f"{address}intrekken/", {"version": article.version + 1}).status_code == 302
    assert visitor.get(address).status_code == 404
    assert client.get(address).status_code == 200
    assert found_by("karton") == ()
    actions = AuditEntry.objects.filter(hub_id=hub.pk).order_by("pk").values_list("action", flat=True)
    assert [action.partition(".")[2] for action in actions] == [
        "save_article",
        "publish_article",
        "withdraw_article",
    ]


def test_an_empty_text_is_not_published_and_a_title_must_be_there(
    hub: Hub, coordinator: Actor, client: Client
) -> None:
    path = "/werkplek/de-hub/kennis/nieuw/answer/"
    refused = client.post(path, form(client, path, summary_nl="Bewaar dit woord"))
    assert refused.status_code == 422
    assert "Bewaar dit woord" in refused.content.decode()
    article = make.article(hub, state="draft", visibility="hub", body={})
    told = client.post(f"/kennis/{article.slug}/publiceren/", {"version": 1}, follow=True)
    assert "Er staat nog geen tekst in" in told.content.decode()
    assert client.get("/werkplek/de-hub/kennis/nieuw/gedicht/").status_code == 404


def test_what_is_published_is_changed_by_who_answers_for_it_alone(hub: Hub) -> None:
    writer = actor_of(make.member(hub, Role.MEMBER))
    values = {
        "title": {"nl": "Anders"},
        "summary": {},
        "body": {},
        "keywords": [],
        "author": "",
        "sectors": [],
    }
    draft, published = make.article(hub, state="draft"), make.article(hub)
    with scope.everywhere("a test"):
        services.save_article(actor=writer, article=draft, seen_version=1, values=values)
        with pytest.raises(Http404):
            services.save_article(actor=writer, article=published, seen_version=1, values=values)


def test_a_text_falls_back_to_dutch_and_says_so(hub: Hub, client: Client) -> None:
    make.article(
        hub, slug="gids", title={"nl": "Droog karton", "fr": "Carton sec"}, body={"nl": "Hou het droog."}
    )
    english = client.get("/en/kennis/gids/").content.decode()
    assert '<span lang="nl">Droog karton</span>' in english
    assert "Nederlands" in english
    assert "Carton sec" in client.get("/fr/kennis/gids/").content.decode()


def test_a_hub_that_does_not_use_texts_shows_none(hub: Hub, coordinator: Actor, client: Client) -> None:
    article = make.article(hub, "Droog karton", keywords=["karton"])
    pages = [
        "/kennis/",
        "/kennis/teksten/",
        "/hubs/de-hub/",
        "/hubs/de-hub/nieuws.atom",
        "/sitemap-articles.xml",
    ]
    assert [page for page in pages if article.slug in client.get(page).content.decode()] == pages
    assert "/werkplek/de-hub/kennis/" in client.get("/werkplek/de-hub/").content.decode()
    hub.switches.create(key="guides", is_on=False)
    assert [page for page in pages if article.slug in client.get(page).content.decode()] == []
    assert client.get(f"/kennis/{article.slug}/").status_code == 200, "its writers still reach it"
    assert Client().get(f"/kennis/{article.slug}/").status_code == 404
    assert client.get("/werkplek/de-hub/kennis/").status_code == 404
    assert "/werkplek/de-hub/kennis/" not in client.get("/werkplek/de-hub/").content.decode()


def test_beside_a_text_stands_what_the_reader_may_see(hub: Hub, coordinator: Actor, client: Client) -> None:
    words = {"keywords": ["zeildoek"], "visibility": "public"}
    article = make.article(hub, slug="gids", **words)
    story = make.story(hub, "Tassen van zeildoek", keywords=["zeildoek"])
    case = make.case(hub, title="Zeildoek van de haven")
    for row in (article, story, case):
        _index(row)
    public = Client().get("/kennis/gids/").content.decode()
    assert "Tassen van zeildoek" in public
    assert "Zeildoek van de haven" not in public
    inside = client.get("/kennis/gids/").content.decode()
    assert "Zeildoek van de haven" in inside
    assert client.get(f"/verhalen/{story.slug}/").content.decode().count("Ook hierover") == 1
    assert search_any(NOBODY, ["", "x", "12345"]).groups == ()


def test_beside_a_text_without_keywords_stands_what_has_the_words_of_its_title(
    hub: Hub, coordinator: Actor, client: Client
) -> None:
    make.article(hub, "Hoe maak je zeildoek proper voor tassen?", slug="proper", visibility="public")
    card = make.card(hub, "tien meter zeildoek per week", visibility="public")
    rows = [
        card,
        make.event(hub, "Een dag rond zeildoek"),
        make.call(hub, "Wat doen we met zeildoek?"),
        make.case(hub, title="Zeildoek van de haven"),
        make.story(hub, "Iedereen kan iets maken voor de hub"),
    ]
    for row in rows:
        _index(row)
    beside = client.get("/kennis/proper/").content.decode().split("Ook hierover")[1]
    for words in ("Een dag rond", "Wat doen we met", f'/{card.pk}/">Karton', "van de haven"):
        assert words in beside
    assert "Iedereen kan iets" not in beside, "words that every title has tell nothing"
    public = Client().get("/kennis/proper/").content.decode().split("Ook hierover")[1]
    assert "Een dag rond" in public
    assert "van de haven" not in public


def test_of_a_series_the_next_time_stands_beside_a_text_with_its_day(hub: Hub) -> None:
    make.article(hub, slug="gids", keywords=["zeildoek"], visibility="public")
    now = timezone.now()
    days = [now + timedelta(days=away) for away in (-40, -5, 20, 50, 80)]
    past, last, soon, *later = (make.event(hub, "Samen met zeildoek", starts_at=day) for day in days)
    call = make.call(hub, "Wat doen we met zeildoek?")
    for row in (past, last, soon, *later, call):
        _index(row)
    beside = Client().get("/kennis/gids/").content.decode().split("Ook hierover")[1]
    assert beside.count("Samen met zeildoek") == 1
    assert soon.slug in beside
    assert day_of(soon.first_starts_at) in beside
    assert f"Oproep · {hub.name}" in beside, "a name keeps its capitals"


def _index(row: Any) -> None:
    search_index.note(row)
    search_index.catch_up()


def test_a_page_of_a_sector_names_hubs_and_stories_of_that_sector(hub: Hub, client: Client) -> None:
    sector = make.sector("textiel")
    hub.sectors.add(sector)
    article = make.article(hub, slug="over-textiel", kind="sector")
    article.sectors.add(sector)
    story = make.story(hub, "Tassen van zeildoek")
    story.sectors.add(sector)
    page = client.get("/kennis/over-textiel/").content.decode()
    assert "Hubs die hierrond werken" in page
    assert "Tassen van zeildoek" in page


def test_words_stand_together_and_an_old_address_leads_there(hub: Hub, client: Client) -> None:
    make.article(None, slug="restje", kind="term", title={"nl": "Restje", "en": "Leftover"}, body={})
    make.article(None, slug="afval", kind="term", title={"nl": "Afval"}, body={})
    page = client.get("/kennis/woorden/").content.decode()
    assert page.index('id="afval"') < page.index('id="restje"')
    assert "Leftover" in client.get("/en/kennis/woorden/").content.decode()
    assert client.get("/kennis/restje/").headers["Location"] == "/kennis/woorden/#restje"
    assert "restje" not in client.get("/kennis/teksten/").content.decode()


def test_lessons_of_what_stopped_are_a_list_of_their_own(hub: Hub, client: Client) -> None:
    make.story(hub, "Gestopt met doek", came_of="stopped", lesson={"nl": "Meet eerst de rollen."})
    make.story(hub, "Gelukt met hout", came_of="realised")
    assert "Meet eerst de rollen." in client.get("/kennis/").content.decode()
    stopped = client.get("/verhalen/?afloop=stopped").content.decode()
    assert "Gestopt met doek" in stopped
    assert "Gelukt met hout" not in stopped
    assert client.get("/verhalen/?afloop=nergens").status_code == 422


def test_the_feed_of_a_hub_is_read_back_and_is_the_same_for_everybody(
    hub: Hub, coordinator: Actor, client: Client
) -> None:
    make.article(
        hub, "Droog karton", slug="gids", summary={"nl": "Hou <b>droog</b>."}, published_on="2026-02-01"
    )
    make.story(hub, "Een verhaal", slug="verhaal", published_on="2026-03-01")
    make.story(hub, "Niet open", visibility=Visibility.HUB)
    make.article(make.hub(), "Van een ander")
    answer = Client().get("/hubs/de-hub/nieuws.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "public" in answer["Cache-Control"]
    feed = parse_atom_bytes(answer.content)
    assert [entry.title.value for entry in feed.entries] == ["Een verhaal", "Droog karton"]
    summary = feed.entries[1].summary
    assert (summary.text_type.value, summary.value) == ("html", "Hou <b>droog</b>.")
    assert feed.entries[1].links[0].href.endswith("/kennis/gids/")
    assert [entry.updated.date().isoformat() for entry in feed.entries] == ["2026-03-01", "2026-02-01"]
    assert client.get("/hubs/de-hub/nieuws.atom").content == answer.content, "also for who sees more"
    again = client.get("/hubs/de-hub/nieuws.atom", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_an_entry_of_the_feed_keeps_its_name_for_ever(hub: Hub) -> None:
    article, story = make.article(hub, "Droog karton"), make.story(hub, "Een verhaal")
    event = make.event(hub, "Kom kijken")

    def names(language: str = "") -> set[str]:
        feed = parse_atom_bytes(Client().get(f"{language}/hubs/de-hub/nieuws.atom").content)
        return {feed.id_, *(entry.id_ for entry in feed.entries)}

    before = names()
    assert len(before) == 4
    with scope.everywhere("names and addresses change"):
        for row in (article, story, event):
            type(row)._base_manager.filter(pk=row.pk).update(title={"nl": "Anders"}, slug=f"anders-{row.pk}")
        Hub.objects.filter(pk=hub.pk).update(name="Anders")
    assert names() == names("/en") == names("/fr") == before


def test_events_to_come_are_news_too(hub: Hub) -> None:
    make.event(hub, "Kom kijken")
    make.event(hub, "In voorbereiding", state="draft", visibility="hub")
    make.event(hub, "Voorbij", starts_at=timezone.now() - timedelta(days=3))
    items = news.latest(hub)
    assert [str(item.title) for item in items] == ["Kom kijken"]
    assert [str(item.title) for item in news.shown([items[0].key])] == ["Kom kijken"]


def test_news_of_what_is_to_come_says_when_and_of_a_series_the_next_time_alone(hub: Hub) -> None:
    """The day on which an event was put in the agenda helps no reader, nor does five times the same."""
    with scope.everywhere("a test"):
        series = Series.objects.create(hub=hub, rule="FREQ=MONTHLY", starts_at=timezone.now())
    days = [timezone.now() + timedelta(days=30 * number) for number in (1, 2, 3)]
    first, *_later = (make.event(hub, "Koffie en restjes", starts_at=day, series=series) for day in days)
    call = make.call(hub)
    when = {item.key: item.when for item in news.latest(hub)}
    assert when == {
        f"event:{first.pk}": moment(first.first_starts_at),
        f"call:{call.pk}": f"tot {moment(call.closes_at)}",
    }
    client = Client()
    client.force_login(make.member(hub))
    form = client.get("/werkplek/de-hub/nieuwsbrief/nieuw/").content.decode()
    assert f"Koffie en restjes · {moment(first.first_starts_at)}" in form
    feed = Client().get("/hubs/de-hub/nieuws.atom").content.decode()
    assert moment(first.first_starts_at) in feed


def test_an_empty_feed_is_a_feed(hub: Hub) -> None:
    answer = Client().get("/hubs/de-hub/nieuws.atom")
    assert parse_atom_bytes(answer.content).updated


def test_news_names_what_is_open_still_in_the_order_of_the_letter(hub: Hub) -> None:
    story, article = make.story(hub, "Verhaal"), make.article(hub, "Gids")
    keys = [f"article:{article.pk}", f"story:{story.pk}", "story:0", "story:x", "gedicht:1", "zonder"]
    assert [str(item.title) for item in news.shown(keys)] == ["Verhaal", "Gids"]
    with scope.everywhere("a test"):
        Article.objects.update(state="withdrawn")
    assert [str(item.title) for item in news.shown(keys)] == ["Verhaal"]


def test_the_texts_that_ship_are_whole_plain_and_loaded_once(client: Client) -> None:
    with scope.everywhere("a test"):
        assert load_texts().counts["created"] > 15
        assert load_texts(again=True).counts["created"] == 0
        rows = list(Article.objects.all())
    for row in rows:
        assert set(row.title) == {"nl", "en", "fr"} == set(row.summary), row.slug
        assert row.kind == "term" or set(row.body) == {"nl", "en", "fr"}, row.slug
        assert hints_on([row.summary["nl"], row.body.get("nl", "")]).hints == (), row.slug
    assert client.get("/kennis/wat-gebeurt-er-na-je-vraag/").status_code == 200


def test_hints_speak_the_language_of_the_page() -> None:
    with translation.override("nl"):
        read = hints_on(["Teneinde te helpen.", "Dit woord is niet lang."])
    assert (read.sentences, [hint.number for hint in read.hints]) == (2, [1])
    assert read.hints[0].words == ("“Teneinde” kan eenvoudiger: om.",)


def test_reading_over_is_dated(hub: Hub, coordinator: Actor, client: Client) -> None:
    article = make.article(hub, slug="gids", reviewed_on="2020-01-01")
    client.post("/kennis/gids/nagekeken/", {"version": article.version})
    with scope.everywhere("a test"):
        assert Article.objects.get().reviewed_on == timezone.localdate()
