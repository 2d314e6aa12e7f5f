"""Searching everything by keyboard: the quick list with script, the page of results without."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.axe import faults
from tests.journeys.browser import opened_page
from tests.journeys.site import Site

pytestmark = pytest.mark.journey


def test_the_quick_list_jumps_and_lets_go(browser: Browser, site: Site) -> None:
    with opened_page(browser, width=360, base_url=site.url) as page:
        page.goto("/over/")
        page.keyboard.press("Control+k")
        dialog, field = page.get_by_role("dialog"), page.get_by_role("combobox")
        expect(dialog).to_be_visible()
        expect(field).to_be_focused()
        page.keyboard.press("?")
        expect(dialog.get_by_text("kies een regel")).to_be_visible()
        page.keyboard.type("keeet")
        option = dialog.get_by_role("option", name="De Keet").first
        expect(option).to_be_visible()
        assert faults(page) == []
        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()

        page.get_by_role("link", name="Zoek", exact=True).click()
        expect(field).to_be_focused()
        page.keyboard.type("keeet")
        expect(option).to_be_visible()
        while option.get_attribute("aria-selected") != "true":
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("De Keet")

        page.keyboard.press("Control+k")
        page.keyboard.type("kringloop")
        page.keyboard.press("Enter")
        page.wait_for_url("**/zoeken/?q=kringloop")
        assert page.complaints == []  # type: ignore[attr-defined]


def test_without_script_the_button_is_a_link(browser: Browser, site: Site) -> None:
    with opened_page(browser, width=360, script=False, base_url=site.url) as page:
        page.goto("/over/")
        page.get_by_role("link", name="Zoek", exact=True).click()
        page.get_by_label("Wat zoek je?").fill("keeet")
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_contain_text("We zochten: keet")
        page.get_by_role("link", name="De Keet").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("De Keet")
