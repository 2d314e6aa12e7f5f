"""For the tests of the web: Django's settings, whoever starts pytest; what is uploaded stays in memory."""

from collections.abc import Iterator

import pytest

from tests.platform_settings import start_django

start_django()


@pytest.fixture(autouse=True)
def _files_in_memory() -> Iterator[None]:
    """Keep uploaded files in memory: a test leaves nothing in a folder."""
    from django.conf import settings
    from django.test import override_settings

    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "default": memory}):
        yield
