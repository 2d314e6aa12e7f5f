"""Cases read in from a coordinator's own list."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import imports
from circulairwerkt.base.cells import day_in, remembered, too_long, word_in
from circulairwerkt.base.likeness import Names
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import perms
from circulairwerkt.cases.models import Case, Exit, Stage
from circulairwerkt.cases.services.imported import import_cases, undo_import
from circulairwerkt.cases.stages import Position
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.queries import InCell, folded, organisations_in_cells

#: Titles as much alike as this, of a hundred, are shown side by side.
ALIKE = 92
_TITLE_LENGTH, _NOTE_LENGTH = 160, 20_000
_FIRST_YEAR = 2000
_YEAR_FIRST = re.compile(r"(?:(?P<year>20\d\d)\s*[-/._ ]\s*)?(?P<number>\d{1,5})")
_YEAR_LAST = re.compile(r"(?P<number>\d{1,5})\s*[-/._ ]\s*(?P<year>20\d\d)")

_FIELDS = (
    imports.Field(
        "title",
        gettext_lazy("titel"),
        (
            "dossier",
            "onderwerp",
            "omschrijving",
            "naam",
            "project",
            "title",
            "case",
            "subject",
            "titre",
            "sujet",
        ),
        is_required=True,
    ),
    imports.Field(
        "organisation",
        gettext_lazy("organisatie"),
        (
            "bedrijf",
            "firma",
            "klant",
            "partner",
            "company",
            "organisation",
            "client",
            "entreprise",
            "societe",
        ),
        hint=gettext_lazy("de naam zoals ze in de lijst staat, of het ondernemingsnummer"),
    ),
    imports.Field(
        "stage",
        gettext_lazy("stap"),
        ("status", "fase", "stand", "toestand", "stage", "phase", "state", "etape", "statut", "etat"),
        hint=gettext_lazy("zonder stap: opgenomen"),
    ),
    imports.Field(
        "date",
        gettext_lazy("datum"),
        ("geopend op", "startdatum", "begin", "date", "opened", "start date", "date de debut", "ouvert le"),
        hint=gettext_lazy("de dag waarop het begon"),
    ),
    imports.Field(
        "note",
        gettext_lazy("notitie"),
        ("opmerking", "opmerkingen", "nota", "verslag", "note", "notes", "comment", "remarque", "remarques"),
    ),
    imports.Field(
        "number",
        gettext_lazy("nummer"),
        (
            "nr",
            "dossiernummer",
            "dossiernr",
            "volgnummer",
            "number",
            "case number",
            "reference",
            "numero",
            "numero dossier",
        ),
        hint=gettext_lazy("zoals 2026-014; is het al bezet, dan krijgt het dossier het volgende"),
    ),
)

#: How lists of hubs call where a case stands, beside our own words.
_STAGE_WORDS: Mapping[str, str] = {
    "nieuw": "question",
    "vraag": "question",
    "new": "question",
    "question": "question",
    "nouveau": "question",
    "gescreend": "qualified",
    "qualified": "qualified",
    "qualifie": "qualified",
    "lopend": "case",
    "loopt": "case",
    "open": "case",
    "in behandeling": "case",
    "in progress": "case",
    "ongoing": "case",
    "en cours": "case",
    "ouvert": "case",
    "verkennend": "exploration",
    "onderzoek": "exploration",
    "exploration": "exploration",
    "test": "test_trajectory",
    "proef": "test_trajectory",
    "pilot": "test_trajectory",
    "piloot": "test_trajectory",
    "test trajectory": "test_trajectory",
    "trajet test": "test_trajectory",
    "afgerond": "realised",
    "klaar": "realised",
    "done": "realised",
    "realised": "realised",
    "realise": "realised",
    "termine": "realised",
    "scaled up": "scaled_up",
    "a plus grande echelle": "scaled_up",
    "wacht": "on_hold",
    "on hold": "on_hold",
    "en attente": "on_hold",
    "stopgezet": "stopped",
    "geannuleerd": "stopped",
    "stopped": "stopped",
    "cancelled": "stopped",
    "arrete": "stopped",
    "referred": "referred",
    "oriente": "referred",
}


@remembered
def _position(text: str) -> Position:
    labels = {str(one.label): str(one.value) for one in (*Stage, *(out for out in Exit if out.value))}
    found = word_in(text, {**_STAGE_WORDS, **labels}, ", ".join(labels))
    if found in {str(out.value) for out in Exit if out.value}:
        return Position(Stage.CASE, Exit(found))
    return Position(Stage(found or Stage.CASE))


def _opened_on(text: str) -> date | None:
    day = day_in(text)
    if day is not None and not date(_FIRST_YEAR, 1, 1) <= day <= timezone.localdate():
        words = _("“%(typed)s” kan niet. Verwacht: een dag sinds 2000 die niet in de toekomst ligt.")
        raise ValidationError(words % {"typed": text[:60]})
    return day


def _number(text: str) -> tuple[int | None, int | None]:
    """Year and number as a list writes them; the year may be missing."""
    plain = text.strip()
    if not plain:
        return None, None
    found = _YEAR_FIRST.fullmatch(plain) or _YEAR_LAST.fullmatch(plain)
    if found is None or not int(found["number"]):
        words = _("“%(typed)s” is geen dossiernummer. Verwacht: een nummer zoals 14 of 2026-014.")
        raise ValidationError(words % {"typed": plain[:60]})
    year = int(found["year"]) if found["year"] else None
    if year is not None and year > timezone.localdate().year:
        words = _("“%(typed)s” ligt in de toekomst. Verwacht: een jaar tot en met dit jaar.")
        raise ValidationError(words % {"typed": plain[:60]})
    return year, int(found["number"])


def understand(rows: Sequence[imports.Row]) -> list[dict[str, Any] | imports.RowRefused]:
    """Read rows."""
    named = organisations_in_cells(row.get("organisation", "") for row in rows)
    return imports.each(rows, lambda cells: _understood(cells, named[cells.get("organisation", "")]))


def _understood(cells: imports.Row, organisation: InCell) -> dict[str, Any]:
    """Read one row; raises RowRefused with what is wrong in each field."""
    problems: dict[str, str] = {}
    title, note = " ".join(cells["title"].split()), cells.get("note", "").strip()
    for name, text, most in (("title", title, _TITLE_LENGTH), ("note", note, _NOTE_LENGTH)):
        if words := too_long(text, most):
            problems[name] = words
    if isinstance(organisation, ValidationError):
        problems["organisation"] = " ".join(organisation.messages)
    read: dict[str, Any] = {}
    readers: Mapping[str, Callable[[str], Any]] = {"stage": _position, "date": _opened_on, "number": _number}
    for name, reader in readers.items():
        try:
            read[name] = reader(cells.get(name, ""))
        except ValidationError as error:
            problems[name] = " ".join(error.messages)
    if problems:
        raise imports.RowRefused(problems)
    year, number = read["number"]
    day: date | None = read["date"]
    return {
        "title": title,
        "note": note,
        "organisation": organisation,
        "stage": str(read["stage"].stage.value),
        "exit": str(read["stage"].exit.value),
        "date": day.isoformat() if day else "",
        "year": year or (day or timezone.localdate()).year,
        "number": number,
    }


def twins(hub_id: int, rows: Sequence[Mapping[str, Any]]) -> list[imports.Twin | None]:
    """Find cases of the hub with the same number, or else with nearly the same title and no other number."""
    known = Case._base_manager.filter(hub_id=hub_id)
    numbered, titles = _known(hub_id, *known.aggregate(a=Count("pk"), b=Max("pk"), c=Sum("version")).values())
    keys: list[int | None] = [
        None if row["number"] is None else numbered.get((row["year"], row["number"])) for row in rows
    ]
    unnumbered = [place for place, row in enumerate(rows) if row["number"] is None]
    nearest = titles.nearest([folded(rows[place]["title"]) for place in unnumbered], least=ALIKE)
    for place, key in zip(unnumbered, nearest, strict=True):
        keys[place] = key
    wanted = known.filter(pk__in={key for key in keys if key is not None})
    found = {case.pk: _twin(case) for case in wanted.prefetch_related("parties__organisation")}
    return [found.get(key) if key is not None else None for key in keys]


@lru_cache(maxsize=1)
def _known(hub_id: int, *_edition: int | None) -> tuple[dict[tuple[int, int], int], Names]:
    """Numbers and titles of a hub's cases, made ready once for the many steps of a file.

    Again where a case came, went or was edited.
    """
    numbered: dict[tuple[int, int], int] = {}
    titles: list[tuple[int, str]] = []
    known = Case._base_manager.filter(hub_id=hub_id)
    for pk, year, number, title in known.values_list("pk", "year", "number", "title"):
        numbered[year, number] = pk
        titles.append((pk, folded(title)))
    return numbered, Names(titles, edge=5)


def _twin(case: Case) -> imports.Twin:
    party = next(iter(case.parties.all()), None)
    stands = Exit(case.exit) if case.exit else Stage(case.stage)
    return imports.Twin(
        pk=case.pk,
        name=f"{case.reference} {case.title}",
        values={
            "title": case.title,
            "organisation": party.organisation.name if party else "",
            "stage": str(stands.label),
            "date": timezone.localdate(case.opened_at).isoformat(),
            "number": case.reference,
        },
    )


def make(
    *, actor: Actor, hub_id: int, rows: Sequence[imports.Wanted]
) -> list[imports.Made | imports.RowRefused]:
    """Open the cases of rows."""
    return import_cases(actor=actor, hub=Hub.objects.get(pk=hub_id), rows=rows)


def undo(*, actor: Actor, hub_id: int, made: Sequence[imports.MadeRows]) -> list[bool]:
    """Take back what rows became."""
    return undo_import(actor=actor, hub=Hub.objects.get(pk=hub_id), made=made)


def key_of(values: Mapping[str, Any]) -> str:
    """Rows with one number, or without numbers with one title for one organisation, are one case."""
    if values["number"] is not None:
        return f"{values['year']}-{values['number']}"
    return f"{values['organisation'] or ''} {folded(values['title'])}"


def rows_of(hub_id: int) -> Iterator[dict[str, str]]:
    """Give each case of the hub, the last one first; notes stay in the case."""
    for case in Case._base_manager.filter(hub_id=hub_id).prefetch_related("parties__organisation"):
        yield dict(_twin(case).values)


CASES = imports.register(
    imports.Kind(
        key="cases",
        label=gettext_lazy("dossiers"),
        fields=_FIELDS,
        may=lambda actor, hub_id: actor.may(perms.WORK, hub_id=hub_id),
        understand=understand,
        twins=twins,
        make=make,
        undo=undo,
        key_of=key_of,
        rows_of=rows_of,
    )
)
