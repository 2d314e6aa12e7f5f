"""Who goes on to the next step, who is chosen at the end, and the case that an idea becomes."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import links
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.calls import letters, perms
from circulairwerkt.calls.judging import round_of
from circulairwerkt.calls.models import Call, Entry, EntryState, State
from circulairwerkt.calls.peering import is_reviewing, round_now
from circulairwerkt.calls.queries import next_step, still_in
from circulairwerkt.calls.services.calls import locked
from circulairwerkt.calls.services.peers import _divide, _refuse_too_short
from circulairwerkt.calls.services.votes import _count_votes
from circulairwerkt.calls.voting import is_voting, vote_of
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Case


class AlreadyMoved(ValidationError):
    """Somebody else moved the call on meanwhile."""


def _ready(call: Call, seen_position: int, moment: datetime) -> Call:
    """Lock a call that can be moved on from where the reader saw it."""
    current = locked(call)
    if not current.is_running:
        raise AlreadyMoved(_("Deze oproep loopt niet meer."))
    if current.position != seen_position:
        raise AlreadyMoved(_("Iemand anders zette deze oproep intussen een stap verder."))
    if current.position == 0 and current.closes_at is not None and moment < current.closes_at:
        raise ValidationError(_("Men kan nog inzenden. Beslis na de laatste dag."))
    step = round_of(current)
    if step is not None and step.judged_at is None:
        raise ValidationError(_("De jury is nog bezig. Sluit eerst de beoordeling."))
    if is_reviewing(round_now(current), moment):
        raise ValidationError(_("Inzenders geven elkaar nog feedback. Beslis als dat voorbij is."))
    if is_voting(vote_of(current), moment):
        raise ValidationError(_("Men kan nog stemmen. Beslis als dat voorbij is."))
    return current


def _divided(call: Call, going: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return who was picked and who was not, of the ideas that are in."""
    wanted = {entry.pk for entry in going}
    rows = still_in(call)
    if not wanted <= {entry.pk for entry in rows}:
        raise ValidationError(_("Een van deze ideeën doet niet meer mee."))
    return [row for row in rows if row.pk in wanted], [row for row in rows if row.pk not in wanted]


def _leave_vote(call: Call) -> None:
    """Count the votes of the step that is left, if the public voted there, and forget who voted."""
    if vote_of(call) is not None:
        _count_votes(call)


@write("calls.move_on", gettext_lazy("oproep een stap verder"))
def move_on(
    *,
    actor: Actor,
    call: Call,
    seen_position: int,
    going: Iterable[Entry],
    words: str = "",
    now: datetime | None = None,
) -> Call:
    """Take the ideas of ``going`` to the next step and let the others go; both are told by mail.

    ``words``: what those who do not go on are told. Raises AlreadyMoved where somebody else did it first,
    ValidationError before the deadline, without a next step, or where nobody goes on.
    """
    require(perms.may_edit(actor, call))
    moment = now or timezone.now()
    current = _ready(call, seen_position, moment)
    step = next_step(current)
    if step is None:
        raise ValidationError(_("Dit was de laatste stap. Maak de uitslag bekend."))
    _refuse_too_short(step, moment)
    on, off = _divided(current, going)
    if not on:
        raise ValidationError(_("Kies minstens één idee dat verder gaat."))
    _leave_vote(current)
    Entry.objects.filter(pk__in=[row.pk for row in on]).update(position=step.number)
    Entry.objects.filter(pk__in=[row.pk for row in off]).update(state=EntryState.OUT)
    before, current.position = current.position, step.number
    current.save_as_successor_of(current.version, ["position"])
    record(
        actor=actor,
        row=current,
        hub_id=current.hub_id,
        changes={"position": [before, step.number], "moved_on": [len(on) + len(off), len(on)]},
    )
    if step.has_peers:
        _divide(step, moment)
    letters.goes_on(current, on, step)
    letters.does_not_go_on(current, off, words)
    for juror in current.jurors.exclude(email="") if step.has_jury else ():
        letters.asked_to_judge(juror)
    return current


@write("calls.finish", gettext_lazy("uitslag bekendgemaakt"))
def finish(
    *,
    actor: Actor,
    call: Call,
    seen_position: int,
    winners: Iterable[Entry],
    words: str = "",
    now: datetime | None = None,
) -> Call:
    """Tell how it ended: ``winners`` are chosen, the other ideas that were in are not; all are told by mail.

    Raises AlreadyMoved where somebody else did it first, ValidationError before the deadline.
    """
    require(perms.may_edit(actor, call))
    moment = now or timezone.now()
    current = _ready(call, seen_position, moment)
    won, others = _divided(current, winners)
    _leave_vote(current)
    Entry.objects.filter(pk__in=[row.pk for row in won]).update(state=EntryState.WON)
    Entry.objects.filter(pk__in=[row.pk for row in others]).update(state=EntryState.OUT)
    current.state, current.ended_at = State.FINISHED, moment
    current.save_as_successor_of(current.version, ["state", "ended_at"])
    record(
        actor=actor,
        row=current,
        hub_id=current.hub_id,
        changes={"state": [State.RUNNING, State.FINISHED], "won": [None, len(won)]},
    )
    letters.chosen(current, won, words)
    letters.does_not_go_on(current, others, words)
    return current


@write("calls.open_case", gettext_lazy("dossier geopend uit een idee"))
def open_case(*, actor: Actor, entry: Entry) -> Case:
    """Open a case of an idea that was selected, tied to it and to the event; a second time gives that case.

    Raises ValidationError for an idea that was not selected.
    """
    call = entry.call
    require(perms.may_edit(actor, call))
    mine = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    known = links.results([mine], Case)[mine.pk]
    found = Case._base_manager.filter(pk__in=known).first()
    if found is not None:
        record(actor=actor, row=entry, hub_id=call.hub_id)
        return found
    if not (mine.is_won or (mine.is_in and mine.position)):
        raise ValidationError(_("Dit idee is niet geselecteerd."))
    idea = entry.last
    summary = "\n\n".join(filter(None, (idea.summary, entry.organisation)))
    case = cases.open_case(actor=actor, hub=call.hub, title=idea.title, summary=summary)
    links.join(mine, case)
    if mine.contact_name or mine.email:
        person = cases.Person(name=mine.contact_name, email=mine.email)
        cases.add_contact(actor=actor, case=case, person=person)
    if call.event is not None:
        links.join(call.event, case)
    record(actor=actor, row=entry, hub_id=call.hub_id, changes={"case": [None, case.pk]})
    return case
