"""Pages for job seekers read easily, by measure and by a list of words, and weigh little."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from circulairwerkt.organisations.models import Kind
from circulairwerkt.people.links import call_token
from circulairwerkt.people.reading import measured, words_in
from circulairwerkt.people.wording import national_number_in, phone_in, seeks_work, tells_of_health
from circulairwerkt.people.words import Asks, Helps
from tests.circulairwerkt import factories
from tests.circulairwerkt.people.own_pages import own_pages
from tests.circulairwerkt.people.test_calls import ask, caller_at
from tests.circulairwerkt.people.test_calls import hub as hub
from tests.circulairwerkt.people.test_calls import kortrijk as kortrijk
from tests.circulairwerkt.people.test_offers import offered

LEAST_EASE = 65.0
MOST_WORDS = 12.0
#: The list *Woorden voor wie werk zoekt*: a page for job seekers uses these words and names, and no others.
WORDS = Path(__file__).parent / "woorden_voor_wie_werk_zoekt.txt"
MOST_BYTES = 60_000
#: What stands between two of these is a line of its own.
BLOCKS = {
    "h1",
    "h2",
    "h3",
    "p",
    "li",
    "label",
    "legend",
    "button",
    "a",
    "summary",
    "div",
    "option",
    "span",
    "strong",
    "dt",
    "dd",
}


class Text(HTMLParser):
    """The text of ``main``, a line for each block; what an organisation wrote stands apart."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.is_hidden = 0
        self.lines: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block; skip what nobody reads."""
        given = dict(attrs)
        if tag == "main":
            self.depth = 1
        if given.get("class") == "trap" or tag in ("script", "style", "svg"):
            self.is_hidden += 1
        if tag in BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        """End a line."""
        if tag == "main":
            self.depth = 0
        if tag in ("script", "style", "svg"):
            self.is_hidden -= 1
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        """Take text of ``main``."""
        if self.depth and not self.is_hidden:
            self.lines[-1] += data


def text_of(page: str) -> str:
    """Return what one reads in ``main``, without the trap for machines."""
    reader = Text()
    reader.feed(re.sub(r'<div class="trap".*?</div>\s*</div>', "", page, flags=re.DOTALL))
    lines = [" ".join(line.split()) for line in reader.lines]
    return "\n".join(line for line in lines if line)


@pytest.fixture
def pages(hub: object, kortrijk: object) -> dict[str, str]:
    """Every page for job seekers, filled: with a caller, an offer that asks and helps all, an activity.

    And every page that a guided person reads about himself.
    """
    caller_at(hub, kortrijk, hours="In de voormiddag")  # type: ignore[arg-type]
    enterprise = factories.organisation("De Kring", kind=Kind.SOCIAL_ENTERPRISE)
    factories.partnership(enterprise, hub)  # type: ignore[arg-type]
    full = {
        "asks": list(Asks.values),
        "helps": list(Helps.values),
        "hours_per_week_h": 19,
        "places": 2,
        "is_paid": True,
    }
    made = offered(enterprise, hub, available_from=timezone.localdate(), **full)  # type: ignore[arg-type]
    offered(enterprise, hub, sort="activity", title="Samen koken", route="Vraag het aan het OCMW.")  # type: ignore[arg-type]
    asked = ask(kortrijk)  # type: ignore[arg-type]
    client = Client()
    there = {
        "start": "/werk/?plaats=8500",
        "near": "/werk/dichtbij/?plaats=8500&zonder=noise",
        "near, all": "/werk/dichtbij/",
        "activities": "/werk/activiteiten/?plaats=8500",
        "helpers": "/werk/wie-helpt/?plaats=8500",
        "offer": f"/werk/aanbod/{made.pk}/?plaats=8500",
        "call me": "/werk/bel-mij/?plaats=8500",
        "call me elsewhere": "/werk/bel-mij/?plaats=3800",
        "called": f"/werk/bel-mij/{call_token(asked)}/",
    }
    found = {name: client.get(path).content.decode() for name, path in there.items()}
    found["said"] = client.post("/werk/zeg-het/", {"zin": "ik zoek werk, heb hernia"}).content.decode()
    found["refused"] = client.post("/werk/bel-mij/", {"voornaam": "hernia"}).content.decode()
    return {**found, **own_pages()}


def test_each_page_reads_easily(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        told = measured(text_of(page))
        assert told.words > 5, name
        assert told.ease >= LEAST_EASE, (name, round(told.ease, 1))
        assert told.words_a_sentence <= MOST_WORDS, (name, round(told.words_a_sentence, 1))


def test_the_pages_use_the_words_of_the_list(pages: dict[str, str]) -> None:
    listed = {line.strip() for line in WORDS.read_text(encoding="utf-8").splitlines() if line[:1] != "#"}
    used = {word for page in pages.values() for word in words_in(text_of(page))}
    hard = sorted(used - listed)
    assert not hard, f"Say it with an easier word, or weigh it and add it to {WORDS.name}: {hard}"


def test_a_first_visit_weighs_little(pages: dict[str, str]) -> None:
    """Page, style, drawings and script as they go over the wire; no font and no other script is fetched."""
    there = Path(settings.STATICFILES_DIRS[0])
    shared = sum(
        len(gzip.compress((there / name).read_bytes())) for name in ("app.css", "icons.svg", "voice.js")
    )
    pages.pop("code")  # the coach opens it; the person has it on paper
    for name, page in pages.items():
        fetched = set(re.findall(r'(?:src|href)="/static/([^"#]+)', page))
        assert fetched <= {
            "app.css",
            "icons.svg",
            "voice.js",
            "favicon.svg",
            "favicon.png",
            "touch-icon.png",
        }, name
        assert shared + len(gzip.compress(page.encode())) < MOST_BYTES, name


@pytest.mark.parametrize(
    ("text", "health", "number", "phone", "seeks"),
    [
        ("ik zoek werk, heb hernia, kan iemand bellen 0470 12 34 56", True, False, "0470 12 34 56", True),
        ("Ik zoek een job in Kortrijk", False, False, "", True),
        ("Je cherche du travail, j'ai mal au dos", True, False, "", True),
        ("I need work, I am in a wheelchair", True, False, "", True),
        ("wij zoeken werk voor ons atelier", False, False, "", False),
        ("850730 033 28", False, True, "", False),
        ("85.07.30-033.28 of 056/12.34.56", False, True, "056/12.34.56", False),
        ("bel +32 470 12 34 56 na 17 uur", False, False, "+32 470 12 34 56", False),
        ("twee paletten karton, 300 kg per week", False, False, "", False),
        ("ziekenhuisbedden over", False, False, "", False),
    ],
)
def test_what_a_sentence_gives_away(text: str, health: bool, number: bool, phone: str, seeks: bool) -> None:
    assert (tells_of_health(text), national_number_in(text), phone_in(text), seeks_work(text)) == (
        health,
        number,
        phone,
        seeks,
    )
