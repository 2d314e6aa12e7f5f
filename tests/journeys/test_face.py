"""The look at work in a browser: suggestions by keyboard, menus, themes, the map and its list."""

import json
import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from tests.journeys.axe import faults
from tests.journeys.browser import THEMES, Theme, opened_page, settle, too_wide
from tests.journeys.site import Site
from tests.journeys.test_coordinator import sign_in

LIT = re.compile(r"\bis-lit\b")
SUGGESTIONS = [
    {"value": "8500 Kortrijk", "label": "Kortrijk", "detail": "8500"},
    {"value": "8510 Marke", "label": "Marke", "detail": "8510, Kortrijk"},
]


@pytest.fixture
def style(page: Page) -> Page:
    """The style page, whose place field is answered with two places."""

    def answer(route: Route) -> None:
        found = SUGGESTIONS if "q=kor" in route.request.url else []
        route.fulfill(body=json.dumps({"suggestions": found}), content_type="application/json")

    page.route("**/plaatsen/?q=*", answer)
    page.goto("/stijl/")
    return page


def test_suggestions_are_chosen_by_keyboard(style: Page) -> None:
    field = style.get_by_role("combobox", name="Waar ben je?")
    field.press_sequentially("kor")
    options = style.get_by_role("listbox", name="Plaatsen").get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(style.get_by_text("2 plaatsen gevonden")).to_be_attached()
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    field.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(field).to_have_value("8500 Kortrijk")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(style: Page) -> None:
    field = style.get_by_role("combobox", name="Waar ben je?")
    field.press_sequentially("kor")
    listed = style.get_by_role("listbox", name="Plaatsen")
    expect(listed.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(listed).to_be_hidden()
    expect(field).to_have_value("kor")


def test_a_suggestion_is_chosen_by_pressing_it(style: Page) -> None:
    field = style.get_by_role("combobox", name="Waar ben je?")
    field.press_sequentially("kor")
    style.get_by_role("option", name="Marke").click()
    expect(field).to_have_value("8510 Marke")


def test_a_late_list_lies_over_nothing_that_somebody_is_on_the_way_to(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/plaatsen/?q=*", hold)
    page.goto("/stijl/")
    field = page.get_by_role("combobox", name="Waar ben je?")
    listed = page.get_by_role("listbox", name="Plaatsen")

    def late(leave: Callable[[], object]) -> None:
        field.press_sequentially("k")
        while not held:  # until the question is on its way; the test's own time limit ends it
            page.wait_for_timeout(20)
        leave()
        for route in held:
            with suppress(Error):  # who left called the question back
                route.fulfill(body=json.dumps({"suggestions": SUGGESTIONS}), content_type="application/json")
        held.clear()

    field.fill("ko")
    page.mouse.move(5, 5)
    late(lambda: page.mouse.move(200, 300, steps=4))
    expect(field).to_be_focused()
    expect(listed).to_be_hidden()
    late(lambda: field.press("Tab"))
    expect(field).not_to_be_focused()
    expect(listed).to_be_hidden()
    late(lambda: None)
    expect(listed).to_be_visible()


def test_nothing_found_is_said(style: Page) -> None:
    style.get_by_role("combobox", name="Waar ben je?").press_sequentially("xyzz")
    expect(style.get_by_text("Geen plaats gevonden")).to_be_attached()


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(style: Page) -> None:
    menu = style.locator(".menu-phone")
    menu.locator("summary").focus()
    style.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Aanmelden")).to_be_visible()
    style.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Aanmelden")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_the_first_tab_stop_leads_to_the_content(style: Page) -> None:
    style.keyboard.press("Tab")
    expect(style.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    style.keyboard.press("Enter")
    expect(style.locator("main")).to_be_focused()


def test_the_chosen_theme_stays(style: Page) -> None:
    group = style.get_by_role("group", name="Weergave")
    group.get_by_role("button", name="Donker").click()
    expect(style.locator("html")).to_have_attribute("data-theme", "dark")
    style.reload()
    expect(style.locator("html")).to_have_attribute("data-theme", "dark")
    expect(group.get_by_role("button", name="Donker")).to_have_attribute("aria-pressed", "true")
    group.get_by_role("button", name="Als toestel").click()
    style.reload()
    assert style.locator("html").get_attribute("data-theme") is None


def test_the_map_comes_when_it_is_near_and_lights_up_with_its_list(style: Page) -> None:
    fetched: list[str] = []
    style.on("request", lambda request: fetched.append(request.url))
    shown = style.locator("[data-map]")
    expect(shown).to_have_attribute("data-state", "waiting")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_attribute("data-state", "open")
    assert any(address.endswith("/map.js") for address in fetched)
    markers = shown.get_by_role("link")
    rows = style.locator("#lijst [data-point]")
    assert markers.count() == rows.count() == 4
    rows.nth(1).get_by_role("link").focus()
    expect(markers.nth(1)).to_have_class(LIT)
    markers.nth(2).focus()
    expect(rows.nth(2)).to_have_class(LIT)
    for button in ("Dichterbij", "Verder weg", "Heel Vlaanderen"):
        shown.get_by_role("button", name=button).click()


def test_without_script_the_still_map_and_the_fields_stand_there(browser: Browser, site: Site) -> None:
    with opened_page(browser, width=360, script=False, base_url=site.url) as page:
        page.goto("/stijl/")
        expect(page.get_by_role("img", name="Vier bedachte hubs in Vlaanderen")).to_be_visible()
        expect(page.get_by_role("textbox", name="Waar ben je?").first).to_be_visible()
        expect(page.get_by_role("group", name="Weergave")).to_be_hidden()


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_mark_menu_and_name_share_one_line(browser: Browser, site: Site, language: str) -> None:
    """From the width on at which the menu stands in the header, for a visitor and for somebody signed in."""
    with opened_page(browser, base_url=site.url) as page:
        for is_signed_in in (False, True):
            if is_signed_in:
                sign_in(page)
            page.goto("/hubs/" if language == "nl" else f"/{language}/hubs/")
            for width in (1056, 1100, 1233, 1280, 1440):
                page.set_viewport_size({"width": width, "height": 400})
                header = page.get_by_role("banner").bounding_box()
                assert header is not None
                assert header["height"] < 80, (width, is_signed_in)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [320, 1280])
def test_every_component_is_accessible_and_fits(
    browser: Browser, site: Site, width: int, theme: Theme
) -> None:
    with opened_page(browser, width=width, theme=theme, base_url=site.url) as page:
        page.goto("/stijl/")
        settle(page)
        assert faults(page) == []
        assert too_wide(page) == []
        assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [320, 1280])
def test_no_marker_hides_another(browser: Browser, site: Site, width: int) -> None:
    with opened_page(browser, width=width, base_url=site.url) as page:
        page.goto("/stijl/")
        settle(page)
        page.locator("[data-map]").scroll_into_view_if_needed()
        boxes = [marker.bounding_box() for marker in page.locator("[data-map] .marker").all()]
        boxes += [
            name.bounding_box()
            for name in page.locator("[data-map] .marker:not([data-side=none]) [data-name]").all()
        ]
    areas = [(box["x"], box["y"], box["width"], box["height"]) for box in boxes if box]
    assert len(areas) == len(boxes) >= 4
    for i, (x, y, wide, high) in enumerate(areas):
        for x2, y2, wide2, high2 in areas[i + 1 :]:
            apart = x + wide <= x2 + 1 or x2 + wide2 <= x + 1 or y + high <= y2 + 1 or y2 + high2 <= y + 1
            assert apart, f"{areas[i]} and {(x2, y2, wide2, high2)} overlap at {width} px"


def test_a_marker_leaves_with_its_row(style: Page) -> None:
    shown = style.locator("[data-map]")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_attribute("data-state", "open")
    style.evaluate(
        """() => {
            document.querySelector("#lijst [data-point]").remove();
            document.dispatchEvent(new CustomEvent("htmx:after:swap"));
        }"""
    )
    expect(shown.get_by_role("link")).to_have_count(3)
