"""Work on offer: written by who speaks for it, shown while it is sure, near first, activities apart."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base import outbox
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import PUBLIC, everywhere, opened
from circulairwerkt.hubs.models import Hub, Switch
from circulairwerkt.organisations.models import Kind, Organisation, OrganisationMembership
from circulairwerkt.people import near, services
from circulairwerkt.people.bridge import Point
from circulairwerkt.people.esco import groups, is_verified
from circulairwerkt.people.forms.offers import OfferForm
from circulairwerkt.people.models import WorkOffer
from circulairwerkt.people.words import Asks, Helps, Sort
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db
SENTENCE = "Je legt kleding op stapels."


@pytest.fixture
def hub() -> Hub:
    return factories.hub(
        "Hub Kortrijk", slug="kortrijk", seat=factories.municipality("Kortrijk", lat=50.83, lon=3.26)
    )


@pytest.fixture
def enterprise(hub: Hub) -> Organisation:
    found = factories.organisation("De Kring", kind=Kind.SOCIAL_ENTERPRISE)
    factories.partnership(found, hub)
    return found


def offered(of: Organisation, hub: Hub, **values: Any) -> WorkOffer:
    told = {
        "sort": "job",
        "title": "Kleding sorteren",
        "sentence": SENTENCE,
        "municipality": hub.seat,
        **values,
    }
    with everywhere("an offer for a test"):
        return services.offer(actor=SYSTEM, organisation=of, hub=hub, values=told)


def page(path: str) -> str:
    return Client().get(path).content.decode()


def test_a_member_offers_work_and_it_stands_there_at_once(enterprise: Organisation, hub: Hub) -> None:
    user = factories.person()
    OrganisationMembership.objects.create(user=user, organisation=enterprise, valid_from=factories.LONG_AGO)
    site = factories.site(enterprise, lat=50.83, lon=3.26, place=hub.seat)
    client = Client()
    client.force_login(user)
    base = f"/organisaties/{enterprise.slug}/beheer/werk/"
    sent = {
        "version": "0",
        "sort": "job",
        "title": "Kleding sorteren",
        "sentence": SENTENCE,
        "tasks": "Je kijkt kleding na.\nJe weegt de zak.",
        "pictogram": "boxes",
        "asks": ["standing", "lifting"],
        "helps": ["coach"],
        "way": "in_house",
        "site": str(site.pk),
        "hours_per_week_h": "19",
        "is_paid": "on",
        "esco_code": "9612",
    }
    assert client.post(f"{base}nieuw/", {**sent, "title": ""}).status_code == 422
    assert client.post(f"{base}nieuw/", sent).status_code == 302
    made = WorkOffer._base_manager.get()
    told = page(f"/werk/aanbod/{made.pk}/")
    for words in (
        "Kleding sorteren",
        "Je tilt zware dingen.",
        "Een begeleider helpt je elke dag.",
        "Je weegt de zak.",
    ):
        assert words in told
    client.post(f"/werk/aanbod/{made.pk}/keuze/", {"keuze": "weg"})
    assert Client().get(f"/werk/aanbod/{made.pk}/").status_code == 404
    client.post(f"/werk/aanbod/{made.pk}/keuze/", {"keuze": "klopt"})
    assert Client().get(f"/werk/aanbod/{made.pk}/").status_code == 200


def test_an_activity_stands_on_its_own_page_with_its_route(enterprise: Organisation, hub: Hub) -> None:
    with pytest.raises(ValidationError) as refused:
        offered(enterprise, hub, sort="activity", title="Samen koken")
    assert "route" in refused.value.error_dict
    offered(
        enterprise, hub, sort="activity", title="Samen koken", route="vraag het aan het OCMW", is_paid=True
    )
    offered(enterprise, hub)
    assert "Samen koken" not in page("/werk/dichtbij/")
    told = page("/werk/activiteiten/")
    assert "Samen koken" in told
    assert "Kleding sorteren" not in told
    assert "VDAB beslist wie mag starten in een maatwerkbedrijf." in told
    assert not WorkOffer._base_manager.get(sort=Sort.ACTIVITY).is_paid, "an activity is no paid work"


def test_work_too_long_unconfirmed_leaves_the_pages(enterprise: Organisation, hub: Hub) -> None:
    made = offered(enterprise, hub)
    for days, seen in ((89, True), (449, True), (451, False)):
        WorkOffer._base_manager.update(confirmed_at=timezone.now() - timedelta(days=days))
        assert ("Kleding sorteren" in page("/werk/dichtbij/")) == seen, days
    with everywhere("who keeps it"):
        services.confirm_offer(actor=SYSTEM, offer=WorkOffer.objects.get(pk=made.pk))
    assert "Kleding sorteren" in page("/werk/dichtbij/")
    Switch.objects.create(hub=hub, key="work", is_on=False)
    assert "Kleding sorteren" not in page("/werk/dichtbij/"), "a hub that does not use work shows none of it"


def test_who_offers_is_asked_once_in_half_a_year(enterprise: Organisation, hub: Hub) -> None:
    user = factories.person()
    OrganisationMembership.objects.create(user=user, organisation=enterprise, valid_from=factories.LONG_AGO)
    for _time in range(2):
        offered(enterprise, hub)
    WorkOffer._base_manager.update(confirmed_at=timezone.now() - timedelta(days=100))
    with everywhere("the clock"):
        asked = [services.ask_about_offers(actor=SYSTEM, organisation=enterprise) for _time in range(2)]
    outbox.deliver_due()
    assert asked == [2, 0]
    assert [letter.to for letter in mail.outbox] == [[user.email]]


PLACES = st.tuples(st.floats(50.0, 51.5), st.floats(2.5, 5.5))
OFFERS = st.lists(
    st.tuples(
        PLACES,
        st.sets(st.sampled_from(Asks.values), max_size=4),
        st.sets(st.sampled_from(Helps.values), max_size=4),
        st.sampled_from(["job", "internship", "experience"]),
    ),
    max_size=12,
)


class _Rows(list[Any]):
    """Rows as ``Nearest`` asks a QuerySet for them."""

    def filter(self, sort: str) -> "_Rows":
        return _Rows(row for row in self if row["sort"] == sort)

    def order_by(self, *_names: str) -> "_Rows":
        return _Rows(sorted(self, key=lambda row: -row["pk"]))

    def values_list(self, *names: str) -> list[tuple[Any, ...]]:
        return [tuple(row[name] for name in names) for row in self]


@given(
    OFFERS,
    st.none() | PLACES,
    st.sampled_from([5.0, 25.0, 50.0]),
    st.sampled_from(["", "job"]),
    st.sets(st.sampled_from(near.CAN_LEAVE_OUT), max_size=2),
    st.sets(st.sampled_from(near.CAN_WISH), max_size=2),
)
def test_only_the_filters_leave_work_out_and_only_distance_and_date_order_it(
    rows: list[Any], here: Any, km: float, sort: str, without: set[str], wishes: set[str]
) -> None:
    held = _Rows(
        {"pk": pk, "lat": lat, "lon": lon, "asks": sorted(asks), "helps": sorted(helps), "sort": kind}
        for pk, ((lat, lon), asks, helps, kind) in enumerate(rows)
    )
    wanted = near.Wanted(
        here=Point(lat=here[0], lon=here[1]) if here else None,
        km=km,
        sort=sort,
        without=frozenset(without),
        wishes=frozenset(wishes),
    )
    found = near.Nearest(held, wanted)._keys  # type: ignore[arg-type]
    passing = {
        row["pk"]
        for row in held
        if (not sort or row["sort"] == sort)
        and not without & set(row["asks"])
        and wishes <= set(row["helps"])
    }
    if here is None:
        assert [pk for pk, _km in found] == sorted(passing, reverse=True), "the newest first"
    else:
        assert {pk for pk, _km in found} <= passing
        distances = [distance for _pk, distance in found]
        assert distances == sorted(distances)
        assert all(distance <= km for distance in distances)


def test_a_list_takes_the_same_queries_however_long(enterprise: Organisation, hub: Hub) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert Client().get("/werk/dichtbij/?plaats=8500").status_code == 200
        return len(caught)

    offered(enterprise, hub)
    one = queries()
    for number in range(15):
        offered(enterprise, hub, title=f"Werk {number}")
    assert queries() == one
    with opened(PUBLIC):
        assert len(near.Nearest(near.vacancies(), near.Wanted())) == 16


def test_each_group_of_esco_names_edition_and_licence_or_that_nobody_checked(
    enterprise: Organisation,
) -> None:
    for group in groups().values():
        assert group.source
        assert group.edition
        assert group.licence
    form = OfferForm(row=WorkOffer(organisation=enterprise))
    assert is_verified() != ("keken we nog niet na" in str(form.fields["esco_code"].help_text))


def test_groups_of_esco_are_those_of_the_file() -> None:
    assert len(groups()) == 17
    assert all(group.uri == f"http://data.europa.eu/esco/isco/C{code}" for code, group in groups().items())
