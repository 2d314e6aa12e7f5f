"""Made-up cards, needs and capabilities of the example region."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.portal.services.example.files import rows_of
from circulairwerkt.portal.services.example.partners import Region
from circulairwerkt.streams import services
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need

CARDS, NEEDS, CAPABILITIES = 300, 200, 60
#: How open the rows are, most of them closed as they start.
_OPENNESS = [Visibility.PARTIES] * 4 + [Visibility.HUB] * 3 + [Visibility.NETWORK] * 2 + [Visibility.PUBLIC]
#: Days since somebody confirmed a row; the last ones have faded.
_AGES = (3, 12, 25, 40, 70, 110, 160, 230, 420)
#: How far the hours of a made-up processor lie from what is usual for its work, as a factor.
_HOURS_AROUND = (0.8, 1.25)

#: Where made-up streams go today, and what made-up takers do with them.
_DESTINATIONS = ("recycle", "burn", "burn", "dump", "stored", "recycle")
_SOUGHT = ("R3", "R7", "R8", "R8")
_TELLS_STRATEGY = 0.7
_STRATEGIES = {
    "repair": "R4",
    "woodwork": "R7",
    "sew": "R7",
    "repack": "R3",
    "clean": "R3",
    "cook": "R3",
    "sort": "R8",
    "dismantle": "R8",
    "shred": "R8",
    "press": "R8",
}


@dataclass(frozen=True)
class Streams:
    """What was made."""

    cards: list[MaterialCard]
    needs: list[Need]
    capabilities: list[Capability]


def make_streams(region: Region, actor: Actor, chance: Random) -> Streams:
    """Make the rows from sentences, the way a coordinator does, and let time pass over them."""
    rows = rows_of("streams")
    cards = [row for row in rows if row["role"] == "card"]
    needs = [row for row in rows if row["role"] == "need"]
    made = Streams(
        cards=[_make(services.make_card, row, region, actor, chance) for row in islice(cycle(cards), CARDS)],
        needs=[_make(services.make_need, row, region, actor, chance) for row in islice(cycle(needs), NEEDS)],
        capabilities=[],
    )
    given: set[tuple[int, str]] = set()
    for row in islice(cycle(rows_of("capabilities")), CAPABILITIES):
        made.capabilities.append(_make_capability(row, region, actor, chance, given))
    for group in (made.cards, made.needs, made.capabilities):
        _let_time_pass(group, chance)
    return made


def _make(make: Callable[..., Any], row: dict[str, str], region: Region, actor: Actor, chance: Random) -> Any:
    giver = chance.choice(region.of_sector(row["sector"], social=False))
    amount = _rounded(chance.uniform(float(row["low"]), float(row["high"])))
    values: dict[str, Any] = {
        "kind": row["kind"],
        "material": row["material"],
        "quantity": amount,
        "unit": row["unit"],
        "period": row["period"],
    }
    if row["kind"] == "space":
        values["area_m2"] = amount
    # Drawn apart, so that all else stays as it was.
    aside = Random(f"{row['sentence']} {amount} {giver.slug}")
    if row["role"] == "card":
        values["destination"] = aside.choice(_DESTINATIONS)
    elif aside.random() < _TELLS_STRATEGY:
        values["strategy"] = aside.choice(_SOUGHT)
    return make(
        actor=actor,
        hub=region.hub,
        sentence=row["sentence"].replace("{n}", f"{amount:g}".replace(".", ",")),
        organisation=giver,
        site=giver.sites.first(),
        values=values,
        is_another=True,
        is_example=True,
    )


def _who_works(
    row: dict[str, str], region: Region, chance: Random, given: set[tuple[int, str]]
) -> Organisation:
    """Return who does a work that he does not do yet; as in life, many do work of another sector too."""
    who: Organisation = chance.choice(region.of_sector(row["sector"], social=True))
    if (who.pk, row["sentence"]) in given:
        able = (region.of_sector(sector, social=True) for sector in (row["sector"], ""))
        free = [[one for one in each if (one.pk, row["sentence"]) not in given] for each in able]
        # Drawn apart, so that all else stays as it was.
        who = Random(f"{row['sentence']} {len(given)}").choice(free[0] or free[1])
    given.add((who.pk, row["sentence"]))
    return who


def _make_capability(
    row: dict[str, str], region: Region, actor: Actor, chance: Random, given: set[tuple[int, str]]
) -> Capability:
    who = _who_works(row, region, chance, given)
    # The work of a unit is much the same everywhere: drawn with the capacity apart, a small kitchen would
    # seem to need a day for a bowl of soup.
    per_unit = float(row["hours_per_unit"]) * chance.uniform(*_HOURS_AROUND)
    capacity = _rounded(chance.uniform(float(row["capacity_low"]), float(row["capacity_high"])))
    hours = max(round(per_unit * capacity), 1)
    return services.make_capability(
        actor=actor,
        hub=region.hub,
        sentence=row["sentence"],
        organisation=who,
        site=who.sites.first(),
        values={
            "activities": [row["activity"]],
            "accepts": row["accepts"].split("|"),
            "produces": row["produces"].split("|"),
            "quantity": capacity,
            "hours_per_unit_h": round(hours / capacity, 3),
            "strategy": _STRATEGIES.get(row["activity"], ""),
            "unit": row["unit"],
            "period": row["period"],
            "ways": [row["way"]],
            "hours_per_week_h": float(hours),
            "seeks_hours_per_week_h": float(round(hours * chance.uniform(0.3, 0.9))),
            "max_km": float(chance.choice((20, 30, 45, 60))),
        },
        is_another=True,
        is_example=True,
    )


def _rounded(amount: float) -> float:
    """A number that somebody would say: two digits."""
    step = 10 ** max(len(str(int(amount))) - 2, 0)
    return float(max(round(amount / step) * step, 1))


def _let_time_pass(rows: list[Any], chance: Random) -> None:
    now = timezone.now()
    for row in rows:
        row.visibility = chance.choice(_OPENNESS)
        row.created_at = now - timedelta(days=chance.randrange(20, 600))
        row.confirmed_at = max(row.created_at, now - timedelta(days=chance.choice(_AGES)))
        row.is_gone = chance.random() < 0.04
        row.gone_at = row.confirmed_at if row.is_gone else None
    model: type[Listing] = type(rows[0])
    fields = ["visibility", "created_at", "confirmed_at", "is_gone", "gone_at"]
    model._base_manager.bulk_update(rows, fields, batch_size=100)
