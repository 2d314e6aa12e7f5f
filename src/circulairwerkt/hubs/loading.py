"""Loads the hubs that ship, with phases and goals; what a coordinator edited stays."""

from datetime import date
from typing import Any

from circulairwerkt.base.loading import (
    LoadedKeys,
    LoadReport,
    edition,
    load_fixed,
    load_links,
    load_row,
    load_set,
)
from circulairwerkt.base.permissions import Actor
from circulairwerkt.hubs import files
from circulairwerkt.hubs.models import Hub, HubAlias, HubArea, LifeCycle, Phase
from circulairwerkt.reference.models import Goal

#: Counts up when the code below writes other columns from the same file.
LAYOUT = 1
NAME = "hubs"


def shipped() -> dict[str, Any]:
    """Return what ships about the programme, its hubs and their partners."""
    return files.read()


def shipped_digest() -> str:
    """Return a digest of what ships: the same one means the same content."""
    return files.digest()


@edition(
    "hubs.load", name=NAME, layout=LAYOUT, digest=lambda: files.digest(), rows=lambda: Hub.objects.count()
)
def load_hubs(actor: Actor, keys: LoadedKeys, report: LoadReport) -> None:
    """Bring the hubs up to date; a load of the same edition does nothing unless ``again``.

    A hub loads as not confirmed, with the day its pages were read as the day of checking; its seat counts as
    area. Sectors and municipalities must have been loaded (``load_reference``).
    """
    content = files.read()
    for row in content["hubs"]:
        _load_hub(row, content["read_on"], keys, report, actor)
    _load_phases(content, report)
    _load_goals(content, report)


def _load_hub(row: dict[str, Any], read_on: date, keys: LoadedKeys, report: LoadReport, actor: Actor) -> None:
    hub: Hub | None = load_row(
        model=Hub,
        key={"slug": row["slug"]},
        values={
            "name": row["name"],
            "summary": row["summary"],
            "seat_id": row["seat"],
            "lat": row["point"]["lat"],
            "lon": row["point"]["lon"],
            "life_cycle": LifeCycle.NOT_CONFIRMED.value,
            "checked_on": read_on,
            "website": row.get("website", ""),
            "sources": row["sources"],
            "source_read_on": read_on,
            "is_likely_only": row.get("likely_only", False),
        },
        keys=keys,
        report=report,
        actor=actor,
        hub_of=lambda hub: hub.pk,
    )
    if hub is None:
        return
    load_links(row=hub, column="sectors", keys=row["sectors"], links=hub.sectors)
    present = hub.aliases.values_list("name", flat=True)
    to_add, to_drop = load_set(row=hub, column="aliases", wanted=row.get("aliases", []), present=present)
    HubAlias.objects.bulk_create(HubAlias(hub=hub, name=name) for name in to_add)
    hub.aliases.filter(name__in=to_drop).delete()
    _load_area(hub, row, read_on)


def _load_area(hub: Hub, row: dict[str, Any], read_on: date) -> None:
    """Add the seat and the municipalities that a source names; end those that the file no longer holds."""
    served = hub.area.filter(valid_to__isnull=True)
    to_add, to_drop = load_set(
        row=hub,
        column="area",
        wanted=[row["seat"], *row.get("area", [])],
        present=served.values_list("municipality_id", flat=True),
    )
    named = set(row.get("area", []))
    HubArea.objects.bulk_create(
        HubArea(hub=hub, municipality_id=nis, source=row["area_source"] if nis in named else "zetel")
        for nis in to_add
    )
    served.filter(municipality_id__in=to_drop).update(valid_to=read_on)


def _load_phases(content: dict[str, Any], report: LoadReport) -> None:
    """Write the phases; nobody edits them, so the file decides."""
    for row in content["phases"]:
        values = {name: row[name] for name in ("name", "starts_on", "ends_on")}
        values["source"] = content["programme"]["source"]
        load_fixed(model=Phase, key={"number": row["number"]}, values=values, report=report)


def _load_goals(content: dict[str, Any], report: LoadReport) -> None:
    """Write the goals in their versions; a new wording is a new version, so the file decides."""
    for position, row in enumerate(content["goals"], start=1):
        values = {
            "label": row["label"],
            "since_phase": row["since_phase"],
            "position": position,
            "source": content["programme"]["source"],
        }
        load_fixed(
            model=Goal, key={"key": row["key"], "version": row["version"]}, values=values, report=report
        )
