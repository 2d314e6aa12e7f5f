"""In how many ways a page is looked at: each pair of page, language, theme and width once, or all of them."""

from collections.abc import Sequence
from itertools import product

from playwright.sync_api import Page, expect

from tests.journeys.axe import faults
from tests.journeys.browser import THEMES, WIDTHS, Theme, settle, too_wide

LANGUAGES = ("nl", "en", "fr")
#: Widths of the pairwise set; 360, between the first two, is left to the full matrix.
COVERED_WIDTHS = (320, 768, 1280)
Combination = tuple[str, str, Theme, int]


def every(pages: Sequence[str]) -> list[Combination]:
    """All combinations of page, language, theme and width."""
    return list(product(pages, LANGUAGES, THEMES, WIDTHS))


def cover(pages: Sequence[str], widths: Sequence[int] = COVERED_WIDTHS) -> list[Combination]:
    """Combinations in which each pair of two values comes up: every page once per width.

    The other two walk along with page and width, so that a page meets each language and each theme (with
    fewer widths than languages its neighbours meet the rest), and any six pages in a row hold every pair of
    the rest. ``open_pairs`` says what is missing for fewer.
    """
    return [
        (page, LANGUAGES[(i + j) % len(LANGUAGES)], THEMES[(i + j) % len(THEMES)], width)
        for i, page in enumerate(pages)
        for j, width in enumerate(widths)
    ]


def rest(pages: Sequence[str], widths: Sequence[int] = COVERED_WIDTHS) -> list[Combination]:
    """The combinations that ``cover`` leaves out."""
    taken = set(cover(pages, widths))
    return [one for one in every(pages) if one not in taken]


def open_pairs(
    pages: Sequence[str], widths: Sequence[int] = COVERED_WIDTHS
) -> set[tuple[int, object, int, object]]:
    """The pairs of two values that ``cover`` never shows together."""
    wanted = {pair for one in every(pages) if one[3] in widths for pair in _pairs(one)}
    return wanted - {pair for one in cover(pages, widths) for pair in _pairs(one)}


def _pairs(one: Combination) -> set[tuple[int, object, int, object]]:
    return {(i, one[i], j, one[j]) for i in range(4) for j in range(i + 1, 4)}


def name_of(one: Combination) -> str:
    """A combination as the name of a test."""
    return "-".join(str(part) for part in one)


def hold(page: Page, *, language: str, undecided: dict[str, str] | None = None) -> None:
    """Hold an open page to axe, to its language, to its width, to one h1 and to a silent console."""
    settle(page)
    assert page.locator("html").get_attribute("lang") == language
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    found = faults(page, undecided=undecided)
    assert not found, "\n".join(found)
    assert too_wide(page) == []
    told = page.complaints  # type: ignore[attr-defined]
    assert [line for line in told if "status of 4" not in line] == []
