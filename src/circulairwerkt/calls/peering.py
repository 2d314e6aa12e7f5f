"""Feedback of each other: whether it runs, who takes part, what each reads, and what he may see of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from circulairwerkt.calls.models import Call, Entry, EntryState, PeerWord, Reading, Step

#: Others that read each idea, where there are enough.
READERS = 3
#: Who gets an idea to read has this long at least: nothing is divided any more so near to the end.
LEAST_TIME = timedelta(hours=24)


def peer_step(call: Call) -> Step | None:
    """Return the step at which entrants of a call read each other, whenever it is; None without one."""
    return next((step for step in call.steps.all() if step.has_peers), None)


def round_now(call: Call) -> Step | None:
    """Return that step while a running call is at it, ended or not."""
    if not call.is_running:
        return None
    return Step.objects.filter(call=call, number=call.position, has_peers=True).first()


def is_reviewing(step: Step | None, moment: datetime) -> bool:
    """Whether feedback can be written at ``moment``: from its end on it is frozen."""
    return step is not None and step.ends_at is not None and moment < step.ends_at


def is_shown(step: Step, call: Call, moment: datetime) -> bool:
    """Whether who handed in an idea sees what was written about it: all at once, when it is frozen."""
    if call.is_over:
        return True
    return call.position > step.number or (call.position == step.number and not is_reviewing(step, moment))


def may_answer(entry: Entry, call: Call, step: Step | None, moment: datetime) -> bool:
    """Whether an entrant can still say if others may read the idea: until the feedback is frozen."""
    if step is None or not entry.is_in or not call.is_running or call.position > step.number:
        return False
    return call.position < step.number or is_reviewing(step, moment)


def taking_part(step: Step) -> QuerySet[Entry]:
    """Return the ideas that are read at a step: still in, come so far, and with a yes."""
    rows: QuerySet[Entry] = Entry.objects.filter(
        call=step.call_id, state=EntryState.IN, peer_word=PeerWord.YES, position=step.number
    )
    return rows.order_by("pk")


def without_word(call: Call) -> QuerySet[Entry]:
    """Return the ideas that are in and of which nobody said whether others may read them."""
    rows: QuerySet[Entry] = Entry.objects.filter(call=call, state=EntryState.IN, peer_word=PeerWord.OPEN)
    return rows.order_by("pk")


def readings_of(reader: Entry) -> QuerySet[Reading]:
    """Return what an entrant ever got to read, with what its page tells."""
    rows: QuerySet[Reading] = Reading.objects.filter(reader=reader)
    return rows.select_related("step", "entry__challenge").prefetch_related("entry__versions").order_by("pk")


def readable(step: Step, reader: Entry) -> QuerySet[Reading]:
    """Return what an entrant has to read at a step: of an idea that was taken back nothing is left."""
    return readings_of(reader).filter(step=step, entry__state=EntryState.IN, entry__peer_word=PeerWord.YES)


def can_be_read(reading: Reading, moment: datetime) -> bool:
    """Whether its reader has an idea before him at ``moment``: the step runs and both take part."""
    step = round_now(reading.reader.call)
    takes_part = reading.reader.is_shared and reading.entry.is_shared
    return takes_part and step == reading.step and is_reviewing(step, moment)


def feedback_on(entry: Entry) -> list[Reading]:
    """Return what others wrote about an idea and the hub does not keep back, without who."""
    rows = Reading.objects.filter(entry=entry, given_at__isnull=False, hidden_at__isnull=True)
    return list(rows.order_by("pk"))


@dataclass(frozen=True)
class Share:
    """How far an idea is in the feedback of each other: what its entrant wrote, what was written about it."""

    entry: Entry
    asked: int
    given: int
    received: Sequence[Reading]
    interests: int

    @property
    def is_done(self) -> bool:
        """Whether its entrant has nothing left to read."""
        return self.given >= self.asked


def shares_of(step: Step, entries: Iterable[Entry]) -> list[Share]:
    """Return how far each idea is (three queries)."""
    ideas = list(entries)
    by_them = list(Reading.objects.filter(step=step, reader__in=ideas))
    beside = Reading.objects.filter(step=step, entry__in=ideas, given_at__isnull=False)
    about = list(beside.select_related("reader").prefetch_related("reader__versions").order_by("pk"))
    found = []
    for idea in ideas:
        mine = [row for row in by_them if row.reader_id == idea.pk]
        found.append(
            Share(
                entry=idea,
                asked=sum(not row.has_interest for row in mine),
                given=sum(row.is_given for row in mine),
                received=[row for row in about if row.entry_id == idea.pk],
                interests=sum(row.has_interest for row in mine),
            )
        )
    return found


@dataclass(frozen=True)
class Seen:
    """What an entrant sees of it on his own page: the question, what he reads, what he got."""

    step: Step
    may_answer: bool
    readings: Sequence[Reading]
    received: Sequence[Reading]
    is_shown: bool
    has_readers: bool


def seen_by(entry: Entry, call: Call, moment: datetime) -> Seen | None:
    """Return what the holder of an idea's link sees of the feedback; None in a call without it."""
    step = peer_step(call)
    if step is None:
        return None
    shown = is_shown(step, call, moment)
    takes_part = entry.is_shared and call.is_running and call.position == step.number
    readers = Reading.objects.filter(step=step, entry=entry, has_interest=False)
    return Seen(
        step=step,
        may_answer=may_answer(entry, call, step, moment),
        readings=list(readable(step, entry)) if takes_part and is_reviewing(step, moment) else [],
        received=feedback_on(entry) if shown else [],
        is_shown=shown,
        has_readers=takes_part and readers.exists(),
    )
