"""Events read in from a hub's own list of the year; each becomes a draft."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz

from circulairwerkt.agenda import perms
from circulairwerkt.agenda.models import Event, Kind, Mode, Session
from circulairwerkt.agenda.services.imported import import_events, undo_import
from circulairwerkt.agenda.times import ZONE, moment_at
from circulairwerkt.base import imports
from circulairwerkt.base.cells import day_in, number_in, remembered, too_long, word_in
from circulairwerkt.base.permissions import Actor
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.queries import place_named

#: Titles as much alike as this, of a hundred, on one day are shown side by side.
ALIKE = 85
#: How long an event takes of which no end is told.
USUAL = timedelta(hours=2)
_LENGTHS = {"title": 140, "summary": 400, "place_name": 120, "street": 120, "online_url": 400}
_MOST_SEATS = 100_000
_FIRST_YEAR, _YEARS_AHEAD = 2000, 5
_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:\s*[.:uh]\s*(?P<minute>\d{2})?)?(?::\d{2})?")

_FIELDS = (
    imports.Field(
        "title",
        gettext_lazy("titel"),
        ("naam", "activiteit", "onderwerp", "title", "name", "event", "titre", "nom", "activite"),
        is_required=True,
    ),
    imports.Field(
        "kind",
        gettext_lazy("soort"),
        ("type", "categorie", "kind", "category", "sorte", "genre", "categorie"),
        hint=gettext_lazy("zonder soort: netwerkmoment"),
    ),
    imports.Field(
        "date",
        gettext_lazy("dag"),
        ("datum", "wanneer", "date", "day", "when", "jour", "quand"),
        is_required=True,
    ),
    imports.Field(
        "begins",
        gettext_lazy("van"),
        ("begin", "start", "beginuur", "startuur", "uur", "from", "start time", "debut", "heure"),
        is_required=True,
    ),
    imports.Field(
        "ends",
        gettext_lazy("tot"),
        ("einde", "einduur", "until", "end", "end time", "fin", "jusqu a"),
        hint=gettext_lazy("zonder einde: twee uur na het begin"),
    ),
    imports.Field(
        "last_day",
        gettext_lazy("laatste dag"),
        ("einddatum", "tot en met", "last day", "end date", "dernier jour", "date de fin"),
        hint=gettext_lazy("alleen als het langer duurt dan één dag"),
    ),
    imports.Field(
        "summary",
        gettext_lazy("in het kort"),
        ("omschrijving", "beschrijving", "inhoud", "summary", "description", "resume"),
    ),
    imports.Field(
        "place",
        gettext_lazy("gemeente"),
        ("plaats", "postcode", "stad", "place", "city", "municipality", "commune", "ville", "lieu"),
    ),
    imports.Field(
        "place_name",
        gettext_lazy("zaal of gebouw"),
        ("zaal", "locatie", "gebouw", "venue", "location", "building", "salle", "batiment"),
    ),
    imports.Field(
        "street",
        gettext_lazy("straat en nummer"),
        ("straat", "adres", "street", "address", "rue", "adresse"),
    ),
    imports.Field(
        "mode",
        gettext_lazy("hoe doet men mee"),
        ("vorm", "deelname", "mode", "format", "forme", "participation"),
        hint=gettext_lazy("zonder woord: ter plaatse"),
    ),
    imports.Field(
        "online_url",
        gettext_lazy("link om online mee te doen"),
        ("link", "url", "meeting", "online link", "lien"),
    ),
    imports.Field(
        "price",
        gettext_lazy("prijs in euro"),
        ("prijs", "kostprijs", "price", "cost", "prix", "tarif"),
    ),
    imports.Field(
        "capacity",
        gettext_lazy("aantal plaatsen"),
        ("plaatsen", "capaciteit", "maximum", "seats", "capacity", "places", "capacite"),
    ),
)
_KINDS: Mapping[str, str] = {
    "netwerkavond": "network",
    "netwerk": "network",
    "networking": "network",
    "reseautage": "network",
    "infoavond": "info_session",
    "lezing": "info_session",
    "info session": "info_session",
    "seance d info": "info_session",
    "bezoek": "visit",
    "visit": "visit",
    "visite": "visit",
    "study trip": "study_trip",
    "voyage d etude": "study_trip",
    "workshop": "training",
    "cursus": "training",
    "vorming": "training",
    "training": "training",
    "formation": "training",
}
_MODES: Mapping[str, str] = {
    "fysiek": "on_site",
    "on site": "on_site",
    "sur place": "on_site",
    "digitaal": "online",
    "webinar": "online",
    "en ligne": "online",
    "hybride": "hybrid",
    "hybrid": "hybrid",
}


@remembered
def _kind(text: str) -> str:
    labels = {str(one.label): str(one.value) for one in Kind}
    return word_in(text, {**_KINDS, **labels}, ", ".join(labels)) or str(Kind.NETWORK)


@remembered
def _mode(text: str) -> str:
    labels = {str(one.label): str(one.value) for one in Mode}
    return word_in(text, {**_MODES, **labels}, ", ".join(labels))


def _day(text: str) -> date | None:
    day = day_in(text)
    last = timezone.localdate().year + _YEARS_AHEAD
    if day is not None and not _FIRST_YEAR <= day.year <= last:
        words = _("“%(typed)s” kan niet. Verwacht: een dag van %(first)d tot %(last)d.")
        raise ValidationError(words % {"typed": text.strip()[:60], "first": _FIRST_YEAR, "last": last})
    return day


@remembered
def hour_in(text: str) -> time | None:
    """Read an hour on the clock; None for an empty cell.

    >>> hour_in("19u30"), hour_in("9.15"), hour_in("14:00:00"), hour_in("19u"), hour_in("")
    (datetime.time(19, 30), datetime.time(9, 15), datetime.time(14, 0), datetime.time(19, 0), None)
    """
    plain = text.strip().lower()
    if not plain:
        return None
    found = _HOUR.fullmatch(plain)
    if found is None or int(found["hour"]) > 23 or int(found["minute"] or 0) > 59:
        raise ValidationError(
            _("“%(typed)s” is geen uur. Verwacht: bijvoorbeeld 19.30.") % {"typed": text.strip()[:60]}
        )
    return time(int(found["hour"]), int(found["minute"] or 0))


@remembered
def _place(text: str) -> str:
    """Return the code of the municipality that a cell names; empty for none."""
    return str(place_named(text).municipality.nis) if text else ""


def _price(text: str) -> str:
    """Read a price; text, for what was understood lies in JSON until it is made."""
    plain = text.lower().replace("€", "").replace("euro", "").replace("eur", "").strip()
    if plain in {"gratis", "free", "gratuit"}:
        return "0"
    number = number_in(plain)
    if number is not None and number >= 100_000:
        raise ValidationError(_("“%(typed)s” is te veel.") % {"typed": text.strip()[:60]})
    return "" if number is None else f"{number:.2f}"


def _seats(text: str) -> int | None:
    number = number_in(text)
    if number is not None and (number != int(number) or not 1 <= number <= _MOST_SEATS):
        raise ValidationError(
            _("“%(typed)s” kan niet. Verwacht: een geheel getal vanaf 1.") % {"typed": text.strip()[:60]}
        )
    return None if number is None else int(number)


def _web_address(text: str) -> str:
    plain = text.strip()
    if plain and not re.fullmatch(r"https?://[^\s]+", plain):
        words = _("“%(typed)s” is geen webadres. Verwacht: iets dat begint met https://.")
        raise ValidationError(words % {"typed": plain[:60]})
    return plain


_READERS: Mapping[str, Any] = {
    "kind": _kind,
    "date": _day,
    "begins": hour_in,
    "ends": hour_in,
    "last_day": _day,
    "place": _place,
    "mode": _mode,
    "online_url": _web_address,
    "price": _price,
    "capacity": _seats,
}


def understand(rows: Sequence[imports.Row]) -> list[dict[str, Any] | imports.RowRefused]:
    """Read rows."""
    return imports.each(rows, _understood)


def _understood(cells: imports.Row) -> dict[str, Any]:
    """Read one row; raises RowRefused with what is wrong in each field."""
    problems: dict[str, str] = {}
    texts = {name: " ".join(cells.get(name, "").split()) for name in _LENGTHS}
    for name, most in _LENGTHS.items():
        if words := too_long(texts[name], most):
            problems[name] = words
    read: dict[str, Any] = {}
    for name, reader in _READERS.items():
        try:
            read[name] = reader(cells.get(name, "").strip())
        except ValidationError as error:
            problems[name] = " ".join(error.messages)
    if problems:
        raise imports.RowRefused(problems)
    begins, ends = _span(read)
    return {
        **texts,
        "kind": read["kind"],
        "begins": begins.isoformat(),
        "ends": ends.isoformat(),
        "nis": read["place"],
        "mode": read["mode"]
        or str(Mode.ONLINE if read["online_url"] and not read["place"] else Mode.ON_SITE),
        "price": read["price"],
        "capacity": read["capacity"],
    }


def _span(read: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """When it begins and ends. Raises RowRefused beside the cell that is wrong."""
    try:
        begins = moment_at(read["date"], read["begins"])
    except ValidationError as error:
        raise imports.RowRefused({"begins": " ".join(error.messages)}) from None
    if read["ends"] is None and read["last_day"] is None:
        return begins, (begins + USUAL).astimezone(ZONE)
    try:
        ends = moment_at(read["last_day"] or read["date"], read["ends"] or read["begins"])
    except ValidationError as error:
        raise imports.RowRefused({"ends": " ".join(error.messages)}) from None
    if ends <= begins:
        where = "last_day" if read["last_day"] else "ends"
        raise imports.RowRefused({where: _("Het einde ligt voor het begin.")})
    return begins, ends


def _day_of(values: Mapping[str, Any]) -> date:
    return datetime.fromisoformat(values["begins"]).astimezone(ZONE).date()


def twins(hub_id: int, rows: Sequence[Mapping[str, Any]]) -> list[imports.Twin | None]:
    """Find events of the hub on the same day with nearly the same title."""
    days = {_day_of(row) for row in rows}
    if not days:
        return []
    there = Event._base_manager.filter(
        hub_id=hub_id,
        first_starts_at__gte=moment_at(min(days), time()),
        first_starts_at__lt=moment_at(max(days) + timedelta(days=1), time()),
    )
    by_day: dict[date, list[Event]] = {}
    for event in there.select_related("municipality").prefetch_related("sessions").order_by("pk"):
        if event.first_starts_at is not None and (day := timezone.localdate(event.first_starts_at)) in days:
            by_day.setdefault(day, []).append(event)
    return [_nearest(row, by_day.get(_day_of(row), [])) for row in rows]


def _nearest(row: Mapping[str, Any], events: Sequence[Event]) -> imports.Twin | None:
    title = imports.folded(row["title"])
    alike = [(fuzz.token_sort_ratio(title, imports.folded(str(event))), event) for event in events]
    best = max(alike, key=lambda pair: pair[0], default=None)
    return None if best is None or best[0] < ALIKE else _twin(best[1])


def _twin(event: Event) -> imports.Twin:
    return imports.Twin(pk=event.pk, name=str(event), values=_cells(event))


def _cells(event: Event) -> dict[str, str]:
    """Return an event as the cells of a row: its first session that takes place."""
    sessions: list[Session] = sorted(event.sessions.all(), key=lambda one: (one.starts_at, one.pk))
    session = next((one for one in sessions if one.cancelled_at is None), None)
    begins, ends = (
        (timezone.localtime(session.starts_at), timezone.localtime(session.ends_at))
        if session
        else (None, None)
    )
    is_longer = begins is not None and ends is not None and begins.date() != ends.date()
    return {
        "title": str(event.title.get("nl", "")),
        "kind": str(Kind(event.kind).label),
        "date": f"{begins:%Y-%m-%d}" if begins else "",
        "begins": f"{begins:%H:%M}" if begins else "",
        "ends": f"{ends:%H:%M}" if ends else "",
        "last_day": f"{ends:%Y-%m-%d}" if is_longer else "",
        "summary": str((event.summary or {}).get("nl", "")),
        "place": event.municipality.name if event.municipality else "",
        "place_name": event.place_name,
        "street": event.street,
        "mode": str(Mode(event.mode).label),
        "online_url": event.online_url,
        "price": f"{event.price_eur}".replace(".", ",") if event.price_eur is not None else "",
        "capacity": str(session.capacity) if session and session.capacity else "",
    }


def make(
    *, actor: Actor, hub_id: int, rows: Sequence[imports.Wanted]
) -> list[imports.Made | imports.RowRefused]:
    """Make drafts of rows."""
    return import_events(actor=actor, hub=Hub.objects.get(pk=hub_id), rows=rows)


def undo(*, actor: Actor, hub_id: int, made: Sequence[imports.MadeRows]) -> list[bool]:
    """Take back what rows became."""
    return undo_import(actor=actor, hub=Hub.objects.get(pk=hub_id), made=made)


def key_of(values: Mapping[str, Any]) -> str:
    """Rows with one title on one day are one event."""
    return f"{_day_of(values)} {imports.folded(values['title'])}"[:200]


def rows_of(hub_id: int) -> Iterator[dict[str, str]]:
    """Give each event of the hub that was not called off, by time; of several sessions the first."""
    rows = Event._base_manager.filter(hub_id=hub_id, cancelled_at__isnull=True)
    for event in rows.select_related("municipality").prefetch_related("sessions"):
        yield _cells(event)


def _may(actor: Actor, hub_id: int) -> bool:
    return actor.may(perms.EDIT, hub_id=hub_id) and perms.uses_agenda(Hub.objects.get(pk=hub_id))


EVENTS = imports.register(
    imports.Kind(
        key="events",
        label=gettext_lazy("activiteiten"),
        fields=_FIELDS,
        may=_may,
        understand=understand,
        twins=twins,
        make=make,
        undo=undo,
        key_of=key_of,
        rows_of=rows_of,
    )
)
