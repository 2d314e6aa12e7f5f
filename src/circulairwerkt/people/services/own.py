"""What a person does with his own file: read, correct, object, delete. Holding the link is the right."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor
from circulairwerkt.people.models import Look, PersonFile, Purpose
from circulairwerkt.people.services.files import _changed, _only, with_file_locked
from circulairwerkt.people.times import DELETION_WAITS


@write("people.read_own", _("eigen dossier gelezen"))
def read_own(*, actor: Actor, file: PersonFile) -> PersonFile:
    """Note that the person reads his own file, so that somebody else with his code does not go unseen."""
    look = Look.objects.create(file=file, purpose=Purpose.OWN)
    record(actor=actor, row=look)
    return file


@write("people.correct_own", _("eigen gegevens verbeterd"))
def correct_own(
    *, actor: Actor, file: PersonFile, seen_version: int, values: Mapping[str, Any]
) -> PersonFile:
    """Take over what the person says of himself. Raises EditConflict where the coach wrote in between."""
    return _changed(actor, file, seen_version, _only(values))


@write("people.object_to", _("bezwaar gemaakt"))
def object_to(*, actor: Actor, file: PersonFile) -> PersonFile:
    """Close the file to everybody but the person, at once; a second time changes nothing."""
    found = with_file_locked(file)
    if found.objected_at is None:
        found.objected_at = timezone.now()
        found.save_as_successor_of(found.version, ["objected_at"])
    record(actor=actor, row=found, changes={"objected_at": ["-", "-"]})
    return found


@write("people.take_back_objection", _("bezwaar ingetrokken"))
def take_back_objection(*, actor: Actor, file: PersonFile) -> PersonFile:
    """Open the file to the coach again."""
    found = with_file_locked(file)
    found.objected_at = None
    found.save_as_successor_of(found.version, ["objected_at"])
    record(actor=actor, row=found, changes={"objected_at": ["-", "-"]})
    return found


@write("people.ask_deletion", _("gevraagd om te wissen"))
def ask_deletion(*, actor: Actor, file: PersonFile) -> PersonFile:
    """Have the file deleted after a week in which the person can come back on it; closed meanwhile."""
    found = with_file_locked(file)
    if found.delete_on is None:
        found.delete_on = timezone.localdate() + DELETION_WAITS
        found.objected_at = found.objected_at or timezone.now()
        found.save_as_successor_of(found.version, ["delete_on", "objected_at"])
    record(actor=actor, row=found, changes={"delete_on": ["-", "-"]})
    return found


@write("people.keep_after_all", _("toch niet wissen"))
def keep_after_all(*, actor: Actor, file: PersonFile) -> PersonFile:
    """Take back that the file goes; it opens to the coach again."""
    found = with_file_locked(file)
    found.delete_on = found.objected_at = None
    found.save_as_successor_of(found.version, ["delete_on", "objected_at"])
    record(actor=actor, row=found, changes={"delete_on": ["-", "-"]})
    return found
