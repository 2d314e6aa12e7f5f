"""A run as the analyst reads it: proof, rungs, front, prices, robust links, rows named as far as may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.permissions import Actor
from circulairwerkt.flows.models import OpportunityRun
from circulairwerkt.flows.opportunities import telling
from circulairwerkt.flows.opportunities.gathering import rows_of
from circulairwerkt.flows.opportunities.queries import party_of, title_of_key
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams.words import Strategy

_SIDES = {
    "offer": gettext_lazy("is over"),
    "need": gettext_lazy("wordt gezocht"),
    "capacity": gettext_lazy("plaats bij wie het doet"),
}


@dataclass(frozen=True)
class Told:
    """What stands on the page; shares in per cent, names as the reader may know them."""

    statuses: str
    measures: list[tuple[str, str, str]]
    levels: list[Mapping[str, Any]]
    front: list[Mapping[str, Any]]
    prices: list[tuple[str, str, str]]
    robust: list[Mapping[str, Any]]
    robust_of: int
    samples: int


def of_run(run: OpportunityRun, actor: Actor, hub: Hub) -> Told:
    """Return the analysis of a run for ``actor``."""
    found = run.analysis
    robust = found.get("robust", [])
    keys = {row[end] for row in robust for end in ("from_id", "to_id")}
    keys |= {row["key"] for row in found.get("prices", [])}
    known = {key for key in keys if key.partition("-")[0] in ("card", "need", "capability")}
    parties = {
        key: party
        for key, row in rows_of(known).items()
        if (party := party_of(key, row, actor, hub)) is not None
    }
    told = {key: title_of_key(key, parties) for key in keys}
    return Told(
        statuses=str(_STATUSES.get(run.status, run.status)),
        measures=[
            (
                telling.amount(whole, unit),
                telling.amount(used, unit),
                _percent(used / whole if whole else 0.0),
            )
            for unit, (whole, used) in sorted(run.placed.items())
        ],
        levels=[_level(level) for level in found.get("levels", [])],
        front=[
            {
                "placed": _percent(point["placed"]),
                "saved": telling.number((point["co2e_saved_kg"] or 0) / 1000),
            }
            for point in found.get("front", [])
        ],
        prices=[
            (told[row["key"]], str(_SIDES[row["side"]]), _percent(row["price"]))
            for row in found.get("prices", [])
            if row["key"] in parties and (parties[row["key"]].is_mine or row["side"] != "capacity")
        ],
        robust=[
            {
                "giver": told[row["from_id"]],
                "taker": told[row["to_id"]],
                "share": _percent(row["share"]),
                "between": _("%(low)s tot %(high)s")
                % {"low": telling.number(row["least"]), "high": telling.amount(row["most"], row["unit"])},
            }
            for row in robust
            if row["from_id"] in parties
            and row["to_id"] in parties
            and all(
                parties[key].is_mine or not key.startswith("capability")
                for key in (row["from_id"], row["to_id"])
            )
        ],
        robust_of=found.get("robust_of", 0),
        samples=found.get("samples", 0),
    )


def _level(level: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "tolerance": _percent(level["tolerance"]),
        "cost": _percent(level["cost"]),
        "rungs": [
            {
                "rung": str(Strategy(f"R{one['rung']}").label),
                "best": _percent(one["best"]),
                "bound": _percent(one["bound"]),
                "kept": _percent(one["kept"]),
            }
            for one in level["rungs"]
        ],
    }


def _percent(share: float | None) -> str:
    if share is None:
        return _("niet bekend")
    return f"{telling.number(share * 100)} %"


_STATUSES = {
    "optimal": gettext_lazy("bewezen: beter dan dit kan niet, op de afstand hieronder na"),
    "time_limit": gettext_lazy("de tijd was om; het beste dat gevonden is, met hoever het ervan kan liggen"),
    "interrupted": gettext_lazy("onderbroken; het beste dat gevonden is"),
    "stalled": gettext_lazy("niet tot het einde bewezen; het beste dat gevonden is"),
    "infeasible": gettext_lazy("geen oplossing gevonden"),
    "unbounded": gettext_lazy("geen grens gevonden"),
}
