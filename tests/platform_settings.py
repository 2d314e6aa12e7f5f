"""Starts Django for tests, with settings that need nothing; script/test gives others (PostgreSQL)."""

import os

DEFAULTS = {
    "CW_ENV": "test",
    "DJANGO_SETTINGS_MODULE": "circulairwerkt.settings",
    "DATABASE_URL": "sqlite:///:memory:",
}


def start_django() -> None:
    """Take the defaults for what the environment does not say, and load the apps."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    import django

    django.setup()
