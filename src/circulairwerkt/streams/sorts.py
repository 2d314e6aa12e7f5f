"""The three sorts of rows: key, place in addresses, table, and what they are called."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need


@dataclass(frozen=True)
class Sort:
    """One sort of rows; ``segment`` stands in addresses."""

    key: str
    segment: str
    model: type[Listing]
    name: str | Promise
    one: str | Promise
    icon: str


CARD = Sort("card", "kaarten", MaterialCard, _("Kaarten"), _("Materiaalkaart"), "boxes")
NEED = Sort("need", "gezocht", Need, _("Gezocht"), _("Wat gezocht wordt"), "search")
CAPABILITY = Sort("capability", "wie-kan-wat", Capability, _("Wie kan wat"), _("Wie kan wat"), "users-round")
SORTS = (CARD, NEED, CAPABILITY)
BY_SEGMENT = {sort.segment: sort for sort in SORTS}
BY_KEY = {sort.key: sort for sort in SORTS}


def sort_of(row: Listing) -> Sort:
    """Return the sort of a row."""
    return next(sort for sort in SORTS if isinstance(row, sort.model))


class SortConverter:
    """The part of an address that names a sort."""

    regex = "|".join(BY_SEGMENT)

    def to_python(self, value: str) -> Sort:
        """Return the sort that ``value`` names."""
        return BY_SEGMENT[value]

    def to_url(self, value: Sort | str) -> str:
        """Return the part of the address."""
        return value.segment if isinstance(value, Sort) else value
