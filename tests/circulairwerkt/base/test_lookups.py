"""Asked by thousands of keys at once, a query finds what it finds by each of them."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from circulairwerkt.organisations.models import Organisation, Site
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db


def test_any_of_finds_what_in_finds() -> None:
    firms = [factories.organisation(f"Firma {number}") for number in range(12)]
    for firm in firms[::2]:
        factories.site(firm, lat=51.0, lon=4.0)
    chance = random.Random(1)
    for size in (0, 1, 5, 12):
        # One of them is of nobody; of no key at all nothing is found.
        keys = {each.pk for each in chance.sample(firms, size)} | ({10**12} if size else set())
        for rows in (Organisation.objects.order_by("pk"), Organisation.objects.exclude(name="Firma 3")):
            assert set(rows.filter(pk__any_of=keys)) == set(rows.filter(pk__in=keys))
            assert set(rows.exclude(pk__any_of=keys)) == set(rows.exclude(pk__in=keys))
        sites = Site.objects.filter(organisation__pk__any_of=keys)
        assert set(sites) == set(Site.objects.filter(organisation__in=keys))
        assert not keys or "JOIN" not in str(sites.query)


def test_any_of_is_one_value_however_many_keys() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert not list(Organisation.objects.filter(pk__any_of=range(10**6, 10**6 + 40_000)))
        assert not list(Organisation.objects.filter(pk__any_of=[])), "of no key nothing is asked"
    (query,) = asked
    assert query["sql"].count("(") < 10


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        Organisation.objects.filter(pk__any_of=["1 OR 1=1"])
