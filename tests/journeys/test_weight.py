"""What a first visit weighs over the wire: the first screen without its map, and the map's data."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import opened_page, settle
from tests.journeys.site import Site

KB = 1000
FIRST_LOAD = 150 * KB
MAP_DATA = 100 * KB
#: The map's library, cached for good under its hashed name; all else that the map fetches is data.
LIBRARY = ("/map.js", "/map-worker.mjs")


@pytest.fixture(params=[360, 1280])
def first_visit(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """Somebody who was never here, with an empty cache."""
    with opened_page(browser, width=request.param, base_url=site.url) as page:
        yield page


def fetched(page: Page) -> dict[str, int]:
    """Bytes over the wire, headers included, of the page and all that it fetched, by path."""
    page.wait_for_load_state("networkidle")
    rows: list[list[object]] = page.evaluate(
        """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
            .map((one) => [new URL(one.name).pathname, one.transferSize])"""
    )
    return {str(path): int(str(size)) for path, size in rows}


def is_map(path: str) -> bool:
    return path.endswith((*LIBRARY, "/outlines.json", "/kaart.json"))


def test_the_first_screen_without_its_map_is_light(first_visit: Page) -> None:
    first_visit.goto("/")
    sizes = {path: size for path, size in fetched(first_visit).items() if not is_map(path)}
    assert "/" in sizes
    assert any(path.endswith("app.css") for path in sizes)
    assert 0 < sum(sizes.values()) < FIRST_LOAD, sorted(sizes.items(), key=lambda one: -one[1])


def test_the_maps_library_waits_until_the_map_is_near(browser: Browser, site: Site) -> None:
    with opened_page(browser, width=360, base_url=site.url) as page:
        page.goto("/")
        assert not [path for path in fetched(page) if is_map(path)]


def test_the_maps_data_is_light_beside_its_library(browser: Browser, site: Site) -> None:
    with opened_page(browser, width=1280, base_url=site.url) as page:
        page.goto("/")
        settle(page)
        sizes = {path: size for path, size in fetched(page).items() if is_map(path)}
        assert any(path.endswith("map.js") for path in sizes)
        data = {path: size for path, size in sizes.items() if not path.endswith(LIBRARY)}
        assert data
        assert 0 < sum(data.values()) < MAP_DATA, data
