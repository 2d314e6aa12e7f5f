"""In how many ways a page is looked at: each pair of page, language, theme and width once, or all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from playwright.sync_api import Page

from tests.journeys.axe import faults
from tests.journeys.browser import THEMES, WIDTHS, Theme, settle, too_wide
from tests.journeys.visits import wear

LANGUAGES = ("nl", "en", "fr")
#: The widths of each visit to a page, in another language each time; every width comes up.
THREE_VISITS = ((320,), (768, 360), (1280,))
#: The same where two visits must do.
TWO_VISITS = ((320, 768), (1280, 360))
Combination = tuple[str, str, Theme, int]


@dataclass(frozen=True)
class Visit:
    """A page opened once in a language, and the themes and widths in which it is then looked at."""

    page: str
    language: str
    looks: tuple[tuple[Theme, int], ...]

    @property
    def combinations(self) -> set[Combination]:
        return {(self.page, self.language, theme, width) for theme, width in self.looks}


def every(pages: Sequence[str]) -> list[Visit]:
    """Each page once in each language and theme, there in every width.

    A theme is never changed under an open page: Chromium then tells axe some colours of the one and some of
    the other.
    """
    return [
        Visit(page, language, tuple((theme, width) for width in WIDTHS))
        for page, language, theme in product(pages, LANGUAGES, THEMES)
    ]


def cover(pages: Sequence[str], widths: Sequence[tuple[int, ...]] = THREE_VISITS) -> list[Visit]:
    """Visits in which each pair of two values comes up: every page in each width.

    Language and theme walk along with page and visit, so that a page meets each theme and, in three visits,
    each language (in two its neighbours meet the rest), and any six pages in a row hold every pair of the
    rest. ``open_pairs`` says what is missing for fewer.
    """
    return [
        Visit(
            page,
            LANGUAGES[(i + j) % len(LANGUAGES)],
            tuple((THEMES[(i + j) % len(THEMES)], width) for width in together),
        )
        for i, page in enumerate(pages)
        for j, together in enumerate(widths)
    ]


def rest(pages: Sequence[str], taken: Sequence[Visit]) -> list[Visit]:
    """The combinations of these pages that ``taken`` leaves out."""
    gone = {one for visit in taken for one in visit.combinations}
    left = [
        replace(
            visit,
            looks=tuple(each for each in visit.looks if (visit.page, visit.language, *each) not in gone),
        )
        for visit in every(pages)
    ]
    return [visit for visit in left if visit.looks]


def open_pairs(
    pages: Sequence[str], widths: Sequence[tuple[int, ...]] = THREE_VISITS
) -> set[tuple[int, object, int, object]]:
    """The pairs of two values that ``cover`` never shows together."""
    return _pairs(every(pages)) - _pairs(cover(pages, widths))


def _pairs(visits: Sequence[Visit]) -> set[tuple[int, object, int, object]]:
    combinations = [one for visit in visits for one in visit.combinations]
    return {(i, one[i], j, one[j]) for one in combinations for i in range(4) for j in range(i + 1, 4)}


def name_of(visit: Visit) -> str:
    """A visit as the name of a test."""
    looks = " ".join(f"{theme}-{width}" for theme, width in visit.looks)
    return f"{visit.page}-{visit.language}-{looks}"


def hold(page: Page, visit: Visit, *, undecided: dict[str, str] | None = None) -> None:
    """Hold an open page, in each theme and width of the visit, to all that a page is held to.

    That is: axe finds nothing, it fits, it says its language, has one h1, and its console stays silent. All
    that is wrong is told at once.
    """
    wrong = []
    for theme, width in visit.looks:
        wear(page, width=width, theme=theme)
        settle(page)
        found = faults(page, undecided=undecided) + [f"too wide: {each}" for each in too_wide(page)]
        wrong += [f"{theme} {width}: {fault}" for fault in found]
    if page.locator("html").get_attribute("lang") != visit.language:
        wrong.append(f"does not say that it is in {visit.language}")
    if page.get_by_role("heading", level=1).count() != 1:
        wrong.append("has not one h1")
    told = page.complaints  # type: ignore[attr-defined]
    wrong += [line for line in told if "status of 4" not in line]
    assert not wrong, "\n".join(wrong)
