"""Seals data of people anew with the newest key."""

from typing import Any

from django.core.management.base import BaseCommand

from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.people import services


class Command(BaseCommand):
    """``rotate_people_keys``: after a new key was put in front of ``CW_PEOPLE_KEYS``."""

    help = "Seal data of people anew with the first of CW_PEOPLE_KEYS; afterwards the older keys can go."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal anew and say how many rows."""
        with everywhere("sealing anew"):
            self.stdout.write(f"{services.rotate(actor=SYSTEM)} rows are sealed with the newest key.")
