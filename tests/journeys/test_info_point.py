"""Somebody books at an info point, another walks in: one line on a phone, and it becomes a question."""

import re
from urllib.parse import urljoin

from ical.calendar_stream import IcsCalendarStream
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.test_a_question_becomes_a_case import confirm, said, sign_in, sound

NAME = "Infopunt in de bibliotheek van Aalst"


def _open_the_door(desk: Page) -> None:
    """Make an info point that is open every day, as a coordinator does once."""
    desk.goto("/werkplek/aalst/")
    desk.get_by_role("link", name="Infopunten").click()
    desk.get_by_role("link", name="Maak je eerste infopunt").click()
    desk.get_by_label("Naam").fill(NAME)
    desk.locator("#id_words_nl").fill("Alles over wat je over hebt of zoekt.")
    desk.get_by_label("Gemeente of postcode").fill("9300")
    desk.get_by_label("Straat en nummer").fill("Utopia 1")
    for day in ("Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag", "Zaterdag", "Zondag"):
        desk.get_by_label(day).fill("9-12, 13.30-17")
    desk.get_by_label("Bezoekers kunnen een moment kiezen").check()
    sound(desk)
    desk.get_by_role("button", name="Bewaar", exact=True).press("Enter")
    said(desk, "Zo weet iedereen wanneer de deur open is")


def test_a_visit_becomes_a_question(browser: Browser, site: Site) -> None:
    confirm(browser, site, "aalst", "De Keet")
    with (
        opened_page(browser, width=360, base_url=site.url) as desk,
        opened_page(browser, width=360, base_url=site.url) as phone,
    ):
        sign_in(desk, "De Keet")
        _open_the_door(desk)
        phone.goto("/hubs/aalst/")
        phone.get_by_role("link", name=NAME).click()
        expect(phone.get_by_role("heading", level=1)).to_have_text(NAME)
        expect(phone.get_by_text(re.compile("Nu (open|gesloten)"))).to_be_visible()
        expect(phone.get_by_role("region", name="Openingsuren")).to_contain_text("9 tot 12 uur")
        sound(phone)
        phone.get_by_role("region", name="Maak een afspraak").get_by_role("button").first.click()
        phone.get_by_label("Je naam").fill("An Bezoeker")
        phone.get_by_label("Je e-mailadres of telefoonnummer").fill("bezoeker@example.org")
        phone.wait_for_timeout(2_100)  # quicker than a person types is asked again
        phone.get_by_role("button", name="Spreek af").press("Enter")
        said(phone, "Afgesproken.")
        sound(phone)
        address = phone.get_by_role("link", name="Zet in je agenda").get_attribute("href") or ""
        text = phone.request.get(urljoin(phone.url, address)).text()
        [event] = IcsCalendarStream.calendar_from_ics(text).events
        assert event.location is not None
        assert "Utopia 1" in event.location

        desk.goto("/werkplek/aalst/")
        line = desk.get_by_label("Waarover ging het?")
        line.fill("Winkel met tien pallets over")
        line.press("Enter")
        said(desk, "Genoteerd.")
        expect(desk.get_by_role("region", name="Afspraken")).to_contain_text("An Bezoeker")
        sound(desk)
        desk.get_by_role("link", name=re.compile("Maak er een vraag van")).click()
        expect(desk.get_by_label("Wat heeft of zoekt de bezoeker?")).to_have_value(
            "Winkel met tien pallets over"
        )
        desk.get_by_label("E-mailadres of telefoonnummer van de bezoeker").fill("0470 12 34 56")
        desk.get_by_role("button", name="Bewaar als vraag").press("Enter")
        said(desk, "Het bezoek is nu een vraag")
        desk.get_by_role("region", name="Waar het begon").get_by_role("link", name=NAME).click()
        expect(desk.get_by_role("region", name="Bezoeken")).to_contain_text("Werd een vraag")
        phone.get_by_role("button", name="Zeg af").press("Enter")
        said(phone, "Afgezegd.")
        assert phone.complaints == []  # type: ignore[attr-defined]
