"""Feedback of each other: who may be read says so, readers are found, feedback is written, hidden, told.

The call is locked before anything else: who writes, who takes an idea back and who decides go one after the
other, and who waited past the end is too late.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.calls import letters, perms
from circulairwerkt.calls.bridge import readers_of
from circulairwerkt.calls.judging import has_own_interest
from circulairwerkt.calls.models import Call, Entry, EntryState, PeerWord, Reading, Step
from circulairwerkt.calls.peering import (
    LEAST_TIME,
    READERS,
    is_reviewing,
    may_answer,
    peer_step,
    round_now,
    taking_part,
    without_word,
)
from circulairwerkt.calls.services.calls import locked

FEEDBACK_FIELDS = ("strong", "better", "question")


class FeedbackClosed(ValidationError):
    """Feedback is not written now, or no longer, or not about this idea."""


def _refuse_too_short(step: Step, moment: datetime) -> None:
    """Refuse to begin without an end that leaves everybody a day; part of going on to the step."""
    if step.has_peers and (step.ends_at is None or step.ends_at < moment + LEAST_TIME):
        raise ValidationError(
            _("Bij “%(step)s” lezen inzenders elkaars idee. Geef ze daarvoor minstens een dag.")
            % {"step": step}
        )


def _divide(step: Step, moment: datetime) -> list[Reading]:
    """Find readers for each idea that takes part, beside those that it has; return what is new.

    Inside a transaction that holds the call. Nothing is divided any more in the last day.
    """
    if step.ends_at is None or moment + LEAST_TIME > step.ends_at:
        return []
    ideas = list(taking_part(step))
    rows = list(Reading.objects.filter(step=step, reader__in=ideas, entry__in=ideas))
    known = {(row.reader_id, row.entry_id) for row in rows}
    interests = {(row.reader_id, row.entry_id) for row in rows if row.has_interest}
    own = {(one.pk, other.pk) for one in ideas for other in ideas if has_own_interest(one, other)}
    pairs = readers_of(
        [idea.pk for idea in ideas], wanted=READERS, barred=own | interests, kept=known - interests
    )
    new = [Reading(step=step, reader_id=reader, entry_id=entry) for reader, entry in sorted(pairs - known)]
    return Reading.objects.bulk_create(new)


def _divide_again(call: Call, step: Step, moment: datetime) -> None:
    """Find other readers where some fell away, and tell who got an idea more."""
    new = _divide(step, moment)
    for entry in Entry.objects.filter(pk__in={row.reader_id for row in new}).prefetch_related("versions"):
        letters.one_more(call, entry, step)


def _leave(call: Call, entry: Entry, moment: datetime) -> None:
    """Take an idea out of the feedback that runs: nobody has it to read, and others read in its place.

    What its entrant wrote about others stays theirs, and who told an interest is not asked again when it
    comes back. Inside a transaction that holds the call.
    """
    step = round_now(call)
    if step is None or not is_reviewing(step, moment):
        return
    open_ones = Reading.objects.filter(step=step, given_at__isnull=True, has_interest=False)
    open_ones.filter(entry=entry).delete()
    open_ones.filter(reader=entry).delete()
    _divide_again(call, step, moment)


@write("calls.answer_peers", gettext_lazy("gezegd of andere inzenders het idee lezen"))
def answer_peers(*, actor: Actor, entry: Entry, is_agreed: bool, now: datetime | None = None) -> Entry:
    """Say whether other entrants may read an idea, by whoever holds its link; until the feedback is frozen.

    A no while it runs takes the idea from its readers; what they wrote stays. Raises FeedbackClosed.
    """
    call, moment = locked(entry.call), now or timezone.now()
    mine = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not may_answer(mine, call, peer_step(call), moment):
        raise FeedbackClosed(_("Daarover valt nu niets te zeggen."))
    before, mine.peer_word = mine.peer_word, PeerWord.YES if is_agreed else PeerWord.NO
    mine.save(update_fields=["peer_word"])
    record(actor=actor, row=mine, hub_id=call.hub_id, changes={"peer_word": [before, mine.peer_word]})
    step = round_now(call)
    if step is not None and before != mine.peer_word:
        if is_agreed:
            _divide_again(call, step, moment)
        else:
            _leave(call, mine, moment)
    return mine


@write("calls.ask_peers", gettext_lazy("akkoord gevraagd om ideeën te delen"))
def ask_peers(*, actor: Actor, call: Call, now: datetime | None = None) -> int:
    """Ask by mail who handed in under another promise and was not asked yet; return how many.

    Raises ValidationError where no step is left at which entrants read each other.
    """
    require(perms.may_edit(actor, call))
    current, moment = locked(call), now or timezone.now()
    step = peer_step(current)
    waiting = list(without_word(current).filter(peers_asked_at=None).prefetch_related("versions"))
    if step is None or not all(may_answer(entry, current, step, moment) for entry in waiting):
        raise ValidationError(_("Er komt geen stap meer waar inzenders elkaars idee lezen."))
    for entry in waiting:
        letters.ask_peers(current, entry)
    Entry.objects.filter(pk__in=[entry.pk for entry in waiting]).update(peers_asked_at=moment)
    record(actor=actor, row=current, hub_id=current.hub_id, changes={"asked_peers": [0, len(waiting)]})
    return len(waiting)


def _open_reading(reading: Reading, moment: datetime) -> tuple[Call, Reading]:
    """Return the call, locked, and a reading about which something can be written at ``moment``."""
    call = locked(reading.step.call)
    step = round_now(call)
    found = Reading.objects.filter(pk=reading.pk).select_related("reader", "entry", "step").first()
    if step is None or reading.step_id != step.pk or not is_reviewing(step, moment):
        raise FeedbackClosed(_("De feedback is gesloten. Wat er staat, ligt vast."))
    if found is None or not (found.reader.is_shared and found.entry.is_shared):
        raise FeedbackClosed(_("Dit idee doet niet meer mee."))
    return call, found


@write("calls.give_feedback", gettext_lazy("feedback geschreven"))
def give_feedback(
    *, actor: Actor, reading: Reading, values: Mapping[str, str], now: datetime | None = None
) -> Reading:
    """Write what one thinks of an idea that one got to read; ``values``: ``FEEDBACK_FIELDS``.

    The last time counts. What the hub hid stays hidden. Raises FeedbackClosed from the end on, and for an
    idea in which its reader has an interest.
    """
    moment = now or timezone.now()
    call, mine = _open_reading(reading, moment)
    if mine.has_interest:
        raise FeedbackClosed(_("Je zei dat je een belang hebt bij dit idee."))
    for name in FEEDBACK_FIELDS:
        setattr(mine, name, values[name].strip())
    mine.given_at = moment
    mine.save(update_fields=[*FEEDBACK_FIELDS, "given_at"])
    # What was written stays out of the trail: it is between two entrants and the hub.
    record(actor=actor, row=mine, hub_id=call.hub_id, changes={"given_at": [None, moment]})
    return mine


@write("calls.tell_peer_interest", gettext_lazy("belang gemeld door een inzender"))
def tell_peer_interest(
    *, actor: Actor, reading: Reading, has_interest: bool, now: datetime | None = None
) -> Reading:
    """Say that one has an interest in an idea that one got to read: another reads it. Or take that back.

    What one wrote about it goes. Raises FeedbackClosed.
    """
    moment = now or timezone.now()
    call, mine = _open_reading(reading, moment)
    before, mine.has_interest, mine.given_at = mine.has_interest, has_interest, None
    for name in FEEDBACK_FIELDS:
        setattr(mine, name, "")
    mine.save(update_fields=[*FEEDBACK_FIELDS, "has_interest", "given_at"])
    record(actor=actor, row=mine, hub_id=call.hub_id, changes={"has_interest": [before, has_interest]})
    if has_interest:
        _divide_again(call, mine.step, moment)
    return mine


@write("calls.hide_feedback", gettext_lazy("feedback verborgen of weer getoond"))
def hide_feedback(*, actor: Actor, reading: Reading, is_hidden: bool) -> Reading:
    """Keep what was written from who handed in the idea, or show it again; who wrote it sees that.

    Raises FeedbackClosed where it is gone: its entrant took it back, or the idea.
    """
    require(perms.may_edit(actor, reading.step.call))
    call = locked(reading.step.call)
    mine = Reading.objects.filter(pk=reading.pk, given_at__isnull=False).first()
    if mine is None:
        raise FeedbackClosed(_("Deze feedback is er niet meer."))
    before, mine.hidden_at = mine.is_hidden, timezone.now() if is_hidden else None
    mine.save(update_fields=["hidden_at"])
    record(actor=actor, row=mine, hub_id=call.hub_id, changes={"hidden_at": [before, is_hidden]})
    return mine


@write("calls.remind_peers", gettext_lazy("inzenders herinnerd aan hun feedback"))
def _remind_peers(*, actor: Actor, call: Call, now: datetime) -> int:
    """Remind who has something left to read, once for each end."""
    current = locked(call)
    step, count = round_now(current), 0
    if step is not None and is_reviewing(step, now) and step.peers_reminded_of != step.ends_at:
        left = Reading.objects.filter(step=step, given_at__isnull=True, has_interest=False).values("reader")
        for entry in taking_part(step).filter(pk__in=left).prefetch_related("versions"):
            letters.read_soon(current, entry, step)
            count += 1
        Step.objects.filter(pk=step.pk).update(peers_reminded_of=step.ends_at)
    record(actor=actor, row=current, hub_id=current.hub_id, changes={"reminded": [0, count]})
    return count


@write("calls.tell_feedback", gettext_lazy("gemeld dat er feedback is"))
def _tell_feedback(*, actor: Actor, call: Call, now: datetime) -> int:
    """Tell each entrant about whose idea something was written that it is there, once."""
    current = locked(call)
    step, count = peer_step(current), 0
    if step is not None and step.peers_told_at is None and not is_reviewing(step, now):
        about = Reading.objects.filter(step=step, given_at__isnull=False, hidden_at__isnull=True)
        entries = current.entries.exclude(state=EntryState.WITHDRAWN).filter(pk__in=about.values("entry"))
        for entry in entries.prefetch_related("versions"):
            letters.feedback_there(current, entry)
            count += 1
        Step.objects.filter(pk=step.pk).update(peers_told_at=now)
    record(actor=actor, row=current, hub_id=current.hub_id, changes={"told": [0, count]})
    return count
