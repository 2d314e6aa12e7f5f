"""What search engines may know: schema.org data of the public pages (schema.org, version 29)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from circulairwerkt.base.texts import shown
from circulairwerkt.hubs.models import Hub, LifeCycle
from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.organisations.models import Organisation


def _address(name: str, *args: str) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def _filled(data: Mapping[str, str]) -> dict[str, str]:
    """Leave out what is not known: an empty value says something else to a machine."""
    return {key: value for key, value in data.items() if value}


def of_site() -> Mapping[str, Any]:
    """The site and its one question as a search action."""
    return {
        "@type": "WebSite",
        "name": "Circulair Werkt",
        "url": _address("portal:home"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": _address("portal:answer") + "?plaats={place}",
            "query-input": "required name=place",
        },
    }


def of_hub(hub: Hub) -> Mapping[str, Any]:
    """A hub as an organisation that serves places; an ended one has no contact."""
    data: dict[str, Any] = {
        "@type": "Organization",
        "name": hub.name,
        "url": _address("portal:hub", hub.slug),
        "location": {"@type": "Place", "name": hub.seat.name},
        "areaServed": [row.municipality.name for row in hub.area.all() if row.valid_to is None],
    }
    if summary := str(shown(hub.summary)):
        data["description"] = summary
    if hub.website:
        data["sameAs"] = [hub.website]
    if hub.life_cycle == LifeCycle.ACTIVE and (hub.contact_email or hub.contact_phone):
        contact = {"@type": "ContactPoint", "email": hub.contact_email, "telephone": hub.contact_phone}
        data["contactPoint"] = _filled(contact)
    return data


def of_organisation(organisation: Organisation) -> Mapping[str, Any]:
    """An organisation with its sites; nothing about people."""
    data: dict[str, Any] = {
        "@type": "Organization",
        "name": organisation.name,
        "url": _address("portal:organisation", organisation.slug),
        "location": [
            {
                "@type": "Place",
                "address": _filled(
                    {
                        "@type": "PostalAddress",
                        "streetAddress": site.street,
                        "postalCode": site.postcode,
                        "addressLocality": site.municipality.name if site.municipality else "",
                        "addressCountry": "BE",
                    }
                ),
            }
            for site in organisation.sites.all()
        ],
    }
    if organisation.website:
        data["sameAs"] = [organisation.website]
    if organisation.kbo_number:
        data["taxID"] = organisation.kbo_number
    return data


def of_story(story: CaseStory) -> Mapping[str, Any]:
    """A case story as an article with the page it rests on."""
    title = shown(story.title)
    data: dict[str, Any] = {
        "@type": "Article",
        "headline": title.text,
        "inLanguage": title.language,
        "url": _address("portal:story", story.slug),
        "description": str(shown(story.summary)),
        "author": {"@type": "Organization", "name": story.hub.name},
    }
    if story.published_on:
        data["datePublished"] = story.published_on.isoformat()
    if story.source:
        data["isBasedOn"] = story.source
    return data


def of_list(*, title: str, page: str, entries: Iterable[tuple[str, str]]) -> Mapping[str, Any]:
    """A page of a list: ``page`` is the name of its address, ``entries`` are (name, path) in order."""
    listed = [
        {"@type": "ListItem", "position": position, "name": name, "url": settings.BASE_URL + path}
        for position, (name, path) in enumerate(entries, start=1)
    ]
    return {
        "@type": "CollectionPage",
        "name": title,
        "url": _address(page),
        "mainEntity": {"@type": "ItemList", "itemListElement": listed},
    }
