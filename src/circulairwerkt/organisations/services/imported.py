"""Organisations from a file: added with their site, or existing ones made partners; taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, record_all, write
from circulairwerkt.base.imports import Made, MadeRows, RowRefused, Wanted, gone, leaned_on, unchanged
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation, Partnership, Site
from circulairwerkt.organisations.names import folded
from circulairwerkt.organisations.perms import may_manage_partners
from circulairwerkt.organisations.services.organisation import free_slug, slug_of
from circulairwerkt.reference.models import Municipality

_ORGANISATION, _PARTNERSHIP, _SITE = (
    "organisations.organisation",
    "organisations.partnership",
    "organisations.site",
)
#: What a row says of where the organisation works.
_PLACE = ("street", "postcode", "establishment_number", "nis")


@write("organisations.import", gettext_lazy("organisatie ingelezen"))
def import_organisations(*, actor: Actor, hub: Hub, rows: Sequence[Wanted]) -> list[Made | RowRefused]:
    """Add the organisation of each row with its site, as a partner of ``hub``; of a twin make it a partner.

    A row whose enterprise number another organisation has is refused.
    """
    require(may_manage_partners(actor, hub))
    # Two who add the same one at the same moment come one after the other.
    Hub.objects.select_for_update().get(pk=hub.pk)
    told: list[Made | RowRefused | None] = [None] * len(rows)
    used = {place: row.use for place, row in enumerate(rows) if row.use is not None}
    for place, made in _made_partners(actor, hub, used).items():
        told[place] = made
    numbers = {row.values["kbo_number"] for row in rows if row.use is None} - {""}
    taken = set(Organisation.objects.filter(kbo_number__in=numbers).values_list("kbo_number", flat=True))
    new: list[int] = []
    for place, row in enumerate(rows):
        if row.use is not None:
            continue
        number = row.values["kbo_number"]
        if number in taken:
            words = _("Een andere organisatie heeft dit ondernemingsnummer al.")
            told[place] = RowRefused({"kbo_number": words})
            continue
        taken |= {number} - {""}
        new.append(place)
    for place, made in zip(new, _added(actor, hub, [rows[place] for place in new]), strict=True):
        told[place] = made
    if not any(isinstance(one, Made) and one.rows for one in told):
        record(actor=actor, row=hub, hub_id=hub.pk)
    return [one for one in told if one is not None]


def _made_partners(actor: Actor, hub: Hub, used: dict[int, int]) -> dict[int, Made | RowRefused]:
    """Make organisations that are there already partners, unless they are; by place of the row."""
    known = Organisation.objects.in_bulk(list(used.values()))
    open_parts = Partnership.objects.filter(hub=hub, organisation__in=known, valid_to__isnull=True)
    partners = set(open_parts.values_list("organisation_id", flat=True))
    today = timezone.localdate()
    made: dict[int, Made | RowRefused] = {}
    parts: dict[int, Partnership] = {}
    for place, key in used.items():
        made[place] = Made(name=known[key].name, rows={}) if key in known else gone()
        if key in known and key not in partners:
            partners.add(key)
            role = Partnership.Role.PARTNER
            parts[place] = Partnership(organisation=known[key], hub=hub, role=role, valid_from=today)
    Partnership.objects.bulk_create(list(parts.values()))
    record_all(
        actor=actor,
        rows=list(parts.values()),
        hub_id=hub.pk,
        changes=lambda part: {"organisation": [None, part.organisation_id]},
    )
    for place, part in parts.items():
        made[place] = Made(name=part.organisation.name, rows={_PARTNERSHIP: (part.pk, part.version)})
    return made


def _added(actor: Actor, hub: Hub, rows: Sequence[Wanted]) -> list[Made]:
    """Add organisations, each with its part in the hub and, where the row names a place, its site."""
    slugs = _slugs([row.values["name"] for row in rows])
    organisations = Organisation.objects.bulk_create(
        [
            Organisation(
                slug=slug,
                name=row.values["name"],
                search_name=folded(row.values["name"]),
                kind=row.values["kind"],
                kbo_number=row.values["kbo_number"],
                website=row.values["website"],
            )
            for slug, row in zip(slugs, rows, strict=True)
        ]
    )
    parts = Partnership.objects.bulk_create([Partnership(organisation=one, hub=hub) for one in organisations])
    places = Municipality.objects.in_bulk({row.values["nis"] for row in rows} - {""}, field_name="nis")
    sites = Site.objects.bulk_create(
        [
            Site(
                organisation=one,
                street=row.values["street"],
                postcode=row.values["postcode"],
                establishment_number=row.values["establishment_number"],
                municipality=places.get(row.values["nis"]),
            )
            for one, row in zip(organisations, rows, strict=True)
            if any(row.values[name] for name in _PLACE)
        ]
    )
    record_all(
        actor=actor,
        rows=organisations,
        hub_id=hub.pk,
        changes=lambda one: {"name": ["", one.name], "kind": ["", one.kind], "hub": [None, hub.pk]},
    )
    record_all(
        actor=actor,
        rows=sites,
        hub_id=hub.pk,
        changes=lambda site: {"street": ["", site.street], "municipality": [None, site.municipality_id]},
    )
    site_of = {site.organisation_id: site for site in sites}
    made = []
    for one, part in zip(organisations, parts, strict=True):
        keys = {_ORGANISATION: (one.pk, one.version), _PARTNERSHIP: (part.pk, part.version)}
        if (site := site_of.get(one.pk)) is not None:
            keys[_SITE] = (site.pk, site.version)
        made.append(Made(name=one.name, rows=keys))
    return made


def _slugs(names: Sequence[str]) -> list[str]:
    """An address for each of some names that no organisation has, nor another of them."""
    bases = [slug_of(name) for name in names]
    taken = set(Organisation.objects.filter(slug__in=bases).values_list("slug", flat=True))
    slugs: list[str] = []
    for base in bases:
        slugs.append(free_slug(base, besides=taken) if base in taken else base)
        taken.add(slugs[-1])
    return slugs


@write("organisations.undo_import", gettext_lazy("ingelezen organisatie teruggenomen"))
def undo_import(*, actor: Actor, hub: Hub, made: Sequence[MadeRows]) -> list[bool]:
    """Remove what rows of a file became; what somebody edited since, or leans on, stays. Tells which went."""
    require(may_manage_partners(actor, hub))
    found: dict[Any, Mapping[int, Any]] = {
        Site: unchanged(Site, made, "organisation"),
        Partnership: unchanged(Partnership, made, "organisation", "hub"),
        Organisation: unchanged(Organisation, made),
    }
    keys = [rows[_ORGANISATION][0] for rows in made if _ORGANISATION in rows]
    used = leaned_on(Organisation, keys, made)
    told = []
    going: dict[Any, list[int]] = {model: [] for model in found}
    for rows in made:
        parts = {
            model: rows[model._meta.label_lower][0] for model in found if model._meta.label_lower in rows
        }
        is_whole = all(key in found[model] for model, key in parts.items())
        told.append(is_whole and parts.get(Organisation) not in used)
        if told[-1]:
            for model, key in parts.items():
                going[model].append(key)
    for model, removed in going.items():
        record_all(
            actor=actor,
            rows=[found[model][key] for key in removed],
            hub_id=hub.pk,
            changes=lambda row: {"removed": [str(row), None]},
        )
        model._base_manager.filter(pk__in=removed).delete()
    if not any(going.values()):
        record(actor=actor, row=hub, hub_id=hub.pk)
    return told
