"""Events of the hubs: what, when, where, who comes, and what came of it."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """Events of the hubs: what, when, where, who comes, and what came of it."""

    name = "circulairwerkt.agenda"
    label = "agenda"

    def ready(self) -> None:
        """Meet the panels and calendars that this room adds; tell the trail its words."""
        from circulairwerkt.accounts import services as accounts
        from circulairwerkt.agenda import feeds, news, panels  # noqa: F401
        from circulairwerkt.agenda.services import forget_person_at_agenda
        from circulairwerkt.agenda.words import TRAIL
        from circulairwerkt.base.trail_words import WORDS

        WORDS.update(TRAIL)
        if forget_person_at_agenda not in accounts.on_forgetting:
            accounts.on_forgetting.append(forget_person_at_agenda)
