"""A visitor's one question, with the hubs as they ship: from the first screen to an honest answer."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.browser import opened_page
from tests.journeys.site import Site

PLACE, SENTENCE, BUTTON = "Waar ben je?", "Wat heb je over, of wat zoek je?", "Zoek mijn hub"
#: What the page says of a hub that was never heard of to be at work there.
NEVER_SAID = re.compile(r"helpt in|helpen in|hoort bij het werkgebied")


@pytest.fixture(params=["script", "no script"])
def visitor(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """Somebody on a phone, with and without script; nothing may be written as an error on the console."""
    with opened_page(browser, width=360, script=request.param == "script", base_url=site.url) as page:
        yield page
        told = page.complaints  # type: ignore[attr-defined]
        assert [line for line in told if "status of 4" not in line] == []


def ask(page: Page, place: str, sentence: str = "") -> Locator:
    """Open the first screen, ask, and return the answer."""
    page.goto("/")
    page.get_by_label(PLACE).fill(place)
    if sentence:
        page.get_by_label(SENTENCE).fill(sentence)
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/antwoord/**")
    return page.get_by_role("main")


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def test_the_first_screen_asks_one_question(visitor: Page) -> None:
    visitor.goto("/")
    expect(heading(visitor)).to_have_text("Iets over? Iets nodig? Je hub zoekt mee.")
    button = visitor.get_by_role("button", name=BUTTON)
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740, "the question must be asked without scrolling on a phone"


def test_8500_is_served_by_cico_hub(visitor: Page) -> None:
    answer = ask(visitor, "8500")
    expect(heading(visitor)).to_have_text("CICO Hub helpt in Kortrijk")
    expect(answer).to_contain_text("Deze hub heeft haar thuis in Kortrijk.")
    expect(answer).to_contain_text("nog niet bevestigd")
    own_site = answer.get_by_role("link", name="Contact via de eigen site van CICO Hub")
    expect(own_site).to_have_attribute("href", "https://designregio-kortrijk.be")
    expect(answer.get_by_role("heading", name="Partners in de buurt")).to_be_visible()


def test_9160_is_near_two_hubs_and_neither_serves_it(visitor: Page) -> None:
    answer = ask(visitor, "9160")
    expect(heading(visitor)).to_have_text("2 hubs zijn dicht bij Lokeren")
    expect(answer).to_contain_text("We weten nog niet welke hub Lokeren helpt.")
    expect(answer).to_contain_text(
        "Dichtbij zijn De Keet (18,9 km) en Sociaal-circulaire Hub Gent (20,1 km)."
    )
    assert not NEVER_SAID.search(answer.inner_text())


def test_8900_with_sunscreen_offcuts_is_near_kortrijk_and_shows_the_story_that_resembles(
    visitor: Page,
) -> None:
    answer = ask(visitor, "8900", "snijresten zonweringsdoek, 300 kg per maand")
    expect(heading(visitor)).to_have_text("Het dichtst bij Ieper: CICO Hub")
    assert not NEVER_SAID.search(answer.inner_text())
    section = answer.get_by_role("region", name="Dit lijkt op jouw vraag")
    stories = section.get_by_role("article")
    expect(stories).to_have_count(1)
    expect(stories).to_contain_text("Drie bedrijven zoeken een nieuw leven voor wat ze overhouden")
    expect(stories).to_contain_text("zonweringsdoek")
    stories.get_by_role("link").click()
    expect(heading(visitor)).to_have_text("Drie bedrijven zoeken een nieuw leven voor wat ze overhouden")
    expect(visitor.get_by_text("Bron:")).to_be_visible()


def test_a_part_of_a_town_leads_to_its_municipality(visitor: Page) -> None:
    answer = ask(visitor, "Zellik")
    expect(answer).to_contain_text("Zellik hoort bij Asse.")
    expect(answer).to_contain_text("We weten nog niet welke hub Asse helpt.")


def test_an_old_name_leads_to_the_municipality_of_today(visitor: Page) -> None:
    answer = ask(visitor, "Galmaarden")
    expect(answer).to_contain_text("Galmaarden hoort sinds wo 1 januari 2025 bij Pajottegem.")


def test_a_place_outside_flanders_gets_the_honest_answer(visitor: Page) -> None:
    answer = ask(visitor, "Anderlecht")
    expect(heading(visitor)).to_have_text("Anderlecht ligt niet in Vlaanderen")
    expect(answer).to_contain_text("Onze hubs werken alleen in Vlaanderen.")
    expect(answer).to_contain_text("Vul dan die gemeente in.")


def test_an_unknown_place_is_said_and_what_was_meant_is_one_press_away(visitor: Page) -> None:
    answer = ask(visitor, "Kortijk", "twee paletten karton")
    expect(heading(visitor)).to_have_text("We vinden “Kortijk” niet")
    expect(answer.get_by_label(PLACE)).to_have_value("Kortijk")
    expect(answer.get_by_label(SENTENCE)).to_have_value("twee paletten karton")
    answer.get_by_role("link", name="Kortrijk", exact=True).click()
    expect(heading(visitor)).to_have_text("CICO Hub helpt in Kortrijk")
    expect(visitor.get_by_role("main").get_by_label(SENTENCE).last).to_have_value("twee paletten karton")


def test_nothing_filled_in_is_told_beside_the_field(browser: Browser, site: Site) -> None:
    with opened_page(browser, width=360, base_url=site.url) as page:
        page.goto("/antwoord/")
        field = page.get_by_label(PLACE)
        expect(field).to_have_attribute("aria-invalid", "true")
        told = page.locator(f"#{(field.get_attribute('aria-describedby') or '').split()[-1]}")
        expect(told).to_contain_text("Vul een gemeente of postcode in.")


def test_by_keyboard_alone_from_the_first_screen_to_the_answer(page: Page) -> None:
    page.goto("/")
    field = page.get_by_label(PLACE)
    for _ in range(25):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    expect(field).to_be_focused()
    page.keyboard.type("kortr")
    options = page.get_by_role("listbox", name="Plaatsen").get_by_role("option")
    expect(options.first).to_contain_text("Kortrijk")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("kortr")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    if options.first.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value(re.compile("Kortrijk$"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("CICO Hub helpt in Kortrijk")


def test_a_typing_error_is_forgiven_while_typing(page: Page) -> None:
    page.goto("/")
    page.get_by_label(PLACE).press_sequentially("kortrijl")
    page.get_by_role("option", name="Kortrijk 8500").click()
    page.get_by_role("button", name=BUTTON).click()
    expect(heading(page)).to_have_text("CICO Hub helpt in Kortrijk")


@pytest.mark.parametrize("address", ["/antwoord/?plaats=", "/organisaties/?naam=", "/verhalen/?woorden="])
def test_ten_kilobytes_in_an_address_are_told_beside_the_field(page: Page, address: str) -> None:
    answer = page.goto(address + "a" * 10_000)
    assert answer is not None
    assert answer.status == 422
    expect(page.locator(".field-invalid .field-error")).to_contain_text("10000")
