"""Made-up events of the example region: a series, a training, some online, one moved, one called off."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from circulairwerkt.agenda import services
from circulairwerkt.agenda.models import Event, Kind, Mode, Session
from circulairwerkt.agenda.queries import moment_at, rule_of
from circulairwerkt.base.permissions import Actor
from circulairwerkt.portal.services.example.files import rows_of
from circulairwerkt.portal.services.example.partners import Region
from circulairwerkt.reference.models import Goal, Sector

#: Seats of each session at which one registers, and who does.
_SEATS = 8
_NAMES = ("Aya Appel", "Bram Bes", "Chloë Citroen", "Dirk Druif", "Esra Eik", "Femke Fruit", "Gert Gruis")
_RULES = {
    "registration": Event.Registration.HERE,
    "registration_url": "",
    "closes_at": None,
    "most_together": 3,
    "chooses_sessions": False,
    "offer_hours": 48,
    "asks_diet": False,
    "asks_photos": True,
}


def _times(day: date, begins: str, hours: int, sessions: int) -> list[tuple[datetime, datetime]]:
    """Return when the sessions are: a week apart, at the same hour."""
    clock = time.fromisoformat(begins)
    found = []
    for week in range(sessions):
        start = moment_at(day + timedelta(weeks=week), clock)
        found.append((start, start + timedelta(hours=hours)))
    return found


def make_events(region: Region, actor: Actor) -> list[Event]:
    """Make the events of ``events.csv``; ``days`` counts from today, a weekend becomes the Monday after."""
    goals = {goal.key: goal for goal in Goal.objects.order_by("version")}
    places = [one.municipality for one in region.hub.area.select_related("municipality").order_by("pk")]
    made = []
    for number, row in enumerate(rows_of("events")):
        day = timezone.localdate() + timedelta(days=int(row["days"]))
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        place = places[number % len(places)] if row["mode"] != Mode.ONLINE else None
        event = services.make_event(
            actor=actor,
            hub=region.hub,
            values={
                "kind": Kind(row["kind"]),
                "title": {"nl": row["title"]},
                "summary": {"nl": row["summary"]},
                "description": {"nl": row["text"]},
                "mode": Mode(row["mode"]),
                "place_name": row["place"],
                "street": "Voorbeeldstraat 1" if row["place"] else "",
                "municipality": place,
                "lat": place.lat if place else None,
                "lon": place.lon if place else None,
                "languages": ["nl"],
                "price_eur": row["price"] or None,
            },
            links={
                "goals": [goals[key] for key in row["goals"].split("|") if key in goals],
                "sectors": list(Sector.objects.filter(key__in=row["sectors"].split("|"))),
                "partners": [one for one, _sector in region.organisations[number : number + 1]],
            },
            times=_times(day, row["begins"], int(row["hours"]), int(row["sessions"])),
        )
        made.append(event)
        _bring_to(event, row["state"], actor)
    return made


def _bring_to(event: Event, state: str, actor: Actor) -> None:
    """Put it in the agenda, make it a series, move it or call it off."""
    if state == "draft":
        return
    services.publish(actor=actor, event=event)
    if state == "published" and not event.is_over:
        _let_people_register(event, actor)
    if state == "series":
        first = event.sessions.get().starts_at
        last = timezone.localtime(first).date() + timedelta(days=150)
        rule = rule_of("monthly_weekday", first, last_day=last)
        services.make_series(actor=actor, event=event, rule=rule)
    elif state == "moved":
        session: Session = event.sessions.get()
        week = timedelta(weeks=1)
        values = {"starts_at": session.starts_at + week, "ends_at": session.ends_at + week}
        services.save_session(actor=actor, session=session, seen_version=session.version, values=values)
    elif state == "cancelled":
        services.call_off(actor=actor, event=event, reason="De zaal is die dag toch niet vrij.")


def _let_people_register(event: Event, actor: Actor) -> None:
    """Let made-up people register: more than there are seats, so that some wait."""
    services.set_rules(actor=actor, event=event, seen_version=event.version, values=_RULES)
    for session in event.sessions.select_related("event"):
        services.save_session(
            actor=actor, session=session, seen_version=session.version, values={"capacity": _SEATS}
        )
    event.refresh_from_db()
    for number, name in enumerate(_NAMES):
        services.register(
            actor=actor,
            event=event,
            email=f"voorbeeld{number + 1}@example.invalid",
            values={"name": f"{name} (voorbeeld)", "size": 1 + number % 2},
            sessions=list(event.sessions.all()),
        )
