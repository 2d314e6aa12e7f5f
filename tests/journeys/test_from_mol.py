"""From a phone in Mol: a question, a card, a task; a hub that lets it lapse; a test that counts once."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.test_a_question_becomes_a_case import confirm, said, sign_in, sound

HUB, OTHER = "Sociaal-Circulaire Hub Kempen", "Circulaire Hub Leuven"
SENTENCE = "schrijnwerkerij, 2 palletten MDF-resten per week, dinsdag terugbellen op 0470 12 34 56"
LAPSE = (
    "from datetime import timedelta; from django.utils import timezone;"
    "from circulairwerkt.base.permissions import SYSTEM; from circulairwerkt.cases import services;"
    "print(services.lapse_overdue(actor=SYSTEM, today=timezone.localdate() + timedelta(days=61)))"
)


def add_to_area(desk: Page, place: str) -> None:
    """Say that the hub works for a municipality too; what changes is shown before it is saved."""
    desk.goto("/werkplek/kempen/gebied/")
    desk.get_by_label("Gemeenten", exact=True).fill(place)
    desk.get_by_label("Dit komt bij het gebied.").check()
    desk.get_by_role("button", name="Toon wat er verandert").click()
    desk.get_by_role("button", name="Ja, bewaar dit gebied").click()


def answer_for_mol(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_label("Waar ben je?").fill("Mol")
    phone.get_by_label("Wat heb je over, of wat zoek je?").fill(SENTENCE)
    phone.get_by_role("button", name="Zoek mijn hub").click()
    phone.wait_for_url("**/antwoord/**")


def test_mdf_from_mol_goes_round_and_its_test_counts_once(browser: Browser, page: Page, site: Site) -> None:
    for slug, hub in (("kempen", HUB), ("leuven", OTHER)):
        confirm(browser, site, slug, hub)
    answer_for_mol(page)
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("helpt in Mol")
    with opened_page(browser, base_url=site.url) as desk:
        sign_in(desk, HUB)
        add_to_area(desk, "Mol")
        answer_for_mol(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{HUB} helpt in Mol")
        form = page.locator("#vraag")
        expect(form.locator("summary.chip", has_text="MDF")).to_be_visible()
        expect(form.locator("summary.chip", has_text=re.compile("zuiver hout|A-hout", re.I))).to_have_count(0)
        expect(form.get_by_label("Je e-mailadres of telefoonnummer")).to_have_value(re.compile("0470"))
        page.wait_for_timeout(2_100)  # quicker than a person types is asked again
        form.get_by_role("button", name="Verstuur mijn vraag").click()
        page.get_by_role("link", name="Volg mijn vraag").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Volg je vraag")
        sound(page)

        desk.goto("/werkplek/kempen/vragen/")
        desk.get_by_role("link", name=re.compile("MDF-resten")).first.click()
        question = desk.url
        desk.get_by_role("button", name="Maak een materiaalkaart").click()
        said(desk, "De kaart staat er.")
        expect(desk.get_by_role("main")).not_to_contain_text("0470")
        desk.get_by_role("link", name="Vraag uit Mol").click()
        expect(desk.get_by_role("heading", name="Hieruit gemaakt")).to_be_visible()
        sound(desk)
        desk.get_by_role("link", name="Verwijs door").click()
        desk.get_by_label("Naar wie?").select_option(value="hub:leuven")
        desk.get_by_label("Waarom?").fill("Het atelier dat dit kan, ligt bij jullie.")
        desk.get_by_role("button", name="Verwijs door").click()
        page.reload()
        expect(page.get_by_role("main")).to_contain_text(f"{OTHER} kijkt of ze je vraag opneemt.")
        site.manage("shell", "-c", LAPSE)
        page.reload()
        expect(page.get_by_role("main")).to_contain_text(f"{OTHER} nam je vraag niet op")

        desk.goto(question)
        expect(desk.get_by_role("main")).to_contain_text("verlopen")
        desk.get_by_role("button", name="Opnemen").click()
        expect(desk.get_by_role("heading", level=1)).to_contain_text("MDF-resten")
        expect(desk.get_by_role("region", name="Wie doet mee")).to_contain_text("0470 12 34 56")
        expect(desk.get_by_role("region", name="Te doen")).to_contain_text(re.compile("terugbellen", re.I))
        desk.get_by_role("button", name=re.compile("Naar verkenning|Naar verkend", re.I)).click()
        desk.get_by_role("button", name=re.compile("Naar testtraject", re.I)).click()
        desk.goto("/werkplek/kempen/tellingen/")
        expect(desk.locator("summary", has_text=re.compile("testtraject", re.I)).first).to_contain_text("1")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Er loopt een test.")
