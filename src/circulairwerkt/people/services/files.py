"""What those who guide a person do with his file; every reading leaves a line for him."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import perms
from circulairwerkt.people.links import digest_of_code, fresh_code
from circulairwerkt.people.models import GrowthSwitch, Look, Part, PersonFile, Purpose
from circulairwerkt.people.models.files import fresh_nonce
from circulairwerkt.people.switches import switch_of

#: Within so long a second glance at the same list is the same look.
_ONE_LOOK = timedelta(hours=12)


class Closed(Exception):
    """The person objected: nobody reads the file until he takes that back."""


@write("people.switch_growth", _("groeidossiers aan of uit gezet"))
def switch_growth(
    *, actor: Actor, organisation: Organisation, is_on: bool, seen_version: int
) -> GrowthSwitch:
    """Switch files of growth on or off at an enterprise; those that are there stay readable."""
    require(perms.may_switch_growth(actor, organisation))
    switch = switch_of(organisation)
    changes = differences(switch, {"is_on": is_on})
    switch.is_on, switch.since = is_on, timezone.localdate()
    switch.add_or_succeed(seen_version, ["is_on", "since"])
    record(actor=actor, row=switch, changes=changes)
    return switch


@write("people.open_file", _("dossier van een persoon geopend"))
def open_file(*, actor: Actor, organisation: Organisation, values: Mapping[str, Any]) -> PersonFile:
    """Open the file of a person at an enterprise that switched growth on; who opens it is the coach."""
    require(perms.may_guide(actor, organisation))
    file = PersonFile.objects.create(
        organisation=organisation,
        coach_id=actor.person_id,
        is_example=organisation.is_example,
        **_only(values),
    )
    record(
        actor=actor,
        row=file,
        changes={name: [None, "-"] for name in PersonFile.WRITTEN if getattr(file, name)},
    )
    return file


def _only(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - set(PersonFile.WRITTEN):
        raise ValueError(f"not to write here: {sorted(unknown)}")
    return dict(values)


def _locked(file: PersonFile) -> PersonFile:
    return PersonFile.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=file.pk)


def _refuse_closed(file: PersonFile) -> None:
    if file.objected_at is not None:
        raise Closed


@write("people.read_file", _("dossier van een persoon gelezen"))
def read_file(*, actor: Actor, file: PersonFile, purpose: Purpose) -> PersonFile:
    """Note that ``actor`` reads the file and what for; return it. Every page about a person comes by here.

    Raises Closed where the person objected.
    """
    if purpose in (Purpose.GUIDING, Purpose.FOLLOWING_UP, Purpose.TAKING_ALONG):
        require(perms.may_read(actor, file))
    else:
        require(purpose != Purpose.OWN and perms.may_stand_in(actor, file))
    _refuse_closed(file)
    look = Look.objects.create(file=file, who_id=actor.person_id, purpose=purpose)
    record(actor=actor, row=look)
    return file


@write("people.read_list", _("lijst van personen gelezen"))
def read_list(*, actor: Actor, organisation: Organisation, files: Iterable[PersonFile]) -> int:
    """Note that a coach reads the names of his people in a list, once in half a day for each."""
    listed = [file for file in files if file.objected_at is None]
    for file in listed:
        require(perms.may_read(actor, file))
    recent = set(
        Look.objects.filter(
            who_id=actor.user_id, part=Part.LIST, at__gt=timezone.now() - _ONE_LOOK, file__in=listed
        ).values_list("file_id", flat=True)
    )
    fresh = [
        Look(file=file, who_id=actor.user_id, purpose=Purpose.GUIDING, part=Part.LIST)
        for file in listed
        if file.pk not in recent
    ]
    Look.objects.bulk_create(fresh)
    record(actor=actor, row=switch_of(organisation), changes={"looks": ["-", len(fresh)]})
    return len(fresh)


@write("people.change_file", _("gegevens van een persoon veranderd"))
def change_file(
    *, actor: Actor, file: PersonFile, seen_version: int, values: Mapping[str, Any]
) -> PersonFile:
    """Change how a person is called and reached; the trail keeps which fields, never what stood there."""
    require(perms.may_read(actor, file))
    _refuse_closed(file)
    return _changed(actor, file, seen_version, _only(values))


def _changed(actor: Actor, file: PersonFile, seen_version: int, values: Mapping[str, Any]) -> PersonFile:
    """Write ``values``; also for the person himself, whose link is his right."""
    changes = differences(file, values)
    for name, value in values.items():
        setattr(file, name, value)
    file.touched_on = timezone.localdate()
    file.save_as_successor_of(seen_version, [*values, "touched_on"])
    record(actor=actor, row=file, changes=changes)
    return file


@write("people.end_file", _("begeleiding gestopt"))
def end_file(*, actor: Actor, file: PersonFile, on: date) -> PersonFile:
    """Say when the guidance ended; from that day the time of retention runs."""
    require(perms.may_read(actor, file))
    found = _locked(file)
    if on > timezone.localdate() or on < found.started_on:
        raise ValidationError({"on": _("Deze dag kan niet: hij ligt voor het begin of in de toekomst.")})
    changes = differences(found, {"ended_on": on})
    found.ended_on = on
    found.save_as_successor_of(found.version, ["ended_on"])
    record(actor=actor, row=found, changes=changes)
    return found


@write("people.take_over", _("begeleiding overgenomen"))
def take_over(*, actor: Actor, file: PersonFile) -> PersonFile:
    """Become the coach of a person at one's own enterprise; the person reads that it happened."""
    require(perms.may_stand_in(actor, file))
    found = _locked(file)
    _refuse_closed(found)
    changes = differences(found, {"coach_id": actor.person_id})
    found.coach_id = actor.person_id
    found.save_as_successor_of(found.version, ["coach_id"])
    Look.objects.create(file=found, who_id=actor.person_id, purpose=Purpose.HANDING_OVER)
    record(actor=actor, row=found, changes={"coach": changes.get("coach_id", [])} if changes else {})
    return found


@write("people.give_code", _("code op papier gegeven"))
def give_code(*, actor: Actor, file: PersonFile) -> str:
    """Return a fresh code for the person's own page, shown this once; older codes and links stop working."""
    require(perms.may_read(actor, file))
    found = _locked(file)
    code = fresh_code()
    found.code_digest, found.nonce = digest_of_code(code), fresh_nonce()
    found.save_as_successor_of(found.version, ["code_digest", "nonce"])
    record(actor=actor, row=found, changes={"code": ["-", "-"]})
    return code


def with_file_locked(file: PersonFile) -> PersonFile:
    """Return the file as it stands, locked until the end of the caller's transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock outlives no transaction: call it from a service")
    return _locked(file)
