"""A coach's day, half a year later, and the end of a file: what coach, person and funder each see."""

import re
from io import BytesIO

from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.journeys.browser import opened_page, too_wide
from tests.journeys.site import Site
from tests.journeys.test_a_question_becomes_a_case import said, sound
from tests.journeys.test_work_from_kortrijk import kept

#: A maatwerkbedrijf of a hub that keeps files, where four others began in regular work; its coach; a funder.
ENTERPRISE = """
from datetime import date
from django.utils import timezone
from circulairwerkt.accounts.models import ProgrammeRole, User
from circulairwerkt.base.permissions import Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Kind, OrganisationMembership, Partnership
from circulairwerkt.people.models import GrowthSwitch, PersonFile, StageReached, Transition
with everywhere("a journey"):
    partner = Partnership.objects.filter(hub=Hub.objects.get(slug="brugge"), valid_to=None,
        organisation__kind=Kind.SOCIAL_ENTERPRISE).order_by("pk").first()
enterprise = partner.organisation
coach = User.objects.create_user("begeleider@example.org", name="Bea")
OrganisationMembership.objects.create(user=coach, organisation=enterprise, valid_from=date(2024, 1, 1))
funder = User.objects.create_user("financier@example.org", name="Fien")
ProgrammeRole.objects.create(user=funder, role=Role.FUNDER, valid_from=date(2024, 1, 1))
GrowthSwitch.objects.create(organisation=enterprise, is_on=True)
for number in range(4):
    way = Transition.objects.create(file=PersonFile.objects.create(organisation=enterprise, first_name="X"))
    StageReached.objects.create(transition=way, stage="started", on=timezone.localdate())
print(enterprise.slug)
"""
#: Half a year later: what is asked and what is published; prints the link of the questions.
LATER = """
from django.utils import timezone
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.people import services
from circulairwerkt.people.counting import half_year_of
from circulairwerkt.people.links import follow_up_address
from circulairwerkt.people.models import FollowUp
from circulairwerkt.people.models.growth import months_after
with everywhere("a journey"):
    services.ask_how_it_goes(actor=SYSTEM, today=months_after(timezone.localdate(), 6))
    services.publish_figures(actor=SYSTEM, today=months_after(half_year_of(timezone.localdate()), 7))
    print("/" + follow_up_address(FollowUp.objects.get(months=6), "nl").split("/", 3)[3])
"""
#: A round of retention so many days after she asked to be deleted; prints how many files of hers are left.
RETAINED = """
from django.utils import timezone
from datetime import timedelta
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.people import services
from circulairwerkt.people.models import PersonFile
services.retain(actor=SYSTEM, today=timezone.localdate() + timedelta(days={days}))
print(PersonFile.objects.filter(coach__isnull=False).count())
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


def stands_at_twice_the_size(page: Page) -> None:
    """Letters twice as large at a desk (WCAG 1.4.4): nothing sticks out of the page."""
    before = page.viewport_size or {"width": 1280, "height": 860}
    page.set_viewport_size({"width": 1280, "height": 860})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert too_wide(page) == [], page.url
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(before)


def note(desk: Page, kind: str, words: str, *, at: str = "") -> None:
    """Note one thing about her on the page of the day."""
    form = desk.locator("#noteer")
    form.get_by_label("Over wie?").select_option(label="Zwaanhilde")
    form.get_by_label("Wat noteer je?").select_option(label=kind)
    form.get_by_label("In één zin").fill(words)
    form.get_by_label("Hoe laat?").fill(at)
    form.get_by_role("button", name="Noteer").click()
    said(desk, "Genoteerd. De persoon kan het lezen.")


def takes_plans_out_and_in(desk: Page, site: Site) -> None:
    """Take the plans along as a file and read it in again: nothing twice, one line more is one."""
    desk.get_by_role("link", name="Plannen in een bestand").click()
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="Als CSV").click()
    text = taken.value.path().read_text("utf-8-sig")
    assert "gesprek over de stage" in text
    last = text.rstrip().splitlines()[-1]
    more = text.rstrip() + "\n" + last.replace("heftruck", "doek knippen") + "\n"
    for sent, told in ((text, "Nieuwe lijnen: 0"), (more, "Nieuwe lijnen: 1")):
        file = {"name": "plannen.csv", "mimeType": "text/csv", "buffer": sent.encode("utf-8-sig")}
        desk.goto(desk.url.partition("/beheer/")[0] + "/beheer/mensen/plannen/")
        desk.get_by_label("Bestand").set_input_files(files=[file])  # type: ignore[list-item]
        desk.get_by_role("button", name="Lees in").click()
        said(desk, told)


def keeps_the_papers_of_a_group(desk: Page, slug: str) -> None:
    """Note a group at another firm: what is missing stands on the day until it is there."""
    desk.goto(f"/organisaties/{slug}/beheer/mensen/vandaag/")
    desk.get_by_role("link", name="Noteer een groep").click()
    desk.get_by_label("Bij welk bedrijf?").fill("Veiling")
    desk.get_by_label("Eerste dag").fill("2030-01-07")
    stands_at_twice_the_size(desk)
    desk.get_by_role("button", name="Bewaren").click()
    expect(desk.get_by_text("geen melding; ten laatste op zo 6 januari 2030")).to_be_visible()
    desk.get_by_role("link", name="Veiling").click()
    desk.get_by_label("Overeenkomst getekend op").fill("2026-01-05")
    desk.get_by_label("Gemeld op").fill("2026-01-05")
    desk.get_by_label("Welke begeleider gaat mee?").select_option(label="Bea")
    desk.get_by_role("button", name="Bewaren").click()
    expect(desk.get_by_text("overeenkomst, melding en begeleider in orde")).to_be_visible()


def test_from_a_coachs_day_to_the_day_on_which_all_is_gone(browser: Browser, page: Page, site: Site) -> None:
    slug = site.manage("shell", "--no-imports", "-c", ENTERPRISE).split()[-1]
    # The coach's own pages do without script, at twice the size too.
    with opened_page(browser, base_url=site.url, script=False) as desk:
        sign_in_as(desk, "begeleider@example.org", site)
        desk.goto(f"/organisaties/{slug}/beheer/mensen/nieuw/")
        desk.get_by_label("Voornaam").fill("Zwaanhilde")
        desk.get_by_role("button", name="Bewaren").click()
        desk.goto(f"/organisaties/{slug}/beheer/mensen/vandaag/")
        note(desk, "afspraak", "gesprek over de stage", at="09:30")
        expect(desk.get_by_text("09.30 u")).to_be_visible()
        note(desk, "dat kan ik", "sorteert op kleur")
        note(desk, "opleiding", "heftruck")
        stands_at_twice_the_size(desk)
        desk.get_by_role("button", name=re.compile("^Gebeurd")).click()
        expect(desk.get_by_text("Vandaag staat er geen afspraak.")).to_be_visible()
        takes_plans_out_and_in(desk, site)
        keeps_the_papers_of_a_group(desk, slug)
        desk.goto(f"/organisaties/{slug}/beheer/mensen/")
        desk.get_by_role("link", name="Zwaanhilde").click()
        mine = desk.url
        desk.get_by_role("button", name="Begin deze stap").click()
        for stage in ("stage bij een bedrijf", "begonnen in gewoon werk"):
            desk.get_by_label("Volgende stap").select_option(label=stage)
            desk.get_by_role("button", name="Noteer de stap").click()
        expect(desk.get_by_role("heading", name="Hoe het daarna gaat")).to_be_visible()
        desk.get_by_role("link", name="Druk het plan af").click()
        expect(desk.get_by_role("heading", name="Het plan van Zwaanhilde")).to_be_visible()
        stands_at_twice_the_size(desk)
        desk.goto(mine)
        desk.get_by_role("button", name="Maak een code").click()
        code = desk.locator(".amount").inner_text()

    with opened_page(browser, width=360, base_url=site.url, script=False) as phone:
        phone.goto(site.manage("shell", "--no-imports", "-c", LATER).split()[-1])
        phone.get_by_label("Ja, op dezelfde plek.").check()
        phone.get_by_role("radio", name="Goed.", exact=True).check()
        phone.get_by_role("button", name="Klaar").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Dank je")

    page.goto("/mijn-pad/")
    page.get_by_label("Je code").fill(code)
    page.get_by_role("button", name="Open mijn dossier").click()
    expect(page.get_by_text("Bea: begeleiden").first).to_be_visible()
    expect(page.get_by_text("Bea: meenemen van of naar een ander programma").first).to_be_visible()
    expect(page.get_by_text("sorteert op kleur").first).to_be_visible()
    sound(page)
    stands_at_twice_the_size(page)
    address = page.get_by_role("link", name="Bewaar mijn paspoort als PDF").get_attribute("href") or ""
    sheet = PdfReader(BytesIO(page.request.get(address).body())).pages[0].extract_text()
    assert "sorteert op kleur" in sheet
    page.get_by_role("button", name="Ik wil niet dat iemand dit leest").click()
    expect(page.get_by_text("Alleen jij leest dit nog.")).to_be_visible()

    with opened_page(browser, base_url=site.url) as desk:
        sign_in_as(desk, "begeleider@example.org", site)
        desk.goto(mine)
        expect(desk.get_by_role("heading", level=1)).to_have_text("De persoon sloot dit dossier")
        expect(desk.get_by_text("Zwaanhilde")).to_have_count(0)
    page.get_by_role("button", name="Wis alles over mij").click()
    expect(page.get_by_role("button", name="Wis toch niets")).to_be_visible()
    for days, left in ((6, "1"), (7, "0")):
        assert site.manage("shell", "--no-imports", "-c", RETAINED.format(days=days)).split()[-1] == left
    assert kept(site, "Zwaanhilde", "sorteert op kleur") == []

    with opened_page(browser, base_url=site.url) as desk:
        sign_in_as(desk, "financier@example.org", site)
        desk.goto("/programma/cijfers-mensen/")
        here = desk.get_by_role("row").filter(has_text="Circular Hub Brugge")
        # With her there are five: without her it would say fewer than five.
        expect(here).to_contain_text("minstens 5")
        expect(desk.get_by_text("Zwaanhilde")).to_have_count(0)
        sound(desk)
