"""``load_reference``: municipalities, places and sectors from the files that ship."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from circulairwerkt.reference.loading import load_reference


class Command(BaseCommand):
    """Load the reference data; an edition that was loaded before takes no time."""

    help = "Load municipalities, places and sectors; a second load changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer ``--again``."""
        parser.add_argument(
            "--again", action="store_true", help="compare every row even when this edition was loaded before"
        )

    def handle(self, *args: object, again: bool = False, **options: object) -> None:
        """Load and say what changed."""
        self.stdout.write(f"Reference data: {load_reference(again=again)}")
