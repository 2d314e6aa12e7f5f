"""Template tag for menus: whether a hub uses an instrument, so that what is off is nowhere in sight."""

from django import template

from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import switched_off

register = template.Library()


@register.simple_tag
def uses(hub: Hub, *keys: str) -> bool:
    """Return whether ``hub`` uses at least one of the instruments ``keys``."""
    if not hasattr(hub, "_off_in_page"):
        # Asked by each line of the menu: one look is enough for a page.
        hub._off_in_page = switched_off(hub)  # type: ignore[attr-defined]
    return not hub._off_in_page.issuperset(keys)  # type: ignore[attr-defined]
