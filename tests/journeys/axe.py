"""Accessibility by axe: no violation, and nothing undecided without a word about why."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.journeys.site import ROOT

SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Named, because axe's own default leaves out the target size of WCAG 2.2.
ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: Only what is wrong or undecided is written out, by its markup: to find a selector for each element takes a
#: fifth of the time. No page here holds another in a frame.
RUN = """(rules) => axe.run(document, {
    runOnly: rules, resultTypes: ["violations", "incomplete"], iframes: false, selectors: false,
})"""


@cache
def _axe() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def faults(page: Page, *, undecided: dict[str, str] | None = None) -> list[str]:
    """What axe finds on the page, a line each: violations, and what it could not decide.

    `undecided` maps a rule that axe may leave open on this page to the reason why that is no fault.
    """
    if not page.evaluate("'axe' in window"):
        # Through the debugger's own channel: the page's content security policy stays as strict as it is.
        page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(RUN, ALL)
    told = [line for rule in found["violations"] for line in _lines("violates", rule)]
    for rule in found["incomplete"]:
        if rule["id"] not in (undecided or {}):
            told += _lines("undecided", rule)
    return told


def _lines(word: str, rule: dict[str, Any]) -> list[str]:
    return [f"{word} {rule['id']}: {node['html'][:160]} ({_summary(node)})" for node in rule["nodes"]]


def _summary(node: dict[str, Any]) -> str:
    return " ".join(node.get("failureSummary", "").split())[:200]
