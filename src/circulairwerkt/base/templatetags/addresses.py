"""Template tag ``url`` that remembers: a page asks for a hundred addresses, the same as the page before.

It takes the place of Django's own in every template (``builtins`` in the settings). Working an address out
takes longer than all else that a menu does, and depends on nothing but its name, its values and the language
that is read (``/en/`` stands before the addresses of the English pages).
"""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as ordinary
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language

register = template.Library()

Value = str | int
#: Addresses that are kept; the numbers of rows come and go in them.
_KEPT = 10_000


class RememberedAddress(URLNode):
    """The address of a view, worked out once for each name, values and language."""

    def render(self, context: Any) -> str:
        """Return the address as Django's tag does; what is neither text nor number goes its ordinary way."""
        args = [value.resolve(context) for value in self.args]
        kwargs = {name: value.resolve(context) for name, value in self.kwargs.items()}
        for value in (*args, *kwargs.values()):
            if type(value) not in (int, str):
                return str(super().render(context))
        where = (*_root(getattr(context, "request", None)), get_language())
        try:
            found = _address(where, self.view_name.resolve(context), tuple(args), tuple(kwargs.items()))
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar is not None:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


def _root(request: Any) -> tuple[Any, str, str | None]:
    """Return what the addresses of a whole page start from; asked once in a request."""
    found: tuple[Any, str, str | None] | None = getattr(request, "_root_of_addresses", None)
    if found is None:
        match = getattr(request, "resolver_match", None)
        found = get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), getattr(match, "namespace", None)
        if match is not None:
            request._root_of_addresses = found
    return found


@lru_cache(maxsize=_KEPT)
def _address(
    where: tuple[Any, str, str | None, str | None],
    name: str,
    args: tuple[Value, ...],
    kwargs: tuple[tuple[str, Value], ...],
) -> str:
    return reverse(name, args=args, kwargs=dict(kwargs), current_app=where[2])


@register.tag
def url(parser: Parser, token: Token) -> RememberedAddress:
    """``{% url %}`` as Django reads it."""
    node = ordinary(parser, token)
    return RememberedAddress(node.view_name, node.args, node.kwargs, node.asvar)
