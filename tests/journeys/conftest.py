"""A browser, one site per worker with the same database for each test, and pages that complain of errors."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)

from tests.journeys.browser import PATIENCE_MS, opened_browser
from tests.journeys.site import Site, prepared, serving
from tests.journeys.visits import Visits, opened_visits

expect.set_options(timeout=PATIENCE_MS)
PHONE: ViewportSize = {"width": 360, "height": 740}
# A form that is refused (422) or a page that is not there (404) is an answer; a missing style is an error.
PARTS_OF_A_PAGE = {"stylesheet", "script", "image", "font", "manifest"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one of `CW_CHROMIUM` (script/test sets it), or the system's."""
    with opened_browser() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the data that ships, made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    return prepared((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "loaded")


@pytest.fixture(scope="session")
def server(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running site, one for all tests of a worker."""
    with serving(loaded, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module")
def site(server: Site) -> Site:
    """The site with the data that ships; what a test writes is undone after it."""
    server.clear()
    return server


@pytest.fixture(scope="session")
def visits(browser: Browser, server: Site) -> Iterator[Visits]:
    """Pages that stay open between looks, where nothing hangs on a fresh profile."""
    with opened_visits(browser, base_url=server.url) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _writes_undone(site: Site) -> Iterator[None]:
    """Tests run in any order and on any worker: none may lean on what another wrote."""
    yield
    site.undo()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A visitor who was never here: a phone, Dutch."""
    visitor = browser.new_context(base_url=site.url, locale="nl-BE", viewport=PHONE)
    visitor.set_default_timeout(PATIENCE_MS)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page that fails the test on an error in its console or a request to another site."""
    opened = context.new_page()
    wrong: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            wrong.append(f"console: {message.text}")

    def see(request: Request) -> None:
        if not request.url.startswith((site.url, "data:", "blob:", "about:")):
            wrong.append(f"request to another site: {request.url}")

    def receive(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE:
            wrong.append(f"{response.status} for {response.url}")

    opened.on("console", hear)
    opened.on("response", receive)
    opened.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    opened.on("request", see)
    yield opened
    assert not wrong, "\n".join(wrong)
