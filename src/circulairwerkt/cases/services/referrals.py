"""Handing a question or case on: sent, taken up, sent back, taken back, or lapsed on its day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import letters, perms, referral_letters
from circulairwerkt.cases.bodies import bodies
from circulairwerkt.cases.models import (
    Case,
    Entry,
    Question,
    Referral,
    ReferralState,
)
from circulairwerkt.cases.services.cases import _bring_to
from circulairwerkt.cases.working_days import answer_day
from circulairwerkt.hubs.models import Hub

#: Nobody waits longer than this for somebody else's answer.
MOST_DAYS = 60


class NotOpen(Exception):
    """Somebody answered, took back or let the referral lapse meanwhile; ``current`` is how it stands."""

    def __init__(self, current: Referral) -> None:
        super().__init__(f"referral {current.pk} is {current.state}")
        self.current = current


@write("cases.refer", gettext_lazy("doorverwezen"))
def refer(
    *,
    actor: Actor,
    reason: str,
    due_on: date,
    question: Question | None = None,
    case: Case | None = None,
    to_hub: Hub | None = None,
    to_body: str = "",
) -> Referral:
    """Ask ``to_hub`` to take up a question or case, or note that somebody was brought to ``to_body``.

    Until it is taken up it stays where it is. Raises ValidationError where it is on its way already, where
    the other hub cannot read, for a day that is over or too far, and for a question that was withdrawn.
    """
    from_hub_id = _holder(actor, question, case)
    _check(reason, due_on, to_hub, to_body, from_hub_id)
    waiting = Referral._base_manager.filter(question=question, case=case, state=ReferralState.OPEN)
    if waiting.exists():
        raise ValidationError(_("Dit is al doorverwezen en wacht nog op antwoord."))
    referral: Referral = Referral._base_manager.create(
        question=question,
        case=case,
        from_hub_id=from_hub_id,
        to_hub=to_hub,
        to_body=to_body,
        reason=reason.strip(),
        due_on=due_on,
        sent_by_id=actor.user_id,
    )
    to = to_hub.pk if to_hub is not None else to_body
    record(actor=actor, row=referral, hub_id=from_hub_id, changes={"to_hub": [None, to]})
    if to_hub is not None:
        # The other hub finds it in its own trail too.
        record(actor=actor, row=referral, hub_id=to_hub.pk, changes={"to_hub": [None, to]})
    _note_in_case(actor, referral, after="referral_sent")
    referral_letters.tell_sent(referral)
    return referral


def _holder(actor: Actor, question: Question | None, case: Case | None) -> int | None:
    """Lock what is handed on, check the right to do so, and return the hub that holds it."""
    if question is not None:
        now: Question = _locked(Question, question.pk)
        require(perms.may_refer_question(actor, now))
        if now.withdrawn_at is not None:
            raise ValidationError(
                _("De vraagsteller trok deze vraag in. Er is niets meer door te verwijzen.")
            )
        return now.hub_id
    if case is None:
        raise ValueError("a referral is of a question or of a case")
    held: Case = _locked(Case, case.pk)
    require(perms.may_refer_case(actor, held))
    return held.hub_id


def _check(reason: str, due_on: date, to_hub: Hub | None, to_body: str, from_hub_id: int | None) -> None:
    today = timezone.localdate()
    wrong: dict[str, list[str]] = {}
    if not reason.strip():
        wrong["reason"] = [_("Zeg in een zin waarom.")]
    if due_on < today or (due_on - today).days > MOST_DAYS:
        wrong["due_on"] = [_("Kies een dag vanaf vandaag, hoogstens twee maanden ver.")]
    if to_hub is not None and to_hub.pk == from_hub_id:
        wrong["to"] = [_("Daar is het al.")]
    elif to_hub is not None and not (to_hub.is_claimed and to_hub.is_working):
        wrong["to"] = [_("Bij deze hub leest nu niemand vragen. Kies een andere.")]
    elif to_hub is None and to_body not in bodies():
        wrong["to"] = [_("Kies naar wie.")]
    if wrong:
        raise ValidationError(wrong)


@write("cases.accept_referral", gettext_lazy("doorverwijzing opgenomen"))
def accept(*, actor: Actor, referral: Referral, answer: str = "") -> Referral:
    """Take up what was referred: the question or case is at the receiving hub from now on.

    Of a body beside the hubs, who referred notes that it took it up; then the question counts as answered
    and the case as referred only when its hub says so. Raises NotOpen when it was answered, taken back or
    lapsed meanwhile, ValidationError for a question that was withdrawn.
    """
    return _close(actor, referral, ReferralState.ACCEPTED, answer, perms.may_answer_referral, _hand_on)


@write("cases.return_referral", gettext_lazy("doorverwijzing teruggestuurd"))
def send_back(*, actor: Actor, referral: Referral, answer: str) -> Referral:
    """Say no, with a reason; it stays where it was. Raises NotOpen as ``accept``, ValidationError without
    a reason.
    """
    require(perms.may_answer_referral(actor, referral))
    if not answer.strip():
        raise ValidationError(
            {"answer": [_("Zeg in een zin waarom niet. Dan weet de andere hub hoe het verder kan.")]}
        )
    return _close(actor, referral, ReferralState.RETURNED, answer, perms.may_answer_referral)


@write("cases.take_back_referral", gettext_lazy("doorverwijzing teruggenomen"))
def take_back(*, actor: Actor, referral: Referral) -> Referral:
    """Think again before anybody answered. Raises NotOpen as ``accept``."""
    return _close(actor, referral, ReferralState.TAKEN_BACK, "", perms.may_take_back)


def _close(
    actor: Actor,
    referral: Referral,
    state: ReferralState,
    answer: str,
    may: Callable[[Actor, Referral], bool],
    then: Callable[[Actor, Referral], None] | None = None,
) -> Referral:
    """Bring an open referral to ``state``. The question or case is locked first, then the referral, always
    in that order, so that two who answer at once wait for each other and the second finds it closed.
    """
    require(may(actor, referral))
    if referral.question_id is not None:
        _locked(Question, referral.question_id)
    elif referral.case_id is not None:
        _locked(Case, referral.case_id)
    now: Referral = _locked(Referral, referral.pk)
    if not now.is_open:
        raise NotOpen(now)
    now.state, now.answer = state, answer.strip()
    now.closed_at, now.closed_by_id = timezone.now(), actor.user_id
    now.save(update_fields=["state", "answer", "closed_at", "closed_by"])
    if then is not None:
        then(actor, now)
    for hub_id in dict.fromkeys([now.from_hub_id, now.to_hub_id or now.from_hub_id]):
        record(
            actor=actor, row=now, hub_id=hub_id, changes={"state": [ReferralState.OPEN.value, state.value]}
        )
    _note_in_case(actor, now, after=f"referral_{state.value}"[:20])
    referral_letters.tell_closed(now)
    return now


def _hand_on(actor: Actor, referral: Referral) -> None:
    if referral.question_id is not None:
        _hand_on_question(actor, referral)
    elif referral.to_hub is not None:
        _hand_on_case(actor, referral, referral.to_hub)


def _hand_on_question(actor: Actor, referral: Referral) -> None:
    question: Question = _locked(Question, referral.question_id)
    if question.withdrawn_at is not None:
        raise ValidationError(_("De vraagsteller trok deze vraag intussen in."))
    if referral.to_hub is None:
        if question.answered_at is None:
            question.answered_at, question.answered_by_id = timezone.now(), actor.user_id
            question.save(update_fields=["answered_at", "answered_by"])
        return
    question.hub = referral.to_hub
    question.answered_at = question.answered_by = question.escalated_at = None
    question.answer_by = answer_day(timezone.localdate(), referral.to_hub.answer_days, referral.to_hub)
    question.save(update_fields=["hub", "answered_at", "answered_by", "escalated_at", "answer_by"])
    letters.tell_readers(question)


def _hand_on_case(actor: Actor, referral: Referral, hub: Hub) -> None:
    """The case gets the next number of its new hub; the hub that referred keeps working along."""
    _bring_to(actor, _locked(Case, referral.case_id), hub.pk)


def close_open(*, question: Question) -> None:
    """End what is on its way for a question that was withdrawn or that its asker took elsewhere.

    Part of those services, inside their transaction and their line of the trail.
    """
    Referral._base_manager.filter(question=question, state=ReferralState.OPEN).update(
        state=ReferralState.TAKEN_BACK, closed_at=timezone.now()
    )


@write("cases.lapse_referral", gettext_lazy("doorverwijzing verlopen"))
def _lapse(*, actor: Actor, referral: Referral) -> None:
    _close(actor, referral, ReferralState.LAPSED, "", lambda who, _row: who.is_system)


def lapse_overdue(*, actor: Actor, today: date | None = None) -> int:
    """Let each open referral lapse whose day has passed; return how many. Each is its own transaction."""
    require(actor.is_system)
    with everywhere("the clock lets referrals of all hubs lapse"):
        overdue = list(
            Referral.objects.filter(state=ReferralState.OPEN, due_on__lt=today or timezone.localdate())
        )
        count = 0
        for referral in overdue:
            try:
                _lapse(actor=actor, referral=referral)
            except NotOpen:
                # Answered at this very moment: that is better than lapsing.
                continue
            count += 1
    return count


def _note_in_case(actor: Actor, referral: Referral, *, after: str) -> None:
    if referral.case_id is not None:
        Entry.objects.create(
            case_id=referral.case_id,
            kind=Entry.Kind.SHARING,
            author_id=actor.user_id,
            after=after,
            subject=referral_letters.target_name(referral)[:250],
            text=referral.answer or referral.reason,
        )


def _locked(model: Any, pk: int | None) -> Any:
    """Return the row as it is now, locked until the transaction ends (SQLite has one writer)."""
    return model._base_manager.select_for_update(of=("self",)).get(pk=pk)
