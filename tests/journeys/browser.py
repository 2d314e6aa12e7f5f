"""A real browser for journeys, accessibility checks and screenshots: the system's Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[2]
AXE: Final = ROOT / "node_modules" / "axe-core" / "axe.min.js"
#: Named, because the default run leaves out ``target-size`` (WCAG 2.2).
AXE_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
#: A small phone, a phone, a tablet, a desk; widths in CSS pixels.
WIDTHS: Final = (320, 360, 768, 1280)
HEIGHTS: Final = {320: 640, 360: 740, 768: 1024, 1280: 860}

#: SwiftShader draws WebGL without a graphics card; the rest keeps the browser from calling home.
FLAGS: Final = (
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
)
NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


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
    page = context.new_page()
    complaints: list[str] = []
    page.complaints = complaints  # type: ignore[attr-defined]
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()


def settle(page: Page) -> None:
    """Bring every map into view, and wait until fonts stand and maps have drawn."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")
    for element in page.locator("[data-map]").all():
        if element.is_visible():
            element.scroll_into_view_if_needed()
            page.wait_for_timeout(150)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-map]')].every((map) => map.dataset.state !== 'loading')",
        timeout=30_000,
    )
    page.evaluate("scrollTo(0, 0)")


@dataclass(frozen=True)
class Finding:
    """One place where an accessibility rule is broken, or could not be decided."""

    rule: str
    impact: str
    help: str
    target: str
    html: str
    why: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}): {self.help}\n    {self.target}\n    {self.html}\n    {self.why}"


@dataclass(frozen=True)
class Findings:
    """What axe says about a page: what breaks a rule, and what it could not decide."""

    violations: tuple[Finding, ...] = field(default=())
    incompletes: tuple[Finding, ...] = field(default=())

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in (*self.violations, *self.incompletes)) or "nothing"


def _findings(results: list[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            rule=rule["id"],
            impact=node.get("impact") or rule.get("impact") or "unknown",
            help=rule["help"],
            target=" ".join(str(part) for part in node["target"]),
            html=node["html"][:200],
            why=(node.get("failureSummary") or "").replace("\n", " ")[:300],
        )
        for rule in results
        for node in rule["nodes"]
    )


def axe(page: Page, *, within: str | None = None) -> Findings:
    """Run axe-core on the page (or the part ``within`` a selector) with all WCAG 2.2 AA tags.

    Raises FileNotFoundError where the browser's libraries are not installed (``script/bundle`` does that).
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    results = page.evaluate(
        """([within, tags]) => axe.run(within ?? document, {
            runOnly: { type: "tag", values: tags }, resultTypes: ["violations", "incomplete"],
        })""",
        [within, list(AXE_TAGS)],
    )
    return Findings(violations=_findings(results["violations"]), incompletes=_findings(results["incomplete"]))


def too_wide(page: Page) -> list[str]:
    """Return what sticks out of the page to the side: at 320 px nothing may (WCAG 1.4.10)."""
    found: list[str] = page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            return [...document.body.querySelectorAll("*")]
                .filter((one) => one.getBoundingClientRect().right > room + 1)
                .map((one) => `${one.tagName.toLowerCase()}.${one.className.baseVal ?? one.className}`)
                .slice(0, 10);
        }"""
    )
    return found
