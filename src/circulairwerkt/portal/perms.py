"""Who may keep a search, and why."""

from circulairwerkt.base.models import SavedSearch
from circulairwerkt.base.permissions import Actor


def may_save_searches(actor: Actor) -> bool:
    """Who signed in has somewhere to keep it, and an address to be told at."""
    return actor.user_id is not None


def may_keep_search(actor: Actor, saved: SavedSearch) -> bool:
    """What somebody looks for is his own; nobody else knows that it exists."""
    return actor.user_id is not None and saved.user_id == actor.user_id


def may_send_alerts(actor: Actor) -> bool:
    """Only the clock sends, so that nobody gets more than he asked for."""
    return actor.is_system
