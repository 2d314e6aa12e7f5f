"""What is understood of a question: a volume that is asked back, a danger that stops everything."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.axe import faults
from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.test_answers import ask
from tests.journeys.test_coordinator import sign_in

EPS = "isomo van verpakkingen, een volle aanhangwagen per maand"
ETERNIT = "golfplaten in eterniet van een oude loods, kan een maatwerkbedrijf die afbreken?"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_trailer_of_eps_is_asked_back_in_cubic_metres(browser: Browser, site: Site, script: bool) -> None:
    with opened_page(browser, width=1280, base_url=site.url) as page:
        sign_in(page)
        page.goto("/werkplek/aalst/bevestigen/")
        page.get_by_label("De hub werkt. Mensen kunnen ons vragen stellen.").check()
        page.get_by_role("button", name="Bevestigen op vandaag").click()
    with opened_page(browser, width=360, script=script, base_url=site.url) as page:
        answer = ask(page, "9160", EPS)
        expect(answer).to_contain_text("piepschuim of isomo (EPS)")
        expect(answer.get_by_text("Hoeveel m³ gaat er in één aanhangwagen?")).to_have_count(1)
        if script:
            assert faults(page) == []
        answer.get_by_label("4 m³").check()
        answer.get_by_label("Je e-mailadres of telefoonnummer").fill("jan@example.org")
        page.wait_for_timeout(2200)  # quicker than a person types counts as a machine
        answer.get_by_role("button", name="Verstuur mijn vraag").click()
        page.get_by_role("link", name="Volg mijn vraag").click()
        mine = page.get_by_role("main")
        expect(mine).to_contain_text("1 aanhangwagen van 4 m³")
        expect(mine.get_by_role("heading", name="Is het zuiver, of zit er iets anders bij?")).to_be_visible()
        if script:
            assert faults(page) == []
        mine.get_by_role("button", name="Zuiver: niets anders erbij").click()
        expect(page.get_by_role("status")).to_contain_text("Genoteerd. Dank je.")
        expect(mine.get_by_role("button", name="Dat weet ik niet")).to_have_count(0)


def test_eternit_stops_and_only_the_hub_answers(browser: Browser, site: Site) -> None:
    with (
        opened_page(browser, width=1280, base_url=site.url) as desk,
        opened_page(browser, width=360, base_url=site.url) as page,
    ):
        sign_in(desk, "Hub Genk")
        desk.goto("/werkplek/genk/bevestigen/")
        desk.get_by_label("De hub werkt. Mensen kunnen ons vragen stellen.").check()
        desk.get_by_role("button", name="Bevestigen op vandaag").click()
        answer = ask(page, "3600", ETERNIT)
        expect(answer).to_contain_text("Dit kan gevaarlijk zijn: asbest.")
        expect(answer.get_by_role("link", name="OVAM", exact=True)).to_have_attribute(
            "href", "https://www.asbestinfo.be"
        )
        expect(answer.get_by_role("heading", name="Partners in de buurt")).to_have_count(0)
        assert faults(page) == []
        answer.get_by_label("Je e-mailadres of telefoonnummer").fill("jan@example.org")
        page.wait_for_timeout(2200)  # quicker than a person types counts as a machine
        answer.get_by_role("button", name="Verstuur mijn vraag").click()
        page.get_by_role("link", name="Volg mijn vraag").click()
        expect(page.get_by_role("main")).to_contain_text("Alleen de hub leest je vraag en antwoordt je.")
        desk.goto("/werkplek/genk/vragen/")
        desk.get_by_role("link", name=re.compile("golfplaten in eterniet")).first.click()
        expect(desk.get_by_role("main")).to_contain_text("Stop: dit kan asbest zijn.")
        expect(desk.get_by_role("button", name="Maak een materiaalkaart")).to_have_count(0)
        desk.get_by_label("Je bericht").fill("Raak ze niet aan. Wij bellen je over een erkende afbreker.")
        desk.get_by_role("button", name="Bewaar", exact=True).click()
        page.reload()
        expect(page.get_by_role("main")).to_contain_text("Wij bellen je over een erkende afbreker.")
        desk.goto("/werkplek/genk/materiaal/kaarten/")
        expect(desk.get_by_role("main")).not_to_contain_text("golfplaten")
