"""Template tags with which rooms meet on a page: the panels of upper rooms, and what the reader may do."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from circulairwerkt.base import panels as registry

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: template.Context, page: str, row: Any) -> SafeString:
    """Draw what upper rooms add to this page for ``row``."""
    return registry.drawn(page, context["request"], row)


@register.simple_tag(takes_context=True)
def may(context: template.Context, codename: str, hub: Any) -> bool:
    """Return whether the reader holds ``codename`` at ``hub``; only to leave out a link that would lead
    nowhere.
    """
    return bool(context["request"].actor.may(codename, hub_id=hub.pk))
