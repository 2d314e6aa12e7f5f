"""A real browser for journeys and screenshots: the system's Chromium, which calls nobody."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
#: A small phone, a phone, a tablet, a desk; widths in CSS pixels.
WIDTHS: Final = (320, 360, 768, 1280)
HEIGHTS: Final = {320: 640, 360: 740, 768: 1024, 1280: 860}

#: SwiftShader draws WebGL without a graphics card, and only that: painting whole pages by it too, as Debian's
#: Chromium does, takes a third of a journey's time. The rest keeps the browser from calling home.
FLAGS: Final = (
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-rasterization",
    "--disable-gpu-compositing",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
)
#: How long to wait for what must come: on a busy machine far longer than a person would.
PATIENCE_MS: Final = 60_000
NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

#: A map that has drawn, in the room that it has now: it follows another width a moment later.
SETTLED: Final = """(map) => {
    if (["waiting", "loading"].includes(map.dataset.state)) return false;
    const canvas = map.querySelector(".map-canvas canvas");
    return !canvas || Math.abs(canvas.clientWidth - canvas.closest(".map-canvas").clientWidth) < 2;
}"""


class NoBrowser(RuntimeError):
    """No Chromium was found; the message says what to do."""


def executable() -> str:
    """Return the path of a Chromium: ``CW_CHROMIUM``, or the first known name on the path.

    Raises NoBrowser where there is none.
    """
    named = os.environ.get("CW_CHROMIUM", "")
    for candidate in (named, *NAMES):
        found = shutil.which(candidate) if candidate else None
        if found:
            return found
    raise NoBrowser("no Chromium found; `apt-get install chromium`, or name one in CW_CHROMIUM")


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window."""
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return playwright.chromium.launch(executable_path=executable(), args=flags, chromium_sandbox=False)


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """A browser for as long as the block runs."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened_page(
    browser: Browser,
    *,
    width: int = 1280,
    theme: Theme = "light",
    language: str = "nl",
    script: bool = True,
    base_url: str | None = None,
    reduced_motion: bool = True,
) -> Iterator[Page]:
    """A page in a fresh profile of the given width, theme and language; without script where asked.

    What the page writes as an error on its console is gathered in ``page.complaints``: a journey asserts that
    it stays empty.
    """
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS.get(width, 860)},
        color_scheme=theme,
        locale=f"{language}-BE",
        extra_http_headers={"Accept-Language": language},
        java_script_enabled=script,
        reduced_motion="reduce" if reduced_motion else "no-preference",
        base_url=base_url,
        has_touch=width < 768,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    complaints: list[str] = []
    page.complaints = complaints  # type: ignore[attr-defined]
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()


#: A window that was just given another width is laid out some frames later: the first frame may still stand
#: between the two, one part over another.
LAID_OUT: Final = """async (width) => {
    const frame = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    for (let tries = 0; tries < 50 && innerWidth !== width; tries++) await frame();
    await frame();
    await frame();
}"""


def settle(page: Page) -> None:
    """Bring every map into view, and wait until the page is laid out, fonts stand and maps have drawn."""
    page.wait_for_load_state("load")
    if page.viewport_size:
        page.evaluate(LAID_OUT, page.viewport_size["width"])
    page.evaluate("document.fonts.ready.then(() => true)")
    for element in page.locator("[data-map]").all():
        if element.is_visible():
            element.scroll_into_view_if_needed()
            page.wait_for_function(
                SETTLED,
                arg=element.element_handle(),
            )
    page.evaluate("scrollTo(0, 0)")


def too_wide(page: Page) -> list[str]:
    """Return what sticks out of the page to the side: at 320 px nothing may (WCAG 1.4.10).

    A window that was just made wider is laid out some frames later: what sticks out must still do so then.
    """
    found: list[str] = page.evaluate(
        """async () => {
            const frame = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go, 50)));
            const root = document.documentElement;
            const sticksOut = () => root.scrollWidth > root.clientWidth;
            for (let tries = 0; tries < 5 && sticksOut(); tries++) await frame();
            const room = document.documentElement.clientWidth;
            if (!sticksOut()) return [];
            return [...document.body.querySelectorAll("*")]
                .filter((one) => one.getBoundingClientRect().right > room + 1)
                .map((one) => `${one.tagName.toLowerCase()}.${one.className.baseVal ?? one.className}`)
                .slice(0, 10);
        }"""
    )
    return found
