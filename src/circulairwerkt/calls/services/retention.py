"""What the clock erases: who handed in ideas of long ago."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.calls.models import Call, Entry, Juror, Participant, Reading

#: Calls that one round erases from, so that nobody waits for it.
_AT_ONCE = 50
_NAMED = ~Q(email="") | ~Q(contact_name="")


@write("calls.erase_people", gettext_lazy("inzenders gewist: termijn voorbij"))
def _erase_people_of(*, actor: Actor, call: Call) -> None:
    count = call.entries.filter(_NAMED).update(email="", contact_name="")
    count += call.jurors.exclude(name="").update(name="", email="", organisation="")
    written, _by_model = Reading.objects.filter(entry__call=call).delete()
    gone, _by_model = call.participants.all().delete()
    count += gone + written
    Call._base_manager.filter(pk=call.pk).update(teams_before={})
    record(actor=actor, row=call, hub_id=call.hub_id, changes={"erased": [count, 0]})


def erase_people(*, actor: Actor, now: datetime | None = None) -> int:
    """Erase who handed in ideas ``RETENTION_DAYS`` after a call ended; return from how many calls.

    A call that nobody ended counts from its deadline.
    """
    require(actor.is_system)
    border = (now or timezone.now()) - timedelta(days=Entry.RETENTION_DAYS)
    old = Q(ended_at__lt=border) | Q(ended_at__isnull=True, closes_at__lt=border)
    named = Entry.objects.filter(_NAMED, call=OuterRef("pk"))
    judging = Juror.objects.filter(call=OuterRef("pk")).exclude(name="")
    taking_part = Participant.objects.filter(call=OuterRef("pk"))
    written = Reading.objects.filter(entry__call=OuterRef("pk"))
    some = Exists(named) | Exists(judging) | Exists(taking_part) | Exists(written)
    rows = list(Call.objects.filter(old).filter(some).order_by("pk")[:_AT_ONCE])
    for call in rows:
        _erase_people_of(actor=actor, call=call)
    return len(rows)
