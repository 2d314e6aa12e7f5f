"""Loading the example region, and taking it away again."""

from random import Random

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import search_index
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.flows.services import find_at_once
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching.models import Run
from circulairwerkt.matching.services import run_for
from circulairwerkt.portal.services.example import removal
from circulairwerkt.portal.services.example.agreements import make_agreements
from circulairwerkt.portal.services.example.calls import make_calls
from circulairwerkt.portal.services.example.cases import make_cases, make_questions
from circulairwerkt.portal.services.example.coaching import make_coaching
from circulairwerkt.portal.services.example.events import make_events
from circulairwerkt.portal.services.example.guidance import make_growth
from circulairwerkt.portal.services.example.infopoints import make_info_point
from circulairwerkt.portal.services.example.labour import make_work
from circulairwerkt.portal.services.example.offers import make_offers
from circulairwerkt.portal.services.example.partners import SLUG, make_region
from circulairwerkt.portal.services.example.streams import make_streams
from circulairwerkt.portal.services.example.texts import make_texts
from circulairwerkt.portal.services.example.trainings import make_training

_SEED = 20261123


class AlreadyThere(Exception):
    """The example region is loaded; nothing was changed."""


@write("portal.load_example_region", _("voorbeeldregio geladen"))
def load_example_region(*, actor: Actor) -> dict[str, int]:
    """Make the region in one transaction and return how many rows of each sort it has.

    The same every time, but for today's date. Raises AlreadyThere, and Http404 in production: nothing made
    up stands beside what is real. Run it inside ``scope.everywhere``.
    """
    require(actor.is_system)
    if not settings.LOCAL_PAGES:
        raise Http404
    if Hub.objects.filter(slug=SLUG).exists():
        raise AlreadyThere
    chance = Random(_SEED)
    region = make_region(chance)
    coordinator = actor_of(region.coordinator)
    streams = make_streams(region, coordinator, chance)
    make_questions(region, coordinator)
    cases = make_cases(region, streams, coordinator, chance)
    texts = make_texts(region.hub, cases, coordinator)
    moved = make_agreements(cases, streams, coordinator, chance)
    work_packages = make_work(cases, coordinator)
    events = make_events(region, coordinator)
    calls = make_calls(region, events, cases, coordinator)
    coachings = make_coaching(region, cases, coordinator)
    offers = make_offers(region, coordinator)
    point = make_info_point(region, coordinator)
    guided, groups = make_growth(region)
    attests = make_training(region, coordinator)
    run_for(actor=actor, keys=[f"card-{card.pk}" for card in streams.cards])
    find_at_once(actor=actor, hub=region.hub)
    made = {
        "organisations": len(region.organisations),
        "cards": len(streams.cards),
        "needs": len(streams.needs),
        "capabilities": len(streams.capabilities),
        "cases": len(cases),
        "agreements": moved.agreements,
        "transfers": moved.transfers,
        "work packages": work_packages,
        "events": len(events),
        "texts": texts,
        "calls": len(calls),
        "coachings": len(coachings),
        "offers": offers,
        "visits": point.visits.count(),
        "people guided": guided,
        "groups at other firms": groups,
        "attests": len(attests),
    }
    record(actor=actor, row=region.hub, hub_id=region.hub.pk, changes={"example": [None, made]})
    return made


@write("portal.remove_example_region", _("voorbeeldregio verwijderd"))
def remove_example_region(*, actor: Actor) -> int:
    """Remove everything that is marked *voorbeeld*, with what hangs on it; return how many rows went.

    The trail of it goes too: it tells of things that never were. Run it inside ``scope.everywhere``.
    """
    require(actor.is_system)
    hubs = set(Hub.objects.filter(is_example=True).values_list("pk", flat=True))
    with transaction.atomic():
        count = removal.remove(removal.with_all_that_hangs_on(removal.made_up_rows()))
        # A run that was asked for and of which no proposal is left says nothing any more.
        Run.objects.filter(until_entry__isnull=True, proposals__isnull=True).delete()
        AuditEntry.objects.filter(hub_id__in=hubs).delete()
        transaction.on_commit(search_index.mend, robust=True)
    record(actor=actor, row=Hub(pk=0), changes={"removed": [count, 0]})
    return count
