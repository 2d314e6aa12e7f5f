"""Searching is for everybody; a search that is kept belongs to one person, who is the coordinator here."""

from collections.abc import Callable, Mapping

from circulairwerkt.base.models import SavedSearch
from circulairwerkt.base.permissions import Actor
from circulairwerkt.portal.services import searches
from tests.circulairwerkt.permissions.lines import Line, everybody, line, signed_in
from tests.circulairwerkt.permissions.service import NOBODY, SIGNED_IN, Service
from tests.circulairwerkt.permissions.world import World

_KEPT = "zoeken/bewaard/<int:pk>/"

# fmt: off
LINES: list[Line] = [
    *everybody("zoeken/", "200", "405"),
    *everybody("zoeken/snel/", "200", "405"),
    *signed_in("zoeken/bewaard/", "200", "405"),
    *signed_in("zoeken/bewaard/nieuw/", "405", "422"),
    #                                nobody strang orgmem other  coach  member coord  funder admin
    line(_KEPT, "GET",              "in     405    405    405    405    405    405    405    405"),
    line(_KEPT, "POST",             "in     404    404    404    404    404    422    404    404"),
    line(_KEPT + "pauze/", "GET",   "in     405    405    405    405    405    405    405    405"),
    line(_KEPT + "pauze/", "POST",  "in     404    404    404    404    404    302    404    404"),
    line(_KEPT + "weg/", "GET",     "in     405    405    405    405    405    405    405    405"),
    line(_KEPT + "weg/", "POST",    "in     404    404    404    404    404    302    404    404"),
    line(_KEPT + "terug/", "GET",   "in     405    405    405    405    405    405    405    405"),
    line(_KEPT + "terug/", "POST",  "in     404    404    404    404    404    302    404    404"),
]
# fmt: on


def _kept(world: World) -> SavedSearch:
    return SavedSearch.objects.get_or_create(
        user=world.users["coordinator"], words="karton", defaults={"name": "Karton"}
    )[0]


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    route: lambda world: {"pk": _kept(world).pk}
    for route in (_KEPT, *(f"{_KEPT}{last}/" for last in ("pauze", "weg", "terug")))
}


def _save(_world: World, actor: Actor) -> object:
    return searches.save_search(actor=actor, name="Karton", words="karton", kind="", alerts="none")


SERVICES: Mapping[str, Service] = {
    "portal.save_search": Service(_save, SIGNED_IN),
    "portal.change_search": Service(
        lambda w, a: searches.change_search(actor=a, saved=_kept(w), name="Dozen", alerts="daily"),
        {"coordinator"},
    ),
    "portal.pause_search": Service(
        lambda w, a: searches.pause_search(actor=a, saved=_kept(w), pause=True), {"coordinator"}
    ),
    "portal.remove_search": Service(
        lambda w, a: searches.remove_search(actor=a, saved=_kept(w)), {"coordinator"}
    ),
    "portal.bring_back_search": Service(
        lambda w, a: searches.bring_back_search(actor=a, saved=_kept(w)), {"coordinator"}
    ),
    # The clock's.
    "portal.alert_person": Service(lambda _w, a: searches.send_alerts(actor=a), NOBODY),
    "portal.forget_searches": Service(lambda _w, a: searches.forget_searches(actor=a), NOBODY),
}
