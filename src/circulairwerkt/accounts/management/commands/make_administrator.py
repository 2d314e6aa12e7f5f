"""The first programme administrator, named from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from circulairwerkt.accounts import services


class Command(BaseCommand):
    """``make_administrator EMAIL``: gives the role; the person signs in with a code by mail."""

    help = "Make the person with this mail address a programme administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Give the role, or say why not."""
        try:
            validate_email(options["email"])
            user = services.make_administrator(email=options["email"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.email} is a programme administrator from today on; sign in to use it.")
