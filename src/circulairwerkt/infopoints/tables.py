"""Lists to take along: the visits at the info points of a hub."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from circulairwerkt.base.downloads import Columns
from circulairwerkt.base.periods import midnight
from circulairwerkt.hubs.models import Hub
from circulairwerkt.infopoints.models import Visit
from circulairwerkt.infopoints.yields import question_keys


def visits(hub: Hub, first: date, last: date) -> Columns:
    """Return the visits at the info points of ``hub`` from ``first`` to ``last``.

    Without the words: what somebody came for can point at him (two queries).
    """
    span = {"at__gte": midnight(first), "at__lt": midnight(last + timedelta(days=1))}
    rows = list(Visit.objects.filter(hub=hub, **span).select_related("point").order_by("at", "pk"))
    asked, moments = question_keys(rows), [timezone.localtime(row.at) for row in rows]
    return {
        _("Infopunt"): [row.point.name for row in rows],
        _("Dag"): [f"{at:%Y-%m-%d}" for at in moments],
        _("Uur"): [f"{at:%H:%M}" for at in moments],
        _("Met afspraak"): [_("ja") if row.appointment_id else _("nee") for row in rows],
        _("Werd een vraag"): [_("ja") if asked[row.pk] else _("nee") for row in rows],
    }
