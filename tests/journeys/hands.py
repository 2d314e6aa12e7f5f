"""What a page owes somebody with a thumb, with large letters, with a keyboard alone, or who needs rest."""

from playwright.sync_api import Page

from tests.journeys.browser import too_wide
from tests.journeys.visits import wear

SMALL = """() => [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden])")]
    .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest("p, li .prose, .trap"))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, {width, height}]) => width > 1 && (width < 24 || height < 24)
        && getComputedStyle(one).display !== "inline")
    .map(([one, {width, height}]) => `${one.outerHTML.slice(0, 90)} ${width}x${height}`)"""
MOVING = """() => document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().duration > 1).length"""
RING = """() => {
    const one = document.activeElement;
    const seen = one.checkVisibility({visibilityProperty: true, opacityProperty: true});
    // A card that is pressed as a whole wears the ring of its link.
    const ring = [one, one.closest(".card, .chip")].filter(Boolean).map((each) => getComputedStyle(each))
        .some(({outlineStyle, outlineWidth}) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
    return {what: one.outerHTML.slice(0, 100), is_body: one === document.body, seen, ring};
}"""


def missed(page: Page) -> dict[str, object]:
    """What an open page 320 px wide lacks, by what it is; it is made wider step by step, and stays so."""
    found: dict[str, object] = {"smaller than a thumb needs": page.evaluate(SMALL)}
    # 1280 px wide at 200 % leaves 640 px of page; letters alone twice as large must fit too.
    wear(page, width=640)
    found["lost at 200 %"] = too_wide(page)
    wear(page, width=1280)
    found["moves"] = page.evaluate(MOVING)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["lost with large letters"] = too_wide(page)
    return found


def stops(page: Page) -> list[dict[str, object]]:
    """Each element that Tab comes to, until it leaves the page."""
    found: list[dict[str, object]] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(RING)
        if stop["is_body"]:
            break
        found.append(stop)
    return found


def unseen(at: list[dict[str, object]]) -> list[object]:
    """Where Tab comes to and nobody can see it."""
    return [stop["what"] for stop in at if not (stop["ring"] and stop["seen"])]
