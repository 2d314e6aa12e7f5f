"""What search engines may know of an event: schema.org data (schema.org, version 29)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from circulairwerkt.agenda.models import Event, Language, Mode, Session
from circulairwerkt.base.texts import shown
from circulairwerkt.hubs.models import Hub

_MODES = {
    Mode.ON_SITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
#: Languages by their tag (BCP 47); simple Dutch is Dutch.
_TAGS = {Language.NL: "nl", Language.FR: "fr", Language.EN: "en", Language.SIGN: "vgt", Language.EASY: "nl"}


def _page(event: Event) -> str:
    return settings.BASE_URL + reverse("agenda:event", args=[event.slug])


def _organiser(hub: Hub) -> dict[str, str]:
    return {
        "@type": "Organization",
        "name": hub.name,
        "url": settings.BASE_URL + reverse("portal:hub", args=[hub.slug]),
    }


def _where(event: Event) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if event.has_place:
        address = {
            "streetAddress": event.street,
            "addressLocality": event.municipality.name if event.municipality else "",
            "addressCountry": "BE",
        }
        place: dict[str, Any] = {
            "@type": "Place",
            "name": event.place_name or address["addressLocality"],
            "address": {"@type": "PostalAddress", **{key: word for key, word in address.items() if word}},
        }
        if event.lat is not None and event.lon is not None:
            place["geo"] = {"@type": "GeoCoordinates", "latitude": event.lat, "longitude": event.lon}
        found.append(place)
    if event.mode != Mode.ON_SITE:
        found.append({"@type": "VirtualLocation", "url": _page(event)})
    return found


def _status(event: Event, session: Session) -> dict[str, str]:
    if session.cancelled_at is not None or event.is_cancelled:
        return {"eventStatus": "https://schema.org/EventCancelled"}
    if session.moved_from is not None:
        before = timezone.localtime(session.moved_from).isoformat()
        return {"eventStatus": "https://schema.org/EventRescheduled", "previousStartDate": before}
    return {"eventStatus": "https://schema.org/EventScheduled"}


def _times(session: Session) -> dict[str, str]:
    return {
        "startDate": timezone.localtime(session.starts_at).isoformat(),
        "endDate": timezone.localtime(session.ends_at).isoformat(),
    }


def _price(event: Event) -> dict[str, Any]:
    """What it costs; nothing where the organiser has only words for it, such as that the price follows."""
    if event.price_eur is None and not event.is_free:
        return {}
    price = {"price": str(event.price_eur or 0), "priceCurrency": "EUR"}
    return {
        "isAccessibleForFree": event.is_free,
        "offers": {"@type": "Offer", **price, "url": _page(event)},
    }


def of_event(event: Event) -> Mapping[str, Any]:
    """An event with its place, price and organisers; one of several sessions has each as an event in it."""
    sessions = list(event.sessions.all())
    if not sessions:
        return {}
    title = shown(event.title)
    data: dict[str, Any] = {
        "@type": "Event",
        "name": title.text,
        "url": _page(event),
        "eventAttendanceMode": f"https://schema.org/{_MODES[Mode(event.mode)]}",
        "location": _where(event),
        "organizer": [_organiser(hub) for hub in (event.hub, *event.with_hubs.all())],
        "inLanguage": list(dict.fromkeys(_TAGS[Language(key)] for key in event.languages if key in _TAGS)),
        **_price(event),
        **_times(sessions[0]),
        **_status(event, sessions[0]),
    }
    if len(sessions) > 1:
        standing = [row for row in sessions if row.cancelled_at is None] or sessions
        data["startDate"] = _times(standing[0])["startDate"]
        data["endDate"] = _times(standing[-1])["endDate"]
        data["subEvent"] = [
            {
                "@type": "Event",
                "name": row.title or title.text,
                "url": _page(event),
                "location": data["location"],
                "eventAttendanceMode": data["eventAttendanceMode"],
                **_times(row),
                **_status(event, row),
            }
            for row in sessions
        ]
    if summary := str(shown(event.summary)):
        data["description"] = summary
    return data
