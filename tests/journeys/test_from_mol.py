"""From a phone in Mol: a question that goes round, a hub that lets it lapse, a test that counts once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.test_a_question_becomes_a_case import confirm, said, sign_in, sound

HUB, OTHER, THIRD = "Sociaal-Circulaire Hub Kempen", "Circulaire Hub Leuven", "Hub Genk"
SENTENCE = "schrijnwerkerij, 2 palletten MDF-resten per week, dinsdag terugbellen op 0470 12 34 56"
#: Nobody answered, and the day has passed.
DAY_PASSED = (
    "from datetime import timedelta; from django.utils import timezone;"
    "from circulairwerkt.cases.models import Referral, ReferralState;"
    "Referral._base_manager.filter(state=ReferralState.OPEN).update("
    "due_on=timezone.localdate() - timedelta(days=1))"
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


@contextmanager
def at(browser: Browser, site: Site, hub: str, role: str = "coordinator") -> Iterator[Page]:
    """A desk of another hub, or of the programme."""
    with opened_page(browser, base_url=site.url) as desk:
        desk.goto("/lokaal/aanmelden/")
        desk.get_by_label("Hub").select_option(label=hub)
        desk.get_by_label("Rol").select_option(value=role)
        desk.get_by_role("button", name="Meld mij aan").click()
        yield desk


def refer(desk: Page, to: str, why: str) -> None:
    desk.get_by_label("Naar wie?").select_option(value=to)
    desk.get_by_label("Waarom?").fill(why)
    desk.get_by_role("button", name="Verwijs door").click()


def trajectories_counted(desk: Page, row: str) -> Locator:
    """The programme's number of test trajectories in the row of a hub, or of the programme."""
    desk.goto("/programma/tellingen/")
    heads = desk.get_by_role("columnheader").all_inner_texts()
    place = next(at for at, head in enumerate(heads) if "testtraject" in head.lower())
    line = desk.get_by_role("row").filter(has=desk.get_by_role("rowheader", name=row, exact=True))
    return line.get_by_role("cell").nth(place - 1)


def ask_from_mol(browser: Browser, page: Page, site: Site) -> None:
    """Ask from a place that no hub serves yet; once the hub took it into its area, the answer is another."""
    answer_for_mol(page)
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("helpt in Mol")
    with at(browser, site, HUB) as desk:
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


def sent_back(browser: Browser, site: Site) -> None:
    """The third hub says no: not without a reason."""
    with at(browser, site, THIRD) as desk:
        desk.goto("/werkplek/genk/doorverwijzingen/")
        desk.get_by_role("link", name=re.compile("MDF-resten")).first.click()
        expect(desk.get_by_role("heading", level=1)).to_have_text("Neem je dit op?")
        desk.get_by_role("button", name="Stuur terug").click()
        expect(desk.get_by_role("alert")).to_contain_text("waarom niet")
        desk.get_by_label("Zeg er iets bij").fill("Ons atelier zit vol tot de zomer.")
        desk.get_by_role("button", name="Stuur terug").click()
        said(desk, "Teruggestuurd")


def test_mdf_from_mol_goes_round_and_its_test_counts_once(browser: Browser, page: Page, site: Site) -> None:
    for slug, hub in (("kempen", HUB), ("leuven", OTHER), ("genk", THIRD)):
        confirm(browser, site, slug, hub)
    ask_from_mol(browser, page, site)
    mine = page.get_by_role("main")
    with opened_page(browser, base_url=site.url) as desk:
        sign_in(desk, HUB)
        desk.goto("/werkplek/kempen/vragen/")
        desk.get_by_role("link", name=re.compile("MDF-resten")).first.click()
        question = desk.url
        desk.get_by_role("button", name="Maak een materiaalkaart").click()
        said(desk, "De kaart staat er.")
        expect(desk.get_by_role("main")).not_to_contain_text("0470")
        desk.get_by_role("link", name="Vraag uit Mol").click()
        expect(desk.get_by_role("heading", name="Hieruit gemaakt")).to_be_visible()
        sound(desk)

        # Handed on, sent back with a reason, and the next hub is offered.
        desk.get_by_role("link", name="Verwijs door").click()
        refer(desk, "hub:genk", "Het atelier dat dit kan, ligt bij jullie.")
        sent_back(browser, site)
        desk.goto(question)
        expect(desk.get_by_role("main")).to_contain_text("Ons atelier zit vol tot de zomer.")
        desk.get_by_role("link", name=f"Doorverwezen naar {THIRD}").click()
        expect(desk.get_by_role("main")).to_contain_text(f"{OTHER} is de volgende dichtste hub")
        sound(desk)
        desk.get_by_role("link", name=f"Vraag het aan {OTHER}").click()
        expect(desk.get_by_label("Naar wie?")).to_have_value("hub:leuven")
        refer(desk, "hub:leuven", "Het kan ook in jullie atelier.")
        page.reload()
        expect(mine).to_contain_text(f"{OTHER} kijkt of ze je vraag opneemt.")
        site.manage("shell", "-c", DAY_PASSED)
        site.manage("clock", "--once")
        page.reload()
        expect(mine).to_contain_text(f"{OTHER} nam je vraag niet op")

        # To somebody beside the hubs the platform sends nothing; what they said is noted.
        desk.goto(question)
        expect(desk.get_by_role("main")).to_contain_text("verlopen")
        desk.get_by_role("link", name="Verwijs door").click()
        refer(desk, "body:ovam", "Zij weten of hier een verklaring voor nodig is.")
        said(desk, "Wij sturen zelf niets door")
        page.reload()
        expect(mine).to_contain_text("OVAM")
        desk.get_by_role("link", name="Doorverwezen naar OVAM").click()
        desk.get_by_label("Zeg er iets bij").fill("Geen verklaring nodig.")
        desk.get_by_role("button", name="OVAM neemt het niet op").click()
        expect(desk.get_by_role("main")).to_contain_text("Geen verklaring nodig.")

        desk.goto(question)
        desk.get_by_role("button", name="Opnemen").click()
        expect(desk.get_by_role("heading", level=1)).to_contain_text("MDF-resten")
        case = desk.url
        expect(desk.get_by_role("region", name="Wie doet mee")).to_contain_text("0470 12 34 56")
        expect(desk.get_by_role("region", name="Te doen")).to_contain_text(re.compile("terugbellen", re.I))
        desk.get_by_role("button", name=re.compile("Naar verkenning|Naar verkend", re.I)).click()
        desk.get_by_role("button", name=re.compile("Naar testtraject", re.I)).click()
        page.reload()
        expect(mine).to_contain_text("Er loopt een test.")
        counts_once(browser, site, desk, case)


def counts_once(browser: Browser, site: Site, desk: Page, case: str) -> None:
    """Shared with one hub and then taken over by another, a test counts for each and once in all."""
    desk.goto(case)
    desk.get_by_role("link", name="Deel met een andere hub").click()
    desk.get_by_label("Welke hub werkt mee?").select_option(label=OTHER)
    desk.get_by_role("button", name="Deel", exact=True).click()
    expect(desk.get_by_role("main")).to_contain_text(f"samen met {OTHER}")
    for hub, slug in ((HUB, "kempen"), (OTHER, "leuven")):
        with at(browser, site, hub) as there:
            there.goto(f"/werkplek/{slug}/tellingen/")
            line = there.get_by_role("main").get_by_role("link", name=re.compile("testtraject", re.I)).first
            expect(line).to_contain_text("1")
            line.click()
            there.get_by_role("link", name=re.compile("MDF-resten")).first.click()
            expect(there.get_by_role("heading", level=1)).to_contain_text("MDF-resten")
    with at(browser, site, HUB, "administrator") as programme:
        for row in (HUB, OTHER, "Programma"):
            expect(trajectories_counted(programme, row)).to_have_text("1")
        expect(trajectories_counted(programme, THIRD)).to_have_text("0")
        sound(programme)

        desk.goto(case)
        desk.get_by_role("link", name="Verwijs door").click()
        refer(desk, "hub:genk", "De test loopt verder bij een maatwerkbedrijf in Genk.")
        with at(browser, site, THIRD) as there:
            there.goto("/werkplek/genk/doorverwijzingen/")
            there.get_by_role("link", name=re.compile("MDF-resten")).first.click()
            there.get_by_role("button", name="Neem op").click()
            said(there, "Opgenomen. Het is nu bij je hub.")
        for row in (HUB, OTHER, THIRD, "Programma"):
            expect(trajectories_counted(programme, row)).to_have_text("1")
