"""Made-up coaching of the example region: two coaches with hours, entrepreneurs at every point of the way."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases.models import Case
from circulairwerkt.coaching import services
from circulairwerkt.coaching.models import Coach, Coaching, Meeting
from circulairwerkt.coaching.queries import coaches_for
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.portal.services.example.partners import Region

#: What the coach and the coordinator say of themselves: words, themes, languages, hours.
_COACHES = (
    (
        "Ik werkte twintig jaar in een meubelbedrijf. Ik help met herstellen, verhuren en terugnemen.",
        ["repair", "model", "design"],
        ["nl", "fr"],
        "Mo-Th 09:00-12:00,13:30-16:30; PH off",
    ),
    (
        "Ik help met reststromen, subsidies en samenwerken met maatwerkbedrijven.",
        ["materials", "social", "money", "rules"],
        ["nl", "en"],
        "Tu,Fr 10:00-12:00,14:00-16:00; PH off",
    ),
)
#: Firm, what it wants, how far it is, themes.
_ASKED = (
    (
        "Stoelatelier Haspen",
        "We willen onze stoelen terugnemen en opnieuw verkopen.",
        "first_steps",
        ["model"],
    ),
    ("Bakkerij Het Kruim", "Elke avond is er brood over. Wat kan daarmee?", "not_started", ["materials"]),
    ("Drukkerij Lettervrucht", "Wie herstelt onze oude machines nog?", "not_started", ["repair"]),
    (
        "Fruitbedrijf Kernhof",
        "Onze pallets en kisten breken snel. Ze gaan nu naar de stort.",
        "first_steps",
        ["repair"],
    ),
    ("Zaal De Boomgaard", "We kochten tafels voor één feest. Kunnen we die verhuren?", "far", ["model"]),
)


def make_coaching(region: Region, cases: list[Case], coordinator: Actor) -> list[Coaching]:
    """Let entrepreneurs ask, choose, meet and end; the same every time but for today's date."""
    people = [(region.members[1], _COACHES[0]), (region.coordinator, _COACHES[1])]
    coaches = [_coach(region, person, *said) for person, said in people]
    made = [_asked(region, number, *row) for number, row in enumerate(_ASKED)]
    for coaching, coach in zip(made[1:], [coaches[1], *[coaches[0]] * 3], strict=True):
        services.give_coach(actor=coordinator, coaching=coaching, coach=coach)
    for coaching in made[1:4]:
        fit = next(each for each in coaches_for(coaching) if each.coach == coaching.coach)
        services.book(actor=coordinator, coaching=coaching, start=fit.slots[0].start)
    himself = actor_of(region.members[1])
    _met(made[3], coaches[0], days=9)
    services.add_step(
        actor=himself, coaching=made[3], values=_step("goal", "Geen kisten meer naar de stort", None)
    )
    services.add_step(
        actor=himself, coaching=made[3], values=_step("action", "Eén week tellen wat breekt", 5)
    )
    services.write_note(
        actor=himself, coaching=made[3], text="We bekeken de kisten. De hoeken breken eerst.", is_shared=True
    )
    _met(made[4], coaches[0], days=40)
    services.join_case(actor=coordinator, coaching=made[4], case=cases[-1])
    services.close(
        actor=himself,
        coaching=made[4],
        seen_version=made[4].version,
        values={"closing": "case", "came_of": "De tafels worden nu verhuurd. Een tweede zaal doet mee."},
    )
    return made


def _coach(
    region: Region, person: Any, words: str, themes: list[str], languages: list[str], hours: str
) -> Coach:
    seat = region.hub.seat
    return services.save_coach(
        actor=actor_of(person),
        coach=Coach(hub=region.hub, user=person, is_example=True),
        seen_version=0,
        values={
            "words": words,
            "themes": themes,
            "languages": languages,
            "ways": ["visit", "online", "phone"],
            "municipality": seat,
            "lat": seat.lat,
            "lon": seat.lon,
            "where": "",
            "slot_minutes": 60,
            "hours": hours,
            "is_taking": True,
        },
    )


def _asked(region: Region, number: int, firm: str, wish: str, maturity: str, themes: list[str]) -> Coaching:
    places = [row.municipality for row in region.hub.area.select_related("municipality").order_by("pk")]
    place = places[number % len(places)]
    coaching = services.ask(
        actor=actor_of(region.coordinator),
        hub=region.hub,
        values={
            "maturity": maturity,
            "wish": wish,
            "themes": themes,
            "organisation_name": f"{firm} (voorbeeld)",
            "contact": f"ondernemer{number + 1}@example.invalid",
            "contact_name": "Voorbeeld",
            "municipality": place,
            "lat": place.lat,
            "lon": place.lon,
        },
    )
    asked_at = timezone.now() - timedelta(days=3 + 11 * number)
    Coaching._base_manager.filter(pk=coaching.pk).update(is_example=True, asked_at=asked_at)
    coaching.refresh_from_db()
    return coaching


def _met(coaching: Coaching, coach: Coach, *, days: int) -> None:
    """An appointment that took place, so many days ago."""
    start = (timezone.localtime() - timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
    Meeting.objects.create(
        coaching=coaching,
        keeper=coach,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        state=SlotState.DONE,
        way="visit",
    )


def _step(kind: str, text: str, in_days: int | None) -> dict[str, Any]:
    due_on = timezone.localdate() + timedelta(days=in_days) if in_days else None
    return {"kind": kind, "text": text, "whose": "entrepreneur", "due_on": due_on}
