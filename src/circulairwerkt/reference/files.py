"""The reference data that ships: read from the CSV files beside this module, each with its source on top."""

import csv
import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from circulairwerkt.reference.models import Municipality

FOLDER = Path(__file__).resolve().parent / "data"
FILES = ("municipalities.csv", "mergers.csv", "places.csv", "sectors.csv", "outside.csv")

#: First day of the municipalities as they are since the mergers of 2025.
EDITION_FROM = date(2025, 1, 1)
MUNICIPALITY_SOURCE = "REFNIS 2025, bpost, GeoNames (CC BY 4.0)"
MERGER_SOURCE = "REFNIS, mergers of 2019 and 2025"
PLACE_SOURCES = {
    "geonames": "GeoNames (CC BY 4.0)",
    "postal": "bpost; the point is that of the municipality",
}


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file; lines that start with ``#`` tell its source and are left out."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def digest() -> str:
    """Return a digest of all data files: two installations with the same one hold the same places."""
    sums = hashlib.sha256()
    for name in FILES:
        sums.update(name.encode() + b"\0" + (FOLDER / name).read_bytes() + b"\0")
    return sums.hexdigest()


def split(text: str) -> list[str]:
    """Return the names in a cell that holds several, divided by ``|``."""
    return [name for name in text.split("|") if name]


def municipality_fields(row: dict[str, str]) -> dict[str, object]:
    """Return the columns of ``Municipality`` from a row of ``municipalities.csv``."""
    return {
        "nis": row["code"],
        "name": row["name"],
        "name_fr": row["name_fr"] or row["name"],
        "aliases": split(row["aliases"]),
        "province": row["province"],
        "postcodes": row["postcodes"].split(),
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "inhabitants": int(row["inhabitants"]),
        "valid_from": EDITION_FROM,
        "valid_to": None,
        "merged_into_id": None,
        "source": MUNICIPALITY_SOURCE,
    }


def former_municipality_fields(row: dict[str, str], province: str) -> dict[str, object]:
    """Return the columns of ``Municipality`` for one that was merged away, from a row of ``mergers.csv``."""
    return {
        "nis": row["old_code"],
        "name": row["old_name"],
        "name_fr": row["old_name"],
        "aliases": [],
        "province": province,
        "postcodes": [],
        "lat": None,
        "lon": None,
        "inhabitants": 0,
        "valid_from": None,
        "valid_to": date.fromisoformat(row["old_until"]),
        "merged_into_id": row["new_code"],
        "source": MERGER_SOURCE,
    }


def place_fields(row: dict[str, str]) -> dict[str, object]:
    """Return the columns of ``Place`` from a row of ``places.csv``."""
    return {
        "name": row["name"],
        "municipality_id": row["code"],
        "aliases": split(row["aliases"]),
        "postcode": row["postcode"],
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "has_own_point": row["point"] == "place",
        "inhabitants": int(row["inhabitants"]),
        "source": PLACE_SOURCES[row["source"]],
    }


def municipality_from(row: dict[str, str]) -> Municipality:
    """Return the municipality of a row as a loaded one, without asking the database.

    Its key is that of the row that ``load_reference`` writes, so it can stand in any query.
    """
    fields = municipality_fields(row)
    columns = [column.attname for column in Municipality._meta.concrete_fields]
    return Municipality.from_db("default", columns, [fields[column] for column in columns])
