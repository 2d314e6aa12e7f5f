"""Work that is offered: written, changed, confirmed, taken away; asked about twice a year."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import freshness, letters, perms
from circulairwerkt.people.esco import groups
from circulairwerkt.people.models import WorkOffer
from circulairwerkt.people.words import Asks, Helps, Sort
from circulairwerkt.streams.queries import BETWEEN_LETTERS


@write("people.offer", _("werk aangeboden"))
def offer(*, actor: Actor, organisation: Organisation, hub: Hub, values: Mapping[str, Any]) -> WorkOffer:
    """Offer work of ``organisation`` at ``hub``. Raises ValidationError for what cannot be."""
    require(perms.may_offer(actor, organisation, hub))
    made = WorkOffer(
        hub=hub,
        organisation=organisation,
        created_by_id=actor.user_id,
        is_example=organisation.is_example,
        **_whole(organisation, values),
    )
    made.save()
    record(actor=actor, row=made, hub_id=hub.pk, changes=differences(WorkOffer(), {"title": made.title}))
    return made


@write("people.change_offer", _("werkaanbod veranderd"))
def change_offer(
    *, actor: Actor, offer: WorkOffer, seen_version: int, values: Mapping[str, Any]
) -> WorkOffer:
    """Change work on offer; who changes it says that it holds. Raises EditConflict, ValidationError."""
    require(perms.may_keep_offer(actor, offer))
    filled = {**_whole(offer.organisation, values), "confirmed_at": timezone.now()}
    changes = differences(offer, {name: filled[name] for name in WorkOffer.WRITTEN})
    for name, value in filled.items():
        setattr(offer, name, value)
    offer.save_as_successor_of(seen_version, list(filled))
    record(actor=actor, row=offer, hub_id=offer.hub_id, changes=changes)
    return offer


def _whole(organisation: Organisation, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns, checked, with the place that follows from site or municipality."""
    if unknown := set(values) - set(WorkOffer.WRITTEN):
        raise ValueError(f"not to write here: {sorted(unknown)}")
    site, municipality = values.get("site"), values.get("municipality")
    wrong: dict[str, Any] = {}
    if site is not None and site.organisation_id != organisation.pk:
        wrong["site"] = _("Deze vestiging hoort bij een andere organisatie.")
    municipality = (site.municipality if site is not None else None) or municipality
    if municipality is None:
        wrong["municipality"] = _("In welke gemeente is het werk?")
    if values.get("sort") == Sort.ACTIVITY and not values.get("route"):
        wrong["route"] = _("Langs welke erkende weg komt iemand hier? Bijvoorbeeld: via VDAB of het OCMW.")
    if set(values.get("asks", ())) - set(Asks.values) or set(values.get("helps", ())) - set(Helps.values):
        wrong["asks"] = _("Deze keuze kennen we niet.")
    if values.get("esco_code") and values["esco_code"] not in groups():
        wrong["esco_code"] = _("Deze code kennen we niet.")
    if wrong:
        raise ValidationError(wrong)
    exact = site if site is not None and site.lat is not None else municipality
    return {
        **values,
        "municipality": municipality,
        "is_paid": bool(values.get("is_paid")) and values.get("sort") != Sort.ACTIVITY,
        "lat": exact.lat if exact else None,
        "lon": exact.lon if exact else None,
    }


@write("people.confirm_offer", _("werkaanbod bevestigd"))
def confirm_offer(*, actor: Actor, offer: WorkOffer) -> WorkOffer:
    """Say that the work is still there."""
    return _set(actor, offer, is_gone=False, confirmed_at=timezone.now())


@write("people.close_offer", _("werkaanbod weg"))
def close_offer(*, actor: Actor, offer: WorkOffer) -> WorkOffer:
    """Say that the work is gone; it can be brought back."""
    return _set(actor, offer, is_gone=True)


def _set(actor: Actor, offer: WorkOffer, **values: Any) -> WorkOffer:
    require(perms.may_keep_offer(actor, offer))
    changes = differences(offer, values)
    for name, value in values.items():
        setattr(offer, name, value)
    offer.save_as_successor_of(offer.version, list(values))
    record(actor=actor, row=offer, hub_id=offer.hub_id, changes=changes)
    return offer


@write("people.ask_about_offers", _("gevraagd of het werk er nog is"))
def ask_about_offers(*, actor: Actor, organisation: Organisation) -> int:
    """Ask ``organisation`` once in half a year whether its work is still there; return of how many."""
    require(perms.may_retain(actor))
    now = timezone.now()
    offers = WorkOffer._base_manager.filter(organisation=organisation, is_gone=False, is_example=False)
    recent = offers.filter(asked_at__gt=now - BETWEEN_LETTERS).exists()
    due = offers.select_for_update().filter(freshness.is_fading(now))
    keys = [] if recent else list(due.values_list("pk", flat=True))
    if keys and letters.ask_about_offers(organisation, len(keys)):
        WorkOffer._base_manager.filter(pk__in=keys).update(asked_at=now)
    record(actor=actor, row=organisation, changes={"count": [0, len(keys)]} if keys else {})
    return len(keys)
