"""Makes the index of what can be found anew; searching goes on meanwhile."""

from typing import Any

from django.core.management.base import BaseCommand

from circulairwerkt.base import search_index


class Command(BaseCommand):
    """python -m circulairwerkt rebuild_search"""

    help = "Makes the index of what can be found anew, from the rows; searching goes on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read in every kind and say how many things it has."""
        for kind, count in search_index.rebuild():
            self.stdout.write(f"{kind}: {count}")
