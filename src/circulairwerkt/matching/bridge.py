"""Who fits whom, asked of the core: indexes in memory that follow the rows, reasons and figures of pairs.

Each of the three sides (cards, needs, capabilities) has two indexes. *near* holds every row as open as it
is: a row that asks is packed as if it were open, and gets what its own hub may be told. *shut* holds the
closed rows as if they were open: what an open row finds there is told to the hub of the closed one alone.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np

from symbiosis.matching import layout
from symbiosis.matching.explanation import reasons
from symbiosis.matching.index import Index
from symbiosis.matching.layout import PackedSide
from symbiosis.matching.naming import Naming
from symbiosis.matching.outcome import outcomes
from symbiosis.matching.packing import pack, pack_processors
from symbiosis.matching.reference import LANGUAGES, language_of
from symbiosis.matching.terms import Terms
from symbiosis.matching.understanding import understanding
from symbiosis.matching.why import Why, explain, hindrances
from symbiosis.quantities import DAYS_PER_YEAR, DIMENSIONS, Dimension, Period, total, unit
from symbiosis.resources import Kind, Need, Processor, RStrategy, Stream, Visibility, materials
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.streams import Side, StreamTable

__all__ = [
    "CORE_EDITION",
    "LANGUAGES",
    "Entry",
    "Found",
    "Pool",
    "Told",
    "as_need",
    "digest_of",
    "family_of",
    "tell",
    "terms_of",
    "what_hinders",
    "why",
    "without_prices",
    "yearly",
    "yearly_of",
]

#: Raised when the same rows give other proposals than before; part of every digest.
CORE_EDITION = "1"
_SHUT = frozenset({"hub", "parties"})
_MASS = DIMENSIONS.index(Dimension.MASS) + 1
#: Rows packed at a time while an index is built.
_CHUNK = 250_000

Record = Stream | Need | Processor


@dataclass(frozen=True)
class Entry:
    """One row as the pool holds it: ``key`` such as ``card-12``, its hub, how open, the core's record."""

    key: str
    hub_id: int
    visibility: str
    record: Record

    @property
    def sort(self) -> str:
        """Which table it is from: ``card``, ``need`` or ``capability``."""
        return self.key.partition("-")[0]

    @property
    def is_shut(self) -> bool:
        """Whether only its own hub may be told of it."""
        return self.visibility in _SHUT


@dataclass(frozen=True)
class Found:
    """One pair that fits: the keys of card and taker, and the score between 0 and 1."""

    card: str
    taker: str
    score: float


@lru_cache(maxsize=2)
def terms_of(day: date) -> Terms:
    """Return the terms of matching for a day: the factors that ship, words read by the classifier."""
    return Terms(day=day, naming=Naming(classifier=understanding(day)))


def digest_of(*entries: Entry) -> str:
    """Return the digest of rows as the core reads them; how open they are does not change what they are."""
    told = [
        one.record if isinstance(one.record, Processor) else replace(one.record, visibility=None)
        for one in entries
    ]
    return sha256("\n".join([CORE_EDITION, *(repr(record) for record in told)]).encode()).hexdigest()


def yearly(quantity: float | None, unit_key: str, period: str) -> tuple[str, float] | None:
    """Return what is measured and how much of it a year, in its base unit; None where that is unknown.

    What comes once counts once.
    """
    if quantity is None or not unit_key:
        return None
    one = unit(unit_key)
    amount = total(quantity, Period(period) if period else Period.ONCE, horizon_days=DAYS_PER_YEAR)
    return one.dimension.value, amount * one.to_base


def yearly_of(entry: Entry) -> tuple[str, float] | None:
    """Return what a card or need holds a year, as ``yearly``."""
    record = entry.record
    if isinstance(record, Processor) or not record.unit:
        return None
    return yearly(record.quantity, record.unit, record.period.value if record.period else "")


def _seen_by(record: Record, visibility: Visibility | None) -> Record:
    """Return the record as open as said; a processor says itself who may see it, by its marks."""
    return record if isinstance(record, Processor) else replace(record, visibility=visibility)


def _packed(entries: Sequence[Entry], terms: Terms, *, as_open: bool) -> PackedSide:
    """Pack rows of one table; a processor gets the marks of hub and circle that a stream has by itself."""
    first = entries[0].record
    if isinstance(first, Processor):
        side = pack_processors(ProcessorTable.from_rows([one.record for one in entries]), terms)  # type: ignore[misc]
        hubs = np.array([terms.hubs.number(str(one.hub_id)) for one in entries], dtype=np.int32)
        shut = np.array([one.is_shut and not as_open for one in entries])
        marks = side.marks.copy()
        marks[:, layout.HUB] = hubs
        marks[:, layout.CIRCLE] = np.where(shut, hubs, 0)
        return replace(side, marks=marks)
    rows: list[Any] = [_seen_by(one.record, Visibility.NETWORK) if as_open else one.record for one in entries]
    table = StreamTable.from_rows(Side.OFFER if isinstance(first, Stream) else Side.NEED, rows)
    return pack(table, terms)


class _Held:
    """One table in its two indexes. ``forward``: its rows take what cards give."""

    def __init__(self, terms: Terms, *, forward: bool) -> None:
        self.terms, self.forward = terms, forward
        self.near: Index | None = None
        self.shut: Index | None = None
        self.keys: set[str] = set()

    def put(self, entries: Sequence[Entry]) -> None:
        """Add rows, or put them in the place of what they were."""
        self.drop([one.key for one in entries if one.key in self.keys])
        for start in range(0, len(entries), _CHUNK):
            part = entries[start : start + _CHUNK]
            self.near = self._with(self.near, part, as_open=False)
            closed = [one for one in part if one.is_shut]
            if closed:
                self.shut = self._with(self.shut, closed, as_open=True)
        self.keys.update(one.key for one in entries)

    def _with(self, index: Index | None, entries: Sequence[Entry], *, as_open: bool) -> Index:
        side = _packed(entries, self.terms, as_open=as_open)
        if index is not None:
            index.add(side)
            return index
        terms = self.terms
        return Index(side, forward=self.forward, settings=terms.settings(), kinship=terms.kinship)

    def drop(self, keys: Sequence[str]) -> None:
        """Take rows out."""
        known = [key for key in keys if key in self.keys]
        for index in (self.near, self.shut):
            if index is not None and known:
                index.remove(known)
        self.keys.difference_update(known)


@dataclass
class Pool:
    """All rows that may match, of one process. Reading never waits for writing."""

    terms: Terms
    held: dict[str, _Held] = field(init=False)
    _writing: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        """Start empty."""
        self.held = {
            "card": _Held(self.terms, forward=False),
            "need": _Held(self.terms, forward=True),
            "capability": _Held(self.terms, forward=True),
        }

    def put(self, entries: Iterable[Entry]) -> None:
        """Add rows, or put them in the place of what they were."""
        by_sort: dict[str, list[Entry]] = {}
        for one in entries:
            by_sort.setdefault(one.sort, []).append(one)
        with self._writing:
            for sort, found in by_sort.items():
                self.held[sort].put(found)

    def drop(self, keys: Iterable[str]) -> None:
        """Take rows out; those that are not held are no error."""
        by_sort: dict[str, list[str]] = {}
        for key in keys:
            by_sort.setdefault(key.partition("-")[0], []).append(key)
        with self._writing:
            for sort, found in by_sort.items():
                self.held[sort].drop(found)

    def partners(self, entry: Entry, top: int) -> list[Found]:
        """Return the best partners of a row on each other side, of which somebody may be told, best first.

        Of a card these are needs and capabilities, of those it is cards. Ties by key.
        """
        query = _packed([entry], self.terms, as_open=True)
        found: dict[str, float] = {}
        for sort in ("need", "capability") if entry.sort == "card" else ("card",):
            held = self.held[sort]
            for index in (held.near, None if entry.is_shut else held.shut):
                if index is not None and held.keys:
                    found.update(index.best(query, top=top).of(0))
        ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        if entry.sort == "card":
            return [Found(entry.key, key, score) for key, score in ranked]
        return [Found(key, entry.key, score) for key, score in ranked]


@dataclass(frozen=True)
class Told:
    """What the core says of one pair; figures are per year, None where unknown (`docs/methods`).

    ``margin_eur`` is for both sides together, ``co2e_kg`` negative where it is saved.
    """

    strategy: str
    distance_km: float | None
    flow_t: float | None
    margin_eur: float | None
    co2e_kg: float | None
    work_h: float | None
    reasons: list[dict[str, str]]


def without_prices(entry: Entry) -> Entry:
    """Return a row without its price: what is told to another hub must not let it be worked out."""
    record = entry.record
    if isinstance(record, Processor):
        free = tuple(replace(recipe, cost_eur_per_unit=None) for recipe in record.recipes)
        return replace(entry, record=replace(record, recipes=free))
    return replace(entry, record=replace(record, price_eur_per_unit=None))


def _without_rival_prices(card: Entry, taker: Entry) -> tuple[Entry, Entry]:
    """The price of a processor is told to nobody, that of another hub's row neither."""
    if card.hub_id != taker.hub_id:
        return without_prices(card), without_prices(taker)
    return card, without_prices(taker) if taker.sort == "capability" else taker


def tell(pairs: Sequence[tuple[Entry, Entry]], terms: Terms) -> list[Told]:
    """Return the figures and the reasons of pairs (card, taker), in the same order.

    Money is worked out without prices that the reader may not know; see ``_without_rival_prices``.
    """
    told: dict[int, Told] = {}
    pairs = [_without_rival_prices(*pair) for pair in pairs]
    for sort in ("need", "capability"):
        chosen = [place for place, (_card, taker) in enumerate(pairs) if taker.sort == sort]
        if chosen:
            some = _tell([pairs[place] for place in chosen], terms)
            told.update(zip(chosen, some, strict=True))
    return [told[place] for place in range(len(pairs))]


def _tell(pairs: Sequence[tuple[Entry, Entry]], terms: Terms) -> list[Told]:
    offers = _packed([card for card, _taker in pairs], terms, as_open=True)
    needs = _packed([taker for _card, taker in pairs], terms, as_open=True)
    rows = np.arange(len(pairs))
    figures = outcomes(offers, needs, rows, rows, terms)
    is_mass = offers.marks[:, layout.UNIT] == _MASS
    tonnes = np.where(is_mass, figures.parts.flow, np.nan)
    strategies = [strategy.value for strategy in RStrategy]
    found = []
    for place, findings in enumerate(figures.findings()):
        spoken = [reasons(findings, language) for language in ("nl", "en", "fr")]
        found.append(
            Told(
                strategy="" if findings.rung is None else strategies[findings.rung],
                distance_km=findings.km,
                flow_t=None if np.isnan(tonnes[place]) else float(tonnes[place]),
                margin_eur=findings.margin_eur,
                co2e_kg=findings.co2e_kg,
                work_h=findings.hours,
                reasons=[
                    {"code": nl.code, "tone": nl.tone, "nl": nl.text, "en": en.text, "fr": fr.text}
                    for nl, en, fr in zip(*spoken, strict=True)
                ],
            )
        )
    return found


def as_need(processor: Processor, kind: Kind, entry: Entry) -> Need:
    """Return the first recipe of a processor as a need, so that the core can say why it fits or not."""
    recipe = processor.recipes[0]
    return Need(
        id=processor.id,
        kind=recipe.kind or kind,
        materials=recipe.accepts,
        quantity=recipe.capacity,
        unit=recipe.unit,
        period=recipe.period,
        min_quantity=recipe.min_quantity,
        strategy=recipe.strategy,
        place=processor.place,
        max_km=processor.max_km,
        available_from=processor.available_from,
        available_until=processor.available_until,
        visibility=Visibility(entry.visibility),
        hub=str(entry.hub_id),
    )


def why(card: Entry, taker: Entry, terms: Terms, language: str = "nl") -> Why:
    """Return everything that the core says of one pair, told as if each side were open to the reader."""
    offer, need = _opened(card, taker)
    return explain(offer, need, terms, lang=language_of(language))


def what_hinders(card: Entry, taker: Entry, terms: Terms, language: str = "nl") -> tuple[str, ...]:
    """Return the rules alone that keep a pair apart, in words; none where they match."""
    offer, need = _opened(card, taker)
    return hindrances(offer, need, terms, lang=language_of(language))


def _opened(card: Entry, taker: Entry) -> tuple[Stream, Need]:
    """Return the two sides of a pair as if each were open to the reader."""
    offer = card.record
    if not isinstance(offer, Stream):
        raise TypeError(f"{card.key} is no card")
    need = taker.record
    if isinstance(need, Processor):
        need = as_need(need, offer.kind, taker)
    if not isinstance(need, Need):
        raise TypeError(f"{taker.key} takes nothing")
    free = _without_rival_prices(card, replace(taker, record=need))
    opened = [_seen_by(one.record, None) for one in free]
    return opened[0], opened[1]  # type: ignore[return-value]


def family_of(material: str) -> tuple[str, ...]:
    """Return a class with those above it (but the root) and under it: who takes one may take the other."""
    known: Mapping[str, Any] = materials.all()
    if material not in known:
        return (material,)
    above = tuple(key for key in materials.ancestors(material) if known[key].parent)
    return (material, *above, *materials.descendants(material))
