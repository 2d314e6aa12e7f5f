"""Made-up calls of the example region: one open, one with feedback of each other, two hackathons."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.agenda.models import Event
from circulairwerkt.base.links import join
from circulairwerkt.base.permissions import NOBODY, Actor
from circulairwerkt.calls import services
from circulairwerkt.calls.models import Call, Challenge, Entry, Kind, PeerWord, Reading, StepKind
from circulairwerkt.cases.models import Case
from circulairwerkt.portal.services.example.partners import Region

#: Challenge of the running call, and what came in for it: title, one sentence, organisation, who.
_CALL = (
    (
        "Wat doen we met kisten die breken?",
        "Elke week breken bij ons veertig houten kisten. Ze gaan nu naar de verbranding.",
        (
            (
                "Kist wordt kruk",
                "Van drie kapotte kisten maken we één kruk.",
                "Houtatelier De Nerf",
                "Aya Appel",
            ),
            ("Kistenkliniek", "Een bus rijdt rond en herstelt kisten ter plaatse.", "", "Bram Bes"),
        ),
    ),
    (
        "Wie geeft schillen een tweede leven?",
        "Na het persen blijven schillen en pitten over, twee ton per week in het seizoen.",
        (
            (
                "Schil op papier",
                "Papier voor etiketten, gemaakt van schillen.",
                "Drukkerij Lettervrucht",
                "Chloë Citroen",
            ),
        ),
    ),
)
_HACKATHON = (
    (
        "Minder plastic rond fruit",
        "Elke bak krijgt een laag folie. Kan dat anders?",
        (
            (
                "Deksel dat blijft",
                "Een deksel van viltresten dat honderd keer meegaat.",
                "Viltwerk Zuid",
                "Dirk Druif",
            ),
            ("Folie zonder folie", "Een wasdoek op maat van de bak.", "", "Esra Eik"),
        ),
    ),
)
_SCHOOLS = (
    (
        "Minder weggooien op school",
        "In de refter, in de klas en op de speelplaats blijft elke dag veel over.",
        (
            ("Broodtrommelbank", "Wie een trommel vergat, leent er een.", "Basisschool De Pit", "Dirk Druif"),
            (
                "Schriften uit schriften",
                "Lege bladen worden een nieuw schrift.",
                "Boekbinderij Kaft",
                "Esra Eik",
            ),
            (
                "Soep van gisteren",
                "Groenten die over zijn, worden soep voor de buurt.",
                "Buurtkeuken Prei",
                "Fien Framboos",
            ),
            ("Jassenkapstok", "Verloren jassen krijgen na een maand een nieuwe eigenaar.", "", "Guy Gagel"),
        ),
    ),
)
#: What the first reader and the second wrote about an idea.
_FEEDBACK = (
    {
        "strong": "Iedereen begrijpt het meteen, en het kost bijna niets.",
        "better": "Zeg wie het doet als jij er niet bent. Een rooster met twee klassen?",
        "question": "Hoeveel heb je er per week nodig?",
    },
    {
        "strong": "Dit hebben wij ook al gemist.",
        "better": "Begin kleiner: één klas, één maand, en tel wat overblijft.",
        "question": "",
    },
)
_TEAMS = (
    ("Wat met natte dozen?", "Na een regennacht is een derde van het karton nat.", ()),
    ("Een tweede jas voor oude tenten", "Na elk festival blijven er vijftig liggen.", ()),
)
#: Who takes part: name, organisation, its kind, what he brings, the word of who stays together.
_PEOPLE = (
    ("Aya Appel", "Houtatelier De Nerf", "social_enterprise", ("making", "materials"), ""),
    ("Bram Bes", "", "", ("digital",), "peer"),
    ("Chloë Citroen", "Drukkerij Lettervrucht", "enterprise", ("design", "telling"), "peer"),
    ("Dirk Druif", "Viltwerk Zuid", "social_enterprise", ("care", "making"), ""),
    ("Esra Eik", "Hogeschool Boomgaard", "knowledge", ("materials", "money"), ""),
    ("Fien Framboos", "Hogeschool Boomgaard", "knowledge", ("design",), ""),
    ("Guy Gagel", "Veiling De Kist", "enterprise", ("sales", "money"), ""),
    ("Hanne Hazelaar", "", "", ("telling",), ""),
)
_WORDS = "We probeerden het al één keer in het klein. Met twee begeleiders en vijf mensen kan het elke week."


def make_calls(region: Region, events: list[Event], cases: list[Case], coordinator: Actor) -> list[Call]:
    """Make an open call, one with feedback, a hackathon with teams and one that is over."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    running = _made(
        region, coordinator, Kind.CALL, "Sluit de cirkel in de fruitstreek", now + timedelta(days=24)
    )
    services.publish(actor=coordinator, call=running)
    for challenge, *_words, ideas in _challenges(running, _CALL, coordinator):
        for idea in ideas:
            _handed_in(running, challenge, idea, None)
    _dates(running, now + timedelta(days=40), coordinator)
    finished = _finished(region, events, cases[-2], coordinator, now)
    reading = _reading_each_other(region, coordinator, now)
    return [running, reading, _with_teams(region, coordinator, now), finished]


def _reading_each_other(region: Region, coordinator: Actor, now: datetime) -> Call:
    """A call at the step of feedback: all but the last entrant may be read, and one began to write."""
    closed = now - timedelta(days=9)
    call = _made(region, coordinator, Kind.CALL, "Sluit de cirkel op school", closed)
    services.publish(actor=coordinator, call=call, now=closed - timedelta(days=30))
    for step in call.steps.exclude(kind=StepKind.PEER_REVIEW):
        step.call = call
        services.remove_step(actor=coordinator, step=step, seen_version=step.version)
    _dates(call, now + timedelta(days=6), coordinator)
    entries: list[Entry] = []
    for challenge, *_words, ideas in _challenges(call, _SCHOOLS, coordinator):
        entries += [_handed_in(call, challenge, idea, closed - timedelta(hours=5)) for idea in ideas]
    for entry in entries[:-1]:
        services.answer_peers(actor=NOBODY, entry=entry, is_agreed=True)
    services.move_on(actor=coordinator, call=call, seen_position=0, going=entries)
    written = Reading.objects.filter(entry=entries[0]).select_related("step__call__hub").order_by("pk")
    for reading, values in zip(written, _FEEDBACK, strict=False):
        services.give_feedback(actor=NOBODY, reading=reading, values=values)
    return call


def _with_teams(region: Region, coordinator: Actor, now: datetime) -> Call:
    title = "Hackathon: droog en warm"
    call = _made(region, coordinator, Kind.HACKATHON, title, now + timedelta(days=12))
    services.publish(actor=coordinator, call=call)
    challenges = [row[0] for row in _challenges(call, _TEAMS, coordinator)]
    for number, (name, organisation, kind, skills, word) in enumerate(_PEOPLE):
        values = {
            "name": name,
            "email": f"{name.split()[0].lower().replace('ë', 'e')}@example.invalid",
            "organisation": f"{organisation} (voorbeeld)" if organisation else "",
            "kind": kind,
            "skills": list(skills),
            "languages": ["nl", "fr"] if number % 3 else ["nl"],
            "wishes": [challenges[number % len(challenges)].pk],
            "group": word,
            "language": "nl",
        }
        services.take_part(actor=NOBODY, call=call, values=values)
    services.build_teams(actor=coordinator, call=call, seen_turn=0)
    return call


def _finished(region: Region, events: list[Event], case: Case, coordinator: Actor, now: datetime) -> Call:
    closed = now - timedelta(days=20)
    event = next((one for one in events if one.kind == Kind.HACKATHON and not one.is_draft), None)
    call = _made(region, coordinator, Kind.HACKATHON, "Hackathon: fruit zonder plastic", closed, event)
    services.publish(actor=coordinator, call=call, now=closed - timedelta(days=30))
    entries: list[Entry] = []
    for challenge, *_words, ideas in _challenges(call, _HACKATHON, coordinator):
        entries += [_handed_in(call, challenge, idea, closed - timedelta(hours=5)) for idea in ideas]
    services.move_on(actor=coordinator, call=call, seen_position=0, going=entries)
    services.finish(
        actor=coordinator,
        call=call,
        seen_position=1,
        winners=entries[:1],
        words="Dank aan iedereen. Kom zeker naar het volgende netwerkmoment.",
    )
    # A case that the region has already: it went through the stages since.
    join(entries[0], case)
    return call


def _made(
    region: Region, actor: Actor, kind: Kind, title: str, closes_at: datetime, event: Event | None = None
) -> Call:
    return services.make_call(
        actor=actor,
        hub=region.hub,
        kind=kind,
        values={
            "title": {"nl": title},
            "summary": {"nl": "Heb je een idee om minder weg te gooien? Wij zoeken mee wie het uitprobeert."},
            "description": {
                "nl": "Iedereen kan meedoen: een bedrijf, een school, een vereniging of jij alleen.\n\n"
                "We kiezen op drie dingen: hoeveel afval het spaart, wie er werk aan heeft, "
                "en of je het morgen kan uitproberen."
            },
            "closes_at": closes_at,
            "event": event,
        },
    )


def _challenges(call: Call, rows: tuple[Any, ...], actor: Actor) -> list[tuple[Any, ...]]:
    made = []
    for title, words, ideas in rows:
        challenge = services.save_challenge(
            actor=actor,
            challenge=Challenge(call=call),
            seen_version=0,
            values={"title": title, "words": words, "skills": ["making", "materials", "sales"]},
        )
        made.append((challenge, words, ideas))
    return made


def _handed_in(call: Call, challenge: Challenge, idea: tuple[str, ...], at: datetime | None) -> Entry:
    title, summary, organisation, name = idea
    return services.hand_in(
        actor=NOBODY,
        call=call,
        values={
            "title": title,
            "summary": summary,
            "words": _WORDS,
            "url": "",
            "challenge": challenge,
            "organisation": f"{organisation} (voorbeeld)" if organisation else "",
            "contact_name": name,
            "email": f"{name.split()[0].lower().replace('ë', 'e')}@example.invalid",
            "language": "nl",
            "peer_word": PeerWord.YES if at is None and call.kind == Kind.CALL else PeerWord.OPEN,
        },
        now=at,
    )


def _dates(call: Call, first: datetime, actor: Actor) -> None:
    """Put the steps a fortnight apart, each a morning in the hub's town."""
    for number, step in enumerate(call.steps.all()):
        begins = first + timedelta(days=14 * number)
        step.call = call
        services.save_step(
            actor=actor,
            step=step,
            seen_version=step.version,
            values={
                "kind": step.kind,
                "starts_at": begins,
                "ends_at": begins + timedelta(hours=3),
                "place": call.hub.seat.name,
                "letter": "Breng iets mee dat we kunnen vastnemen. Je hebt vijf minuten.",
                "has_jury": step.kind == StepKind.FINAL_PITCH,
                "has_vote": False,
                "has_peers": step.has_peers,
            },
        )
