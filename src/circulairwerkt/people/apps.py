"""Work for people, and the people themselves: the one room that holds files of persons."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Work offers, call-backs, growth; what it holds about people leaves this room by no other way."""

    name = "circulairwerkt.people"
    label = "people"

    def ready(self) -> None:
        """Meet the panels; tell the trail the words of this room, the outbox to forget whom it wrote to."""
        from circulairwerkt.base.outbox import FORGETS_ADDRESS
        from circulairwerkt.base.trail_words import WORDS
        from circulairwerkt.people import panels  # noqa: F401
        from circulairwerkt.people.letters import ABOUT
        from circulairwerkt.people.words import TRAIL

        WORDS.update(TRAIL)
        FORGETS_ADDRESS.add(ABOUT)
