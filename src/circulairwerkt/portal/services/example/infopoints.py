"""Made-up info point of the example region: hours, days off, who comes, who walked in and what came of it."""

from datetime import timedelta

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.infopoints import services
from circulairwerkt.infopoints.models import InfoPoint, Visit
from circulairwerkt.infopoints.queries import free_moments
from circulairwerkt.portal.services.example.partners import Region

_VISITS = (
    ("Wil een kapotte stoel laten herstellen", 0),
    ("Vroeg wanneer de volgende netwerkavond is", 1),
    ("Winkel met veel karton, weet niet waarheen", 2),
    ("Zoekt hout voor een speelplaats", 5),
)


def make_info_point(region: Region, coordinator: Actor) -> InfoPoint:
    """Open a desk in the library of the seat; the same every time but for today's date."""
    hub, seat, today = region.hub, region.hub.seat, timezone.localdate()
    point = services.save_point(
        actor=coordinator,
        point=InfoPoint(hub=hub),
        seen_version=0,
        values={
            "name": "Infopunt in de bibliotheek (voorbeeld)",
            "words": {
                "nl": "Iets over, iets kapot of een idee? Loop binnen, we zoeken samen verder.",
                "en": "Something left over, something broken or an idea? Walk in, we search together.",
                "fr": "Un reste, un objet cassé ou une idée ? Entre, nous cherchons ensemble.",
            },
            "place_name": "Bibliotheek, eerste verdieping",
            "street": "Voorbeeldplein 1",
            "municipality": seat,
            "lat": seat.lat,
            "lon": seat.lon,
            "hours": "Mo 09:00-12:00; We 13:30-17:00; Fr 09:00-12:00; PH off",
            "who": "Iemand van het voorbeeldteam",
            "takes_appointments": True,
            "slot_minutes": 30,
            "desks": 1,
            "is_shown": True,
        },
        hosts=[region.members[0]],
    )
    day = today + timedelta(days=9)
    services.note_closed(actor=coordinator, point=point, first_day=day, last_day=day, reason="teamdag")
    member = actor_of(region.members[0])
    visits = [services.log_visit(actor=member, point=point, words=words) for words, _days in _VISITS]
    for visit, (_words, days) in zip(visits, _VISITS, strict=True):
        Visit._base_manager.filter(pk=visit.pk).update(at=timezone.now() - timedelta(days=days, minutes=20))
    services.ask_for(
        actor=member,
        visit=visits[2],
        municipality=seat,
        place_text=seat.name,
        values={
            "sentence": "Elke week twee paletten karton uit onze winkel. Wie haalt ze op?",
            "contact": "winkel@example.invalid",
            "contact_name": "Voorbeeld",
        },
    )
    services.book(
        actor=coordinator,
        point=point,
        start=free_moments(point)[2].start,
        values={
            "name": "Voorbeeld",
            "contact": "bezoeker@example.invalid",
            "about": "Een atelier beginnen in een leeg pand",
        },
    )
    return point
