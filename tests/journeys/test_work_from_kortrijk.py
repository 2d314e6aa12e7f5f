"""From a phone in 8500: somebody seeks work, says too much, is called, and his number is gone."""

import sqlite3

from playwright.sync_api import Browser, Page, expect

from tests.journeys import hands
from tests.journeys.browser import opened_page
from tests.journeys.site import DATABASE, Site
from tests.journeys.test_a_question_becomes_a_case import sound
from tests.journeys.visits import wear

SENTENCE = "ik zoek werk, heb hernia, kan iemand bellen 0470 12 34 56"
#: A hub that says who calls for Kortrijk, and work at a partner of it; prints the way to the caller's page.
WORLD = """
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Partnership
from circulairwerkt.people import services
from circulairwerkt.people.links import caller_token
from circulairwerkt.reference.models import Municipality
with everywhere("a journey"):
    hub, place = Hub.objects.order_by("pk").first(), Municipality.objects.get(name="Kortrijk")
    partner = Partnership.objects.filter(hub=hub, valid_to=None).order_by("pk").first().organisation
    values = {"sort": "job", "title": "fruit sorteren", "sentence": "Je legt goed fruit in een bak.",
        "asks": ["standing"], "helps": ["buddy"], "municipality": place}
    services.offer(actor=SYSTEM, organisation=partner, hub=hub, values=values)
    caller = services.ask_caller(actor=SYSTEM, hub=hub, kind="ocmw", name="Fatma van het OCMW",
        email="fatma@example.org", municipalities=[place])
    services.agree_to_call(actor=NOBODY, caller=caller, hours="in de voormiddag", call_within_days=1)
    print("/bellen/" + caller_token(caller) + "/")
"""


def kept(site: Site, *texts: str) -> list[str]:
    """Return which of ``texts`` stand anywhere in the database, readable, or in a letter that went."""
    with sqlite3.connect(site.folder / DATABASE) as database:
        everything = "\n".join(database.iterdump())
    letters = "\n".join(path.read_text("utf-8") for path in sorted(site.folder.rglob("*.eml")))
    return [text for text in texts if text in everything or text in letters]


def test_somebody_is_called_and_his_illness_is_kept_nowhere(browser: Browser, page: Page, site: Site) -> None:
    theirs = site.manage("shell", "--no-imports", "-c", WORLD).split()[-1]
    page.goto("/")
    page.get_by_role("link", name="Ik zoek werk").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoek je werk?")
    sound(page)
    page.get_by_label("Waar woon je?").first.fill("8500")
    page.get_by_role("button", name="Toon werk dichtbij").click()
    page.get_by_role("link", name="Fruit sorteren").click()
    expect(page.get_by_text("Een collega toont je het werk.")).to_be_visible()
    sound(page)

    page.get_by_role("link", name="Naar het begin").click()
    page.get_by_label("Zeg het in je eigen woorden").fill(SENTENCE)
    page.get_by_role("button", name="Zeg het").click()
    expect(page.get_by_text("Je schreef iets over je gezondheid.")).to_be_visible()
    expect(page.get_by_label("Je telefoonnummer")).to_have_value("0470 12 34 56")
    sound(page)
    page.get_by_label("Je voornaam").fill("Zwaanhilde")
    page.get_by_label("Waar woon je?").last.fill("8500")
    page.get_by_role("button", name="Bel mij").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fatma van het OCMW belt je")
    sound(page)
    mine = page.url
    assert kept(site, "hernia", "0470 12 34 56", "Zwaanhilde") == []

    with opened_page(browser, width=360, base_url=site.url) as desk:
        desk.goto(theirs)
        expect(desk.get_by_role("heading", name="Zwaanhilde")).to_be_visible()
        expect(desk.get_by_role("link", name="0470 12 34 56")).to_be_visible()
        sound(desk)
        page.goto(mine)
        expect(page.get_by_text("Je nummer is gelezen op")).to_be_visible()
        desk.get_by_role("button", name="Gebeld, wis het nummer").click()
        expect(desk.get_by_text("Naam en nummer zijn gewist.")).to_be_visible()
    page.goto(mine)
    expect(page.get_by_text("Je naam en je nummer zijn weg.")).to_be_visible()
    assert kept(site, "hernia", "0470 12 34 56", "Zwaanhilde") == []


def test_every_page_serves_a_thumb_large_letters_and_a_keyboard(browser: Browser, site: Site) -> None:
    theirs = site.manage("shell", "--no-imports", "-c", WORLD).split()[-1]
    wrong = {}
    with opened_page(browser, width=320, base_url=site.url) as page:
        page.goto("/werk/dichtbij/?plaats=8500")
        offer = page.get_by_role("link", name="Fruit sorteren").get_attribute("href") or ""
        for address in (
            "/werk/",
            "/werk/dichtbij/?plaats=8500",
            offer,
            "/werk/activiteiten/?plaats=8500",
            "/werk/wie-helpt/?plaats=8500",
            "/werk/bel-mij/?plaats=8500",
            theirs,
        ):
            wear(page, width=320)
            page.goto(address)
            stops = hands.stops(page)
            found = {
                **hands.missed(page),
                "no ring under the keyboard": hands.unseen(stops),
                "hardly a stop for the keyboard": [] if len(stops) > 5 else len(stops),
            }
            wrong |= {f"{address}: {what}": each for what, each in found.items() if each}
    assert wrong == {}


def test_every_step_works_without_script(browser: Browser, site: Site) -> None:
    site.manage("shell", "--no-imports", "-c", WORLD)
    with opened_page(browser, width=360, base_url=site.url, script=False) as page:
        page.goto("/werk/bel-mij/?plaats=8500")
        page.get_by_label("Je voornaam").fill("Sam")
        page.get_by_label("Je telefoonnummer").fill("0470 12 34 57")
        page.get_by_role("button", name="Bel mij").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Fatma van het OCMW belt je")
        page.get_by_role("button", name="Bel mij niet meer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We bellen je niet")
