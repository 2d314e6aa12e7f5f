"""Material cards and needs, read in from a file."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import imports
from circulairwerkt.base.cells import day_in, number_in, too_long, word_in
from circulairwerkt.base.permissions import Actor
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.organisations.queries import folded, organisation_in_cell
from circulairwerkt.reference.models import Municipality
from circulairwerkt.streams import bridge, perms
from circulairwerkt.streams.alike import resembling
from circulairwerkt.streams.forms import language, only_site, place_named
from circulairwerkt.streams.models import SENTENCE_LENGTH, Listing, MaterialCard, Need
from circulairwerkt.streams.services import Dangerous, make_card, make_need
from circulairwerkt.streams.services.imported import undo_import
from circulairwerkt.streams.services.rows import check
from circulairwerkt.streams.understanding import understood
from circulairwerkt.streams.words import Period, Source

_REMARKS_LENGTH = 4000
#: Rows of one organisation or place with which a row is compared, and rows of a hub with which a step is.
_MOST_NEAR, _MOST_READ = 500, 20_000
_AMOUNT = re.compile(r"([\d.,' \u00a0\u202f]*\d)\s*([^\d\s].*)?")
_PERIODS: Mapping[str, str] = {
    "eenmalig": "once",
    "een keer": "once",
    "once": "once",
    "one off": "once",
    "unique": "once",
    "une fois": "once",
    "dag": "day",
    "dagelijks": "day",
    "day": "day",
    "daily": "day",
    "jour": "day",
    "par jour": "day",
    "week": "week",
    "wekelijks": "week",
    "weekly": "week",
    "per week": "week",
    "semaine": "week",
    "par semaine": "week",
    "maand": "month",
    "maandelijks": "month",
    "month": "month",
    "monthly": "month",
    "mois": "month",
    "par mois": "month",
    "jaar": "year",
    "jaarlijks": "year",
    "year": "year",
    "yearly": "year",
    "an": "year",
    "annee": "year",
    "par an": "year",
}

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


@lru_cache(maxsize=4096)
def _place(text: str) -> str:
    found = place_named(text)
    return str(found.nis) if found is not None else ""


def _amount(cells: Mapping[str, str]) -> dict[str, Any]:
    """Read how much: number and unit in two columns, or in one as ``3 ton``."""
    text, unit = cells.get("quantity", "").strip(), cells.get("unit", "").strip()
    found = _AMOUNT.fullmatch(text)
    if found and found[2] and not unit:
        text, unit = found[1], found[2]
    problems: dict[str, str] = {}
    told: dict[str, Any] = {}
    try:
        if (number := number_in(text)) is not None:
            told["quantity"] = number
    except ValidationError as error:
        problems["quantity"] = " ".join(error.messages)
    if unit:
        told["unit"] = bridge.unit_named(unit)
        if not told["unit"]:
            words = ", ".join(
                bridge.unit_word(key, 2, language()) for key in ("t", "kg", "m3", "l", "piece", "pallet")
            )
            message = _("“%(typed)s” kennen we niet als eenheid. Verwacht: bijvoorbeeld %(expected)s.")
            problems["unit"] = message % {"typed": unit[:60], "expected": words}
    if problems:
        raise imports.RowRefused(problems)
    if told:
        try:
            check({"quantity": None, "unit": "", **told})
        except ValidationError as error:
            raise imports.RowRefused(
                {name: " ".join(words) for name, words in error.message_dict.items()}
            ) from None
    return told


def _material(text: str) -> str:
    if bridge.is_material(text.strip()):
        return text.strip()
    words = {name: key for code in ("fr", "en", "nl") for key, name in bridge.material_names(code)}
    expected = _("een materiaal zoals in de keuzelijst van een kaart, of niets")
    return word_in(text, words, expected)


def _code(text: str) -> str:
    if not text.strip():
        return ""
    code = bridge.known_code(text)
    if code is None:
        words = _("“%(typed)s” staat niet op de afvalstoffenlijst. Verwacht: zes cijfers, zoals 20 01 01.")
        raise ValidationError(words % {"typed": text[:60]})
    return code


def _day(text: str) -> str:
    day = day_in(text)
    return day.isoformat() if day else ""


def _period(text: str) -> str:
    labels = {str(one.label): str(one.value) for one in Period}
    return word_in(text, {**_PERIODS, **labels}, ", ".join(labels))


_READERS: Mapping[str, Callable[[str], str]] = {
    "material": _material,
    "period": _period,
    "low_code": _code,
    "available_from": _day,
}


def understand(cells: Mapping[str, str], *, direction: str) -> dict[str, Any]:
    """Read one row; raises RowRefused with what is wrong in each field, or with the danger it names."""
    problems: dict[str, str] = {}
    sentence, remarks = " ".join(cells["sentence"].split()), cells.get("remarks", "").strip()
    for name, text, most in (("sentence", sentence, SENTENCE_LENGTH), ("remarks", remarks, _REMARKS_LENGTH)):
        if words := too_long(text, most):
            problems[name] = words
    organisation, nis, told = None, "", {}
    try:
        organisation = organisation_in_cell(cells.get("organisation", ""))
    except ValidationError as error:
        problems["organisation"] = " ".join(error.messages)
    try:
        nis = _place(cells.get("place", "").strip())
    except ValidationError as error:
        problems["place"] = " ".join(error.messages)
    for name, reader in _READERS.items():
        try:
            told[name] = reader(cells.get(name, ""))
        except ValidationError as error:
            problems[name] = " ".join(error.messages)
    try:
        told.update(_amount(cells))
    except imports.RowRefused as refused:
        problems.update(refused.problems)
    found = understood(sentence[:SENTENCE_LENGTH], direction=direction)
    if found.stops:
        problems["sentence"] = _dangerous(found.dangers)
    if problems:
        raise imports.RowRefused(problems)
    return {
        "sentence": sentence,
        "organisation": organisation.pk if organisation else None,
        "nis": nis,
        "told": {name: value for name, value in {**told, "remarks": remarks}.items() if value != ""},
        "guessed": {
            name: found.values[name]
            for name in ("material", "quantity", "unit", "period")
            if name in found.values
        },
    }


def _dangerous(dangers: Sequence[Any]) -> str:
    words = _("Dit kan gevaarlijk zijn: %(dangers)s. Er komt geen kaart van. Vraag eerst raad.")
    return words % {"dangers": ", ".join(str(one.name) for one in dangers if one.stops)}


def twins(
    hub_id: int, rows: Sequence[Mapping[str, Any]], *, model: type[Listing]
) -> list[imports.Twin | None]:
    """Find rows of the hub that may tell the same, of one organisation, else of one place or of neither."""
    organisations = {row["organisation"] for row in rows} - {None}
    places = {row["nis"] for row in rows} - {""}
    here = Q(organisation__in=organisations) | Q(municipality__in=places)
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
    *, actor: Actor, hub_id: int, values: Mapping[str, Any], use: int | None, model: type[Listing]
) -> imports.Made:
    """Make the card or need of one row, closed as every new one; one that is there already stays as it is."""
    if use is not None:
        return imports.Made(name=str(model._base_manager.get(pk=use, hub_id=hub_id)), rows={})
    organisation = Organisation.objects.filter(pk=values["organisation"]).first()
    municipality = Municipality.objects.filter(nis=values["nis"]).first() if values["nis"] else None
    site = only_site(organisation)
    if site is not None and municipality is not None and site.municipality_id != municipality.pk:
        site = None
    told = dict(values["told"])
    if "available_from" in told:
        told["available_from"] = date.fromisoformat(told["available_from"])
    maker = make_card if model is MaterialCard else make_need
    try:
        row: Listing = maker(
            actor=actor,
            hub=Hub.objects.get(pk=hub_id),
            sentence=values["sentence"],
            organisation=organisation,
            site=site,
            municipality=municipality,
            values=told,
            source=Source.IMPORT,
            # What resembles it was shown beside it, and somebody decided.
            is_another=True,
        )
    except Dangerous as stopped:
        raise imports.RowRefused({"sentence": _dangerous(stopped.dangers)}) from None
    return imports.Made(name=str(row), rows={row._meta.label_lower: (row.pk, row.version)})


def undo(*, actor: Actor, hub_id: int, rows: Mapping[str, Sequence[int]]) -> None:
    """Take back what one row became."""
    undo_import(actor=actor, hub=Hub.objects.get(pk=hub_id), rows=rows)


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
