"""Publishing counts: once for each closed half-year, and never anew."""

from collections import Counter
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Partnership
from circulairwerkt.people import perms
from circulairwerkt.people.counting import at_least, half_year_of, is_closed
from circulairwerkt.people.models import FollowUp, GrowthSwitch, PublishedFigure, StageReached
from circulairwerkt.people.models.growth import months_after

What = PublishedFigure.What
_WORKING = {3: What.WORKING_3, 6: What.WORKING_6, 12: What.WORKING_12}


@write("people.publish_figures", _("cijfers gepubliceerd"))
def publish_figures(*, actor: Actor, today: date | None = None) -> int:
    """Publish the last closed half-year where that was not done; return how many figures."""
    require(perms.may_retain(actor))
    day = today or timezone.localdate()
    starts_on = half_year_of(months_after(half_year_of(day), -6))
    is_new = is_closed(starts_on, day) and not PublishedFigure.objects.filter(starts_on=starts_on).exists()
    made = _publish(starts_on) if is_new else []
    record(actor=actor, row=PublishedFigure(), changes={"count": [0, len(made)]} if made else {})
    return len(made)


def _publish(starts_on: date) -> list[PublishedFigure]:
    ends_before = months_after(starts_on, 6)
    started = StageReached.objects.filter(
        stage="started", on__gte=starts_on, on__lt=ends_before, transition__file__is_example=False
    ).values_list("transition__file__organisation_id", flat=True)
    answered = FollowUp.objects.filter(
        due_on__gte=starts_on,
        due_on__lt=ends_before,
        works__in=[FollowUp.Works.SAME, FollowUp.Works.OTHER],
        transition__file__is_example=False,
    ).values_list("months", "transition__file__organisation_id")
    events = [(pk, What.STARTED) for pk in started] + [(pk, _WORKING[months]) for months, pk in answered]
    there = Counter(events)
    hub_of = _hubs_of({pk for pk, _what in events})
    counts: Counter[tuple[int, str]] = Counter()
    for (organisation_id, what), count in there.items():
        if organisation_id in hub_of:
            counts[hub_of[organisation_id], what] += count
    # A figure for every working hub alike, so that no line tells by being there.
    made = [
        PublishedFigure(hub=hub, starts_on=starts_on, what=what, at_least=at_least(counts[hub.pk, what]))
        for hub in Hub.objects.filter(is_example=False).order_by("pk")
        for what in What
    ]
    # And for every enterprise that ever kept files here; it alone reads them.
    switched = GrowthSwitch.objects.filter(organisation__is_example=False).order_by("organisation_id")
    made += [
        PublishedFigure(
            organisation_id=pk, starts_on=starts_on, what=what, at_least=at_least(there[pk, what])
        )
        for pk in switched.values_list("organisation_id", flat=True)
        for what in What
    ]
    return PublishedFigure.objects.bulk_create(made)


def _hubs_of(organisations: set[int]) -> dict[int, int]:
    """Return one hub for each enterprise, the first it became partner of, so that nobody counts twice."""
    rows = Partnership.objects.filter(organisation__in=organisations).order_by("-valid_from", "-pk")
    return dict(rows.values_list("organisation_id", "hub_id"))
