"""Writes to an organisation itself: what it says, what it is, where it works, what it is recognised as."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.bridge import cell_of
from circulairwerkt.organisations.models import Kind, Organisation, Partnership, Recognition, Site
from circulairwerkt.organisations.names import folded
from circulairwerkt.organisations.perms import hubs_of, may_edit, may_manage_partners, may_vouch
from circulairwerkt.reference.models import Sector

#: Fields that ``edit_organisation`` writes.
EDITABLE = ("name", "summary", "kbo_number", "website")
SITE_FIELDS = (
    "name",
    "establishment_number",
    "street",
    "postcode",
    "municipality",
    "lat",
    "lon",
    "source",
)
RECOGNITION_FIELDS = ("site", "sort", "number", "valid_from", "valid_to", "source")


def _a_hub_of(organisation: Organisation) -> int | None:
    """The hub under which the trail shows a change: the first one it is a partner of."""
    return next(iter(hubs_of(organisation)), None)


@write("organisations.edit", _("gegevens van de organisatie veranderd"))
def edit_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    seen_version: int,
    values: Mapping[str, Any],
    sectors: Collection[Sector],
) -> Organisation:
    """Change what an organisation says about itself. ``values`` holds the fields of ``EDITABLE``.

    Raises ValidationError where another organisation has that enterprise number, and EditConflict where
    somebody saved since ``seen_version``.
    """
    require(may_edit(actor, organisation))
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not to edit here: {sorted(unknown)}")
    _refuse_taken_number(values.get("kbo_number", ""), organisation)
    changes: dict[str, object] = dict(differences(organisation, values))
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.search_name = folded(organisation.name)
    organisation.save_as_successor_of(seen_version, [*values, "search_name"])
    before = sorted(organisation.sectors.values_list("key", flat=True))
    after = sorted(sector.key for sector in sectors)
    if before != after:
        organisation.sectors.set(sectors)
        changes["sectors"] = [before, after]
    record(actor=actor, row=organisation, changes=changes, hub_id=_a_hub_of(organisation))
    return organisation


def _refuse_taken_number(number: str, organisation: Organisation | None) -> None:
    if not number:
        return
    others = Organisation.objects.filter(kbo_number=number)
    if organisation is not None:
        others = others.exclude(pk=organisation.pk)
    if others.exists():
        raise ValidationError({"kbo_number": _("Een andere organisatie heeft dit ondernemingsnummer al.")})


@write("organisations.confirm_kind", _("soort bevestigd"))
def confirm_kind(*, actor: Actor, organisation: Organisation, seen_version: int, kind: Kind) -> Organisation:
    """Say what an organisation is, for certain. Raises EditConflict as ``edit_organisation`` does."""
    require(may_vouch(actor, organisation))
    values = {"kind": kind.value, "is_kind_certain": True}
    changes = differences(organisation, values)
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.save_as_successor_of(seen_version, list(values))
    record(actor=actor, row=organisation, changes=changes, hub_id=_a_hub_of(organisation))
    return organisation


@write("organisations.add", _("organisatie toegevoegd"))
def add_organisation(
    *, actor: Actor, hub: Hub, name: str, kind: Kind, kbo_number: str = "", website: str = ""
) -> Organisation:
    """Add an organisation that a hub works with, as its partner from now on.

    Raises ValidationError where the enterprise number is another's.
    """
    require(may_manage_partners(actor, hub))
    _refuse_taken_number(kbo_number, None)
    organisation = Organisation.objects.create(
        slug=free_slug(slug_of(name)),
        name=name,
        search_name=folded(name),
        kind=kind.value,
        kbo_number=kbo_number,
        website=website,
    )
    Partnership.objects.create(organisation=organisation, hub=hub)
    record(
        actor=actor,
        row=organisation,
        changes={"name": ["", name], "kind": ["", kind.value], "hub": [None, hub.pk]},
        hub_id=hub.pk,
    )
    return organisation


def slug_of(name: str) -> str:
    """Return the address that an organisation of this name would have, taken or not."""
    return slugify(name)[:120] or "organisatie"


def free_slug(base: str, *, besides: Collection[str] = ()) -> str:
    """Return ``base``, with a number where it is taken or among ``besides``."""
    slug, number = base, 2
    while slug in besides or Organisation.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


@write("organisations.save_site", _("vestiging bewaard"))
def save_site(*, actor: Actor, site: Site, seen_version: int, values: Mapping[str, Any]) -> Site:
    """Add a site, one without a key yet, or change one. ``values`` holds the fields of ``SITE_FIELDS``.

    Raises EditConflict where somebody saved or removed it since ``seen_version``.
    """
    organisation = site.organisation
    require(may_edit(actor, organisation))
    changes = differences(site, {name: values[name] for name in SITE_FIELDS})
    for name in SITE_FIELDS:
        setattr(site, name, values[name])
    site.h3_cell = cell_of(site.lat, site.lon)
    site.add_or_succeed(seen_version, [*SITE_FIELDS, "h3_cell"])
    record(actor=actor, row=site, changes=changes, hub_id=_a_hub_of(organisation))
    return site


@write("organisations.remove_site", _("vestiging verwijderd"))
def remove_site(*, actor: Actor, site: Site, seen_version: int) -> None:
    """Remove a site that was entered by mistake.

    Raises ValidationError where a recognition holds for it: who keeps those decides first. Raises
    EditConflict where somebody saved it since ``seen_version``: nobody removes what he did not see.
    """
    require(may_edit(actor, site.organisation))
    site.save_as_successor_of(seen_version, [])
    if site.recognitions.exists():
        raise ValidationError(
            _("Voor deze vestiging geldt een erkenning. Verander eerst de erkenning, of vraag je hub dat.")
        )
    record(
        actor=actor,
        row=site,
        changes={name: [getattr(site, name), None] for name in SITE_FIELDS if getattr(site, name)},
        hub_id=_a_hub_of(site.organisation),
    )
    site.delete()


@write("organisations.save_recognition", _("erkenning bewaard"))
def save_recognition(
    *, actor: Actor, recognition: Recognition, seen_version: int, values: Mapping[str, Any]
) -> Recognition:
    """Add a recognition, one without a key yet, or change one. ``values``: those of ``RECOGNITION_FIELDS``.

    Raises EditConflict where somebody saved or removed it since ``seen_version``.
    """
    organisation = recognition.organisation
    require(may_vouch(actor, organisation))
    changes = differences(recognition, {name: values[name] for name in RECOGNITION_FIELDS})
    for name in RECOGNITION_FIELDS:
        setattr(recognition, name, values[name])
    recognition.add_or_succeed(seen_version, RECOGNITION_FIELDS)
    record(actor=actor, row=recognition, changes=changes, hub_id=_a_hub_of(organisation))
    return recognition


@write("organisations.remove_recognition", _("erkenning verwijderd"))
def remove_recognition(*, actor: Actor, recognition: Recognition, seen_version: int) -> None:
    """Remove a recognition that was entered by mistake; one that ended gets its last day instead.

    Raises EditConflict as ``remove_site`` does.
    """
    require(may_vouch(actor, recognition.organisation))
    recognition.save_as_successor_of(seen_version, [])
    record(
        actor=actor,
        row=recognition,
        changes={name: [getattr(recognition, name), None] for name in ("sort", "valid_from", "valid_to")},
        hub_id=_a_hub_of(recognition.organisation),
    )
    recognition.delete()
