"""Django's tags of ``i18n``, of which ``translate`` remembers: a page says a hundred texts, always the same.

It stands under Django's name in every template (``libraries`` in the settings). A text that is written in the
template depends on nothing but the language, yet looking it up takes a tenth of a page.
"""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class KnownText(i18n.TranslateNode):
    """A text of the template, looked up once in each language and without translation."""

    def __init__(self, filter_expression: Any, noop: bool) -> None:
        super().__init__(filter_expression, noop)
        self.known: dict[str | None, str] = {}

    def render(self, context: Any) -> str:
        """Return the text as Django's tag does."""
        language = get_language()
        found = self.known.get(language)
        if found is None:
            found = self.known[language] = super().render(context)
        return found


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    """``{% translate %}`` as Django reads it; what holds a variable or a filter is looked up each time."""
    node = i18n.do_translate(parser, token)
    is_written = node.filter_expression.var.lookups is None and not node.filter_expression.filters
    if not is_written or node.asvar is not None or node.message_context is not None:
        return node
    return KnownText(node.filter_expression, node.noop)
