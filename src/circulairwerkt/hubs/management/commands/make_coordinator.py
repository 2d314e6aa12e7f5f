"""A hub's first coordinator, named from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from circulairwerkt.hubs import services
from circulairwerkt.hubs.models import Hub


class Command(BaseCommand):
    """``make_coordinator EMAIL HUB``: gives the role; the person signs in with a code by mail."""

    help = "Make the person with this mail address coordinator of a hub, named by its address (slug)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address of the person and that of the hub."""
        parser.add_argument("email")
        parser.add_argument("hub")

    def handle(self, *args: Any, **options: Any) -> None:
        """Give the role, or say why not."""
        hub = Hub.objects.filter(slug=options["hub"]).first()
        if hub is None:
            known = ", ".join(Hub.objects.values_list("slug", flat=True)) or "none; load the data first"
            raise CommandError(f"no hub {options['hub']!r}; there are: {known}")
        try:
            validate_email(options["email"])
            membership = services.make_coordinator(email=options["email"], hub=hub)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{membership.user.email} coordinates {hub.name} from today on; sign in to use it.")
