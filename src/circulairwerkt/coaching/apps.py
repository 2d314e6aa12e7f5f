"""Coaching of entrepreneurs: intake, coaches and their free hours, meetings, goals, notes."""

from django.apps import AppConfig


class CoachingConfig(AppConfig):
    """Coaching of entrepreneurs: intake, coaches and their free hours, meetings, goals, notes."""

    name = "circulairwerkt.coaching"
    label = "coaching"

    def ready(self) -> None:
        """Have a coach's own words go with his account; meet the panels, and the calendar, of this room."""
        from circulairwerkt.accounts import services as accounts
        from circulairwerkt.base.trail_words import TABLE_WORDS
        from circulairwerkt.coaching import calendars, panels  # noqa: F401
        from circulairwerkt.coaching.services.keeping import forget_person_who_coaches
        from circulairwerkt.coaching.trail import WORDS

        TABLE_WORDS.update(WORDS)
        if forget_person_who_coaches not in accounts.on_forgetting:
            accounts.on_forgetting.append(forget_person_who_coaches)
