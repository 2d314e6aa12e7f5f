"""A case in Brugge turns trimmings into work packages and two places, which somebody finds on his phone."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.test_a_question_becomes_a_case import said, sign_in, sound

#: A case with three tonnes of trimmings a week; prints the case and the enterprise that may sew them.
TRIMMINGS = """
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Case, CaseStream
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Kind, Partnership
from circulairwerkt.streams.models import MaterialCard
with everywhere("a journey"):
    hub = Hub.objects.get(slug="brugge")
    partners = Partnership.objects.filter(hub=hub, valid_to=None, organisation__kind=Kind.SOCIAL_ENTERPRISE)
    case = Case.objects.create(hub=hub, number=1, year=2026, title="snijresten van zonweringsdoek")
    card = MaterialCard.objects.create(hub=hub, sentence="snijresten van zonweringsdoek", quantity=3,
        unit="t", period="week", material="synthetic_textile", strategy="R8")
    CaseStream.objects.create(case=case, card=card)
    print(case.pk, partners.order_by("pk").first().organisation.slug)
"""


def test_trimmings_become_work_packages_and_two_places(browser: Browser, page: Page, site: Site) -> None:
    case, slug = site.manage("shell", "--no-imports", "-c", TRIMMINGS).split()[-2:]
    with opened_page(browser, base_url=site.url) as desk:
        sign_in(desk, "Circular Hub Brugge")
        desk.goto(f"/dossiers/{case}/")
        desk.get_by_role("link", name="Zo is het berekend, met taken en voorwaarden").click()
        expect(desk.get_by_role("heading", level=1)).to_have_text("Hoeveel werk is dit?")
        desk.get_by_role("link", name=re.compile("^Pas aan: snijresten")).click()
        desk.get_by_label("sorteren").check()
        desk.get_by_label("Uren per eenheid, van").fill("20")
        desk.get_by_label("Uren per eenheid, tot").fill("30")
        desk.get_by_label("Van wie weet je dit?").select_option(label="wie het werk doet")
        sound(desk)
        desk.get_by_role("button", name="Bewaren").click()
        work = desk.get_by_role("main")
        expect(work).to_contain_text("naar schatting 60 tot 90 uur werk per week")
        expect(work).to_contain_text("Ze belooft geen plaatsen")
        sound(desk)
        desk.goto("/werkplek/brugge/werk/")
        expect(desk.get_by_role("main")).to_contain_text("60 tot 90 uur")

        desk.goto(f"/organisaties/{slug}/beheer/werk/")
        desk.get_by_role("link", name="Bied werk aan").click()
        desk.get_by_label("Wat bied je aan?").select_option(label="werk")
        desk.get_by_label("Hoe heet het werk?").fill("zakken naaien")
        desk.get_by_label("Wat doe je daar, in één zin?").fill("Je knipt doek en naait er zakken van.")
        desk.get_by_label("Je zit veel.").check()
        desk.get_by_label("Een begeleider helpt je elke dag.").check()
        desk.get_by_label("Gemeente of postcode").fill("8000")
        desk.get_by_label("Aantal plaatsen").fill("2")
        sound(desk)
        desk.get_by_role("button", name="Bewaren").click()
        said(desk, "Het werk staat op de site.")

    page.goto("/werk/dichtbij/?plaats=8000")
    page.get_by_role("link", name="Zakken naaien").click()
    expect(page.get_by_text("Er zijn 2 plekken.")).to_be_visible()
    expect(page.get_by_text("VDAB beslist wie mag starten")).to_be_visible()
    sound(page)
