"""Writes to partnerships: which organisation takes part in which hub, since when, until when."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation, Partnership
from circulairwerkt.organisations.perms import may_manage_partners

#: Fields that ``change_partner`` writes.
FIELDS = ("role", "valid_from", "valid_to", "source")


def _refuse_second(hub: Hub, organisation: Organisation, besides: int | None = None) -> None:
    # Two who add the same one at the same moment come one after the other.
    Hub.objects.select_for_update().get(pk=hub.pk)
    present = Partnership.objects.filter(hub=hub, organisation=organisation, valid_to__isnull=True)
    if besides is not None:
        present = present.exclude(pk=besides)
    if present.exists():
        raise ValidationError(_("Deze organisatie is al partner."))


@write("organisations.add_partner", _("partner toegevoegd"))
def add_partner(
    *, actor: Actor, hub: Hub, organisation: Organisation, values: Mapping[str, Any]
) -> Partnership:
    """Make an organisation that exists a partner of a hub. Raises ValidationError where it is one already."""
    require(may_manage_partners(actor, hub))
    if values["valid_to"] is None:
        _refuse_second(hub, organisation)
    partnership = Partnership.objects.create(
        hub=hub, organisation=organisation, **{name: values[name] for name in FIELDS}
    )
    record(actor=actor, row=partnership, changes={"organisation": [None, organisation.pk]}, hub_id=hub.pk)
    return partnership


@write("organisations.change_partner", _("partner veranderd"))
def change_partner(
    *, actor: Actor, partnership: Partnership, seen_version: int, values: Mapping[str, Any]
) -> Partnership:
    """Change role or dates of a partnership; a last day ends it, nothing deletes it.

    Raises ValidationError where the organisation came back as a partner meanwhile, and EditConflict where
    somebody saved since ``seen_version``.
    """
    require(may_manage_partners(actor, partnership.hub))
    if values["valid_to"] is None:
        _refuse_second(partnership.hub, partnership.organisation, besides=partnership.pk)
    changes = differences(partnership, {name: values[name] for name in FIELDS})
    for name in FIELDS:
        setattr(partnership, name, values[name])
    partnership.save_as_successor_of(seen_version, FIELDS)
    record(actor=actor, row=partnership, changes=changes, hub_id=partnership.hub_id)
    return partnership
