"""What the clock does for calls: pass on, tell who is late, let go of numbers, count and forget."""

from datetime import date

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.people import letters, perms, times
from circulairwerkt.people.models import Caller, CallRequest, MonthCount, RetentionRun
from circulairwerkt.people.services.calls import State, _ended, _pass_on, late_on

_WHAT = {
    State.DONE: MonthCount.What.CALL_HANDLED,
    State.UNREACHED: MonthCount.What.CALL_NOT_REACHED,
    State.WITHDRAWN: MonthCount.What.CALL_WITHDRAWN,
    State.EXPIRED: MonthCount.What.CALL_EXPIRED,
}


@write("people.keep_calls", _("terugbelvragen opgevolgd"))
def keep_calls(*, actor: Actor, today: date | None = None) -> RetentionRun:
    """Follow what waits on ``today``; return how many numbers went because nobody called in time."""
    require(perms.may_retain(actor))
    day = today or timezone.localdate()
    for request in CallRequest.objects.select_for_update().filter(
        caller__isnull=True, state__in=CallRequest.OPEN
    ):
        _pass_on(request)
    late = late_on(day)
    for hub_id in sorted({request.hub_id for request in late}):
        letters.tell_coordinators(hub_id)
    CallRequest.objects.filter(pk__in=[request.pk for request in late]).update(told_late_at=timezone.now())
    run = RetentionRun(calls_erased=_expire(day))
    if run.calls_erased:
        run.save()
    _forget_ended(day)
    _forget_callers(day)
    record(actor=actor, row=run, changes={"calls_erased": [0, run.calls_erased]} if run.calls_erased else {})
    return run


def _expire(day: date) -> int:
    border = day - times.CALL_WAITS
    waiting = CallRequest.objects.select_for_update().filter(state__in=CallRequest.OPEN)
    due = [each for each in waiting if timezone.localdate(each.asked_at) <= border]
    for request in due:
        _ended(request, State.EXPIRED)
    return len(due)


def _forget_callers(day: date) -> None:
    """Delete who stopped calling long ago; nothing waits for him any more."""
    for caller in Caller.objects.filter(stopped_at__isnull=False).order_by("stopped_at")[:200]:
        if timezone.localdate(caller.stopped_at) <= day - times.CALLER_KEEPS:
            caller.delete()


def _forget_ended(day: date) -> None:
    """Delete what is left of calls that ended long ago; a count by month and hub remains."""
    border = day - times.CALL_TOLD
    for request in CallRequest.objects.filter(ended_at__isnull=False).order_by("ended_at", "pk")[:500]:
        ended = timezone.localdate(request.ended_at)
        if ended <= border:
            count, _is_new = MonthCount.objects.get_or_create(
                what=_WHAT[State(request.state)], month=ended.replace(day=1), hub_id=request.hub_id
            )
            MonthCount.objects.filter(pk=count.pk).update(count=F("count") + 1)
            request.delete()
