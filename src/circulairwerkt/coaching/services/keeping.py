"""What the clock does for coaching: reminders, moments held too long, erasing when the time is over."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.base import booking
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.scope import everywhere
from circulairwerkt.coaching import letters
from circulairwerkt.coaching.models import Coach, Coaching, Meeting, Note, Step
from circulairwerkt.coaching.services.rows import WORDS, _empty

#: So long before it begins one is reminded; not of what was agreed within that time.
REMIND_BEFORE = timedelta(hours=24)
#: Rows that one round erases, so that nobody waits for it.
_AT_ONCE = 200


@write("coaching.erase", gettext_lazy("persoonsgegevens gewist: termijn voorbij"))
def _erase(*, actor: Actor, coaching: Coaching) -> None:
    _empty(coaching)
    record(actor=actor, row=coaching, hub_id=coaching.hub_id, changes={"erased": [False, True]})


def erase_old_coachings(*, actor: Actor, now: datetime | None = None) -> int:
    """Erase people's data from coachings in which nothing happened for so long; return how many.

    Run it inside ``scope.everywhere``. Each is its own transaction.
    """
    require(actor.is_system)
    border = (now or timezone.now()) - timedelta(days=Coaching.RETENTION_DAYS)
    notes, steps = Note.objects.filter(coaching=OuterRef("pk")), Step.objects.filter(coaching=OuterRef("pk"))
    told = Q(**dict.fromkeys(WORDS, ""))
    old = (
        Coaching.objects.filter(moved_at__lt=border)
        .filter(~told | Exists(notes) | Exists(steps))
        .order_by("pk")
    )
    wanted = list(old[:_AT_ONCE])
    for coaching in wanted:
        _erase(actor=actor, coaching=coaching)
    return len(wanted)


@write("coaching.remind", gettext_lazy("herinnerd aan een afspraak"))
def _remind(*, actor: Actor, meeting: Meeting, now: datetime) -> None:
    meeting.reminded_at = now
    meeting.save(update_fields=["reminded_at"])
    record(actor=actor, row=meeting, hub_id=meeting.coaching.hub_id, changes={"reminded": [False, True]})
    letters.remind(meeting)


def remind_of_meetings(*, actor: Actor, now: datetime | None = None) -> int:
    """Mail both, once, the day before they meet; return for how many appointments.

    What was agreed less than a day ahead is fresh in mind and needs no second mail.
    """
    require(actor.is_system)
    moment = now or timezone.now()
    due = Meeting.objects.filter(
        state=SlotState.BOOKED,
        reminded_at__isnull=True,
        starts_at__gt=moment,
        starts_at__lte=moment + REMIND_BEFORE,
    ).select_related("coaching__hub", "keeper__user")
    fresh = [each for each in due if each.state_since <= each.starts_at - REMIND_BEFORE]
    for meeting in fresh:
        _remind(actor=actor, meeting=meeting, now=moment)
    return len(fresh)


@write("coaching.let_go_held", gettext_lazy("vastgehouden momenten losgelaten"))
def _let_go_held(*, actor: Actor) -> int:
    count = booking.let_go_expired(Meeting)
    record(actor=actor, row=Meeting(pk=0), changes={"let_go": [count, 0]})
    return count


def let_go_held(*, actor: Actor) -> int:
    """Let go of what was held too long; return how many."""
    require(actor.is_system)
    expired = Meeting.objects.filter(state=SlotState.HELD, held_until__lte=timezone.now())
    return _let_go_held(actor=actor) if expired.exists() else 0


def forget_person_who_coaches(user_id: int) -> None:
    """Empty what a leaving person said of himself as a coach, and his private notes; part of removing an
    account.
    """
    with everywhere("a person leaves; what he said of himself as a coach goes"):
        theirs = Coach.objects.filter(user_id=user_id)
        theirs.update(
            words="", where="", hours="", lat=None, lon=None, municipality=None, is_taking=False, ways=[]
        )
        Note.objects.filter(author_id=user_id, is_shared=False).delete()
