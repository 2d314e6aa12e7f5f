"""The attests of a training as a list to take along."""

from django.utils import timezone
from django.utils.translation import gettext as _

from circulairwerkt.agenda.models import Event
from circulairwerkt.base.downloads import Columns
from circulairwerkt.trainings.models import Attest


def attests(event: Event) -> Columns:
    """Return the attests that were given at ``event``; a name that was erased is an empty cell."""
    rows = list(Attest.objects.filter(event=event).order_by("name", "pk"))
    return {
        _("Nummer"): [row.spelt for row in rows],
        _("Naam"): [row.name for row in rows],
        _("Opleiding"): [row.shown_title for row in rows],
        _("Eerste dag"): [row.first_day.isoformat() for row in rows],
        _("Laatste dag"): [row.last_day.isoformat() for row in rows],
        _("Uren"): [float(row.hours) for row in rows],
        _("Gegeven op"): [timezone.localdate(row.given_at).isoformat() for row in rows],
        _("Ingetrokken op"): [
            timezone.localdate(row.withdrawn_at).isoformat() if row.withdrawn_at else "" for row in rows
        ],
        _("Waarom ingetrokken"): [row.withdraw_reason for row in rows],
    }
