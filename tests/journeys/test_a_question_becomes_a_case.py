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


def make(desk: Page, sort: str, *, sentence: str, organisation: str, place: str) -> None:
    """Note a card, or what somebody can do, as a coordinator does: in one sentence."""
    desk.goto(f"/werkplek/kortrijk/materiaal/{sort}/nieuw/")
    desk.get_by_label("Zeg het in één zin").fill(sentence)
    desk.get_by_label("Van welke organisatie?").fill(organisation)
    desk.get_by_label("Waar?").fill(place)
    # By key: places that are suggested a little late may lie over the button.
    desk.get_by_role("button", name="Bewaar en kijk na").press("Enter")
    expect(desk.get_by_role("region", name="Wie kan hiermee verder?")).to_be_visible()


def bring(desk: Page, organisation: str, role: str) -> None:
    """Bring an organisation into the case that is open."""
    desk.get_by_role("link", name="Voeg een organisatie toe").click()
    desk.get_by_label("Welke organisatie?").fill(organisation)
    desk.get_by_role("button", name="Zoek", exact=True).click()
    found = desk.get_by_role("listitem").filter(has_text=organisation).last
    found.get_by_label(f"Wat doet {organisation}?").select_option(label=role)
    found.get_by_role("button", name="Voeg toe").click()
    said(desk, f"{organisation} staat bij het dossier")


def deliver(desk: Page, *, day: date, amount: str) -> None:
    """Note what really moved."""
    form = desk.get_by_role("form", name="Noteer een levering")
    form.get_by_label("Dag").fill(day.isoformat())
    form.get_by_label("Hoeveel").fill(amount)
    form.get_by_role("button", name="Noteer").click()


def test_cardboard_of_ieper_becomes_a_test_with_transfers_and_a_story(
    browser: Browser, page: Page, site: Site
) -> None:
    confirm(browser, site, "kortrijk", "CICO Hub")
    mine = ask(page, place="8900", sentence="elke week twee paletten karton, proper en droog")
    with opened_page(browser, base_url=site.url) as desk:
        sign_in(desk, "CICO Hub")
        make(
            desk,
            "wie-kan-wat",
            sentence="wij sorteren karton, vijf paletten per week",
            organisation="WAAK",
            place="Kortrijk",
        )
        desk.goto("/werkplek/kortrijk/vragen/")
        desk.get_by_role("link", name=re.compile("twee paletten karton")).first.click()
        desk.get_by_label("Je bericht").fill("Dag! We zoeken wie het kan sorteren.")
        desk.get_by_role("button", name="Bewaar", exact=True).click()
        desk.get_by_role("button", name="Opnemen").click()
        case = desk.url
        make(
            desk,
            "kaarten",
            sentence="elke week twee paletten karton, proper en droog",
            organisation="Leiedal",
            place="Ieper",
        )
        desk.get_by_role("button", name="Zoek wie hiermee verder kan").click()
        possible = desk.get_by_role("region", name="Wie kan hiermee verder?")
        expect(possible).to_contain_text("wij sorteren karton")
        sound(desk)
        possible.get_by_role("link", name=re.compile("wij sorteren karton")).click()
        expect(desk.get_by_role("region", name="Waarom dit past")).to_contain_text("km")
        sound(desk)
        desk.goto(case)
        desk.get_by_role("link", name="Voeg materiaal of aanbod toe").click()
        desk.get_by_role("button", name=re.compile("Voeg toe: elke week twee paletten karton")).click()
        bring(desk, "Leiedal", "geeft")
        bring(desk, "WAAK", "verwerkt")
        expect(desk.get_by_role("region", name="Voorstellen")).to_contain_text("wij sorteren karton")
        desk.get_by_role("button", name="Naar testtraject").click()
        expect(desk.get_by_role("list", name="Stappen van dit dossier")).to_contain_text("testtraject")
        desk.get_by_role("link", name="Nieuwe overeenkomst").click()
        desk.get_by_label("Waarover gaat het?").fill("karton sorteren")
        desk.get_by_label("Wie geeft?").select_option(label="Leiedal")
        desk.get_by_label(re.compile("^Wie verwerkt")).select_option(label="WAAK")
        desk.get_by_label(re.compile("^Hoeveel")).fill("2")
        desk.get_by_label("Eenheid").select_option("pallet")
        desk.get_by_label("Hoe vaak").select_option("week")
        desk.get_by_label("Vanaf").fill((date.today() - timedelta(days=14)).isoformat())
        desk.get_by_role("button", name="Bewaar als voorstel").click()
        desk.get_by_role("button", name="Ja, afgesproken").click()
        for days, amount in ((8, "2"), (1, "1,5")):
            deliver(desk, day=date.today() - timedelta(days=days), amount=amount)
        moved = desk.get_by_role("region", name="Leveringen")
        expect(moved.get_by_role("listitem")).to_have_count(2)
        sound(desk)
        work = desk.get_by_role("region", name="Het werk")
        expect(work).to_contain_text("Niemand zei hoeveel uur het vraagt")
        work.get_by_role("link", name=re.compile("^Pas aan")).click()
        desk.get_by_label("sorteren").check()
        desk.get_by_label("Uren per eenheid, van").fill("1")
        desk.get_by_label("Uren per eenheid, tot").fill("1,5")
        desk.get_by_label("Van wie weet je dit?").select_option(label="wie het werk doet")
        sound(desk)
        desk.get_by_role("button", name="Bewaren").click()
        expect(desk.get_by_role("main")).to_contain_text("naar schatting 2 tot 3 uur werk per week")
        expect(desk.get_by_role("main")).to_contain_text(
            "naar schatting 3,5 tot 5,3 uur werk in een jaar tijd"
        )
        sound(desk)

        page.reload()
        expect(mine).to_contain_text("Er loopt een test.")
        expect(mine).to_contain_text("We zoeken wie het kan sorteren.")
        expect(mine).not_to_contain_text("WAAK")
        sound(page)

        desk.goto(case)
        lessons = desk.get_by_role("region", name="Wat we leerden")
        lessons.get_by_text("Schrijf een les op").click()
        lessons.get_by_label("Wat leerden we?").fill("Proper karton van WAAK mag nat noch vet zijn.")
        lessons.get_by_role("button", name="Bewaar").click()
        desk.get_by_role("link", name="Zet in de verhalen, zonder namen").click()
        desk.get_by_label("Titel").fill("Karton krijgt een tweede leven")
        desk.get_by_label("In het kort").fill("Een proef met karton dat elke week overblijft.")
        desk.get_by_label("Mag in de verhalen, zonder namen").check()
        desk.get_by_role("button", name="Zet in de verhalen").click()
        expect(desk.get_by_text(re.compile("Fout: Dit noemt iemand of een plaats.*: WAAK"))).to_be_visible()
        desk.get_by_label("Wat leerden we?").fill("Karton mag nat noch vet zijn.")
        sound(desk)
        desk.get_by_label("Mag in de verhalen, zonder namen").check()
        desk.get_by_role("button", name="Zet in de verhalen").click()
        said(desk, "De les staat in de verhalen")
        assert desk.complaints == [] or all("422" in line for line in desk.complaints)  # type: ignore[attr-defined]

    page.goto("/antwoord/?plaats=9000&zin=wekelijks+een+pallet+karton")
    page.get_by_role("link", name="Karton krijgt een tweede leven").click()
    expect(page.get_by_role("main")).to_contain_text("Karton mag nat noch vet zijn.")
    expect(page.get_by_role("main")).not_to_contain_text("WAAK")
    sound(page)
