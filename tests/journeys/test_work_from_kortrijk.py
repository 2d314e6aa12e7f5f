"""From a phone in 8500: somebody seeks work, says too much, is called, and his number is gone."""

import sqlite3

from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import opened_page
from tests.journeys.site import DATABASE, Site
from tests.journeys.test_a_question_becomes_a_case import sound

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


#: An enterprise that keeps files, its coach, and a funder.
ENTERPRISE = """
from datetime import date
from circulairwerkt.accounts.models import ProgrammeRole, User
from circulairwerkt.base.permissions import Role
from circulairwerkt.organisations.models import Kind, Organisation, OrganisationMembership
from circulairwerkt.people.models import GrowthSwitch
enterprise = Organisation.objects.filter(kind=Kind.SOCIAL_ENTERPRISE).order_by("pk").first()
coach = User.objects.create_user("begeleider@example.org", name="Bea")
OrganisationMembership.objects.create(user=coach, organisation=enterprise, valid_from=date(2024, 1, 1))
funder = User.objects.create_user("financier@example.org", name="Fien")
ProgrammeRole.objects.create(user=funder, role=Role.FUNDER, valid_from=date(2024, 1, 1))
GrowthSwitch.objects.create(organisation=enterprise, is_on=True)
print(enterprise.slug)
"""
#: Half a year later: what is asked, what is deleted, what is published; prints the link of the questions.
LATER = """
from django.utils import timezone
from datetime import timedelta
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.people import services
from circulairwerkt.people.links import follow_up_address
from circulairwerkt.people.models import FollowUp
from circulairwerkt.people.models.growth import months_after
with everywhere("a journey"):
    services.ask_how_it_goes(actor=SYSTEM, today=months_after(timezone.localdate(), 6))
    services.publish_figures(actor=SYSTEM, today=months_after(timezone.localdate(), 12))
    print("/" + follow_up_address(FollowUp.objects.get(months=6), "nl").split("/", 3)[3])
"""
DELETED = """
from django.utils import timezone
from datetime import timedelta
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.people import services
from circulairwerkt.people.models import PersonFile
services.retain(actor=SYSTEM, today=timezone.localdate() + timedelta(days=7))
print(PersonFile.objects.count())
"""


def sign_in_as(page: Page, address: str, site: Site) -> None:
    """As somebody who has no made-up account of a hub: with a session that is made for him."""
    code = f"""
from django.conf import settings
from django.test import Client
from circulairwerkt.accounts.models import User
client = Client()
client.force_login(User.objects.get(email="{address}"))
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
    key = site.manage("shell", "--no-imports", "-c", code).split()[-1]
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": site.url}])


def test_growth_the_step_and_what_the_person_and_the_funder_see(
    browser: Browser, page: Page, site: Site
) -> None:
    slug = site.manage("shell", "--no-imports", "-c", ENTERPRISE).split()[-1]
    with opened_page(browser, base_url=site.url) as desk:
        sign_in_as(desk, "begeleider@example.org", site)
        desk.goto(f"/organisaties/{slug}/beheer/mensen/nieuw/")
        desk.get_by_label("Voornaam").fill("Zwaanhilde")
        desk.get_by_role("button", name="Bewaren").click()
        expect(desk.get_by_role("heading", level=1)).to_have_text("Zwaanhilde")
        for kind, words in (("dat kan ik", "sorteert op kleur"), ("opleiding", "heftruck")):
            desk.get_by_label("Wat noteer je?").select_option(label=kind)
            desk.get_by_label("In één zin").fill(words)
            desk.get_by_role("button", name="Noteer", exact=True).click()
            expect(desk.get_by_text(words)).to_be_visible()
        desk.get_by_role("button", name="Begin deze stap").click()
        for stage in ("stage bij een bedrijf", "begonnen in gewoon werk"):
            desk.get_by_label("Volgende stap").select_option(label=stage)
            desk.get_by_role("button", name="Noteer de stap").click()
        expect(desk.get_by_role("heading", name="Hoe het daarna gaat")).to_be_visible()
        sound(desk)
        desk.get_by_role("button", name="Maak een code").click()
        code = desk.locator(".amount").inner_text()

    page.goto(site.manage("shell", "--no-imports", "-c", LATER).split()[-1])
    page.get_by_label("Ja, op dezelfde plek.").check()
    page.get_by_role("radio", name="Goed.", exact=True).check()
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je")

    page.goto("/mijn-pad/")
    page.get_by_label("Je code").fill(code)
    page.get_by_role("button", name="Open mijn dossier").click()
    expect(page.get_by_text("Bea: begeleiden").first).to_be_visible()
    expect(page.get_by_text("sorteert op kleur").first).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Ik wil niet dat iemand dit leest").click()
    expect(page.get_by_text("Alleen jij leest dit nog.")).to_be_visible()
    page.get_by_role("button", name="Wis alles over mij").click()
    expect(page.get_by_role("button", name="Wis toch niets")).to_be_visible()
    assert site.manage("shell", "--no-imports", "-c", DELETED).split()[-1] == "0"
    assert kept(site, "Zwaanhilde", "sorteert op kleur") == []

    with opened_page(browser, base_url=site.url) as desk:
        sign_in_as(desk, "financier@example.org", site)
        desk.goto("/programma/cijfers-mensen/")
        expect(desk.get_by_role("heading", level=1)).to_have_text("Hoeveel mensen zetten een stap?")
        expect(desk.get_by_text("minder dan 5").first).to_be_visible()
        expect(desk.get_by_text("Zwaanhilde")).to_have_count(0)
