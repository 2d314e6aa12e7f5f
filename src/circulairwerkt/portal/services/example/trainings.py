"""Made-up training of the example region: two mornings that are over, with what one learns and attests."""

from datetime import time, timedelta

from django.utils import timezone

from circulairwerkt.agenda import services as agenda
from circulairwerkt.agenda.models import Event, Kind, Mode, Registration, Seat
from circulairwerkt.agenda.queries import moment_at
from circulairwerkt.base.permissions import Actor
from circulairwerkt.portal.services.example.partners import Region
from circulairwerkt.trainings import services
from circulairwerkt.trainings.models import Attest, Training

#: Who came, and to how many of the two mornings.
_CAME = (("Aya Appel", 2), ("Bram Bes", 1), ("Dirk Druif", 2))


def make_training(region: Region, actor: Actor) -> list[Attest]:
    """Hold a training a month ago and give its attests; the same every time but for today's date."""
    day = timezone.localdate() - timedelta(days=35)
    day -= timedelta(days=day.weekday())
    times = [
        (moment_at(day + timedelta(weeks=week), time(9)), moment_at(day + timedelta(weeks=week), time(12)))
        for week in range(2)
    ]
    seat = region.hub.seat
    event = agenda.make_event(
        actor=actor,
        hub=region.hub,
        values={
            "kind": Kind.TRAINING,
            "title": {"nl": "Hout herkennen en herstellen (voorbeeld)"},
            "summary": {"nl": "Twee voormiddagen voor wie met oud hout werkt."},
            "mode": Mode.ON_SITE,
            "place_name": "Atelier van het voorbeeld",
            "street": "Voorbeeldstraat 1",
            "municipality": seat,
            "lat": seat.lat,
            "lon": seat.lon,
            "languages": ["nl"],
        },
        times=times,
    )
    agenda.publish(actor=actor, event=event)
    Event._base_manager.filter(pk=event.pk).update(registration=Event.Registration.HERE)
    for number, (name, mornings) in enumerate(_CAME):
        _came(event, number, f"{name} (voorbeeld)", mornings, actor)
    services.save_training(
        actor=actor,
        training=Training(event=event),
        seen_version=0,
        values={
            "outcomes": [
                {"text": "Je herkent vijf houtsoorten aan kleur en nerf.", "esco": ""},
                {"text": "Je ziet welk hout nog sterk genoeg is.", "esco": ""},
                {"text": "Je herstelt een losse verbinding met lijm en deuvels.", "esco": ""},
            ],
            "gives_attest": True,
        },
        asked=[],
    )
    return services.give(actor=actor, event=event)


def _came(event: Event, number: int, name: str, mornings: int, actor: Actor) -> None:
    """Somebody who registered in time and was ticked at the door; it is over, so nobody can register now."""
    row = Registration.objects.create(event=event, name=name, email=f"cursist{number + 1}@example.invalid")
    for place, session in enumerate(event.sessions.order_by("starts_at")):
        taken = Seat.objects.create(
            registration=row, session=session, state="confirmed", size=1, turn=number + 1
        )
        agenda.tick(actor=actor, seat=taken, came=int(place < mornings), at=session.ends_at)
