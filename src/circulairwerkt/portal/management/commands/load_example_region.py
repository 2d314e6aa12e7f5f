"""``load_example_region``: a made-up hub with cards, needs, capabilities and cases, to look around."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.portal.services.example.region import AlreadyThere, load_example_region


class Command(BaseCommand):
    """Load the example region, where the platform is tried out."""

    help = "Load a made-up region to look around in; production refuses it."

    def handle(self, *args: object, **options: object) -> None:
        """Load it and say what it holds."""
        if not settings.LOCAL_PAGES:
            raise CommandError("The example region is made up: it is not loaded with production settings.")
        try:
            with everywhere("loading the example region"):
                made = load_example_region(actor=SYSTEM)
        except AlreadyThere:
            self.stdout.write("The example region is there already.")
            return
        self.stdout.write("The example region: " + ", ".join(f"{n} {what}" for what, n in made.items()) + ".")
