"""What `migrate` looks at before it begins."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections


def nothing_is_half_replaced(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **_more: Any
) -> list[CheckMessage]:
    """Say so where a database has part of the migrations that a newer file replaces.

    Their own files are gone, and Django would leave the newer one out without a word.
    """
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    files = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    found: list[CheckMessage] = []
    for alias in databases or ():
        applied = MigrationRecorder(connections[alias]).applied_migrations()
        for migration in files:
            missing = [key for key in migration.replaces if key not in applied]
            if missing and len(missing) < len(migration.replaces):
                found.append(_too_old(*missing[0], str(migration)))
    return found


def _too_old(app: str, name: str, replacing: str) -> Error:
    return Error(
        f"This database is too old for this version: it lacks {app}.{name}, which {replacing} now replaces.",
        hint="Begin with an empty database. Or run migrate with the commit before the one that "
        f"git log -1 --diff-filter=D -- '*/{app}/migrations/{name}.py' tells, then with this.",
        id="circulairwerkt.E001",
    )
