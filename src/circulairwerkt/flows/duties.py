"""What the clock does for the flows of a region."""

from datetime import timedelta

from django.utils import timezone

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.flows import services
from circulairwerkt.flows.density import density_today

#: Hours of the night in which nobody waits for a page.
_NIGHT = range(1, 6)


@duty("flows.look_at_night", every=timedelta(minutes=20))
def look_at_night() -> None:
    """Have it worked out at night what is missing at each hub."""
    if timezone.localtime().hour in _NIGHT:
        services.look_at_night(actor=SYSTEM)


@duty("flows.count_density", every=timedelta(hours=1))
def count_density() -> None:
    """Count how many closed cards lie where, once a day; what was counted today stays."""
    density_today()
