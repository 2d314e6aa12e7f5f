"""A call as a calendar: the deadline, and each step that has a day."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from circulairwerkt.base.calendars import Entry, written
from circulairwerkt.calls.models import Call


def _entries(call: Call) -> Iterator[Entry]:
    url = settings.BASE_URL + reverse("calls:call", args=[call.slug])
    if call.closes_at is not None:
        yield Entry(
            uid=f"call-{call.pk}-closes@circulairwerkt",
            sequence=call.version,
            starts_at=call.closes_at - timedelta(hours=1),
            ends_at=call.closes_at,
            title=_("Laatste uur om in te zenden: %(title)s") % {"title": call.shown_title},
            changed_at=call.changed_at,
            url=url,
            is_cancelled=call.is_stopped,
            is_busy=False,
        )
    for step in call.steps.all():
        if step.starts_at is None or step.ends_at is None:
            continue
        yield Entry(
            uid=f"call-step-{step.pk}@circulairwerkt",
            sequence=step.version + call.version,
            starts_at=step.starts_at,
            ends_at=step.ends_at,
            title=f"{call.shown_title} · {step.get_kind_display()}",
            changed_at=max(step.changed_at, call.changed_at),
            place=step.place,
            url=url,
            is_cancelled=call.is_stopped,
        )


def calendar_of(call: Call) -> bytes:
    """Return the file of the calendar of a call."""
    return written(_entries(call), name=call.shown_title)
