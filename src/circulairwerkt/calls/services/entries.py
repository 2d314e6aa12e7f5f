"""Ideas: handed in, changed until the deadline, withdrawn. Who holds the private link acts for the idea."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.calls import letters, perms
from circulairwerkt.calls.models import Call, Entry, EntryState, Reading, Version
from circulairwerkt.calls.models.entry import fresh_nonce
from circulairwerkt.calls.services.calls import locked
from circulairwerkt.calls.services.peers import _leave

#: What one says of oneself.
ENTRY_FIELDS = ("challenge", "organisation", "contact_name", "email", "language", "peer_word")
#: The idea.
VERSION_FIELDS = ("title", "summary", "words", "url")
#: Versions of one idea; who saves more often has a machine doing it.
MOST_VERSIONS = 50


class TooLate(ValidationError):
    """The deadline passed, or the call no longer takes ideas."""


def _open_call(call: Call, now: datetime | None) -> tuple[Call, datetime]:
    """Lock the call, then look at the clock: whoever waited past the deadline is too late."""
    current = locked(call)
    moment = now or timezone.now()
    if not current.takes_ideas(moment):
        raise TooLate(_("Inzenden of veranderen kan niet meer."))
    return current, moment


def _add_version(entry: Entry, number: int, values: Mapping[str, Any], moment: datetime) -> Version:
    return Version.objects.create(
        entry=entry,
        number=number,
        handed_in_at=moment,
        **{name: values[name] for name in VERSION_FIELDS},
    )


@write("calls.hand_in", gettext_lazy("idee ingezonden"))
def hand_in(*, actor: Actor, call: Call, values: Mapping[str, Any], now: datetime | None = None) -> Entry:
    """Hand in an idea, without an account; ``values``: ``ENTRY_FIELDS`` and ``VERSION_FIELDS``.

    Raises TooLate from the deadline on.
    """
    current, moment = _open_call(call, now)
    if values["challenge"] is not None and values["challenge"].call_id != current.pk:
        raise ValidationError({"challenge": _("Kies een uitdaging van deze oproep.")})
    entry = Entry.objects.create(call=current, **{name: values[name] for name in ENTRY_FIELDS})
    _add_version(entry, 1, values, moment)
    record(actor=actor, row=entry, hub_id=current.hub_id, changes={"handed_in": [None, 1]})
    letters.handed_in(entry)
    return entry


@write("calls.change_idea", gettext_lazy("nieuwe versie van een idee"))
def change_idea(
    *, actor: Actor, entry: Entry, values: Mapping[str, Any], now: datetime | None = None
) -> Version:
    """Add a version of an idea, by whoever holds its link; what was handed in before stays.

    The same words again are no new version. Raises TooLate from the deadline on.
    """
    current, moment = _open_call(entry.call, now)
    last = Version.objects.filter(entry=entry).order_by("-number")[0]
    mine = Entry.objects.get(pk=entry.pk)
    if not mine.is_in:
        raise TooLate(_("Dit idee doet niet meer mee."))
    if all(getattr(last, name) == values[name] for name in VERSION_FIELDS):
        record(actor=actor, row=entry, hub_id=current.hub_id)
        return last
    if last.number >= MOST_VERSIONS:
        raise ValidationError(_("Dit idee heeft al heel veel versies. Bel de hub als er nog iets moet."))
    made = _add_version(entry, last.number + 1, values, moment)
    record(actor=actor, row=entry, hub_id=current.hub_id, changes={"handed_in": [last.number, made.number]})
    return made


@write("calls.withdraw", gettext_lazy("idee ingetrokken"))
def withdraw(*, actor: Actor, entry: Entry, now: datetime | None = None) -> Entry:
    """Take an idea back, by whoever holds its link, as long as it is in; who handed it in is erased at once.

    What other entrants wrote about it goes along; others get what its entrant had left to read.
    A second time changes nothing. Raises ValidationError for one that was chosen or did not go further.
    """
    current = locked(entry.call)
    mine = Entry.objects.select_for_update().get(pk=entry.pk)
    if mine.state == EntryState.WITHDRAWN:
        record(actor=actor, row=mine, hub_id=current.hub_id)
        return mine
    if not mine.is_in or not current.is_running:
        raise ValidationError(_("Dit idee doet niet meer mee. Er is niets om in te trekken."))
    mine.state, mine.contact_name, mine.email = EntryState.WITHDRAWN, "", ""
    mine.save(update_fields=["state", "contact_name", "email"])
    record(actor=actor, row=mine, hub_id=current.hub_id, changes={"state": [EntryState.IN, mine.state]})
    Reading.objects.filter(entry=mine).delete()
    _leave(current, mine, now or timezone.now())
    return mine


@write("calls.renew_link", gettext_lazy("nieuwe link voor een idee"))
def renew_link(*, actor: Actor, entry: Entry) -> Entry:
    """Mail a new private link to who handed in the idea; the old one is void."""
    require(perms.may_edit(actor, entry.call))
    entry.nonce = fresh_nonce()
    entry.save(update_fields=["nonce"])
    record(actor=actor, row=entry, hub_id=entry.call.hub_id, changes={"link": [False, True]})
    letters.new_link(entry)
    return entry
