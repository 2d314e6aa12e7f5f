"""Pages kept open from one visit to the next: what a new profile costs is paid once, not at every look."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.browser import HEIGHTS, Theme, opened_page

#: Below this width a screen is one to touch.
TABLET = 768
Kind = tuple[str, bool, bool]


class Visits:
    """Pages by language, sort of screen and script; each visitor finds one as if nobody was there before."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self._browser = browser
        self._base_url = base_url
        self._open: dict[Kind, tuple[AbstractContextManager[Page], Page]] = {}

    @contextmanager
    def page(
        self, *, width: int, theme: Theme = "light", language: str = "nl", script: bool = True
    ) -> Iterator[Page]:
        """A page without cookies or anything stored; what it stores is forgotten after the visit.

        Only the browser's cache of styles and scripts stays. After an error the page is not used again.
        """
        kind = (language, width < TABLET, script)
        if kind not in self._open:
            opened = opened_page(
                self._browser, width=width, language=language, script=script, base_url=self._base_url
            )
            self._open[kind] = opened, opened.__enter__()
        page = self._open[kind][1]
        page.complaints.clear()  # type: ignore[attr-defined]
        wear(page, width=width, theme=theme)
        try:
            yield page
            self._leave(page)
        except BaseException:
            self._close(kind)
            raise

    def close(self) -> None:
        """Close every page."""
        for kind in list(self._open):
            self._close(kind)

    def _leave(self, page: Page) -> None:
        """Stop what the page is still doing, and forget all but what is cached.

        It waits at an address of the site without scripts: from a blank one the next visit would start a new
        process, which takes a quarter of its time.
        """
        page.goto("/robots.txt")
        page.context.clear_cookies()
        channel = page.context.new_cdp_session(page)
        what = {
            "origin": self._base_url,
            "storageTypes": "local_storage,indexeddb,service_workers,cache_storage",
        }
        channel.send("Storage.clearDataForOrigin", what)
        channel.detach()

    def _close(self, kind: Kind) -> None:
        opened, _page = self._open.pop(kind)
        opened.__exit__(None, None, None)


def wear(page: Page, *, width: int, theme: Theme = "light") -> None:
    """Give an open page another width and theme, as somebody does who turns a tablet at night."""
    size: ViewportSize = {"width": width, "height": HEIGHTS.get(width, 860)}
    if page.viewport_size != size:
        page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)


@contextmanager
def opened_visits(browser: Browser, *, base_url: str) -> Iterator[Visits]:
    """Visits for as long as the block runs."""
    visits = Visits(browser, base_url)
    try:
        yield visits
    finally:
        visits.close()
