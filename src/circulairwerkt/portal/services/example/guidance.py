"""Made-up people who are guided at a made-up maatwerkbedrijf, and its groups elsewhere: a coach's day."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.accounts.models import User
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.organisations.models import Kind, Organisation, OrganisationMembership
from circulairwerkt.people import queries
from circulairwerkt.people import services as people
from circulairwerkt.portal.services.example.partners import Region

#: First name, last name, and what was noted: sort, words, days from today, hour.
_PEOPLE = (
    (
        "Voorbeeld-Sam",
        "Peeters",
        (
            ("wish", "in de houtwerkplaats werken", -60, None),
            ("competence", "zaagt planken op maat", -30, None),
            ("meeting", "gesprek over de stage", 0, time(10)),
            ("step", "met de boormachine leren werken", 0, None),
        ),
    ),
    (
        "Voorbeeld-Nadia",
        "Claes",
        (
            ("training", "veilig werken met machines", -20, None),
            ("competence", "legt een nieuwe collega het werk uit", -10, None),
            ("meeting", "samen het plan lezen", 0, time(13, 30)),
            ("wish", "halve dagen in de winkel", -5, None),
        ),
    ),
)
#: Groups at other firms: firm, first and last day, signed and told on, whether somebody goes along; days from
#: today. Of the first all is in order, the second lacks what a coach must see in time.
_GROUPS = (
    ("Veiling Haspenland (voorbeeld)", -7, 60, -30, -10, True),
    ("Kuiperij De Ton (voorbeeld)", 9, None, -1, None, False),
)


def make_growth(region: Region) -> tuple[int, int]:
    """Let a member of the team speak for a maatwerkbedrijf; return how many people and groups it has."""
    keys = [one.pk for one, _sector in region.organisations if Kind(one.kind) == Kind.SOCIAL_ENTERPRISE]
    organisation = Organisation.objects.get(pk=min(keys))
    _speak_for(organisation, region.members[1])
    coach = actor_of(region.members[1])
    people.switch_growth(actor=coach, organisation=organisation, is_on=True, seen_version=0)
    today = timezone.localdate()
    for first_name, last_name, notes in _PEOPLE:
        file = people.open_file(
            actor=coach,
            organisation=organisation,
            values={"first_name": first_name, "last_name": last_name},
        )
        for kind, text, days, at in notes:
            people.note(actor=coach, file=file, kind=kind, text=text, on=today + timedelta(days=days), at=at)
    for customer, starts, ends, agreed, told, is_led in _GROUPS:
        after = {"starts_on": starts, "ends_on": ends, "agreed_on": agreed, "told_on": told}
        values: dict[str, Any] = {
            name: today + timedelta(days=day) if day is not None else None for name, day in after.items()
        }
        values |= {"customer": customer, "coach": region.members[1] if is_led else None}
        people.save_enclave(actor=coach, row=queries.new_enclave(organisation), seen_version=0, values=values)
    return len(_PEOPLE), len(_GROUPS)


def _speak_for(organisation: Organisation, user: User) -> None:
    """Let ``user`` speak for ``organisation``; not by a claim, whose letters would outlive the example."""
    OrganisationMembership.objects.create(
        user=user, organisation=organisation, valid_from=timezone.localdate()
    )
