"""How often each public page asks the database: fixed, and the same for one row and for many."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from circulairwerkt.organisations.models import Kind
from circulairwerkt.reference.models import Municipality
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db

#: Address of each page and the number of queries it may take.
PAGES = {
    "home": ("/", 6),
    "home narrowed": ("/?sector=textiel", 10),
    "map": ("/hubs/kaart.json", 3),
    "answer": ("/antwoord/?plaats=Brugge&zin=zeildoek", 10),
    "answer, near": ("/antwoord/?plaats=Gent&zin=zeildoek", 11),
    "hub": ("/hubs/de-hub/", 14),
    "organisations": ("/organisaties/", 6),
    "organisations searched": ("/organisaties/?naam=werk&plaats=Brugge&sector=textiel&hub=de-hub", 9),
    "organisations misspelt": ("/organisaties/?naam=werkplats", 8),
    "organisation": ("/organisaties/de-organisatie/", 7),
    "stories": ("/verhalen/", 5),
    "stories searched": ("/verhalen/?woorden=zeildoek", 7),
    "story": ("/verhalen/het-verhaal/", 4),
    "knowledge": ("/kennis/", 8),
    "texts": ("/kennis/teksten/?soort=guide&sector=textiel&hub=de-hub", 7),
    "words": ("/kennis/woorden/", 1),
    "text": ("/kennis/de-gids/", 6),
    "newsletter": ("/hubs/de-hub/nieuwsbrief/", 4),
    "feed": ("/hubs/de-hub/nieuws.atom", 14),
    "suggestions": ("/plaatsen/?q=bru", 0),
    "work": ("/werk/", 1),
}


def fill(town: Callable[[str], Municipality], rows: int) -> None:
    """One hub with one organisation and one story, and ``rows`` more of everything that a page lists."""
    bruges = town("Brugge")
    town("Gent")
    textile = make.sector()
    hub = make.hub("De hub", seat=bruges, area=(make.municipality(),), slug="de-hub")
    hub.sectors.add(textile)
    organisation = make.organisation("Werkplaats", slug="de-organisatie")
    story = make.story(hub, "Zeildoek", slug="het-verhaal", keywords=["zeildoek"])
    for number in range(rows + 1):
        make.call(hub, slug=f"oproep-{number}")
    for number in range(rows + 2):
        text = make.article(hub, slug=f"gids-{number}" if number else "de-gids", keywords=["zeildoek"])
        text.sectors.add(textile)
    for each, one in (
        (hub, organisation),
        *[(make.hub(), make.organisation("Werkplaats")) for _ in range(rows)],
    ):
        each.sectors.add(textile)
        one.sectors.add(textile)
        make.site(one, lat=51.2, lon=3.2, place=bruges)
        make.partnership(one, hub)
        told = story if one is organisation else make.story(hub, "Zeildoek", keywords=["zeildoek"])
        told.organisations.add(organisation)
        told.organisations.add(one)
        told.sectors.add(textile)
        if each is not hub:
            make.partnership(organisation, each)
    for kind in list(Kind)[: rows + 1]:
        make.partnership(make.organisation("Partner", kind=kind), hub)


def queries(client: Client, address: str) -> list[dict[str, Any]]:
    """What the page asked the database, warm."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return list(captured.captured_queries)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("rows", [0, 12])
def test_a_page_asks_the_database_so_often_and_no_more(
    client: Client, town: Callable[[str], Municipality], name: str, rows: int
) -> None:
    fill(town, rows)
    address, most = PAGES[name]
    asked = queries(client, address)
    assert len(asked) == most, "\n".join(query["sql"][:200] for query in asked)
