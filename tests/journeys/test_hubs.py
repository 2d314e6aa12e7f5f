"""All hubs as a list and on the map with the same filters; a hub that ended; a hub that takes a question."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.browser import opened_page, settle
from tests.journeys.site import Site

FILTERS = [
    "",
    "sector=textiel",
    "sector=ict",
    "partner=knowledge",
    "partner=reuse_centre",
    "levensloop=not_confirmed",
    "sector=voeding&partner=intercommunal",
]


def rows(page: Page) -> list[tuple[str, str]]:
    """Id and name of each hub in the list, in order."""
    listed = page.locator("#hub-list [data-point]").all()
    return [(row.get_attribute("data-point") or "", _name(row.get_by_role("heading"))) for row in listed]


def marks(page: Page) -> list[tuple[str, str]]:
    """Id and name of each marker on the map that can be seen, in order."""
    shown = [mark for mark in page.locator("[data-map] .marker").all() if mark.is_visible()]
    return [(_slug(mark), _name(mark.locator("[data-name]")).partition(", ")[0]) for mark in shown]


def _name(where: Locator) -> str:
    return " ".join((where.text_content() or "").split())


def _slug(mark: Locator) -> str:
    return (mark.get_attribute("href") or "").rstrip("/").rpartition("/")[2]


@pytest.fixture
def desk(page: Page) -> Page:
    """The same visitor at a desk, where list and map stand on one page."""
    page.set_viewport_size({"width": 1280, "height": 860})
    return page


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label).select_option(label=option)


@pytest.mark.parametrize("query", FILTERS)
def test_the_map_and_its_list_hold_the_same_hubs(desk: Page, query: str) -> None:
    page = desk
    page.goto(f"/?{query}")
    settle(page)
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "open")
    assert marks(page) == rows(page)
    data = page.request.get(f"/hubs/kaart.json?{query}").json()["features"]
    points = [point["properties"] for point in data if point["properties"]["sort"] == "hub"]
    assert [(point["id"], point["name"]) for point in points] == rows(page)


def test_a_filter_changes_list_map_and_address_without_a_new_page(desk: Page) -> None:
    page = desk
    page.goto("/?sector=ict")
    settle(page)
    narrow = rows(page)
    assert marks(page) == narrow
    page.evaluate("document.documentElement.dataset.same = 'page'")
    choose(page, "Sector", "Alle sectoren")
    expect(page.locator("#hub-list [data-point]")).to_have_count(10)
    assert marks(page) == rows(page)
    choose(page, "Soort partner", "kennisinstelling")
    page.wait_for_url(re.compile("partner=knowledge"))
    expect(page.locator("#hub-list [data-point]")).not_to_have_count(10)
    assert 0 < len(rows(page)) < 10
    assert marks(page) == rows(page)
    assert page.locator("html").get_attribute("data-same") == "page"
    there = rows(page)
    page.reload()
    settle(page)
    assert rows(page) == marks(page) == there


def test_the_filters_work_without_script(browser: Browser, site: Site) -> None:
    with opened_page(browser, width=360, script=False, base_url=site.url) as page:
        page.goto("/")
        choose(page, "Sector", "ICT en elektronica")
        page.get_by_role("button", name="Toon", exact=True).click()
        assert "sector=ict" in page.url
        listed = [slug for slug, _name in rows(page)]
        assert listed == ["brugge", "aalst"]
        drawn = page.locator("[data-still] [data-dot]:not(.is-out)").all()
        assert [dot.get_attribute("data-dot") for dot in drawn] == listed


def test_a_choice_without_hubs_says_so_and_offers_all(page: Page) -> None:
    page.goto("/?levensloop=ended")
    expect(page.get_by_role("heading", name="Geen hub met deze keuze")).to_be_visible()
    page.locator("#hub-list").get_by_role("link", name="Toon alle hubs").last.click()
    expect(page.locator("#hub-list [data-point]")).to_have_count(10)


def test_a_mark_and_its_row_lead_to_the_hub(desk: Page) -> None:
    page = desk
    page.goto("/")
    settle(page)
    page.locator("[data-map] .marker", has_text="CICO Hub").focus()
    expect(page.locator("#hub-list [data-point=kortrijk]")).to_have_class(re.compile("is-lit"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("CICO Hub")
    for heading in ("Waar deze hub rond werkt", "Werkgebied", "Partners", "Wat deze hub al deed", "Contact"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def test_an_ended_hub_says_so_and_names_its_successor(page: Page, site: Site) -> None:
    site.manage(
        "shell",
        "-v0",
        "-c",
        "from circulairwerkt.hubs.models import Hub, LifeCycle; "
        "Hub.objects.filter(slug='oudenaarde').update("
        "life_cycle=LifeCycle.ENDED, successor=Hub.objects.get(slug='aalst'))",
    )
    page.goto("/hubs/oudenaarde/")
    told = page.get_by_role("main")
    expect(told).to_contain_text("SCHOUDER werkt niet meer als hub.")
    expect(told.get_by_role("link", name="De Keet")).to_have_attribute("href", "/hubs/aalst/")
    page.goto("/antwoord/?plaats=Oudenaarde")
    expect(page.get_by_role("main")).to_contain_text("SCHOUDER is gestopt. De Keet neemt Oudenaarde over.")


def sign_in(page: Page, hub: str) -> None:
    """As a made-up coordinator, on the page that only a local try-out has."""
    page.goto("/lokaal/aanmelden/")
    page.get_by_label("Hub").select_option(label=hub)
    page.get_by_role("button", name="Meld mij aan").click()


def test_a_question_to_a_claimed_hub_is_read_by_its_coordinator(
    browser: Browser, page: Page, site: Site
) -> None:
    with opened_page(browser, base_url=site.url) as workplace:
        sign_in(workplace, "CICO Hub")
        workplace.goto("/werkplek/kortrijk/")
        workplace.get_by_role("link", name="Bevestigen, stoppen of overdragen").click()
        workplace.get_by_label("De hub werkt. Mensen kunnen ons vragen stellen.").check()
        workplace.get_by_role("button", name="Bevestigen op vandaag").click()
    page.goto("/antwoord/?plaats=8500&zin=elke week twee paletten karton")
    form = page.get_by_role("region", name="Stel je vraag aan CICO Hub")
    expect(form.get_by_label("Wat heb je over, of wat zoek je?")).to_have_value(
        "elke week twee paletten karton"
    )
    send = form.get_by_role("button", name="Verstuur mijn vraag")
    form.get_by_label("Je e-mailadres of telefoonnummer").fill("jan@")
    send.click()
    expect(page.get_by_text("“jan@” is geen volledig e-mailadres.").first).to_be_visible()
    expect(form.get_by_label("Wat heb je over, of wat zoek je?")).to_have_value(
        "elke week twee paletten karton"
    )
    form.get_by_label("Je e-mailadres of telefoonnummer").fill("jan@example.org")
    page.wait_for_timeout(2_100)  # quicker than a person types is asked again
    send.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je vraag is vertrokken")
    expect(page.get_by_role("main")).to_contain_text("CICO Hub leest je vraag.")
    with opened_page(browser, base_url=site.url) as workplace:
        sign_in(workplace, "CICO Hub")
        waiting = workplace.get_by_role("region", name="Vragen")
        expect(waiting).to_contain_text("elke week twee paletten karton")
        waiting.get_by_role("link", name="elke week twee paletten karton").click()
        expect(workplace.get_by_role("link", name="jan@example.org")).to_be_visible()
    with opened_page(browser, base_url=site.url) as stranger:
        sign_in(stranger, "De Keet")
        expect(stranger.get_by_role("main")).not_to_contain_text("twee paletten karton")
