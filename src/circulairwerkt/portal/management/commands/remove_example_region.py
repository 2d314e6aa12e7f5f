"""``remove_example_region``: everything that is marked as an example goes, and only that."""

from django.core.management.base import BaseCommand

from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.portal.services.example.region import remove_example_region


class Command(BaseCommand):
    """Remove every row that is marked as an example, with what hangs on it."""

    help = "Remove the example region and every other row marked as an example."

    def handle(self, *args: object, **options: object) -> None:
        """Remove it and say how much that was."""
        with everywhere("removing the example region"):
            count = remove_example_region(actor=SYSTEM)
        self.stdout.write(f"{count} rows of the example are gone." if count else "There was no example here.")
