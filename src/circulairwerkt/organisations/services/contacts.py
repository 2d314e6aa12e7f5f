"""People at partners: read in from a file, taken back, erased at their wish or when their time is over."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.imports import Made, RowKept
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import ContactPerson, Organisation
from circulairwerkt.organisations.perms import may_manage_partners

_LABEL = "organisations.contactperson"


@write("organisations.import_contact", _("contactpersoon ingelezen"))
def import_contact(
    *, actor: Actor, hub: Hub, organisation: Organisation, values: Mapping[str, str], use: int | None
) -> Made:
    """Note somebody at a partner; with ``use`` that person is there already: only the day is noted anew."""
    require(may_manage_partners(actor, hub))
    if use is not None:
        there: ContactPerson = ContactPerson._base_manager.select_for_update().get(pk=use, hub=hub)
        there.noted_at = timezone.now()
        there.save(update_fields=["noted_at"])
        record(actor=actor, row=there, hub_id=hub.pk)
        return Made(name=there.audit_name, rows={})
    person: ContactPerson = ContactPerson._base_manager.create(hub=hub, organisation=organisation, **values)
    record(actor=actor, row=person, hub_id=hub.pk, changes={"added": [None, person.pk]})
    return Made(name=person.audit_name, rows={_LABEL: (person.pk, person.version)})


@write("organisations.undo_contact_import", _("ingelezen contactpersoon teruggenomen"))
def undo_contact_import(*, actor: Actor, hub: Hub, rows: Mapping[str, Sequence[int]]) -> None:
    """Remove who was noted from a file. Raises RowKept where that changed since; who is gone is gone."""
    require(may_manage_partners(actor, hub))
    if _LABEL not in rows:
        record(actor=actor, row=hub, hub_id=hub.pk, changes={})
        return
    key, version = rows[_LABEL]
    person = ContactPerson._base_manager.select_for_update().filter(pk=key, hub=hub).first()
    if person is None or person.version != version:
        raise RowKept
    record(actor=actor, row=person, hub_id=hub.pk, changes={"removed": [person.pk, None]})
    person.delete()


@write("organisations.erase_contact", _("contactpersoon gewist"))
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
    count, _by_model = ContactPerson._base_manager.filter(noted_at__lt=border).delete()
    record(actor=actor, row=ContactPerson(pk=0), changes={"erased": [count, 0]})
    return count


def values_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the columns of a person from what was understood of a row."""
    return {name: str(values[name]) for name in ("name", "role", "phone", "email")}
