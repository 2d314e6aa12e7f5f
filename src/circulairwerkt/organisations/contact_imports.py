"""People at partners, read in from a file: who, at which organisation, in which function, how to reach."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import imports
from circulairwerkt.base.cells import too_long
from circulairwerkt.base.permissions import Actor
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.in_cells import InCell, organisations_in_cells
from circulairwerkt.organisations.models import ContactPerson
from circulairwerkt.organisations.names import folded
from circulairwerkt.organisations.perms import MANAGE_PARTNERS
from circulairwerkt.organisations.services.contacts import import_contacts, undo_contact_import

_PHONE = re.compile(r"^\+?[\d\s./()-]{8,30}$")
_LEAST_DIGITS = 8

_FIELDS = (
    imports.Field(
        "name",
        gettext_lazy("naam"),
        ("contactpersoon", "contact", "persoon", "voornaam en naam", "name", "person", "nom", "personne"),
        is_required=True,
    ),
    imports.Field(
        "organisation",
        gettext_lazy("organisatie"),
        ("bedrijf", "firma", "werkgever", "partner", "company", "organisation", "entreprise", "societe"),
        is_required=True,
        hint=gettext_lazy("een partner van de hub: de naam zoals ze in de lijst staat, of het nummer"),
    ),
    imports.Field(
        "role",
        gettext_lazy("functie"),
        ("rol", "taak", "job", "role", "position", "function", "fonction"),
    ),
    imports.Field(
        "phone",
        gettext_lazy("telefoon"),
        ("gsm", "telefoonnummer", "tel", "mobiel", "phone", "mobile", "telephone", "portable"),
    ),
    imports.Field(
        "email",
        gettext_lazy("e-mailadres"),
        ("e mail", "mail", "mailadres", "email", "courriel", "adresse mail"),
    ),
)


def _phone(text: str) -> str:
    if text and (not _PHONE.match(text) or sum(sign.isdigit() for sign in text) < _LEAST_DIGITS):
        words = _("“%(typed)s” is geen telefoonnummer. Verwacht: 0470 12 34 56.")
        raise ValidationError(words % {"typed": text[:60]})
    return text


def _email(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError:
            words = _("“%(typed)s” is geen volledig e-mailadres. Verwacht: naam@voorbeeld.be.")
            raise ValidationError(words % {"typed": text[:60]}) from None
    return text


def understand(rows: Sequence[imports.Row]) -> list[dict[str, Any] | imports.RowRefused]:
    """Read rows."""
    named = organisations_in_cells(row.get("organisation", "") for row in rows)
    return imports.each(rows, lambda cells: _understood(cells, named[cells.get("organisation", "")]))


def _understood(cells: imports.Row, organisation: InCell) -> dict[str, Any]:
    """Read one row; raises RowRefused with what is wrong in each field."""
    problems: dict[str, str] = {}
    values: dict[str, Any] = {name: " ".join(cells.get(name, "").split()) for name in ("name", "role")}
    for name, most in (("name", 120), ("role", 80)):
        if words := too_long(values[name], most):
            problems[name] = words
    for name, reader in (("phone", _phone), ("email", _email)):
        try:
            values[name] = reader(cells.get(name, "").strip())
        except ValidationError as error:
            problems[name] = " ".join(error.messages)
    if isinstance(organisation, ValidationError):
        problems["organisation"] = " ".join(organisation.messages)
    if not problems and not (values["phone"] or values["email"]):
        problems["phone"] = _("Vul een telefoonnummer of een e-mailadres in: anders is niemand te bereiken.")
    if problems:
        raise imports.RowRefused(problems)
    return {**values, "organisation": organisation}


def twins(hub_id: int, rows: Sequence[Mapping[str, Any]]) -> list[imports.Twin | None]:
    """Find people of the hub with the same address, number or name at the same organisation."""
    known = ContactPerson._base_manager.filter(
        hub_id=hub_id, organisation__in={row["organisation"] for row in rows}
    )
    found: dict[tuple[int, str], imports.Twin] = {}
    for person in known.select_related("organisation"):
        values = {"name": person.name, "phone": person.phone, "email": person.email}
        for key in _keys(person.organisation_id, values):
            found.setdefault(key, _twin(person))
    return [
        next((found[key] for key in _keys(row["organisation"], row) if key in found), None) for row in rows
    ]


def _keys(organisation: int, values: Mapping[str, Any]) -> list[tuple[int, str]]:
    digits = "".join(sign for sign in values["phone"] if sign.isdigit())
    said = (values["email"].lower(), digits[-_LEAST_DIGITS:], folded(values["name"]))
    return [(organisation, each) for each in said if each]


def _twin(person: ContactPerson) -> imports.Twin:
    return imports.Twin(
        pk=person.pk,
        name=person.name,
        values={
            "name": person.name,
            "organisation": person.organisation.name,
            "role": person.role,
            "phone": person.phone,
            "email": person.email,
        },
    )


def make(
    *, actor: Actor, hub_id: int, rows: Sequence[imports.Wanted]
) -> list[imports.Made | imports.RowRefused]:
    """Note the people of rows; who is there already is noted anew."""
    return import_contacts(actor=actor, hub=Hub.objects.get(pk=hub_id), rows=rows)


def undo(*, actor: Actor, hub_id: int, made: Sequence[imports.MadeRows]) -> list[bool]:
    """Take back what rows became."""
    return undo_contact_import(actor=actor, hub=Hub.objects.get(pk=hub_id), made=made)


def key_of(values: Mapping[str, Any]) -> str:
    """Rows with one address, or else one name, at one organisation are one person."""
    return f"{values['organisation']} {values['email'].lower() or folded(values['name'])}"


def rows_of(hub_id: int) -> Iterator[dict[str, str]]:
    """Give each person that the hub noted, by name."""
    for person in ContactPerson._base_manager.filter(hub_id=hub_id).select_related("organisation"):
        yield dict(_twin(person).values)


CONTACTS = imports.register(
    imports.Kind(
        key="contacts",
        label=gettext_lazy("contactpersonen"),
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
