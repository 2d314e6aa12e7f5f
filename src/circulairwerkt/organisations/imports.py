"""Organisations with their site, read in from a file."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from circulairwerkt.base import imports
from circulairwerkt.base.periods import in_force_on
from circulairwerkt.base.permissions import Actor
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.contact_imports import CONTACTS as CONTACTS
from circulairwerkt.organisations.in_cells import names_ready
from circulairwerkt.organisations.models import Kind, Organisation, Partnership
from circulairwerkt.organisations.names import folded
from circulairwerkt.organisations.numbers import enterprise_number, establishment_number, shown_number
from circulairwerkt.organisations.perms import MANAGE_PARTNERS
from circulairwerkt.organisations.services.imported import import_organisations, undo_import
from circulairwerkt.reference.queries import find_place

#: Names as much alike as this, of a hundred, are shown side by side.
ALIKE = 92

_FIELDS = (
    imports.Field(
        "name",
        gettext_lazy("naam"),
        (
            "organisatie",
            "bedrijf",
            "bedrijfsnaam",
            "firma",
            "organisation",
            "company",
            "name",
            "nom",
            "entreprise",
        ),
        is_required=True,
    ),
    imports.Field(
        "kbo_number",
        gettext_lazy("ondernemingsnummer"),
        ("kbo", "kbo nummer", "btw", "btw nummer", "vat number", "enterprise number", "numero tva", "bce"),
    ),
    imports.Field(
        "kind",
        gettext_lazy("soort"),
        ("type", "soort organisatie", "kind", "genre", "type organisation"),
        hint=gettext_lazy("zonder soort: bedrijf"),
    ),
    imports.Field("website", gettext_lazy("website"), ("web", "url", "site web", "site")),
    imports.Field(
        "street",
        gettext_lazy("straat en nummer"),
        ("straat", "straat nr", "adres", "address", "street", "rue", "adresse"),
    ),
    imports.Field("postcode", gettext_lazy("postcode"), ("postnummer", "zip", "postal code", "code postal")),
    imports.Field(
        "place",
        gettext_lazy("gemeente"),
        ("plaats", "stad", "locatie", "city", "town", "municipality", "commune", "ville", "localite"),
    ),
    imports.Field(
        "establishment_number",
        gettext_lazy("vestigingsnummer"),
        ("vestiging", "establishment number", "numero etablissement"),
    ),
)


@lru_cache(maxsize=256)
def _kind_in(text: str, _language: str) -> str:
    if not text:
        return str(Kind.ENTERPRISE.value)
    words = {value.replace("_", " "): value for value in Kind.values}
    words.update({folded(str(Kind(value).label)): value for value in Kind.values})
    best = process.extractOne(folded(text), words.keys(), scorer=fuzz.ratio, score_cutoff=85)
    if best is None:
        raise ValidationError(
            _("Deze soort kennen we niet. Kies uit: %(kinds)s.")
            % {"kinds": ", ".join(str(Kind(value).label) for value in Kind.values)}
        )
    return words[best[0]]


def _website(text: str) -> str:
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise ValidationError(_("Dit is geen webadres.")) from None
    return address


@lru_cache(maxsize=4096)
def _municipality(postcode: str, name: str) -> str:
    """The code of the municipality that postcode and name tell; empty where neither stands there."""
    if not (postcode or name):
        return ""
    for words in (f"{postcode} {name}".strip(), name, postcode):
        answer = find_place(words)
        if answer.place is not None and answer.place.municipality is not None:
            return str(answer.place.municipality.nis)
    raise ValidationError(_("Deze plaats vinden we niet in Vlaanderen."))


def _understood(cells: imports.Row) -> dict[str, Any]:
    """Read one row; raises RowRefused with what is wrong in each field."""
    problems: dict[str, str] = {}
    values: dict[str, Any] = {
        "name": cells["name"],
        "street": cells.get("street", ""),
        "postcode": cells.get("postcode", ""),
    }
    for name, most in (("name", 140), ("street", 140), ("postcode", 4)):
        if len(values[name]) > most:
            problems[name] = _("Dit is te lang: hoogstens %(most)d tekens.") % {"most": most}
    readers = {
        "kbo_number": lambda text: enterprise_number(text) if text else "",
        "establishment_number": lambda text: establishment_number(text) if text else "",
        "kind": lambda text: _kind_in(text, get_language() or "nl"),
        "website": _website,
    }
    for name, reader in readers.items():
        try:
            values[name] = reader(cells.get(name, ""))
        except ValidationError as error:
            problems[name] = " ".join(error.messages)
    try:
        values["nis"] = _municipality(cells.get("postcode", ""), cells.get("place", ""))
    except ValidationError as error:
        problems["place"] = " ".join(error.messages)
    if problems:
        raise imports.RowRefused(problems)
    return values


def understand(rows: Sequence[imports.Row]) -> list[dict[str, Any] | imports.RowRefused]:
    """Read rows."""
    return imports.each(rows, _understood)


def twins(hub_id: int, rows: Sequence[Mapping[str, Any]]) -> list[imports.Twin | None]:
    """Find organisations with the same number, or else with nearly the same name and no other number."""
    known = Organisation.objects.select_related(None).prefetch_related("sites__municipality")
    numbers = {row["kbo_number"] for row in rows} - {""}
    by_number = {each.kbo_number: each for each in known.filter(kbo_number__in=numbers)}
    unknown = [place for place, row in enumerate(rows) if row["kbo_number"] not in by_number]
    nearest = names_ready().nearest([folded(rows[place]["name"]) for place in unknown], least=ALIKE)
    alike = {place: key for place, key in zip(unknown, nearest, strict=True) if key is not None}
    by_key = {each.pk: each for each in known.filter(pk__in=set(alike.values()))}
    found: list[imports.Twin | None] = []
    for place, row in enumerate(rows):
        twin = by_number.get(row["kbo_number"]) or by_key.get(alike.get(place, 0))
        has_other_number = (
            twin is not None
            and bool(row["kbo_number"])
            and bool(twin.kbo_number)
            and twin.kbo_number != row["kbo_number"]
        )
        found.append(None if twin is None or has_other_number else _twin(twin))
    return found


def _twin(row: Organisation) -> imports.Twin:
    site = next(iter(row.sites.all()), None)
    return imports.Twin(
        pk=row.pk,
        name=row.name,
        values={
            "name": row.name,
            "kbo_number": shown_number(row.kbo_number),
            "kind": str(Kind(row.kind).label),
            "website": row.website,
            "street": site.street if site else "",
            "postcode": site.postcode if site else "",
            "place": site.municipality.name if site and site.municipality else "",
        },
    )


def make(
    *, actor: Actor, hub_id: int, rows: Sequence[imports.Wanted]
) -> list[imports.Made | imports.RowRefused]:
    """Add the organisations of rows, or make those that they resemble partners."""
    return import_organisations(actor=actor, hub=Hub.objects.get(pk=hub_id), rows=rows)


def undo(*, actor: Actor, hub_id: int, made: Sequence[imports.MadeRows]) -> list[bool]:
    """Take back what rows became."""
    return undo_import(actor=actor, hub=Hub.objects.get(pk=hub_id), made=made)


def key_of(values: Mapping[str, Any]) -> str:
    """Rows with one number, or without numbers with one name, are one organisation."""
    return values["kbo_number"] or folded(values["name"])


def rows_of(hub_id: int) -> Iterator[dict[str, str]]:
    """Give each partner of today with its first site, by name."""
    today = Partnership.objects.filter(in_force_on(timezone.localdate()), hub_id=hub_id)
    partners = Organisation.objects.filter(pk__in=today.values("organisation"))
    for row in partners.prefetch_related("sites__municipality"):
        site = next(iter(row.sites.all()), None)
        yield {
            **_twin(row).values,
            "establishment_number": shown_number(site.establishment_number) if site else "",
        }


ORGANISATIONS = imports.register(
    imports.Kind(
        key="organisations",
        label=gettext_lazy("organisaties"),
        fields=_FIELDS,
        may=lambda actor, hub_id: actor.may(MANAGE_PARTNERS, hub_id=hub_id),
        understand=understand,
        twins=twins,
        make=make,
        undo=undo,
        key_of=key_of,
        rows_of=rows_of,
    )
)
