"""Writes to a hub itself: what it says, its life cycle, what it uses; and the programme's inbox."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import Actor, Role, require
from circulairwerkt.hubs.models import Hub, HubAlias, LifeCycle, ProgrammeInbox, Switch
from circulairwerkt.hubs.perms import may_create, may_edit, may_set_inbox
from circulairwerkt.hubs.switches import LABELS
from circulairwerkt.reference.models import Municipality, Sector

#: Fields that ``edit_hub`` writes.
EDITABLE = (
    "name",
    "summary",
    "website",
    "contact_name",
    "contact_email",
    "contact_phone",
    "answer_days",
    "opening_hours",
)


@write("hubs.edit", _("gegevens van de hub veranderd"))
def edit_hub(
    *,
    actor: Actor,
    hub: Hub,
    seen_version: int,
    values: Mapping[str, Any],
    sectors: Collection[Sector],
    aliases: Collection[str],
) -> Hub:
    """Change what a hub says about itself. ``values`` holds the fields of ``EDITABLE``.

    Raises EditConflict where somebody saved since ``seen_version``.
    """
    require(may_edit(actor, hub))
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not a hub's to edit: {sorted(unknown)}")
    changes: dict[str, object] = dict(differences(hub, values))
    for name, value in values.items():
        setattr(hub, name, value)
    hub.save_as_successor_of(seen_version, list(values))
    changes.update(_set_sectors(hub, sectors))
    changes.update(_set_aliases(hub, aliases))
    record(actor=actor, row=hub, changes=changes, hub_id=hub.pk)
    return hub


def _set_sectors(hub: Hub, sectors: Collection[Sector]) -> dict[str, object]:
    before = sorted(hub.sectors.values_list("key", flat=True))
    after = sorted(sector.key for sector in sectors)
    if before == after:
        return {}
    hub.sectors.set(sectors)
    return {"sectors": [before, after]}


def _set_aliases(hub: Hub, aliases: Collection[str]) -> dict[str, object]:
    before = sorted(hub.aliases.values_list("name", flat=True))
    after = sorted(set(aliases))
    if before == after:
        return {}
    hub.aliases.exclude(name__in=after).delete()
    HubAlias.objects.bulk_create(HubAlias(hub=hub, name=name) for name in after if name not in before)
    return {"aliases": [before, after]}


@write("hubs.confirm", _("hub bevestigd"))
def confirm_hub(
    *,
    actor: Actor,
    hub: Hub,
    seen_version: int,
    life_cycle: LifeCycle,
    successor: Hub | None = None,
    successor_text: str = "",
) -> Hub:
    """Say where a hub stands, and that this was checked today. A coordinator who does so takes it up.

    Raises ValidationError where a hub would follow itself, and EditConflict as ``edit_hub`` does.
    """
    require(may_edit(actor, hub))
    _refuse_circle(hub, successor)
    has_successor = life_cycle in {LifeCycle.ENDED, LifeCycle.EMBEDDED}
    values: dict[str, Any] = {
        "life_cycle": life_cycle.value,
        "checked_on": timezone.localdate(),
        "successor": successor if has_successor else None,
        "successor_text": successor_text if has_successor else "",
        "claimed_on": hub.claimed_on,
    }
    if Role.COORDINATOR in actor.by_hub.get(hub.pk, ()) and hub.claimed_on is None:
        values["claimed_on"] = timezone.localdate()
    changes = differences(hub, values)
    for name, value in values.items():
        setattr(hub, name, value)
    hub.save_as_successor_of(seen_version, list(values))
    record(actor=actor, row=hub, changes=changes, hub_id=hub.pk)
    return hub


def _refuse_circle(hub: Hub, successor: Hub | None) -> None:
    seen = {hub.pk}
    while successor is not None:
        if successor.pk in seen:
            raise ValidationError(
                {"successor": _("Een hub kan zichzelf niet opvolgen, ook niet langs een omweg.")}
            )
        seen.add(successor.pk)
        successor = successor.successor


@write("hubs.add", _("hub toegevoegd"))
def add_hub(
    *, actor: Actor, name: str, slug: str, seat: Municipality, website: str = "", source: str = ""
) -> Hub:
    """Add a hub to the programme; it starts as not confirmed and unclaimed, with the seat as its place.

    Raises ValidationError where ``slug`` is taken or the seat has no known point.
    """
    require(may_create(actor))
    if Hub.objects.filter(slug=slug).exists():
        raise ValidationError({"slug": _("Er is al een hub met dit adres.")})
    here = seat.current
    if here.lat is None or here.lon is None:
        raise ValidationError({"seat": _("Van deze gemeente kennen we de plaats niet.")})
    hub = Hub.objects.create(
        name=name,
        slug=slug,
        seat=here,
        lat=here.lat,
        lon=here.lon,
        website=website,
        sources=[source] if source else [],
    )
    record(actor=actor, row=hub, changes={"name": ["", name], "seat": ["", here.nis]}, hub_id=hub.pk)
    return hub


@write("hubs.set_switches", _("gekozen wat de hub gebruikt"))
def set_switches(*, actor: Actor, hub: Hub, seen_version: int, on: Collection[str]) -> None:
    """Choose what a hub uses; every key that is not in ``on`` is off and then nowhere in sight.

    Raises EditConflict as ``edit_hub`` does.
    """
    require(may_edit(actor, hub))
    unknown = set(on) - set(LABELS)
    if unknown:
        raise ValueError(f"nothing to switch: {sorted(unknown)}")
    hub.save_as_successor_of(seen_version, [])
    before = {switch.key: switch.is_on for switch in hub.switches.all()}
    changes: dict[str, object] = {}
    for key in LABELS:
        was, now = before.get(key, True), key in on
        if was != now:
            Switch.objects.update_or_create(hub=hub, key=key, defaults={"is_on": now})
            changes[key] = [was, now]
    record(actor=actor, row=hub, changes=changes, hub_id=hub.pk)


@write("hubs.set_inbox", _("inbox van het programma veranderd"))
def set_programme_inbox(
    *, actor: Actor, inbox: ProgrammeInbox, seen_version: int, name: str, email: str, answer_days: int
) -> ProgrammeInbox:
    """Name who reads the questions that no hub reads; there is one inbox at a time, ``inbox``, or a new one.

    Raises EditConflict where somebody saved since ``seen_version``, named one meanwhile, or closed it.
    """
    require(may_set_inbox(actor))
    values = {"name": name, "email": email, "answer_days": answer_days}
    changes = differences(inbox, values)
    for field, value in values.items():
        setattr(inbox, field, value)
    present = ProgrammeInbox.objects.select_for_update().filter(is_active=True).first()
    if (present and present.pk) != inbox.pk:
        raise EditConflict(present)
    try:
        with transaction.atomic():
            inbox.add_or_succeed(seen_version, list(values))
    except IntegrityError as error:
        raise EditConflict(ProgrammeInbox.objects.get(is_active=True)) from error
    record(actor=actor, row=inbox, changes=changes)
    return inbox


@write("hubs.stop_inbox", _("inbox van het programma gesloten"))
def stop_programme_inbox(*, actor: Actor, seen_version: int) -> None:
    """Close the programme's inbox: from then on the pages say that questions cannot be passed on.

    Raises ValidationError where there is none, and EditConflict where somebody saved since ``seen_version``.
    """
    require(may_set_inbox(actor))
    inbox = ProgrammeInbox.objects.filter(is_active=True).order_by("pk").first()
    if inbox is None:
        raise ValidationError(_("Er is geen inbox om te sluiten."))
    inbox.is_active = False
    inbox.save_as_successor_of(seen_version, ["is_active"])
    record(actor=actor, row=inbox, changes={"is_active": [True, False]})
