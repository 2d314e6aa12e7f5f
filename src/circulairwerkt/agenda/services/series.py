"""Series: the same event on many days, by a rule with exceptions."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import perms
from circulairwerkt.agenda.models import Event, Series, State
from circulairwerkt.agenda.services.events import copy_event, publish
from circulairwerkt.agenda.times import occurrences
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require


@write("agenda.make_series", gettext_lazy("reeks gemaakt"))
def make_series(*, actor: Actor, event: Event, rule: str, exceptions: Iterable[date] = ()) -> Series:
    """Let ``event`` come back by ``rule``: the event itself is the first, every other day gets a copy.

    Copies of what stands in the agenda stand there too. Raises ValidationError where it is in a series, has
    more than one session, or where the rule gives no second day.
    """
    require(perms.may_edit(actor, event))
    sessions = list(event.sessions.all())
    if event.series_id is not None:
        raise ValidationError(_("Deze activiteit hoort al bij een reeks."))
    if len(sessions) != 1:
        raise ValidationError(_("Een reeks maak je van een activiteit met één sessie."))
    first = sessions[0].starts_at
    left_out = sorted(set(exceptions))
    later = [moment for moment in occurrences(rule, first, left_out) if moment != first]
    if not later:
        raise ValidationError(_("Zo komt er geen tweede keer. Kies een latere laatste dag."))
    series: Series = Series.objects.create(
        hub=event.hub,
        visibility=event.visibility,
        rule=rule,
        starts_at=first,
        exceptions=[day.isoformat() for day in left_out],
    )
    event.series, event.planned_at = series, first
    event.save_as_successor_of(event.version, ["series", "planned_at"])
    for moment in later:
        copy = copy_event(actor=actor, event=event, starts_at=moment)
        Event._base_manager.filter(pk=copy.pk).update(series=series, planned_at=moment)
        copy.refresh_from_db()
        if event.state == State.PUBLISHED:
            publish(actor=actor, event=copy)
    record(actor=actor, row=series, hub_id=event.hub_id, changes={"events": [0, len(later) + 1]})
    return series
