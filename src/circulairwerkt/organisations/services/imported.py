"""Organisations from a file: added with their site, or an existing one made a partner; taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.imports import Made, RowKept
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Kind, Organisation, Partnership, Site
from circulairwerkt.organisations.perms import may_manage_partners
from circulairwerkt.organisations.services.organisation import SITE_FIELDS, add_organisation, save_site
from circulairwerkt.organisations.services.partners import add_partner

_PARTNER = {"role": Partnership.Role.PARTNER, "valid_to": None, "source": ""}


def import_organisation(
    *, actor: Actor, hub: Hub, values: Mapping[str, Any], site: Mapping[str, Any], use: int | None
) -> Made:
    """Add an organisation with its site, as a partner of ``hub``; with ``use`` make that one a partner."""
    if use is not None:
        organisation = Organisation.objects.get(pk=use)
        open_part = organisation.partnerships.filter(hub=hub, valid_to__isnull=True).first()
        if open_part is not None:
            return Made(name=organisation.name, rows={})
        partner = add_partner(
            actor=actor,
            hub=hub,
            organisation=organisation,
            values={**_PARTNER, "valid_from": timezone.localdate()},
        )
        return Made(name=organisation.name, rows={"organisations.partnership": (partner.pk, partner.version)})
    organisation = add_organisation(
        actor=actor,
        hub=hub,
        name=values["name"],
        kind=Kind(values["kind"]),
        kbo_number=values["kbo_number"],
        website=values["website"],
    )
    made = {"organisations.organisation": (organisation.pk, organisation.version)}
    partner = organisation.partnerships.get(hub=hub)
    made["organisations.partnership"] = (partner.pk, partner.version)
    if any(site.values()):
        row = save_site(
            actor=actor,
            site=Site(organisation=organisation),
            seen_version=1,
            values={**dict.fromkeys(SITE_FIELDS, ""), "lat": None, "lon": None, **site},
        )
        made["organisations.site"] = (row.pk, row.version)
    return Made(name=organisation.name, rows=made)


@write("organisations.undo_import", _("ingelezen organisatie teruggenomen"))
def undo_import(*, actor: Actor, hub: Hub, rows: Mapping[str, Sequence[int]]) -> None:
    """Remove what a row of a file became. Raises RowKept where somebody edited it since, or leans on it."""
    require(may_manage_partners(actor, hub))
    found = {
        label: model.objects.select_for_update().filter(pk=rows[label][0]).first()
        for label, model in (
            ("organisations.organisation", Organisation),
            ("organisations.partnership", Partnership),
            ("organisations.site", Site),
        )
        if label in rows
    }
    for label, row in found.items():
        if row is None or row.version != rows[label][1]:
            raise RowKept
    organisation = found.get("organisations.organisation")
    if isinstance(organisation, Organisation):
        _refuse_used(organisation, rows)
    for row in reversed(list(found.values())):
        if row is None:
            continue
        name = str(row)
        key = row.pk
        try:
            row.delete()
        except (ProtectedError, RestrictedError):
            raise RowKept from None
        row.pk = key
        record(actor=actor, row=row, hub_id=hub.pk, changes={"removed": [name, None]})
    if not found:
        record(actor=actor, row=hub, hub_id=hub.pk, changes={})


def _refuse_used(organisation: Organisation, rows: Mapping[str, Sequence[int]]) -> None:
    """An organisation to which somebody added something stays: deleting it would take that along."""
    sites = organisation.sites.exclude(pk=rows.get("organisations.site", [0])[0])
    parts = organisation.partnerships.exclude(pk=rows.get("organisations.partnership", [0])[0])
    others = (sites, parts, organisation.memberships, organisation.claims, organisation.recognitions)
    if any(each.exists() for each in others):
        raise RowKept
