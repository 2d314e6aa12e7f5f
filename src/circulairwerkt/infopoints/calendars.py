"""Appointments at info points in calendars: the visitor's by the private link, the hosts' in their own."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from circulairwerkt.base.calendars import KEEPS, Entry, personal
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.infopoints.links import desk_address, private_address
from circulairwerkt.infopoints.models import Appointment

#: What calendars hear of: a moment that is held is nothing yet.
_TOLD = (SlotState.BOOKED, SlotState.CANCELLED, SlotState.DONE, SlotState.NO_SHOW)


def entry_of(appointment: Appointment) -> Entry:
    """Return the appointment as its visitor keeps it; a cancelled one too, so that it goes again."""
    title = _("Afspraak in %(point)s") % {"point": appointment.keeper.name}
    return _entry(appointment, title=title, url=private_address(appointment))


@personal("infopoints")
def entries_of_host(user_id: int) -> Iterable[Entry]:
    """Return the appointments where a person sits, at whatever hub, without the name of a visitor."""
    since = timezone.now() - timedelta(days=KEEPS.days)
    rows = Appointment._base_manager.filter(keeper__hosts=user_id, state__in=_TOLD, ends_at__gte=since)
    for row in rows.select_related("keeper__hub", "keeper__municipality"):
        title = _("Bezoeker in %(point)s") % {"point": row.keeper.name}
        yield _entry(row, title=title, url=desk_address(row.keeper))


def _entry(row: Appointment, *, title: str, url: str) -> Entry:
    point = row.keeper
    return Entry(
        uid=row.uid,
        sequence=row.sequence,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=title,
        changed_at=row.state_since,
        place=point.address,
        url=url,
        lat=point.lat,
        lon=point.lon,
        is_cancelled=row.state == SlotState.CANCELLED,
    )
