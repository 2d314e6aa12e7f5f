"""Trainings: what one learns, who was there, and the attest of it."""

from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    """Trainings: what one learns, who was there, and the attest of it."""

    name = "circulairwerkt.trainings"
    label = "trainings"

    def ready(self) -> None:
        """Meet the panels of this room; tell the trail its words."""
        from circulairwerkt.base.trail_words import TABLE_WORDS
        from circulairwerkt.trainings import panels  # noqa: F401
        from circulairwerkt.trainings.trail import WORDS

        TABLE_WORDS.update(WORDS)
