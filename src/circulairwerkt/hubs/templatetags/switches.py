"""Template tag for menus: whether a hub uses an instrument, so that what is off is nowhere in sight."""

from typing import Any

from django import template

from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import switched_off

register = template.Library()


@register.simple_tag(takes_context=True)
def uses(context: template.Context, hub: Hub, *keys: str) -> bool:
    """Return whether ``hub`` uses at least one of the instruments ``keys``.

    Each line of a menu asks: a template looks once for each hub while it is drawn.
    """
    memory: Any = context.render_context
    known: dict[int, set[str]] = memory.setdefault("off_by_hub", {})
    if hub.pk not in known:
        known[hub.pk] = switched_off(hub)
    return not known[hub.pk].issuperset(keys)
