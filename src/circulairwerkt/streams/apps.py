"""What is left over, what is sought, and who can do something with it."""

from django.apps import AppConfig


class StreamsConfig(AppConfig):
    """What is left over, what is sought, and who can do something with it."""

    name = "circulairwerkt.streams"
    label = "streams"
