"""Material cards and needs, read in from a file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from circulairwerkt.base import imports
from circulairwerkt.base.cells import too_long
from circulairwerkt.base.permissions import Actor
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.queries import InCell, folded, organisations_in_cells
from circulairwerkt.streams import bridge, perms
from circulairwerkt.streams.alike import resembling
from circulairwerkt.streams.forms import language
from circulairwerkt.streams.models import SENTENCE_LENGTH, Listing, MaterialCard, Need
from circulairwerkt.streams.row_cells import READERS, amount_in, place_in
from circulairwerkt.streams.services.imported import dangerous, import_rows, undo_import
from circulairwerkt.streams.understanding import understood
from circulairwerkt.streams.words import Period

_REMARKS_LENGTH = 4000
#: Rows of one organisation or place with which a row is compared, and rows of a hub with which a step is.
_MOST_NEAR, _MOST_READ = 500, 20_000

_FIELDS = (
    imports.Field(
        "sentence",
        gettext_lazy("omschrijving"),
        (
            "wat",
            "stroom",
            "reststroom",
            "afvalstroom",
            "zin",
            "description",
            "stream",
            "what",
            "flux",
            "quoi",
        ),
        is_required=True,
    ),
    imports.Field(
        "organisation",
        gettext_lazy("organisatie"),
        (
            "bedrijf",
            "bedrijfsnaam",
            "firma",
            "naam",
            "company",
            "organisation",
            "entreprise",
            "societe",
            "nom",
        ),
        hint=gettext_lazy("de naam zoals ze in de lijst staat, of het ondernemingsnummer"),
    ),
    imports.Field(
        "place",
        gettext_lazy("gemeente"),
        (
            "plaats",
            "postcode",
            "stad",
            "locatie",
            "place",
            "city",
            "municipality",
            "commune",
            "ville",
            "lieu",
        ),
    ),
    imports.Field(
        "material",
        gettext_lazy("materiaal"),
        ("soort materiaal", "materiaalsoort", "material", "materiau", "matiere"),
        hint=gettext_lazy("zonder kolom raadt het platform het uit de omschrijving"),
    ),
    imports.Field(
        "quantity",
        gettext_lazy("hoeveelheid"),
        ("aantal", "volume", "gewicht", "tonnage", "quantity", "amount", "quantite", "poids"),
    ),
    imports.Field("unit", gettext_lazy("eenheid"), ("eh", "maat", "unit", "unite")),
    imports.Field(
        "period",
        gettext_lazy("hoe vaak"),
        ("periode", "per", "ritme", "frequentie", "period", "frequency", "rhythm", "frequence", "rythme"),
    ),
    imports.Field(
        "low_code",
        gettext_lazy("EURAL-code"),
        (
            "eural",
            "euralcode",
            "afvalcode",
            "code",
            "low code",
            "ewc",
            "ewc code",
            "waste code",
            "code dechet",
        ),
    ),
    imports.Field(
        "available_from",
        gettext_lazy("vanaf"),
        (
            "beschikbaar vanaf",
            "startdatum",
            "available from",
            "from",
            "disponible a partir de",
            "a partir du",
        ),
    ),
    imports.Field(
        "remarks",
        gettext_lazy("opmerkingen"),
        ("opmerking", "notitie", "nota", "remarks", "remark", "notes", "comment", "remarque", "remarques"),
    ),
)


def understand(rows: Sequence[imports.Row], *, direction: str) -> list[dict[str, Any] | imports.RowRefused]:
    """Read rows; refused are those that name a danger too."""
    named = organisations_in_cells(row.get("organisation", "") for row in rows)
    return imports.each(
        rows, lambda cells: _understood(cells, named[cells.get("organisation", "")], direction=direction)
    )


def _understood(cells: imports.Row, organisation: InCell, *, direction: str) -> dict[str, Any]:
    """Read one row; raises RowRefused with what is wrong in each field, or with the danger it names."""
    problems: dict[str, str] = {}
    sentence, remarks = " ".join(cells["sentence"].split()), cells.get("remarks", "").strip()
    for name, text, most in (("sentence", sentence, SENTENCE_LENGTH), ("remarks", remarks, _REMARKS_LENGTH)):
        if words := too_long(text, most):
            problems[name] = words
    nis, told = "", {}
    if isinstance(organisation, ValidationError):
        problems["organisation"] = " ".join(organisation.messages)
    try:
        nis = place_in(cells.get("place", "").strip())
    except ValidationError as error:
        problems["place"] = " ".join(error.messages)
    for name, reader in READERS.items():
        try:
            told[name] = reader(cells.get(name, ""))
        except ValidationError as error:
            problems[name] = " ".join(error.messages)
    try:
        told.update(amount_in(cells))
    except imports.RowRefused as refused:
        problems.update(refused.problems)
    found = understood(sentence[:SENTENCE_LENGTH], direction=direction)
    if found.stops:
        problems["sentence"] = dangerous([str(one.name) for one in found.dangers if one.stops])
    if problems:
        raise imports.RowRefused(problems)
    return {
        "sentence": sentence,
        "organisation": organisation,
        "nis": nis,
        "told": {name: value for name, value in {**told, "remarks": remarks}.items() if value != ""},
        "guessed": found.values,
        "shares": found.probabilities,
        "dangers": [one.key for one in found.dangers],
    }


def twins(
    hub_id: int, rows: Sequence[Mapping[str, Any]], *, model: type[Listing]
) -> list[imports.Twin | None]:
    """Find rows of the hub that may tell the same, of one organisation, else of one place or of neither."""
    organisations = {row["organisation"] for row in rows} - {None}
    nobody_at = {row["nis"] for row in rows if row["organisation"] is not None} - {""}
    anybody_at = {row["nis"] for row in rows if row["organisation"] is None} - {""}
    here = Q(organisation__in=organisations) | Q(municipality__in=anybody_at)
    here |= Q(organisation__isnull=True, municipality__in=nobody_at)
    if any(row["organisation"] is None and not row["nis"] for row in rows):
        here |= Q(organisation__isnull=True, municipality__isnull=True)
    known = model._base_manager.filter(here, hub_id=hub_id, is_gone=False)
    near: dict[tuple[str, Any], list[Listing]] = {}
    for one in known.select_related("organisation", "municipality").order_by("-pk")[:_MOST_READ]:
        for key in _near_keys(one):
            near.setdefault(key, []).append(one)
    found: list[imports.Twin | None] = []
    for row in rows:
        amount = {"quantity", "unit"} & set(row["told"])
        guessed = {name: value for name, value in row["guessed"].items() if not (amount and name in _AMOUNTS)}
        if row["organisation"] is not None:
            others = near.get(("organisation", row["organisation"]), [])[:_MOST_NEAR]
            others = others + near.get(("nobody at", row["nis"]), [])[:_MOST_NEAR]
        else:
            others = near.get(("place", row["nis"]), [])[:_MOST_NEAR]
        likest = resembling(others, sentence=row["sentence"], values={**guessed, **row["told"]})
        found.append(_twin(likest[0].row) if likest else None)
    return found


_AMOUNTS = ("quantity", "unit")


def _near_keys(row: Listing) -> Iterator[tuple[str, Any]]:
    place = row.municipality_id or ""
    if row.organisation_id is not None:
        yield "organisation", row.organisation_id
        if place:
            yield "place", place
    else:
        yield "place", place
        if place:
            yield "nobody at", place


def _twin(row: Any) -> imports.Twin:
    return imports.Twin(
        pk=row.pk,
        name=str(row),
        values={
            "sentence": row.sentence,
            "organisation": row.organisation.name if row.organisation else "",
            "place": row.municipality.name if row.municipality else "",
            "material": bridge.material_name(row.material, language()) if row.material else "",
            "quantity": _shown(row.quantity),
            "unit": bridge.unit_word(row.unit, 2, language()),
            "period": str(Period(row.period).label) if row.period else "",
            "low_code": bridge.code_spelled(row.low_code) if row.low_code else "",
            "available_from": row.available_from.isoformat() if row.available_from else "",
        },
    )


def _shown(number: float | None) -> str:
    """A number that can be read in again: no sign for thousands, more than three digits behind the comma."""
    if number is None:
        return ""
    text = f"{number:.4f}".rstrip("0").rstrip(".")
    return f"{text}0" if re.fullmatch(r"\d{1,3}\.\d{3}", text) else text


def make(
    *, actor: Actor, hub_id: int, rows: Sequence[imports.Wanted], model: type[Listing]
) -> list[imports.Made | imports.RowRefused]:
    """Make the cards or needs of rows."""
    return import_rows(actor=actor, hub=Hub.objects.get(pk=hub_id), model=model, rows=rows)


def undo(*, actor: Actor, hub_id: int, made: Sequence[imports.MadeRows]) -> list[bool]:
    """Take back what rows became."""
    return undo_import(actor=actor, hub=Hub.objects.get(pk=hub_id), made=made)


def key_of(values: Mapping[str, Any]) -> str:
    """Rows that tell the same of one organisation, or else of one place, are one."""
    return f"{values['organisation'] or values['nis']} {folded(values['sentence'])}"


def rows_of(hub_id: int, *, model: type[Listing]) -> Iterator[dict[str, str]]:
    """Give what the hub has that is still there."""
    known = model._base_manager.filter(hub_id=hub_id, is_gone=False)
    for row in known.select_related("organisation", "municipality").order_by("-confirmed_at", "-pk"):
        yield {**_twin(row).values, "remarks": row.remarks}


def _kind(key: str, label: Promise, model: type[Listing], direction: str) -> imports.Kind:
    return imports.register(
        imports.Kind(
            key=key,
            label=label,
            fields=_FIELDS,
            may=lambda actor, hub_id: actor.may(perms.KEEP, hub_id=hub_id),
            understand=partial(understand, direction=direction),
            twins=partial(twins, model=model),
            make=partial(make, model=model),
            undo=undo,
            key_of=key_of,
            rows_of=partial(rows_of, model=model),
        )
    )


CARDS = _kind("cards", gettext_lazy("materiaalkaarten"), MaterialCard, "offer")
NEEDS = _kind("needs", gettext_lazy("wat gezocht wordt"), Need, "need")
