"""The made-up hub, its people, and the organisations around it."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from circulairwerkt.accounts.models import User
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.hubs import services as hubs
from circulairwerkt.hubs.models import Hub, LifeCycle
from circulairwerkt.organisations import services as organisations
from circulairwerkt.organisations.models import Kind, Organisation, Recognition, Site
from circulairwerkt.portal.services.example.files import rows_of
from circulairwerkt.reference.models import Municipality, Sector

SLUG = "voorbeeldhub-fruitstreek"
NAME = "Voorbeeldhub Fruitstreek"
SEAT = "Sint-Truiden"
_RECOGNISED = {
    Kind.SOCIAL_ENTERPRISE: Recognition.Sort.SHELTERED_WORK,
    Kind.SHELTERED_DEPARTMENT: Recognition.Sort.SHELTERED_DEPARTMENT,
    Kind.LOCAL_SERVICES: Recognition.Sort.LOCAL_SERVICES,
    Kind.REUSE_CENTRE: Recognition.Sort.REUSE_CENTRE,
}
#: Degrees around the middle of a municipality in which a made-up address lies: some 2 km.
_SPREAD = 0.02


@dataclass(frozen=True)
class Region:
    """The hub with its people, and its organisations by what they do."""

    hub: Hub
    coordinator: User
    members: list[User]
    #: With the keys of their sectors.
    organisations: list[tuple[Organisation, str]]

    def of_sector(self, sector: str, *, social: bool) -> list[Organisation]:
        """Return the organisations of a sector, social-economy ones or the others; all of them where none."""
        able = [(one, key) for one, key in self.organisations if (one.kind in SOCIAL) == social]
        return [one for one, key in able if key == sector] or [one for one, _key in able]


SOCIAL = frozenset(
    {
        Kind.SOCIAL_ENTERPRISE,
        Kind.SHELTERED_DEPARTMENT,
        Kind.LOCAL_SERVICES,
        Kind.REUSE_CENTRE,
        Kind.OTHER_SOCIAL_ENTERPRISE,
    }
)


def make_region(chance: Random) -> Region:
    """Make hub, people and organisations through the services that everybody uses."""
    rows = rows_of("organisations")
    places = {name: _municipality(name) for name in sorted({row["place"] for row in rows} | {SEAT})}
    hub = _make_hub(list(places.values()))
    coordinator = hubs.example_person(hub=hub, role=Role.COORDINATOR)
    members = [hubs.example_person(hub=hub, role=role) for role in (Role.MEMBER, Role.COACH)]
    made = []
    for row in rows:
        kind = Kind(row["kind"])
        one = organisations.add_organisation(
            actor=SYSTEM, hub=hub, name=f"{row['name']} (voorbeeld)", kind=kind
        )
        Organisation.objects.filter(pk=one.pk).update(is_example=True)
        one.sectors.set(Sector.objects.filter(key=row["sectors"]))
        site = _site(one, places[row["place"]], chance)
        if kind in _RECOGNISED:
            _recognise(one, site, _RECOGNISED[kind])
        made.append((one, row["sectors"]))
    return Region(hub=hub, coordinator=coordinator, members=members, organisations=made)


def _municipality(name: str) -> Municipality:
    return Municipality.objects.get(name=name, merged_into__isnull=True)


def _make_hub(area: list[Municipality]) -> Hub:
    seat = next(place for place in area if place.name == SEAT)
    hub = hubs.add_hub(actor=SYSTEM, name=NAME, slug=SLUG, seat=seat)
    Hub.objects.filter(pk=hub.pk).update(
        is_example=True,
        life_cycle=LifeCycle.ACTIVE,
        claimed_on=timezone.localdate() - timedelta(days=400),
        checked_on=timezone.localdate() - timedelta(days=20),
        summary={
            "nl": "Een verzonnen hub met verzonnen organisaties, om te tonen wat een hub hier kan doen.",
            "en": "A made-up hub with made-up organisations, to show what a hub can do here.",
            "fr": "Un hub inventé avec des organisations inventées, pour montrer ce qu'un hub fait ici.",
        },
        contact_name="Het voorbeeldteam",
        contact_email="hub@example.invalid",
    )
    hub.refresh_from_db()
    hub.area.exclude(municipality=seat).delete()
    for place in area:
        hub.area.get_or_create(municipality=place)
    hub.sectors.set(Sector.objects.filter(key__in=["hout", "voeding", "textiel", "bouw", "verpakking"]))
    return hub


def _site(organisation: Organisation, place: Municipality, chance: Random) -> Site:
    values = {
        "name": "",
        "establishment_number": "",
        "street": "",
        "postcode": "",
        "municipality": place,
        "lat": round((place.lat or 0.0) + chance.uniform(-_SPREAD, _SPREAD), 5),
        "lon": round((place.lon or 0.0) + chance.uniform(-_SPREAD, _SPREAD), 5),
        "source": "voorbeeld",
    }
    return organisations.save_site(
        actor=SYSTEM, site=Site(organisation=organisation), seen_version=0, values=values
    )


def _recognise(organisation: Organisation, site: Site, sort: Recognition.Sort) -> None:
    values = {
        "site": None,
        "sort": sort.value,
        "number": "",
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "source": "voorbeeld",
    }
    organisations.save_recognition(
        actor=SYSTEM, recognition=Recognition(organisation=organisation), seen_version=0, values=values
    )
