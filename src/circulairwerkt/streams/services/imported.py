"""Cards and needs that come from a file, and are taken back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, record_all, write
from circulairwerkt.base.imports import Made, MadeRows, RowRefused, Wanted, gone, leaned_on, unchanged
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation, Site
from circulairwerkt.reference.models import Municipality
from circulairwerkt.streams import perms
from circulairwerkt.streams.dangers import danger
from circulairwerkt.streams.models import Listing, MaterialCard, Need
from circulairwerkt.streams.services.making import Heard, fill, told_in
from circulairwerkt.streams.services.rows import refuse_unknown, tell
from circulairwerkt.streams.words import Source

_MODELS: tuple[type[Listing], ...] = (MaterialCard, Need)


@write("streams.import_rows", gettext_lazy("kaart ingelezen"))
def import_rows(
    *, actor: Actor, hub: Hub, model: type[Listing], rows: Sequence[Wanted]
) -> list[Made | RowRefused]:
    """Make the card or need of each row, closed as every new one; a twin that is there stays as it is.

    What a sentence says was read when the row was checked; what resembles it was shown beside it then, and
    somebody decided.
    """
    require(perms.may_make(actor, hub, None))
    there = model._base_manager.filter(hub=hub).in_bulk({row.use for row in rows if row.use is not None})
    found = _Found([row.values for row in rows if row.use is None])
    told: list[Made | RowRefused] = []
    new: list[tuple[Listing, dict[str, Any]]] = []
    places: list[int] = []
    for place, row in enumerate(rows):
        if row.use is not None:
            told.append(Made(name=str(there[row.use]), rows={}) if row.use in there else gone())
            continue
        one = model(hub=hub, source=Source.IMPORT, created_by_id=actor.user_id)
        try:
            new.append((one, _filled(one, row.values, found)))
        except RowRefused as refused:
            told.append(refused)
        else:
            told.append(Made(name=str(one), rows={}))
            places.append(place)
    made = model._base_manager.bulk_create([one for one, _values in new])
    values_of = {id(one): values for one, values in new}
    record_all(actor=actor, rows=made, hub_id=hub.pk, changes=lambda one: told_in(values_of[id(one)]))
    if not made:
        record(actor=actor, row=hub, hub_id=hub.pk)
    for place, one in zip(places, made, strict=True):
        told[place] = Made(name=str(one), rows={model._meta.label_lower: (one.pk, one.version)})
        tell(one)
    return told


class _Found:
    """The organisations, their one site, and the municipalities that rows name, fetched together."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        keys = {row["organisation"] for row in rows} - {None}
        self.organisations = Organisation.objects.in_bulk(keys)
        self.municipalities = Municipality.objects.in_bulk(
            {row["nis"] for row in rows} - {""}, field_name="nis"
        )
        self.sites: dict[int, list[Site]] = {}
        for site in Site.objects.filter(organisation__in=keys).select_related("municipality"):
            self.sites.setdefault(site.organisation_id, []).append(site)

    def given(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Whose a row is and where it lies: at the one site, unless the row names another municipality."""
        municipality = self.municipalities.get(row["nis"])
        sites = self.sites.get(row["organisation"], [])
        site = sites[0] if len(sites) == 1 else None
        if site is not None and municipality is not None and site.municipality_id != municipality.pk:
            site = None
        organisation = self.organisations.get(row["organisation"])
        return {"organisation": organisation, "site": site, "municipality": municipality}


def _filled(one: Listing, row: Mapping[str, Any], found: _Found) -> dict[str, Any]:
    """Fill a new row; raises RowRefused for a danger or for what cannot be."""
    dangers = [danger(key) for key in row["dangers"]]
    if any(each.stops for each in dangers):
        raise RowRefused({"sentence": dangerous([str(each.name) for each in dangers if each.stops])})
    told = dict(row["told"])
    if "available_from" in told:
        told["available_from"] = date.fromisoformat(told["available_from"])
    given = {**found.given(row), **told}
    refuse_unknown(type(one), given, sees_money=False)
    try:
        return fill(one, row["sentence"], given, Heard(row["guessed"], row["shares"], row["dangers"]))
    except ValidationError as error:
        raise RowRefused({name: " ".join(words) for name, words in error.message_dict.items()}) from None


def dangerous(names: Sequence[str]) -> str:
    """Say why no card comes of a row."""
    words = _("Dit kan gevaarlijk zijn: %(dangers)s. Er komt geen kaart van. Vraag eerst raad.")
    return words % {"dangers": ", ".join(names)}


@write("streams.undo_import", gettext_lazy("ingelezen kaart teruggenomen"))
def undo_import(*, actor: Actor, hub: Hub, made: Sequence[MadeRows]) -> list[bool]:
    """Remove what rows of a file became; what somebody edited since, or leans on, stays. Tells which went.

    Proposals that nobody did anything with go along: the next run makes what still holds.
    """
    require(perms.may_make(actor, hub, None))
    going: list[Listing] = []
    kept: set[tuple[str, int]] = set()
    for model in _MODELS:
        label = model._meta.label_lower
        keys = [rows[label][0] for rows in made if label in rows]
        found = {key: row for key, row in unchanged(model, made).items() if row.hub_id == hub.pk}
        leaning = leaned_on(model, keys, made) if keys else set()
        kept |= {(label, key) for key in keys if key not in found or key in leaning}
        going += [row for key, row in found.items() if key not in leaning]
        rows_gone = [row for row in going if isinstance(row, model)]
        record_all(
            actor=actor,
            rows=rows_gone,
            hub_id=hub.pk,
            changes=lambda row: {"removed": [row.audit_name, None]},
        )
        model._base_manager.filter(pk__in=[row.pk for row in rows_gone]).delete()
    told = [not any((label, rows[label][0]) in kept for label in rows) for rows in made]
    if not going:
        record(actor=actor, row=hub, hub_id=hub.pk)
    return told
