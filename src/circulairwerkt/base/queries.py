"""Reads of the platform's own rows."""

from django.db.models import QuerySet

from circulairwerkt.base.models import OutgoingMail
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
