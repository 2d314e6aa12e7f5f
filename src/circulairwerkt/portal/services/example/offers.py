"""Made-up work at the made-up organisations, and somebody who calls back."""

from collections.abc import Mapping

from circulairwerkt.base.permissions import NOBODY, SYSTEM, Actor
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import services as people
from circulairwerkt.portal.services.example.partners import Region

#: Sort, title, sentence, tasks, drawing, what it asks, what helps, hours a week, ESCO, sector it suits.
_OFFERS = (
    (
        "job",
        "kisten herstellen",
        "Je maakt houten kisten weer heel.",
        "Je kijkt elke kist na.\nJe zet er een nieuwe plank in.\nJe legt de kisten op een stapel.",
        "hammer",
        ["standing", "noise", "lifting"],
        ["coach", "buddy", "tools"],
        38,
        "8172",
        "hout",
    ),
    (
        "job",
        "fruit sorteren",
        "Je haalt slecht fruit van de band.",
        "Je kijkt naar het fruit.\nJe legt goed fruit in een bak.\nJe maakt je plek schoon.",
        "boxes",
        ["standing", "cold"],
        ["buddy", "part_time", "bus"],
        19,
        "9321",
        "voeding",
    ),
    (
        "internship",
        "naaien",
        "Je leert zakken naaien met een machine.",
        "Je knipt stof.\nJe naait een rand.\nJe kijkt je werk na.",
        "scissors",
        ["sitting", "noise"],
        ["coach", "slow", "language"],
        20,
        "8153",
        "textiel",
    ),
    (
        "experience",
        "helpen in de winkel",
        "Je zet spullen in de winkel op hun plaats.",
        "Je vult de rekken.\nJe helpt mensen die iets zoeken.",
        "shopping-basket",
        ["standing", "dutch"],
        ["buddy", "part_time"],
        16,
        "9334",
        "verpakking",
    ),
)


def make_offers(region: Region, coordinator: Actor) -> int:
    """Offer work and an activity at social enterprises, let somebody call back; return how many offers."""
    for sort, title, sentence, tasks, drawing, asks, helps, hours, esco, sector in _OFFERS:
        values = {
            "sort": sort,
            "title": title,
            "sentence": sentence,
            "tasks": tasks,
            "pictogram": drawing,
            "asks": asks,
            "helps": helps,
            "hours_per_week_h": hours,
            "is_paid": sort == "job",
            "esco_code": esco,
        }
        _offer(region, coordinator, sector, values)
    activity = {
        "sort": "activity",
        "title": "samen in de tuin",
        "sentence": "Je werkt met anderen in de moestuin.",
        "pictogram": "sprout",
        "asks": ["outside"],
        "helps": ["coach", "slow", "bus"],
        "route": "Vraag het aan het OCMW van je gemeente.",
    }
    _offer(region, coordinator, "voeding", activity)
    caller = people.ask_caller(
        actor=coordinator,
        hub=region.hub,
        kind="person",
        name="Noor van het voorbeeldteam",
        email="noor@example.invalid",
        municipalities=[row.municipality for row in region.hub.area.select_related("municipality")],
    )
    people.agree_to_call(actor=NOBODY, caller=caller, hours="in de voormiddag", call_within_days=2)
    people.ask_call(
        actor=SYSTEM,
        municipality=region.hub.seat,
        first_name="Sam",
        phone="0400 00 00 00",
        language="nl",
        nonce="voorbeeld-van-een-vraag0",
    )
    return len(_OFFERS) + 1


def _offer(region: Region, coordinator: Actor, sector: str, values: Mapping[str, object]) -> None:
    organisation = Organisation.objects.get(pk=region.of_sector(sector, social=True)[0].pk)
    site = organisation.sites.select_related("municipality").first()
    people.offer(
        actor=coordinator, organisation=organisation, hub=region.hub, values={**values, "site": site}
    )
