"""Work for ``killing``: send letters to a mail server that counts them."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test.utils import override_settings

from circulairwerkt.base import outbox
from circulairwerkt.base.models import OutgoingMail

LETTERS = 300


def begin() -> None:
    """Write the letters; none goes yet."""
    override_settings(MAIL_AT_ONCE=False).enable()
    with transaction.atomic():
        for number in range(LETTERS):
            outbox.post(to=f"persoon{number}@example.org", subject=f"Brief {number}", text="Dag.")


def work() -> None:
    """Do what the clock does."""
    outbox.deliver_due()


def take_back() -> None:
    """Take back the letter of a killed process, without waiting."""
    outbox.take_back_lost(lost_after=timedelta(0))


def is_over() -> bool:
    """Whether every letter went."""
    return not OutgoingMail.objects.exclude(state=OutgoingMail.State.SENT).exists()


def facts() -> dict[str, Any]:
    """The letters that were written."""
    return {"message_ids": list(OutgoingMail.objects.order_by("pk").values_list("message_id", flat=True))}
