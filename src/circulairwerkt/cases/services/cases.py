"""What happens to a case as a whole: opened, taken up from a question, moved, left, shared, handed over."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import inside, perms, stages
from circulairwerkt.cases.models import (
    Case,
    CaseNumbering,
    CaseShare,
    Contact,
    Entry,
    Exit,
    Lesson,
    Question,
    Stage,
    Task,
)
from circulairwerkt.cases.services import made
from circulairwerkt.cases.understanding import wishes_in
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.models import Goal

#: How long a case that was taken up by mistake can be undone.
UNDO_WITHIN = timedelta(hours=1)
#: What was made this soon after opening came with it.
_AT_ONCE = timedelta(seconds=5)
#: Fields that ``edit_case`` writes.
EDITABLE = ("title", "summary", "outcome")


class MovedMeanwhile(Exception):
    """Somebody else moved the case in between; ``current`` is the case as it stands now."""

    def __init__(self, current: Case) -> None:
        super().__init__(f"case {current.pk} is at {current.stage} {current.exit}")
        self.current = current


class CannotUndo(Exception):
    """The case is too old, or something happened in it already; it is not taken back."""


def locked(case: Case) -> Case:
    """Return the case as it is now, locked until the transaction ends (SQLite has one writer)."""
    found: Case = Case._base_manager.select_for_update(of=("self",)).get(pk=case.pk)
    return found


def next_number(hub_id: int, year: int) -> int:
    """Give the next number of a hub's year; the row is locked until the transaction ends."""
    rows = CaseNumbering.objects.filter(hub_id=hub_id, year=year)
    if not rows.update(last=F("last") + 1):
        _start_numbering(hub_id, year)
    return rows.get().last


def _start_numbering(hub_id: int, year: int) -> None:
    # Cases that were brought in from elsewhere may hold numbers already.
    taken = Case._base_manager.filter(hub_id=hub_id, year=year).aggregate(most=Max("number"))["most"]
    try:
        with transaction.atomic():
            CaseNumbering.objects.create(hub_id=hub_id, year=year, last=(taken or 0) + 1)
    except IntegrityError:  # another process made the row at this moment
        CaseNumbering.objects.filter(hub_id=hub_id, year=year).update(last=F("last") + 1)


def _open(actor: Actor, hub_id: int, title: str, stage: Stage, **fields: Any) -> Case:
    year = timezone.localdate().year
    case: Case = Case.objects.create(
        hub_id=hub_id,
        year=year,
        number=next_number(hub_id, year),
        title=title[:160],
        stage=stage,
        owner_id=actor.user_id,
        opened_by_id=actor.user_id,
        **fields,
    )
    return case


def _bring_to(actor: Actor, case: Case, hub_id: int) -> None:
    """Give a case to another hub with the next number there; the hub that had it keeps working along.

    Inside a transaction that holds the case.
    """
    before, now = case.hub_id, timezone.now()
    case.shares.filter(hub_id=hub_id, ended_at__isnull=True).update(ended_at=now)
    CaseShare.objects.get_or_create(
        case=case, hub_id=before, ended_at=None, defaults={"shared_by_id": actor.user_id}
    )
    case.hub_id, case.moved_at = hub_id, now
    case.owner_id = actor.user_id
    case.year = timezone.localdate().year
    case.number = next_number(hub_id, case.year)
    case.save(update_fields=["hub", "owner", "moved_at", "year", "number"])


@write("cases.open_case", gettext_lazy("dossier geopend"))
def open_case(*, actor: Actor, hub: Hub, title: str, summary: str = "", stage: Stage = Stage.CASE) -> Case:
    """Open a case without a question, such as after a visit; who opens it follows it up."""
    require(perms.may_open(actor, hub))
    case = _open(actor, hub.pk, title, stage, summary=summary)
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"stage": [None, case.stage]})
    return case


@write("cases.take_up", gettext_lazy("vraag opgenomen als dossier"))
def take_up(*, actor: Actor, question: Question) -> Case:
    """Make a case of a question: the sentence is its title, the asker its first contact.

    Cards that were made of the question come along, and what the asker wants done, such as being called back
    on Tuesday, is a task of whoever takes it up.

    A question becomes one case: of two at the same moment the second gets the case of the first, and the hub
    to which a question was handed on takes its case over.
    Raises ValidationError for a question that was withdrawn or has no hub.
    """
    now: Question = Question._base_manager.select_for_update(of=("self",)).get(pk=question.pk)
    hub_id = now.hub_id
    require(actor.may(perms.WORK, hub_id=hub_id))
    if hub_id is None:
        raise Http404
    if now.withdrawn_at is not None:
        raise ValidationError(_("De vraagsteller trok deze vraag in. Er is niets meer om op te nemen."))
    existing = Case._base_manager.select_for_update(of=("self",)).filter(question=now).first()
    if existing is not None:
        if existing.hub_id != hub_id:
            # The question came from another hub that had taken it up: its case comes along.
            _bring_to(actor, existing, hub_id)
        record(actor=actor, row=existing, hub_id=existing.hub_id)
        return existing
    case = _open(actor, hub_id, inside.title_from(now.sentence), Stage.CASE, question=now)
    if now.contact or now.contact_name:
        Contact.objects.create(
            case=case,
            name=now.contact_name,
            email=now.contact if now.has_mail else "",
            phone="" if now.has_mail else now.contact[:30],
            language=now.language,
            source=Contact.Source.QUESTION,
        )
    for row in made.made_of(now):
        if row.hub_id == hub_id and not row.is_gone:
            made._put_in_case(actor, case, row)
    for wish in wishes_in(now):
        Task.objects.create(
            case=case,
            text=wish.text[:300],
            due_on=wish.due_on,
            for_user_id=actor.user_id,
            made_by_id=actor.user_id,
        )
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"question": [None, now.pk]})
    return case


@write("cases.undo_take_up", gettext_lazy("opnemen ongedaan gemaakt"))
def undo_take_up(*, actor: Actor, case: Case) -> None:
    """Take back a case that was opened by mistake; the question waits as before.

    Raises CannotUndo when it is older than an hour, was shared, or holds anything that somebody added.
    """
    require(perms.may_work(actor, case))
    case = locked(case)
    at_first = case.opened_at + _AT_ONCE
    touched = (
        case.entries.exists()
        or case.tasks.filter(made_at__gt=at_first).exists()
        or case.files.exists()
        or case.parties.exists()
        or case.shares.exists()
        or case.stage_since > at_first
    )
    if touched or timezone.now() - case.opened_at > UNDO_WITHIN:
        raise CannotUndo
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"taken_back": [case.reference, None]})
    case.delete()


@write("cases.move_case", gettext_lazy("dossier naar een andere stap"))
def move_case(
    *,
    actor: Actor,
    case: Case,
    seen: stages.Position,
    to: Stage,
    reason: str = "",
) -> Case:
    """Move a case to another stage. ``seen`` is where its mover saw it. Realised asks what was learnt, by a
    task, where nobody wrote it yet.

    Raises MovedMeanwhile when it stands elsewhere by now, ValidationError for a step that is not open or
    lacks its reason.
    """
    require(perms.may_work(actor, case))
    case = locked(case)
    step = _open_step(case, seen, stages.Position(to), reason)
    before = case.stage
    case.stage = step.to.stage
    case.stage_since = case.moved_at = timezone.now()
    case.save(update_fields=["stage", "stage_since", "moved_at"])
    _thread_step(actor, case, before=before, after=case.stage, reason=reason)
    if to == Stage.REALISED:
        _lesson_now_or_later(actor, case, "")
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"stage": [before, case.stage]})
    return case


@write("cases.leave", gettext_lazy("dossier in de wacht, gestopt of doorverwezen"))
def leave(
    *,
    actor: Actor,
    case: Case,
    seen: stages.Position,
    way_out: Exit,
    reason: str,
    lesson: str = "",
    resume_on: date | None = None,
) -> Case:
    """Let a case leave its way: on hold, stopped or referred; its stage stays.

    Stopping asks what was learnt: with ``lesson`` it is written now, without it a task asks for it. On hold
    with ``resume_on`` makes a task for that day. Errors as ``move_case``.
    """
    require(perms.may_work(actor, case))
    case = locked(case)
    _open_step(case, seen, stages.Position(Stage(case.stage), way_out), reason)
    before = case.exit
    case.exit, case.exit_reason = way_out, reason.strip()
    case.exit_since = case.moved_at = timezone.now()
    case.save(update_fields=["exit", "exit_reason", "exit_since", "moved_at"])
    _thread_step(actor, case, before=before or case.stage, after=way_out, reason=reason)
    if way_out == Exit.STOPPED:
        _lesson_now_or_later(actor, case, lesson)
    if way_out == Exit.ON_HOLD and resume_on is not None:
        Task.objects.create(
            case=case,
            text=_("Bekijk of dit dossier weer verder kan"),
            due_on=resume_on,
            for_user_id=case.owner_id or actor.user_id,
            made_by_id=actor.user_id,
        )
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"exit": [before, way_out.value]})
    return case


def _lesson_now_or_later(actor: Actor, case: Case, lesson: str) -> None:
    if lesson.strip():
        Lesson.objects.create(case=case, text=lesson.strip(), stage=case.stage, written_by_id=actor.user_id)
    elif not (
        case.lessons.exists() or case.tasks.filter(sort=Task.Sort.LESSON, done_at__isnull=True).exists()
    ):
        Task.objects.create(
            case=case,
            sort=Task.Sort.LESSON,
            text=_("Schrijf in één zin op wat we leerden"),
            due_on=timezone.localdate() + timedelta(days=14),
            for_user_id=case.owner_id or actor.user_id,
            made_by_id=actor.user_id,
        )


@write("cases.resume", gettext_lazy("dossier hernomen"))
def resume(*, actor: Actor, case: Case, seen: stages.Position) -> Case:
    """Bring a case back to the stage it left from; raises MovedMeanwhile, ValidationError where it runs."""
    require(perms.may_work(actor, case))
    case = locked(case)
    _open_step(case, seen, stages.Position(Stage(case.stage)), "")
    before = case.exit
    case.exit, case.exit_reason, case.exit_since = Exit.NONE, "", None
    case.moved_at = timezone.now()
    case.save(update_fields=["exit", "exit_reason", "exit_since", "moved_at"])
    _thread_step(actor, case, before=before, after=case.stage, reason="")
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"exit": [before, ""]})
    return case


def _open_step(case: Case, seen: stages.Position, there: stages.Position, reason: str) -> stages.Step:
    here = inside.position_of(case)
    if here != seen:
        raise MovedMeanwhile(case)
    step = stages.step_to(here, there)
    if step is None:
        raise ValidationError(_("Van hier kan het dossier daar niet naartoe."))
    if step.needs_reason and not reason.strip():
        raise ValidationError({"reason": [_("Zeg in een zin waarom. Zo begrijpt een collega het later.")]})
    return step


def _thread_step(actor: Actor, case: Case, *, before: str, after: str, reason: str) -> None:
    Entry.objects.create(
        case=case,
        kind=Entry.Kind.STAGE,
        author_id=actor.user_id,
        before=before,
        after=after,
        text=reason.strip(),
    )


@write("cases.edit_case", gettext_lazy("dossier aangepast"))
def edit_case(*, actor: Actor, case: Case, seen_version: int, values: Mapping[str, Any]) -> Case:
    """Write title, summary and outcome; raises EditConflict when somebody else saved in between."""
    require(perms.may_work(actor, case))
    changes = differences(case, values)
    for name, value in values.items():
        setattr(case, name, value)
    case.save_as_successor_of(seen_version, [*values])
    record(actor=actor, row=case, hub_id=case.hub_id, changes=changes)
    return case


@write("cases.set_goals", gettext_lazy("doelen van een dossier gekozen"))
def set_goals(*, actor: Actor, case: Case, goals: Iterable[Goal]) -> Case:
    """Say which of the programme's goals the case counts for."""
    require(perms.may_work(actor, case))
    case = locked(case)
    before = sorted(case.goals.values_list("key", flat=True))
    case.goals.set(goals)
    after = sorted(case.goals.values_list("key", flat=True))
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"goals": [before, after]})
    return case
