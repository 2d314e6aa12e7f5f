"""What must be in order before a group works at another firm: which rule, who says so, and what is missing.

The rules are those that Herwin, the federation of social enterprises, tells its members
(herwin.be/question/wat-zijn-de-voorwaarden-voor-enclavewerking/, read on 29 November 2026 in a stored copy).
They were not held against the decree itself, and the page says so.
"""

from collections.abc import Container
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulairwerkt.people.models import Enclave

SOURCE = "https://herwin.be/question/wat-zijn-de-voorwaarden-voor-enclavewerking/"
READ_ON = date(2026, 11, 29)
#: So long before the first day the department must have the notice at the latest.
NOTICE_BEFORE = timedelta(days=1)


class Point(StrEnum):
    """One point of the list."""

    AGREEMENT = "agreement"
    NOTICE = "notice"
    COACH = "coach"


#: What each point asks, in the order in which one does it.
ASKED: dict[Point, Promise | str] = {
    Point.AGREEMENT: _("Er is een schriftelijke overeenkomst met het bedrijf."),
    Point.NOTICE: _(
        "Het Departement Werk en Sociale Economie kreeg bericht, ten laatste een dag voor het begin."
    ),
    Point.COACH: _("Een eigen begeleider is er altijd bij. Alleen hij zegt wat iemand doet."),
}


def missing(enclave: Enclave, *, own: Container[int]) -> list[Point]:
    """Return what is not in order, in the order of the list: not there, or too late.

    An agreement counts from the first day on or before it; a notice from the day before; a coach as long as
    he works there (``own``: the keys of who does).
    """
    in_order = {
        Point.AGREEMENT: enclave.agreed_on is not None and enclave.agreed_on <= enclave.starts_on,
        Point.NOTICE: enclave.told_on is not None and enclave.told_on <= tell_by(enclave),
        Point.COACH: enclave.coach_id is not None and enclave.coach_id in own,
    }
    return [point for point in Point if not in_order[point]]


def tell_by(enclave: Enclave) -> date:
    """Return the last day on which notice can be given in time."""
    return enclave.starts_on - NOTICE_BEFORE
