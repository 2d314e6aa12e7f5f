"""Writes the reference data that ships into the database; nobody edits these rows, so the files decide."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from circulairwerkt.base.loading import LoadedKeys, LoadReport, edition
from circulairwerkt.base.permissions import Actor
from circulairwerkt.reference import files
from circulairwerkt.reference.models import Municipality, Place, Sector

#: Counts up when the code below writes other columns from the same files.
LAYOUT = 1
NAME = "reference"
#: Provinces of municipalities that merged into one of another province.
_OTHER_PROVINCE = {"11056": "Antwerpen"}


@edition(
    "reference.load",
    name=NAME,
    layout=LAYOUT,
    digest=lambda: files.digest(),
    rows=lambda: Municipality.objects.count() + Place.objects.count() + Sector.objects.count(),
)
def load_reference(actor: Actor, keys: LoadedKeys, report: LoadReport) -> None:
    """Bring municipalities, places and sectors up to date; a load of the same edition does nothing.

    ``again``: compare every row even when this edition was loaded before.
    """
    municipalities = [files.municipality_fields(row) for row in files.read_rows("municipalities.csv")]
    provinces = {str(fields["nis"]): str(fields["province"]) for fields in municipalities}
    former = [
        files.former_municipality_fields(
            row, _OTHER_PROVINCE.get(row["old_code"], provinces[row["new_code"]])
        )
        for row in files.read_rows("mergers.csv")
        if row["old_code"] != row["new_code"]
    ]
    _write(Municipality, municipalities, ("nis",), report)
    _write(Municipality, former, ("nis",), report)
    places = [files.place_fields(row) for row in files.read_rows("places.csv")]
    _write(Place, places, ("name", "municipality_id"), report)
    _remove_other_places(places, report)
    sectors = [
        {
            "key": row["key"],
            "label": {code: row[f"label_{code}"] for code in ("nl", "en", "fr")},
            "position": position,
        }
        for position, row in enumerate(files.read_rows("sectors.csv"), start=1)
    ]
    _write(Sector, sectors, ("key",), report)


def _write(
    model: type[models.Model], rows: Iterable[dict[str, Any]], key: tuple[str, ...], report: LoadReport
) -> None:
    """Insert the rows that are new and update those that differ, each in one statement."""
    present = {tuple(getattr(row, name) for name in key): row for row in model._base_manager.all()}
    new, changed, columns = [], [], set[str]()
    for fields in rows:
        row = present.get(tuple(fields[name] for name in key))
        if row is None:
            new.append(model(**fields))
            continue
        differing = [name for name, value in fields.items() if getattr(row, name) != value]
        if not differing:
            report.add("unchanged")
            continue
        for name in differing:
            setattr(row, name, fields[name])
        columns.update(name.removesuffix("_id") for name in differing)
        changed.append(row)
    model._base_manager.bulk_create(new, batch_size=200)
    if changed:
        model._base_manager.bulk_update(changed, sorted(columns), batch_size=200)
    report.add("created", len(new))
    report.add("updated", len(changed))


def _remove_other_places(places: list[dict[str, Any]], report: LoadReport) -> None:
    """Remove places from our sources that the files no longer hold; those from elsewhere stay."""
    kept = {(fields["name"], fields["municipality_id"]) for fields in places}
    rows = Place.objects.filter(source__in=files.PLACE_SOURCES.values())
    gone = [pk for pk, *key in rows.values_list("pk", "name", "municipality_id") if tuple(key) not in kept]
    if gone:
        Place.objects.filter(pk__in=gone).delete()
        report.add("removed", len(gone))
