"""For the tests of the web: Django's settings, whoever starts pytest; what is uploaded stays in memory."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import settings as of_properties

from tests import migrated
from tests.platform_settings import start_django

start_django()

# Speed is measured by script/bench: how busy a machine is, is no fault of what is tried.
of_properties.register_profile("house", deadline=None)
of_properties.load_profile("house")

#: What Django calls the SQLite in memory that tests share within a process.
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Start from a copy of a migrated database instead of running every migration in every worker."""
    from django.db import connection

    settings = connection.settings_dict["TEST"]
    settings["MIGRATE"] = False
    if connection.vendor == "postgresql":
        settings["TEMPLATE"] = migrated.postgresql_template(os.environ["DATABASE_URL"])
        yield
        return
    with closing(sqlite3.connect(IN_MEMORY, uri=True)) as memory:
        with closing(sqlite3.connect(migrated.sqlite_file())) as kept:
            kept.backup(memory)
        yield


@pytest.fixture(autouse=True)
def _files_in_memory() -> Iterator[None]:
    """Keep uploaded files in memory: a test leaves nothing in a folder."""
    from django.conf import settings
    from django.test import override_settings

    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "default": memory}):
        yield


@pytest.fixture(autouse=True)
def _in_dutch() -> None:
    """Begin in the first language: a page that somebody read in English leaves that behind in the thread."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Begin with an empty memory: what another test made the platform keep changes how often it asks."""
    from django.core.cache import caches

    caches["memory"].clear()
