"""Reads of the platform's own rows."""

from django.db.models import Count, QuerySet

from circulairwerkt.base.models import Import, ImportRow, OutgoingMail
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.perms import MEND_MAIL


def undelivered_for(actor: Actor) -> QuerySet[OutgoingMail]:
    """Return the letters that were given up and that ``actor`` may mend, newest first."""
    rows = OutgoingMail.objects.filter(state=OutgoingMail.State.GIVEN_UP).select_related("hub")
    if actor.may(MEND_MAIL):
        return rows
    return rows.filter(hub_id__in=[pk for pk in actor.by_hub if actor.may(MEND_MAIL, hub_id=pk)])


def undelivered_of_hub(hub_id: int) -> QuerySet[OutgoingMail]:
    """Return the letters of one hub that were given up."""
    return OutgoingMail.objects.filter(state=OutgoingMail.State.GIVEN_UP, hub_id=hub_id)


def imports_of_hub(hub_id: int) -> QuerySet[Import]:
    """Return the files that a hub read in, newest first."""
    return Import.objects.filter(hub_id=hub_id).select_related("job", "who")


def counts_of(batch: Import) -> dict[str, int]:
    """Return how many rows of a file are in each state; states without rows count none."""
    found = dict(batch.lines.order_by().values_list("state").annotate(count=Count("pk")))
    return {state: found.get(state, 0) for state in ImportRow.State.values}
