"""What every public page says of itself: title, description, address, languages, data for search engines."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from circulairwerkt.base import texts
from circulairwerkt.organisations.models import Kind
from circulairwerkt.reference.models import Municipality
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
PAGES = {
    "/": "WebSite",
    "/antwoord/?plaats=Brugge": None,
    "/hubs/de-hub/": "Organization",
    "/organisaties/": "CollectionPage",
    "/organisaties/de-organisatie/": "Organization",
    "/verhalen/": "CollectionPage",
    "/verhalen/het-verhaal/": "Article",
    "/werk/": None,
    "/over/": None,
    "/privacy/": None,
    "/toegankelijkheid/": None,
}
LANGUAGES = ("nl", "en", "fr")


class Head(HTMLParser):
    """Titles, metas, links, headings and JSON blocks of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title, self.data, self.headings = "", [], 0
        self.meta: dict[str, str] = {}
        self.links: list[dict[str, str | None]] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.meta[name] = given.get("content") or ""
        elif tag == "link":
            self.links.append(given)
        elif tag == "h1":
            self.headings += 1
        is_data = tag == "script" and given.get("type") == "application/ld+json"
        is_title = tag == "title" and not self.title
        self.inside = "data" if is_data else "title" if is_title else self.inside

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "title":
            self.title += data
        elif self.inside == "data":
            self.data.append(json.loads(data))

    def addresses(self, rel: str) -> dict[str, str]:
        """The page itself in other words; a feed of it (with a type) is something else."""
        found = [link for link in self.links if link.get("rel") == rel and not link.get("type")]
        return {link.get("hreflang") or "": link.get("href") or "" for link in found}


@pytest.fixture
def site(town: Callable[[str], Municipality]) -> None:
    """A hub, an organisation and a story with texts that try to break out."""
    hub = make.hub(
        "De <hub> & co", seat=town("Brugge"), slug="de-hub", summary={"nl": 'Over "alles" </script>'}
    )
    organisation = make.organisation("Werk & </script>", slug="de-organisatie", website="https://example.org")
    make.site(organisation, lat=51.2, lon=3.2, place=hub.seat)
    make.partnership(organisation, hub)
    make.story(
        hub,
        "Zeildoek <b>",
        slug="het-verhaal",
        source="https://example.org/verhaal",
        summary={"nl": "Van oud doek naar nieuwe tassen."},
    )


def head(client: Client, address: str) -> Head:
    response = client.get(address)
    assert response.status_code == 200
    return Head(response.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_tells_what_it_is(client: Client, site: None, address: str, language: str) -> None:
    prefix = "" if language == "nl" else f"/{language}"
    found = head(client, prefix + address)
    path = address.partition("?")[0]
    assert found.headings == 1
    assert found.title.endswith(" · Circulair Werkt")
    assert 20 <= len(found.meta["description"]) <= 170
    assert found.addresses("canonical") == {"": f"{settings.BASE_URL}{prefix}{path}"}
    assert found.addresses("alternate") == {
        code: f"{settings.BASE_URL}{'' if code == 'nl' else f'/{code}'}{path}" for code in LANGUAGES
    }


def test_titles_and_descriptions_tell_pages_apart(client: Client, site: None) -> None:
    heads = [head(client, address) for address in PAGES]
    assert len({found.title for found in heads}) == len(PAGES)
    own = [found.meta["description"] for found in heads if "noindex" not in found.meta.get("robots", "")]
    assert len(set(own)) == len(own)


@pytest.mark.parametrize(("address", "sort"), PAGES.items())
def test_the_data_for_search_engines_can_be_read(
    client: Client, site: None, address: str, sort: str | None
) -> None:
    data = head(client, address).data
    assert [(one["@context"], one["@type"]) for one in data] == (
        [("https://schema.org", sort)] if sort else []
    )
    for one in data:
        assert one["url"] == settings.BASE_URL + address
        assert not [value for value in _values(one) if value in ("", None)]


def test_names_survive_in_the_data(client: Client, site: None) -> None:
    assert head(client, "/hubs/de-hub/").data[0]["name"] == "De <hub> & co"
    listed = head(client, "/organisaties/").data[0]["mainEntity"]["itemListElement"]
    assert [one["name"] for one in listed] == ["Werk & </script>"]


def _values(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return [each for value in data.values() for each in _values(value)]
    if isinstance(data, list):
        return [each for value in data for each in _values(value)]
    return [data]


def test_no_page_of_an_answer_is_for_search_engines(client: Client, site: None) -> None:
    assert head(client, "/antwoord/?plaats=Brugge").meta["robots"] == "noindex"
    assert "Disallow: /antwoord/" in client.get("/robots.txt").content.decode()


def test_a_later_page_of_a_list_has_its_own_address(client: Client, site: None) -> None:
    for _ in range(30):
        make.organisation()
    found = head(client, "/organisaties/?page=2&naam=")
    assert found.addresses("canonical") == {"": f"{settings.BASE_URL}/organisaties/?page=2"}


def test_every_page_of_the_sitemap_is_there(client: Client, site: None) -> None:
    example = make.organisation("Bedacht", slug="bedacht", is_example=True)
    index = client.get("/sitemap.xml").content.decode()
    listed = []
    for section in re.findall(r"<loc>([^<]*)</loc>", index):
        found = client.get(section.removeprefix("http://testserver").removeprefix(settings.BASE_URL))
        listed += re.findall(r"<loc>([^<]*)</loc>", found.content.decode())
    paths = ["/" + address.split("/", 3)[3] for address in listed]
    assert "/hubs/de-hub/" in paths
    assert f"/organisaties/{example.slug}/" not in paths
    assert {client.get(path).status_code for path in paths} == {200}


@pytest.mark.parametrize("path", ["/hubs/x/", "/organisaties/x/", "/verhalen/x/"])
def test_what_is_made_up_is_marked(client: Client, town: Callable[[str], Municipality], path: str) -> None:
    hub = make.hub(slug="x", is_example=True)
    make.organisation(slug="x", is_example=True, kind=Kind.REUSE_CENTRE)
    make.story(hub, slug="x", is_example=True)
    assert "<strong>voorbeeld</strong>" in client.get(path).content.decode()


@pytest.mark.parametrize(("path", "shown"), [("/", 2), ("/organisaties/", 1), ("/verhalen/", 1)])
def test_what_is_made_up_is_marked_in_lists_too(client: Client, path: str, shown: int) -> None:
    hub = make.hub(is_example=True)
    make.organisation(is_example=True)
    make.story(hub, is_example=True)
    make.hub()
    make.organisation()
    assert client.get(path).content.decode().count('<span class="ribbon">voorbeeld</span>') == shown


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/en/hubs/h/", "Wij zoeken mee."),
        ("/en/verhalen/v/", "Het doek"),
        ("/en/organisaties/o/", "Wij naaien."),
    ],
)
def test_a_text_that_is_not_there_in_the_readers_language_is_shown_as_what_it_is(
    client: Client, path: str, text: str
) -> None:
    hub = make.hub(slug="h", summary={"nl": "Wij zoeken mee."})
    make.story(hub, "Het doek", slug="v", body={"nl": "Meer."})
    make.organisation(slug="o", summary={"nl": "Wij naaien."})
    page = client.get(path).content.decode()
    assert f'<span lang="nl">{text}</span>' in page
    assert 'class="fallback-note"' in page
    assert "only in Dutch" in page
    french = client.get(path.replace("/en/", "/fr/")).content.decode()
    assert "seulement en néerlandais" in french
    assert 'class="fallback-note"' not in client.get(path.removeprefix("/en")).content.decode()


def test_a_text_in_the_readers_language_needs_no_word(client: Client) -> None:
    make.hub(slug="h", summary={"nl": "Wij zoeken mee.", "fr": "Nous cherchons."})
    page = client.get("/fr/hubs/h/").content.decode()
    assert "Nous cherchons." in page
    assert "fallback-note" not in page
    assert texts.shown({"nl": "Wij"}, "fr").is_fallback


def test_what_a_hub_does_not_use_is_nowhere_in_sight(
    client: Client, town: Callable[[str], Municipality]
) -> None:
    hub = make.hub("Stille hub", seat=town("Brugge"), slug="stil")
    make.story(hub, "Zeildoek", slug="doek", keywords=["zeildoek"])
    pages = [
        "/",
        "/hubs/stil/",
        "/verhalen/",
        "/antwoord/?plaats=Brugge&zin=zeildoek",
        "/sitemap-stories.xml",
    ]
    assert all("/verhalen/doek/" in client.get(page).content.decode() for page in pages)
    hub.switches.create(key="stories", is_on=False)
    assert not [page for page in pages if "/verhalen/doek/" in client.get(page).content.decode()]
    assert "Wat deze hub al deed" not in client.get("/hubs/stil/").content.decode()
    assert client.get("/verhalen/doek/").status_code == 404


def test_an_address_without_a_radius_shows_the_one_that_is_searched_with(client: Client) -> None:
    page = client.get("/organisaties/?naam=werk").content.decode()
    assert '<option value="25" selected>' in page
