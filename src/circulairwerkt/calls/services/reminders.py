"""What the clock tells: the last days to hand in, to judge and to write feedback, and that feedback is there.

Once for each deadline.
"""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.calls import letters
from circulairwerkt.calls.judging import progress_of, round_of
from circulairwerkt.calls.models import Call, EntryState, State, Step
from circulairwerkt.calls.queries import takes_ideas
from circulairwerkt.calls.services.calls import locked
from circulairwerkt.calls.services.peers import _remind_peers, _tell_feedback

#: How long before the end people are reminded.
REMIND_BEFORE = timedelta(hours=48)
#: Feedback of each other may begin a day before its end: who has just got ideas is not reminded of them.
REMIND_READERS_BEFORE = timedelta(hours=20)
#: Who handed in or registered just now needs no reminder.
_NOT_WITHIN = timedelta(hours=12)


@write("calls.remind_to_hand_in", gettext_lazy("herinnerd aan de laatste dag"))
def _remind_to_hand_in(*, actor: Actor, call: Call, now: datetime) -> int:
    """Remind who can still make an idea better, and each team that has none yet."""
    current = locked(call)
    if current.reminded_of == current.closes_at or not current.takes_ideas(now):
        record(actor=actor, row=current, hub_id=current.hub_id)
        return 0
    long_ago = now - _NOT_WITHIN
    count = 0
    ideas = current.entries.filter(state=EntryState.IN, made_at__lt=long_ago)
    for entry in ideas.prefetch_related("versions"):
        entry.call = current
        letters.closes_soon(entry)
        count += 1
    answered = current.entries.filter(state=EntryState.IN, challenge__isnull=False).values("challenge")
    teams = current.participants.filter(told_at__lt=long_ago, challenge__isnull=False)
    for participant in teams.exclude(challenge__in=answered).select_related("challenge"):
        participant.call = current
        letters.team_has_no_idea(participant)
        count += 1
    current.reminded_of = current.closes_at
    current.save(update_fields=["reminded_of"])
    record(actor=actor, row=current, hub_id=current.hub_id, changes={"reminded": [0, count]})
    return count


@write("calls.remind_to_judge", gettext_lazy("jury herinnerd"))
def _remind_to_judge(*, actor: Actor, call: Call) -> int:
    """Remind each juror who has ideas left to judge."""
    current = locked(call)
    step = round_of(current)
    if step is None or step.judged_at is not None or step.reminded_of == step.ends_at:
        record(actor=actor, row=current, hub_id=current.hub_id)
        return 0
    ideas = current.entries.filter(state=EntryState.IN)
    left = [each for each in progress_of(step, current.jurors.exclude(email=""), ideas) if not each.is_done]
    for each in left:
        each.juror.call = current
        letters.judge_soon(each.juror, step)
    Step.objects.filter(pk=step.pk).update(reminded_of=step.ends_at)
    record(actor=actor, row=current, hub_id=current.hub_id, changes={"reminded": [0, len(left)]})
    return len(left)


def _not_reminded(end: str, mark: str = "reminded_of") -> Q:
    """The condition that nobody was reminded of the end that stands in the field ``end`` now."""
    return Q(**{f"{mark}__isnull": True}) | ~Q(**{mark: F(end)})


def remind(*, actor: Actor, now: datetime | None = None) -> int:
    """Remind of what ends within ``REMIND_BEFORE``, once for each end; return how many letters that gives.

    Each call is a transaction of its own. A hub that moves an end later has people reminded again.
    """
    require(actor.is_system)
    moment = now or timezone.now()
    closing = Call._base_manager.filter(
        takes_ideas(moment), _not_reminded("closes_at"), closes_at__lte=moment + REMIND_BEFORE
    )
    count = sum(
        _remind_to_hand_in(actor=actor, call=call, now=moment) for call in list(closing.order_by("pk"))
    )
    steps = Step.objects.filter(
        _not_reminded("ends_at"),
        has_jury=True,
        judged_at__isnull=True,
        ends_at__gt=moment,
        ends_at__lte=moment + REMIND_BEFORE,
        call__state=State.RUNNING,
        call__position=F("number"),
    )
    judged = Call._base_manager.filter(pk__in=steps.values("call"))
    count += sum(_remind_to_judge(actor=actor, call=call) for call in list(judged.order_by("pk")))
    return count + _of_feedback(actor, moment)


def _of_feedback(actor: Actor, moment: datetime) -> int:
    """Remind who has an idea left to read, and tell who was written about; return how many letters."""
    ending = Step.objects.filter(
        _not_reminded("ends_at", "peers_reminded_of"),
        has_peers=True,
        ends_at__gt=moment,
        ends_at__lte=moment + REMIND_READERS_BEFORE,
        call__state=State.RUNNING,
        call__position=F("number"),
    )
    ended = Step.objects.filter(
        has_peers=True,
        peers_told_at__isnull=True,
        ends_at__lte=moment,
        call__state__in=[State.RUNNING, State.FINISHED],
        call__position__gte=F("number"),
    )
    count = 0
    for steps, tell in ((ending, _remind_peers), (ended, _tell_feedback)):
        calls = Call._base_manager.filter(pk__in=steps.values("call")).order_by("pk")
        count += sum(tell(actor=actor, call=call, now=moment) for call in list(calls))
    return count
