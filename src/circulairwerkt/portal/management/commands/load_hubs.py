"""``load_hubs``: the real hubs, partners and stories, and the programme's texts, from files that ship."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction

from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.loading import load_definitions
from circulairwerkt.hubs.loading import load_hubs
from circulairwerkt.knowledge.loading import load_stories, load_texts
from circulairwerkt.organisations.loading import load_partners
from circulairwerkt.reference.loading import load_reference


class Command(BaseCommand):
    """Load everything that the hubs need, in one transaction; what people edited stays as it is."""

    help = "Load the real hubs, partners and stories; a second load keeps every edit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer ``--again``."""
        parser.add_argument(
            "--again", action="store_true", help="compare every row even when this edition was loaded before"
        )

    def handle(self, *args: object, again: bool = False, verbosity: int = 1, **options: object) -> None:
        """Load, say what changed, and name every edit that was kept."""
        with transaction.atomic(), everywhere("loading the data that ships"):
            reports = {
                "Reference data": load_reference(actor=SYSTEM, again=again),
                "Hubs": load_hubs(actor=SYSTEM, again=again),
                "Partners": load_partners(actor=SYSTEM, again=again),
                "Definitions": load_definitions(actor=SYSTEM, again=again),
                "Stories": load_stories(actor=SYSTEM, again=again),
                "Texts": load_texts(actor=SYSTEM, again=again),
            }
        for name, report in reports.items():
            self.stdout.write(f"{name}: {report}")
            if verbosity > 1 and report.edited:
                self.stdout.writelines(f"  kept {what}" for what in report.edited)
