"""Meetings in calendars: an entrepreneur follows his by the private link, a coach his in the own calendar."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from circulairwerkt.base.calendars import KEEPS, Entry, personal
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.coaching.links import inside_address, private_address
from circulairwerkt.coaching.models import Coaching, Meeting

#: What calendars hear of: a moment that is held is nothing yet.
_TOLD = (SlotState.BOOKED, SlotState.CANCELLED, SlotState.DONE, SlotState.NO_SHOW)


def entries_of(coaching: Coaching) -> list[Entry]:
    """Return the meetings of one entrepreneur; the cancelled ones too, so that they go from his calendar."""
    rows = coaching.meetings.filter(state__in=_TOLD).select_related("keeper__user")
    return [
        _entry(row, title=_("Gesprek met %(coach)s") % {"coach": row.keeper}, url=private_address(coaching))
        for row in rows
    ]


@personal("coaching")
def entries_of_coach(user_id: int) -> Iterable[Entry]:
    """Return the meetings of a coach, at whatever hub, without the name of a person."""
    since = timezone.now() - timedelta(days=KEEPS.days)
    rows = Meeting._base_manager.filter(keeper__user_id=user_id, state__in=_TOLD, ends_at__gte=since)
    for row in rows.select_related("coaching__hub", "coaching__municipality"):
        about = row.coaching.organisation_name or row.coaching.municipality
        title = _("Coaching: %(about)s") % {"about": about}
        yield _entry(row, title=title, url=inside_address(row.coaching))


def _entry(row: Meeting, *, title: str, url: str) -> Entry:
    return Entry(
        uid=row.uid,
        sequence=row.sequence,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=title,
        changed_at=row.state_since,
        text=str(row.get_way_display()),
        place=row.where,
        url=url,
        is_cancelled=row.state == SlotState.CANCELLED,
    )
