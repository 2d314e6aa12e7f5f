"""Small made-up rows for tests; each function gives one thing with sensible values for the rest."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any

from django.utils import timezone
from PIL import Image

from circulairwerkt.accounts.models import ProgrammeRole, User
from circulairwerkt.agenda.models import Event, Session
from circulairwerkt.base import scope
from circulairwerkt.base.permissions import Role
from circulairwerkt.calls.models import Call, Juror, Participant, Step, Version
from circulairwerkt.calls.models import Entry as CallEntry
from circulairwerkt.cases.models import (
    Agreement,
    AgreementState,
    Case,
    Contact,
    Entry,
    Party,
    Question,
    Task,
)
from circulairwerkt.coaching.models import Coach, Coaching
from circulairwerkt.hubs.models import Hub, HubArea, HubMembership, LifeCycle, ProgrammeInbox
from circulairwerkt.infopoints.models import InfoPoint
from circulairwerkt.knowledge.models import Article, CaseStory
from circulairwerkt.organisations.models import Kind, Organisation, Partnership, Site
from circulairwerkt.reference.models import Municipality, Sector
from circulairwerkt.streams.bridge import cell_of
from circulairwerkt.streams.models import Capability, MaterialCard, Need
from circulairwerkt.trainings.models import Attest, Training

_number = count(1)
LONG_AGO = date(2020, 1, 1)


def picture(kind: str = "JPEG", size: tuple[int, int] = (4, 2)) -> bytes:
    """A picture of one colour, as a file holds it."""
    out = BytesIO()
    Image.new("RGB", size).save(out, kind)
    return out.getvalue()


def municipality(name: str = "", *, lat: float = 51.0, lon: float = 4.0, **fields: Any) -> Municipality:
    """A municipality at a point, with a code of its own."""
    n = next(_number)
    # A code has five digits, and one worker makes more than ten thousand things in a whole run;
    # what an earlier test made is gone by then, so codes may come round again.
    fields.setdefault("nis", f"9{n % 10_000:04d}")
    fields.setdefault("province", "Oost-Vlaanderen")
    return Municipality.objects.create(name=name or f"Gemeente {n}", lat=lat, lon=lon, **fields)


def sector(key: str = "textiel", label: str = "Textiel") -> Sector:
    """A sector."""
    return Sector.objects.get_or_create(key=key, defaults={"label": {"nl": label}})[0]


def hub(
    name: str = "", *, seat: Municipality | None = None, area: tuple[Municipality, ...] = (), **fields: Any
) -> Hub:
    """A hub whose seat counts as area, active and claimed unless said otherwise."""
    n = next(_number)
    seat = seat or municipality()
    fields.setdefault("life_cycle", LifeCycle.ACTIVE)
    fields.setdefault("claimed_on", LONG_AGO)
    fields.setdefault("slug", f"hub-{n}")
    fields.setdefault("lat", seat.lat)
    fields.setdefault("lon", seat.lon)
    made = Hub.objects.create(name=name or f"Hub {n}", seat=seat, **fields)
    for place in (seat, *area):
        HubArea.objects.create(hub=made, municipality=place)
    return made


def inbox(**fields: Any) -> ProgrammeInbox:
    """The programme's inbox."""
    return ProgrammeInbox.objects.create(
        **{"name": "Het programmateam", "email": "programma@example.org", **fields}
    )


def organisation(name: str = "", *, kind: str = Kind.ENTERPRISE, **fields: Any) -> Organisation:
    """An organisation without an address."""
    n = next(_number)
    fields.setdefault("slug", f"organisatie-{n}")
    return Organisation.objects.create(name=name or f"Organisatie {n}", kind=kind, **fields)


def site(of: Organisation, *, lat: float, lon: float, place: Municipality | None = None) -> Site:
    """An establishment at a point."""
    return Site.objects.create(organisation=of, lat=lat, lon=lon, municipality=place, source="a test")


def partnership(of: Organisation, with_hub: Hub, **fields: Any) -> Partnership:
    """A part in a hub, open-ended."""
    return Partnership.objects.create(organisation=of, hub=with_hub, **fields)


def story(of: Hub, title: str = "Een verhaal", **fields: Any) -> CaseStory:
    """A published public story of a hub."""
    n = next(_number)
    values: dict[str, Any] = {
        "slug": f"verhaal-{n}",
        "title": {"nl": title},
        "summary": {"nl": "In het kort."},
        "body": {"nl": "De tekst."},
        "visibility": "public",
        "published_on": date(2026, 1, 1),
        **fields,
    }
    with scope.everywhere("a test makes a story"):
        return CaseStory.objects.create(hub=of, **values)


def event(
    of: Hub, title: str = "Kom eens kijken", *, starts_at: datetime | None = None, **fields: Any
) -> Event:
    """An event in the agenda: two hours, in a month, in the seat of its hub, unless said otherwise."""
    n = next(_number)
    begins = starts_at or timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=30)
    hours = fields.pop("hours", 2)
    count_of = fields.pop("sessions", 1)
    times = [
        (begins + timedelta(weeks=week), begins + timedelta(weeks=week, hours=hours))
        for week in range(count_of)
    ]
    values: dict[str, Any] = {
        "slug": f"kom-eens-kijken-{n}",
        "title": {"nl": title},
        "summary": {"nl": "Voor wie iets over heeft."},
        "state": "published",
        "visibility": "public",
        "municipality": of.seat,
        "lat": of.seat.lat,
        "lon": of.seat.lon,
        "first_starts_at": times[0][0] if times else None,
        "last_ends_at": times[-1][1] if times else None,
        **fields,
    }
    with scope.everywhere("a test makes an event"):
        made: Event = Event.objects.create(hub=of, **values)
    for first, last in times:
        Session.objects.create(event=made, starts_at=first, ends_at=last)
    return made


def article(of: Hub | None, name: str = "Een gids", **fields: Any) -> Article:
    """A published guide of a hub, or of the programme."""
    values: dict[str, Any] = {
        "slug": f"tekst-{next(_number)}",
        "kind": "guide",
        "state": "published",
        "visibility": "public",
        "title": {"nl": name},
        "summary": {"nl": "In het kort."},
        "body": {"nl": "De tekst."},
        "published_on": date(2026, 1, 1),
        **fields,
    }
    with scope.everywhere("a test makes a text"):
        return Article.objects.create(hub=of, **values)


def person(email: str = "", **fields: Any) -> User:
    """Somebody who can sign in."""
    return User.objects.create_user(email or f"persoon{next(_number)}@example.org", **fields)


def member(of: Hub, role: Role = Role.COORDINATOR, *, email: str = "") -> User:
    """A person with a role at a hub since long."""
    user = person(email)
    HubMembership.objects.create(user=user, hub=of, role=role, valid_from=LONG_AGO)
    return user


def administrator(email: str = "") -> User:
    """A programme administrator."""
    user = person(email)
    ProgrammeRole.objects.create(user=user, role=Role.ADMINISTRATOR, valid_from=LONG_AGO)
    return user


def question(of: Hub | None = None, **fields: Any) -> Question:
    """A question to a hub that still waits for an answer."""
    values: dict[str, Any] = {
        "municipality": fields.pop("municipality", None) or (of.seat if of else municipality()),
        "place_text": "8500",
        "sentence": "Elke week twee paletten karton",
        "contact": "an@example.org",
        "answer_by": date(2030, 1, 1),
        **fields,
    }
    with scope.everywhere("a test makes a question"):
        return Question.objects.create(hub=of, **values)


def case(of: Hub, title: str = "Karton van de groothandel", **fields: Any) -> Case:
    """A case of a hub, just taken up."""
    fields.setdefault("number", next(_number))
    fields.setdefault("year", 2025)
    with scope.everywhere("a test makes a case"):
        return Case.objects.create(hub=of, title=title, **fields)


def party(of: Case, organisation: Organisation, role: str = Party.Role.OTHER) -> Party:
    """An organisation's part in a case."""
    return Party.objects.create(case=of, organisation=organisation, role=role)


def contact(of: Case, **fields: Any) -> Contact:
    """Somebody to write to about a case."""
    return Contact.objects.create(
        case=of, **{"name": "Jan Peeters", "email": f"jan{next(_number)}@example.org", **fields}
    )


def entry(of: Case, text: str = "Gebeld, voicemail", **fields: Any) -> Entry:
    """A note in the thread of a case."""
    return Entry.objects.create(case=of, text=text, **fields)


def task(of: Case, text: str = "Terugbellen", **fields: Any) -> Task:
    """Something to do in a case."""
    return Task.objects.create(case=of, text=text, **fields)


def _listing(model: Any, of_hub: Hub, values: dict[str, Any]) -> Any:
    """A row of a hub, at its site or municipality, closed unless said otherwise."""
    at = values.get("site")
    if at is not None:
        values.setdefault("organisation", at.organisation)
        values.setdefault("municipality", at.municipality)
    place = at if at is not None and at.lat is not None else values.get("municipality")
    if place is not None:
        values.setdefault("lat", place.lat)
        values.setdefault("lon", place.lon)
        values.setdefault("h3_cell", cell_of(values["lat"], values["lon"]))
    values.setdefault("search_text", values["sentence"].lower())
    with scope.everywhere("a test makes a row of a hub"):
        return model.objects.create(hub=of_hub, **values)


def card(of_hub: Hub, sentence: str = "elke week twee paletten karton", **fields: Any) -> MaterialCard:
    """A material card: two pallets of cardboard a week."""
    amount = {"material": "cardboard", "quantity": 2.0, "unit": "pallet", "period": "week"}
    made: MaterialCard = _listing(MaterialCard, of_hub, {"sentence": sentence, **amount, **fields})
    return made


def need(of_hub: Hub, sentence: str = "karton om te vullen", **fields: Any) -> Need:
    """A need: a pallet of cardboard a week."""
    amount = {"material": "cardboard", "quantity": 1.0, "unit": "pallet", "period": "week"}
    made: Need = _listing(Need, of_hub, {"sentence": sentence, **amount, **fields})
    return made


def capability(of_hub: Hub, sentence: str = "wij sorteren karton", **fields: Any) -> Capability:
    """What a processor can do: sort five pallets of cardboard a week, in house."""
    values: dict[str, Any] = {
        "material": "cardboard",
        "accepts": ["cardboard"],
        "accepts_index": "|cardboard|",
        "activities": ["sort"],
        "ways": ["in_house"],
        "quantity": 5.0,
        "unit": "pallet",
        "period": "week",
        **fields,
    }
    if values.get("organisation") is None and values.get("site") is None:
        values["organisation"] = organisation(kind=Kind.SOCIAL_ENTERPRISE)
    made: Capability = _listing(Capability, of_hub, {"sentence": sentence, **values})
    return made


def agreement(of: Case, **fields: Any) -> Agreement:
    """An agreement of half a tonne a week, not agreed yet, between a firm and a maatwerkbedrijf."""
    if "giver" not in fields:
        fields["giver"] = organisation()
    if "processor" not in fields and "taker" not in fields:
        fields["processor"] = organisation(kind=Kind.SOCIAL_ENTERPRISE)
    values: dict[str, Any] = {
        "what": "karton sorteren",
        "quantity": Decimal("0.5"),
        "unit": "t",
        "period": "week",
        "valid_from": date(2026, 1, 1),
        **fields,
    }
    if values.get("state") == AgreementState.AGREED:
        values.setdefault("agreed_on", values["valid_from"])
    return Agreement.objects.create(case=of, **values)


def coach(of: Hub, **fields: Any) -> Coach:
    """Somebody who coaches for a hub, free every day from eight to six, in moments of an hour."""
    user = fields.pop("user", None) or member(of, Role.COACH)
    values: dict[str, Any] = {
        "hours": "Mo-Su 08:00-18:00",
        "languages": ["nl"],
        "themes": ["repair"],
        "ways": ["online", "phone"],
        **fields,
    }
    with scope.everywhere("a test makes a coach"):
        return Coach.objects.create(hub=of, user=user, **values)


def coaching(of: Hub, **fields: Any) -> Coaching:
    """An entrepreneur who asks a hub for a coach."""
    values: dict[str, Any] = {
        "maturity": "not_started",
        "wish": "Onze meubelen terugnemen",
        "themes": ["repair"],
        "contact": f"ondernemer{next(_number)}@example.org",
        "municipality": of.seat,
        **fields,
    }
    with scope.everywhere("a test makes a coaching"):
        return Coaching.objects.create(hub=of, **values)


def call(of: Hub, title: str = "Sluit de cirkel", *, steps: int = 2, **fields: Any) -> Call:
    """A call that takes ideas for a month, with two steps after that."""
    values: dict[str, Any] = {
        "slug": f"oproep-{next(_number)}",
        "title": {"nl": title},
        "summary": {"nl": "Voor wie minder wil weggooien."},
        "state": "running",
        "visibility": "public",
        "closes_at": timezone.now() + timedelta(days=30),
        "published_at": timezone.now() - timedelta(days=3),
        **fields,
    }
    with scope.everywhere("a test makes a call"):
        made: Call = Call.objects.create(hub=of, **values)
    for number, kind in enumerate(["pitch", "final_pitch", "guidance"][:steps], start=1):
        Step.objects.create(call=made, number=number, kind=kind)
    return made


def idea_values(**fields: Any) -> dict[str, Any]:
    """What somebody with an idea fills in."""
    return {
        "title": "Stoelen van pallets",
        "summary": "We maken stoelen van oude pallets.",
        "words": "Met tien mensen, in ons atelier.",
        "url": "",
        "challenge": None,
        "organisation": "Atelier Twee",
        "contact_name": "An Bos",
        "email": f"an{next(_number)}@example.org",
        "language": "nl",
        "peer_word": "open",
        **fields,
    }


def idea(of: Call, **fields: Any) -> CallEntry:
    """An idea that was handed in for a call, in one version."""
    values = idea_values()
    own = {name: values[name] for name in ("challenge", "organisation", "contact_name", "email", "language")}
    version = {name: values.pop(name) for name in ("title", "summary", "words", "url")}
    version |= {name: fields.pop(name) for name in list(fields) if name in version}
    made = CallEntry.objects.create(call=of, **{**own, **fields})
    Version.objects.create(entry=made, number=1, handed_in_at=timezone.now(), **version)
    return made


def info_point(of: Hub, **fields: Any) -> InfoPoint:
    """An info point that everybody sees, open every day from nine to five, with appointments."""
    values: dict[str, Any] = {
        "slug": f"infopunt-{next(_number)}",
        "name": "Infopunt Bibliotheek",
        "municipality": of.seat,
        "hours": "Mo-Su 09:00-17:00",
        "takes_appointments": True,
        "visibility": "public",
        **fields,
    }
    with scope.everywhere("a test makes an info point"):
        return InfoPoint.objects.create(hub=of, **values)


def juror(of: Call, **fields: Any) -> Juror:
    """Somebody who judges the ideas of a call."""
    n = next(_number)
    return Juror.objects.create(call=of, **{"name": f"Jo {n}", "email": f"jury{n}@example.org", **fields})


def training(of: Hub, *, sessions: int = 2, **fields: Any) -> Training:
    """A training that is over, at which one registered, and which gives attests."""
    begins = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=60)
    over = event(
        of, "Textiel sorteren", starts_at=begins, kind="training", sessions=sessions, registration="here"
    )
    values: dict[str, Any] = {
        "outcomes": [{"text": "stof herkennen", "esco": ""}],
        "gives_attest": True,
        **fields,
    }
    return Training.objects.create(event=over, **values)


def attest(of: Event, **fields: Any) -> Attest:
    """An attest of a training, with a name and without a registration."""
    values: dict[str, Any] = {
        "name": "Zoë Łącka",
        "title": of.title,
        "outcomes": [{"text": "stof herkennen", "esco": ""}, {"text": "naden nakijken", "esco": ""}],
        "first_day": date(2026, 10, 1),
        "last_day": date(2026, 10, 8),
        "hours": Decimal("4.50"),
        "given_at": timezone.now(),
        **fields,
    }
    with scope.everywhere("a test makes an attest"):
        return Attest.objects.create(hub=of.hub, event=of, **values)


def participant_values(**fields: Any) -> dict[str, Any]:
    """What somebody says who takes part in a hackathon."""
    return {
        "name": "An Bos",
        "email": f"deelnemer{next(_number)}@example.org",
        "organisation": "",
        "kind": "",
        "skills": ["making"],
        "languages": ["nl"],
        "wishes": [],
        "group": "",
        "language": "nl",
        **fields,
    }


def participant(of: Call, **fields: Any) -> Participant:
    """Somebody who takes part in a hackathon, in the team of ``challenge`` if one is given."""
    if fields.get("challenge"):
        fields.setdefault("why_not", "")
    return Participant.objects.create(call=of, **participant_values(**fields))
