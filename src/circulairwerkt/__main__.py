"""Django's management commands of the platform: ``python -m circulairwerkt COMMAND``."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command with the platform's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "circulairwerkt.settings")
    execute_from_command_line(["circulairwerkt", *sys.argv[1:]])


if __name__ == "__main__":
    main()
