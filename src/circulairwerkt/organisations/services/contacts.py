"""People at partners: read in from a file, taken back, erased at their wish or when their time is over."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, record_all, write
from circulairwerkt.base.imports import Made, MadeRows, RowRefused, Wanted, gone, unchanged
from circulairwerkt.base.periods import in_force_on
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import ContactPerson, Organisation, Partnership
from circulairwerkt.organisations.perms import may_manage_partners

_LABEL = "organisations.contactperson"


@write("organisations.import_contacts", gettext_lazy("contactpersoon ingelezen"))
def import_contacts(*, actor: Actor, hub: Hub, rows: Sequence[Wanted]) -> list[Made | RowRefused]:
    """Note somebody at a partner for each row; of a twin, who is there already, the day is noted anew.

    A row is refused whose organisation is no partner of the hub today.
    """
    require(may_manage_partners(actor, hub))
    people = ContactPerson._base_manager.select_for_update(of=("self",)).filter(hub=hub)
    there = people.in_bulk({row.use for row in rows if row.use is not None})
    wanted = {row.values["organisation"] for row in rows}
    names = dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))
    today = Partnership.objects.filter(in_force_on(timezone.localdate()), hub=hub, organisation__in=wanted)
    partners = set(today.values_list("organisation_id", flat=True))
    told: list[Made | RowRefused] = []
    new: list[ContactPerson] = []
    for row in rows:
        key = row.values["organisation"]
        if key not in partners:
            words = _("“%(name)s” is geen partner van de hub. Voeg ze eerst toe bij de partners.")
            told.append(RowRefused({"organisation": words % {"name": names.get(key, "?")}}))
        elif row.use is not None and row.use not in there:
            told.append(gone())
        elif row.use is not None:
            told.append(Made(name=there[row.use].audit_name, rows={}))
        else:
            new.append(ContactPerson(hub=hub, organisation_id=key, **values_of(row.values)))
            told.append(Made(name="", rows={}))
    noted = [
        there[row.use]
        for row, one in zip(rows, told, strict=True)
        if row.use is not None and isinstance(one, Made)
    ]
    people.filter(pk__in=[one.pk for one in noted]).update(noted_at=timezone.now())
    record_all(actor=actor, rows=noted, hub_id=hub.pk, changes=lambda _person: {})
    ContactPerson._base_manager.bulk_create(new)
    record_all(actor=actor, rows=new, hub_id=hub.pk, changes=lambda person: {"added": [None, person.pk]})
    if not (noted or new):
        record(actor=actor, row=hub, hub_id=hub.pk)
    made = iter(new)
    for place, row in enumerate(rows):
        if row.use is None and isinstance(told[place], Made):
            person = next(made)
            told[place] = Made(name=person.audit_name, rows={_LABEL: (person.pk, person.version)})
    return told


@write("organisations.undo_contact_import", gettext_lazy("ingelezen contactpersoon teruggenomen"))
def undo_contact_import(*, actor: Actor, hub: Hub, made: Sequence[MadeRows]) -> list[bool]:
    """Remove who was noted from a file; who changed since stays. Tells which went."""
    require(may_manage_partners(actor, hub))
    found = unchanged(ContactPerson, made)
    told = [_LABEL not in rows or rows[_LABEL][0] in found for rows in made]
    going = list(found.values())
    record_all(actor=actor, rows=going, hub_id=hub.pk, changes=lambda person: {"removed": [person.pk, None]})
    ContactPerson._base_manager.filter(pk__in=found).delete()
    if not going:
        record(actor=actor, row=hub, hub_id=hub.pk)
    return told


@write("organisations.erase_contact", gettext_lazy("contactpersoon gewist"))
def erase_contact(*, actor: Actor, person: ContactPerson) -> None:
    """Erase somebody, such as at that person's wish."""
    require(may_manage_partners(actor, person.hub))
    record(actor=actor, row=person, hub_id=person.hub_id, changes={"erased": [False, True]})
    person.delete()


@write("organisations.erase_old_contacts")
def erase_old_contacts(*, actor: Actor) -> int:
    """Erase people who were noted too long ago; return how many."""
    require(actor.is_system)
    border = timezone.now() - timedelta(days=ContactPerson.RETENTION_DAYS)
    old = list(ContactPerson._base_manager.filter(noted_at__lt=border))
    record_all(actor=actor, rows=old, changes=lambda _person: {"erased": [False, True]})
    ContactPerson._base_manager.filter(pk__in=[person.pk for person in old]).delete()
    record(actor=actor, row=ContactPerson(pk=0), changes={"erased": [len(old), 0]})
    return len(old)


def values_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the columns of a person from what was understood of a row."""
    return {name: str(values[name]) for name in ("name", "role", "phone", "email")}
