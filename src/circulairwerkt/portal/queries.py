"""Reads of the searches that people keep."""

from django.db.models import QuerySet

from circulairwerkt.accounts.models import User
from circulairwerkt.base import outbox
from circulairwerkt.base.models import MailChoice, SavedSearch

#: Searches that were taken away and are offered back.
_OFFERED_BACK = 10


def searches_of(user_id: int) -> QuerySet[SavedSearch]:
    """Return the searches that a person keeps, by name."""
    return SavedSearch.objects.filter(user_id=user_id, removed_at__isnull=True)


def removed_of(user_id: int) -> list[SavedSearch]:
    """Return the searches that a person took away and that can still come back, the latest first."""
    rows = SavedSearch.objects.filter(user_id=user_id, removed_at__isnull=False)
    return list(rows.order_by("-removed_at", "pk")[:_OFFERED_BACK])


def mails_are_stopped(user_id: int) -> bool:
    """Whether somebody asked for no bundled mails at all, so that an alert would not reach him."""
    address = User.objects.filter(pk=user_id).values_list("email", flat=True).first()
    if address is None:
        return True
    return MailChoice.objects.filter(pk=outbox.digest_of(address), stopped_at__isnull=False).exists()
