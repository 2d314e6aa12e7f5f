"""For the tests of the web: Django's settings, whoever starts pytest."""

from tests.platform_settings import start_django

start_django()
