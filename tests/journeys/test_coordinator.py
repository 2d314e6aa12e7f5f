"""A coordinator's first ten minutes, two people on one form, a passkey, signing in by mail."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import faults
from tests.journeys.browser import opened_page
from tests.journeys.site import Site


def sign_in(page: Page, hub: str = "De Keet", role: str = "hubcoördinator") -> None:
    """Be somebody of a hub, as the README says."""
    page.goto("/aanmelden/")
    page.get_by_role("link", name="kies een hub en een rol").click()
    page.get_by_label("Hub", exact=True).select_option(label=hub)
    page.get_by_label("Rol").select_option(label=role)
    page.get_by_role("button", name="Meld mij aan").click()
    expect(page.get_by_role("status")).to_contain_text("(voorbeeld)")


@pytest.fixture(params=["script", "no script"])
def coordinator(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """The coordinator of De Keet on a phone, with and without script."""
    with opened_page(browser, width=360, script=request.param == "script", base_url=site.url) as page:
        sign_in(page)
        yield page
        told = page.complaints  # type: ignore[attr-defined]
        assert [line for line in told if "status of 4" not in line] == []


def test_pasted_municipalities_change_the_answer(coordinator: Page) -> None:
    page = coordinator
    page.goto("/antwoord/?plaats=9160")
    if "De Keet helpt in Lokeren" not in page.content():
        expect(page.get_by_role("main")).to_contain_text("Gent")
    page.goto("/werkplek/")
    page.get_by_role("link", name="De Keet").first.click()
    page.get_by_role("link", name="Gemeenten", exact=True).click()
    page.get_by_label("Gemeenten").fill("Aalst, Lokeren\nMoerbeke; Zellik\nLookeren")
    page.get_by_role("button", name="Toon wat er verandert").click()
    shown = page.get_by_role("main")
    expect(shown).to_contain_text("1 naam herkennen we niet")
    expect(shown).to_contain_text("Lookeren: bedoel je Lokeren")
    expect(shown).to_contain_text("Zellik → Asse")
    page.get_by_role("button", name="Ja, bewaar dit gebied").click()
    expect(page.get_by_role("status")).to_contain_text("Het gebied is bewaard")

    page.goto("/antwoord/?plaats=9160")
    expect(page.get_by_role("heading", level=1)).to_have_text("De Keet helpt in Lokeren")

    page.goto("/werkplek/aalst/gebied/")
    page.get_by_role("button", name="Maak de laatste verandering ongedaan").click()
    expect(page.get_by_role("status")).to_contain_text("Het gebied is weer zoals daarvoor")
    page.goto("/antwoord/?plaats=9160")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("De Keet helpt in Lokeren")


def test_confirming_is_one_choice(coordinator: Page) -> None:
    page = coordinator
    page.goto("/werkplek/aalst/bevestigen/")
    page.get_by_label("De hub werkt. Mensen kunnen ons vragen stellen.").check()
    page.get_by_role("button", name="Bevestigen op vandaag").click()
    expect(page.get_by_role("status")).to_contain_text("Bevestigd op vandaag")
    page.goto("/hubs/aalst/")
    expect(page.get_by_role("main")).not_to_contain_text("nog niet bevestigd")


def test_two_people_on_one_form_lose_nothing(browser: Browser, site: Site) -> None:
    with (
        opened_page(browser, width=1280, base_url=site.url) as first,
        opened_page(browser, width=1280, base_url=site.url) as second,
    ):
        for page in (first, second):
            sign_in(page, "CICO Hub")
            page.goto("/werkplek/kortrijk/gegevens/")
        first.get_by_label("Telefoon").fill("056 11 11 11")
        first.get_by_role("button", name="Bewaren").click()
        expect(first.get_by_role("status")).to_contain_text("Bewaard")
        second.get_by_label("Telefoon").fill("056 22 22 22")
        second.get_by_label("Contactpersoon").fill("Het onthaal")
        second.get_by_role("button", name="Bewaren").click()
        expect(second.get_by_role("heading", level=1)).to_have_text("Iemand anders veranderde dit ook")
        assert faults(second) == []
        phone = second.get_by_role("group", name="Telefoon")
        expect(phone).to_contain_text("056 11 11 11")
        expect(phone).to_contain_text("056 22 22 22")
        phone.get_by_label("Wat er nu staat").check()
        second.get_by_role("button", name="Bewaar mijn keuze").click()
        expect(second.get_by_role("status")).to_contain_text("Bewaard")
        second.goto("/werkplek/kortrijk/gegevens/")
        expect(second.get_by_label("Telefoon")).to_have_value("056 11 11 11")
        expect(second.get_by_label("Contactpersoon")).to_have_value("Het onthaal")


def test_a_passkey_signs_in_alone(browser: Browser, site: Site) -> None:
    with opened_page(browser, width=360, base_url=site.url) as page:
        channel = page.context.new_cdp_session(page)
        channel.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
        options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
        channel.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        sign_in(page, "CICO Hub", "hublid")
        page.goto("/mijn/beveiliging/sleutels/nieuw/")
        page.get_by_label("Naam van de sleutel").fill("Mijn telefoon")
        page.get_by_label("Ook aanmelden zonder code uit de mail").check()
        page.get_by_role("button", name="Maak de sleutel").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Je herstelcodes")
        page.goto("/afmelden/")
        page.get_by_role("button", name="Meld mij af").click()
        page.goto("/aanmelden/")
        page.get_by_role("button", name="Aanmelden met een sleutel").click()
        page.wait_for_url("**/werkplek/")
        expect(page.get_by_role("main")).to_contain_text("CICO Hub")


def test_signing_in_by_mail_as_on_a_fresh_machine(browser: Browser, site: Site) -> None:
    with opened_page(browser, width=360, script=False, base_url=site.url) as page:
        page.goto("/registreren/")
        page.get_by_label("E-mailadres").fill("reis@example.org")
        page.get_by_role("button", name="Stuur mij een code").click()
        with opened_page(browser, base_url=site.url) as mailbox:
            mailbox.goto("/lokaal/post/")
            mailbox.get_by_role("link", name="Je code om je account te maken").first.click()
            code = mailbox.locator(".letter p").nth(2).inner_text().strip()
        page.get_by_label("Code uit de mail").fill(code)
        page.get_by_role("button", name="Verder").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Wat wil je doen?")
