"""Why a pair fits or not, as codes and as sentences to read aloud, in Dutch, English and French.

All sentences stand in `sentences.csv`. A reason has a tone: what fits, what is doubtful, what is missing,
what forbids.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from symbiosis.matching.outcome import Findings
from symbiosis.matching.reference import Language
from symbiosis.resources import materials

Tone = Literal["fits", "doubt", "missing", "broken"]
GOOD_SHARE = 0.8
"""Share from which a quantity is said to fit."""


@cache
def _sentences() -> dict[str, dict[str, str]]:
    with files("symbiosis.matching").joinpath("sentences.csv").open(encoding="utf-8") as lines:
        return {row["key"]: row for row in csv.DictReader(lines)}


def wording(key: str, lang: Language = "nl", **values: str) -> str:
    """The sentence under a key, with its values filled in."""
    return _sentences()[key][lang].format(**values)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a stable code, its tone and its sentence."""

    code: str
    tone: Tone
    text: str


def figure(value: float, lang: Language = "nl") -> str:
    """A number to read aloud: two significant digits from 100 up, one decimal below 10.

    >>> figure(1234.5, "nl"), figure(12.34, "en"), figure(3.25, "fr")
    ('1.200', '12', '3,2')
    """
    size = abs(value)
    if size >= 100:
        digits = len(str(int(size))) - 2
        text = f"{round(value / 10**digits) * 10**digits:,}"
    elif size >= 10:
        text = f"{value:.0f}"
    else:
        text = f"{value:.1f}".removesuffix(".0")
        text = "0" if text == "-0" else text
    point, comma = {"nl": (",", "."), "en": (".", ","), "fr": (",", "\u00a0")}[lang]
    return text.replace(",", "\0").replace(".", point).replace("\0", comma)


@lru_cache(maxsize=4096)
def class_name(name: str, lang: Language) -> str:
    """Name of a material class in a language; other words as they are."""
    known = materials.all().get(name)
    return name if known is None else known.name(lang)


def _told(findings: Findings, lang: Language) -> Iterator[tuple[str, Tone, tuple[tuple[str, str], ...]]]:
    """Key, tone and values of every reason, in the order in which they are told."""
    yield (
        f"rung.{'unknown' if findings.rung is None else findings.rung}",
        ("doubt" if findings.rung is None else "fits"),
        (),
    )
    if findings.gained:
        n = findings.gained
        yield ("gained.1" if n == 1 else "gained"), "fits", (() if n == 1 else (("n", str(n)),))
    named = (("name", class_name(findings.name, lang)),)
    yield ("material.same", "fits", named) if findings.material >= 1.0 else ("material.broad", "doubt", named)
    if findings.km is not None:
        here = findings.km < 0.05
        yield (
            ("distance.same", "fits", ())
            if here
            else ("distance", "fits", (("km", figure(findings.km, lang)),))
        )
    if findings.quantity is not None:
        share = (("percent", str(int(findings.quantity * 100 + 0.5))),)
        good = findings.quantity >= GOOD_SHARE
        yield ("quantity.fits", "fits", share) if good else ("quantity.differs", "doubt", share)
    elif findings.units_differ:
        yield "quantity.units", "doubt", ()
    if findings.time < 0.995:
        yield "period.partly", "doubt", (("percent", str(int(findings.time * 100 + 0.5))),)
    yield from _figures_told(findings, lang)
    for code in findings.undecided:
        yield f"undecided.{code}", "doubt", ()
    for fact in findings.missing_offer:
        yield f"missing.offer.{fact}", "missing", ()
    for fact in findings.missing_need:
        yield f"missing.need.{fact}", "missing", ()


def _figures_told(
    findings: Findings, lang: Language
) -> Iterator[tuple[str, Tone, tuple[tuple[str, str], ...]]]:
    eur, kg = findings.margin_eur, findings.co2e_kg
    if eur is not None:
        if abs(eur) < 0.5:
            yield "margin.nil", "doubt", ()
        else:
            amount = (("eur", figure(abs(eur), lang)),)
            yield ("margin.gain", "fits", amount) if eur > 0 else ("margin.loss", "doubt", amount)
    if kg is not None and abs(kg) >= 0.5:
        mass = (("kg", figure(abs(kg), lang)),)
        yield ("co2e.saved", "fits", mass) if kg < 0 else ("co2e.emitted", "doubt", mass)
    if findings.hours is not None and findings.hours >= 0.05:
        yield "hours", "fits", (("hours", figure(findings.hours, lang)),)


def reasons(findings: Findings, lang: Language = "nl") -> list[Reason]:
    """Every reason for one pair, in the order in which they are told."""
    return [
        Reason(key, tone, wording(key, lang, **dict(values))) for key, tone, values in _told(findings, lang)
    ]


@lru_cache(maxsize=131072)
def _fragment(key: str, values: tuple[tuple[str, str], ...], lang: Language) -> str:
    return json.dumps({"code": key, "text": wording(key, lang, **dict(values))}, ensure_ascii=False)


def reasons_json(findings: Findings, lang: Language = "nl") -> str:
    """The reasons as the column `reasons` holds them: a JSON list of `{code, text}`."""
    return "[" + ", ".join(_fragment(key, values, lang) for key, _, values in _told(findings, lang)) + "]"


def aloud(given: Sequence[Reason], lang: Language = "nl") -> list[str]:
    """The reasons as lines to read aloud, under a heading per tone."""
    lines: list[str] = []
    tones: tuple[Tone, ...] = ("broken", "fits", "doubt", "missing")
    for tone in tones:
        texts = [reason.text for reason in given if reason.tone == tone]
        if texts:
            lines.append(wording(f"heading.{tone}", lang))
            lines += [f"- {text}" for text in texts]
    return lines
