"""A coordinator on the Kansenkaart of his hub: reads one opportunity aloud, opens a case with all parties."""

from playwright.sync_api import Browser, expect

from tests.journeys.axe import faults
from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.test_coordinator import sign_in

#: A small world: three firms with cardboard, a processor with room for one of them.
WORLD = """
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.flows.services import find_at_once
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.streams.models import Capability, MaterialCard
with everywhere("a journey"):
    hub = Hub.objects.get(slug="aalst")
    here = {"hub": hub, "unit": "t", "period": "week", "lat": 50.94, "lon": 4.04, "material": "cardboard"}
    firm = lambda name: Organisation.objects.create(name=name, slug=name.lower().replace(" ", "-"))
    for name in ("Dozen Aerts", "Magazijn Bulte", "Drukkerij Ceulemans"):
        MaterialCard.objects.create(sentence="karton", organisation=firm(name), quantity=2.0, **here)
    Capability.objects.create(sentence="wij sorteren", organisation=firm("De Sorteerders"), quantity=2.0,
        accepts=["cardboard"], activities=["sort"], hours_per_unit_h=6.0, strategy="R8", **here)
    print(find_at_once(actor=SYSTEM, hub=hub).opportunities.count())
"""


def test_from_an_opportunity_to_a_case_with_all_parties(browser: Browser, site: Site) -> None:
    assert int(site.manage("shell", "--no-imports", "-c", WORLD).split()[-1]) >= 1
    with opened_page(browser, width=1280, base_url=site.url) as page:
        sign_in(page)
        page.goto("/werkplek/aalst/")
        page.get_by_role("link", name="Kansen", exact=True).click()
        best = page.get_by_role("listitem").filter(has_text="1. ").first
        sentence = best.get_by_role("heading").inner_text()
        for words in (
            "Met 4 ton per week extra werk in of rond",
            "sorteren (karton)",
            "sluiten 2 kringlopen",
        ):
            assert words in sentence, sentence
        best.get_by_role("link", name="Toon op de kaart").click()
        expect(page.locator(".is-chosen")).to_contain_text("De kringlopen van deze kans staan op de kaart.")
        assert faults(page) == []
        page.locator(".is-chosen").get_by_role("link", name="Met 4 ton per week").click()
        expect(page.get_by_role("heading", name="Voor en na")).to_be_visible()
        page.get_by_role("button", name="Open een dossier").click()
        expect(page.get_by_role("status")).to_contain_text("Het dossier is open")
        people = page.get_by_role("main")
        for name in sentence_parties(people.inner_text()):
            expect(people).to_contain_text(name)
        expect(people).to_contain_text("Uit een kans")
        assert faults(page) == []


def sentence_parties(text: str) -> list[str]:
    """The firms of the small world that the case names: two of the three find their place here."""
    found = [name for name in ("Dozen Aerts", "Magazijn Bulte", "Drukkerij Ceulemans") if name in text]
    assert len(found) >= 2, text
    return found
