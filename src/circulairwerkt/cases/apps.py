"""Questions to a hub and, later, the cases that grow from them."""

from django.apps import AppConfig

from circulairwerkt.base.trail_words import WORDS


class CasesConfig(AppConfig):
    """Questions to a hub and, later, the cases that grow from them."""

    name = "circulairwerkt.cases"
    label = "cases"

    def ready(self) -> None:
        """Meet the panels that this room adds to pages and the words of its trail; take mail to questions."""
        from circulairwerkt.cases import panels, services  # noqa: F401
        from circulairwerkt.cases.addresses import taken_by
        from circulairwerkt.cases.links import QUESTION_MAIL_SORT
        from circulairwerkt.cases.words import TRAIL

        taken_by(QUESTION_MAIL_SORT, services.take_to_question)

        WORDS.update(TRAIL)
