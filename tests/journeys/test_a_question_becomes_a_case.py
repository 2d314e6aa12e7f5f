"""What a hub hears becomes a question, a contact and a task; and where a question must stop."""

import calendar
import re
from datetime import date, timedelta

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.axe import faults
from tests.journeys.browser import opened_page, too_wide
from tests.journeys.site import Site


def sign_in(page: Page, hub: str) -> None:
    """As a made-up coordinator, on the page that only a local try-out has."""
    page.goto("/lokaal/aanmelden/")
    page.get_by_label("Hub").select_option(label=hub)
    page.get_by_role("button", name="Meld mij aan").click()


def confirm(browser: Browser, site: Site, slug: str, hub: str) -> None:
    """Let the coordinator say that the hub works; without that nobody reads questions there."""
    with opened_page(browser, base_url=site.url) as desk:
        sign_in(desk, hub)
        desk.goto(f"/werkplek/{slug}/bevestigen/")
        desk.get_by_label("De hub werkt. Mensen kunnen ons vragen stellen.").check()
        desk.get_by_role("button", name="Bevestigen op vandaag").click()
        said(desk, "Bevestigd op vandaag")


def ask(page: Page, *, place: str, sentence: str) -> Locator:
    """Ask from the first screen, leave a telephone number, and return the page that follows the question."""
    page.goto("/")
    page.get_by_label("Waar ben je?").fill(place)
    page.get_by_label("Wat heb je over, of wat zoek je?").fill(sentence)
    page.get_by_role("button", name="Zoek mijn hub").click()
    page.wait_for_url("**/antwoord/**")
    form = page.locator("#vraag")
    form.get_by_label("Je e-mailadres of telefoonnummer").fill("0470 00 00 00")
    page.wait_for_timeout(2_100)  # quicker than a person types is asked again
    form.get_by_role("button", name="Verstuur mijn vraag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je vraag is vertrokken")
    page.get_by_role("link", name="Volg mijn vraag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Volg je vraag")
    return page.get_by_role("main")


def sound(page: Page) -> None:
    """Nothing wrong by axe, and nothing that sticks out to the side."""
    assert faults(page) == [], page.url
    assert too_wide(page) == [], page.url


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(words)


def test_foam_in_trailers_asks_back_how_many_cubic_metres(browser: Browser, page: Page, site: Site) -> None:
    confirm(browser, site, "aalst", "De Keet")
    mine = ask(page, place="9160", sentence="isomo van verpakkingen, een volle aanhangwagen per maand")
    for chip in ("piepschuim of isomo (EPS)", "1 aanhangwagen", "elke maand"):
        expect(mine.locator("summary.chip", has_text=chip)).to_be_visible()
    asked = page.get_by_role("heading", name="Hoeveel m³ gaat er in één aanhangwagen?")
    expect(asked).to_be_visible()
    sound(page)
    page.get_by_role("button", name="4 m³", exact=True).click()
    said(page, "Genoteerd. Dank je.")
    expect(asked).to_have_count(0)
    expect(mine.locator("summary.chip", has_text="1 aanhangwagen van 4 m³")).to_be_visible()
    with opened_page(browser, base_url=site.url) as desk:
        sign_in(desk, "De Keet")
        desk.goto("/werkplek/aalst/vragen/")
        desk.get_by_role("link", name=re.compile("isomo van verpakkingen")).first.click()
        expect(desk.get_by_role("region", name="Wat we begrepen")).to_contain_text("1 aanhangwagen van 4 m³")
        sound(desk)


def test_a_phone_note_from_mol_makes_contact_and_task(browser: Browser, site: Site) -> None:
    note = "schrijnwerkerij, 2 palletten MDF-resten per week, dinsdag terugbellen op 0470 12 34 56"
    with opened_page(browser, width=360, base_url=site.url) as phone:
        sign_in(phone, "Sociaal-Circulaire Hub Kempen")
        phone.goto("/werkplek/kempen/dossiers/")
        phone.get_by_role("link", name="Noteer een gesprek").click()
        phone.get_by_label("Wat is er gezegd?").press_sequentially(note)
        expect(phone.get_by_label("Telefoon")).to_have_value(re.compile(r"0470 ?12 ?34 ?56"))
        expect(phone.get_by_label("Te doen")).to_have_value("Terugbellen")
        due = date.fromisoformat(phone.get_by_label("Tegen").input_value())
        assert due.weekday() == calendar.TUESDAY
        assert timedelta(0) <= due - date.today() <= timedelta(days=8)
        sound(phone)
        phone.get_by_role("button", name="Bewaar", exact=True).click()
        expect(phone.get_by_role("heading", level=1)).to_contain_text("MDF-resten")
        expect(phone.get_by_role("region", name="Wie doet mee")).to_contain_text("0470 12 34 56")
        to_do = phone.get_by_role("region", name="Te doen")
        expect(to_do).to_contain_text("Terugbellen")
        expect(to_do).to_contain_text(f"{due.day} ")
        sound(phone)
        assert phone.complaints == []  # type: ignore[attr-defined]
