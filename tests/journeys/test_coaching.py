"""An entrepreneur does the self-scan on his phone and books a coach; the coach finds him in his week."""

import re
from urllib.parse import urljoin

from ical.calendar_stream import IcsCalendarStream
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.test_a_question_becomes_a_case import confirm, said, sound


def _sign_in_as_coach(desk: Page) -> None:
    desk.goto("/lokaal/aanmelden/")
    desk.get_by_label("Hub").select_option(label="De Keet")
    desk.get_by_label("Rol").select_option(label="coach")
    desk.get_by_role("button", name="Meld mij aan").click()


def _keep_hours(desk: Page) -> None:
    """Say what one helps with and when, as a coach does once."""
    desk.goto("/werkplek/aalst/begeleiding/week/")
    desk.get_by_role("link", name="Vul je uren in").click()
    desk.get_by_label("Waarmee help je, in een of twee zinnen?").fill("Ik help met herstellen.")
    for choice in ("herstellen en hergebruiken", "materialen en reststromen", "Nederlands", "online"):
        desk.get_by_label(choice).check()
    desk.get_by_label("Van waar vertrek je?").fill("9300")
    for day in ("Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag", "Zaterdag", "Zondag"):
        desk.get_by_label(day).fill("9-12, 13.30-17")
    sound(desk)
    desk.get_by_role("button", name="Bewaar", exact=True).press("Enter")
    said(desk, "Ondernemers zien nu deze momenten")


def _scan(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("link", name=re.compile("Ik wil circulair starten")).click()
    for question in phone.get_by_role("main").get_by_role("group").all()[:4]:
        question.get_by_label("nog niet").check()
    phone.get_by_label("Wat doet je bedrijf?").fill("meubels maken")
    phone.get_by_label("Waar ben je?").fill("9160")
    phone.get_by_role("button", name="Toon wat ik kan doen").press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Wat je nu kan doen")
    expect(phone.get_by_role("region", name="Je volgende stappen")).to_contain_text("Schrijf één maand op")
    expect(phone.get_by_role("region", name="Wie je helpt")).to_contain_text("De Keet")
    sound(phone)


def test_an_entrepreneur_does_the_self_scan_and_books_a_coach(browser: Browser, site: Site) -> None:
    confirm(browser, site, "aalst", "De Keet")
    with (
        opened_page(browser, base_url=site.url) as desk,
        opened_page(browser, width=360, base_url=site.url) as phone,
    ):
        _sign_in_as_coach(desk)
        _keep_hours(desk)
        _scan(phone)
        phone.get_by_role("link", name="Vraag een coach").click()
        expect(phone.get_by_label("nog niet begonnen")).to_be_checked()
        phone.get_by_label("Waarmee wil je vooruit?").fill("Stoelen terugnemen en opnieuw verkopen.")
        phone.get_by_label("Naam van het bedrijf").fill("Stoelenmakerij Proef")
        phone.get_by_label("E-mailadres of telefoonnummer").fill("ondernemer@example.org")
        phone.wait_for_timeout(2_100)  # quicker than a person types is asked again
        phone.get_by_role("button", name="Verder: kies een moment").click()
        said(phone, "Kies nu een coach en een moment")
        sound(phone)
        mine = phone.url
        first = (
            phone.get_by_role("listitem")
            .filter(has_text="Ik help met herstellen.")
            .get_by_role("button")
            .first
        )
        first.click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Bevestig je afspraak")
        sound(phone)
        phone.get_by_role("button", name="Spreek af").click()
        said(phone, "Afgesproken.")
        expect(phone.get_by_role("heading", level=1)).to_have_text("Je afspraak met je coach")
        sound(phone)
        address = phone.get_by_role("link", name="Zet in je agenda").get_attribute("href") or ""
        [event] = IcsCalendarStream.calendar_from_ics(phone.request.get(urljoin(mine, address)).text()).events
        assert event.summary is not None
        assert "Coach, De Keet" in event.summary
        desk.goto("/werkplek/aalst/begeleiding/")
        desk.get_by_role("link", name="Stoelenmakerij Proef").click()
        expect(desk.get_by_role("region", name="Afspraken")).to_contain_text("online")
        sound(desk)
        phone.get_by_role("button", name=re.compile("^Zeg af")).click()
        said(phone, "Afgezegd.")
        desk.reload()
        expect(desk.get_by_role("region", name="Afspraken")).to_contain_text("Er staat nu geen afspraak")
        assert phone.complaints == []  # type: ignore[attr-defined]
