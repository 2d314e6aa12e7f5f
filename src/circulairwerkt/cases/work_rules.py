"""Rules on where maatwerk employees work: enclave in a core activity, or contracting of services.

Facts with their page (``data/work_rules.csv``); questions to answer, no legal advice.
"""

from collections.abc import Mapping
from csv import DictReader
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class WorkRule:
    """One question, for whom it is asked, the answer that stops, why, and who can answer."""

    key: str
    ways: frozenset[str]
    stop_on: bool
    text: Mapping[str, str]
    why: Mapping[str, str]
    law: str
    authority: str
    url: str
    read_on: date
    is_verified: bool


@cache
def work_rules() -> tuple[WorkRule, ...]:
    """Return every rule, in the order to ask."""
    text = files("circulairwerkt.cases").joinpath("data/work_rules.csv").read_text(encoding="utf-8")
    return tuple(
        WorkRule(
            key=row["key"],
            ways=frozenset(row["ways"].split("|")),
            stop_on=row["stop_on"] == "yes",
            text={code: row[f"question_{code}"] for code in ("nl", "en", "fr")},
            why={code: row[f"why_{code}"] for code in ("nl", "en", "fr")},
            law=row["law"],
            authority=row["authority"],
            url=row["url"],
            read_on=date.fromisoformat(row["read_on"]),
            is_verified=row["verified"] == "yes",
        )
        for row in DictReader(text.splitlines())
    )


def rules_for(way: str) -> tuple[WorkRule, ...]:
    """Return the rules that matter for a way of working; none in house."""
    return tuple(rule for rule in work_rules() if way in rule.ways)
